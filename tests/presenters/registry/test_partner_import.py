"""The import of a table of partners, without a window."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.base import paths
from desktop.base.errors import Cancelled
from desktop.base.progress import Progress, RunNow
from desktop.definitions.spreadsheets import TableField
from desktop.office import Office
from desktop.presenters.registry.partner_import import NOTED, OUT, PRACTICE, PartnerImportPresenter
from desktop.services.registry import partner_list, partnerships
from desktop.services.registry.spreadsheets.questions import LineChoice
from desktop.store.records import Partnership
from tests.exchanging import User, user

__all__ = ["user"]

TABLE = paths.resources() / "reference" / PRACTICE
T = TypeVar("T")
ANSWERS = {"alike": "new", "public": "outside", "kind:Jeune pousse": "small", "countries": "one"}


def screen(office: Office, runner: RunNow, path: Path | None = TABLE) -> PartnerImportPresenter:
    presenter = PartnerImportPresenter(office, runner, str(path) if path else "")
    presenter.refresh()
    return presenter


def names(office: Office) -> set[str]:
    return {line.name for line in partner_list.find(office.store)}


def test_questions_are_answered_then_the_table_is_imported_and_rolled_back(office: Office, runner: RunNow) -> None:
    presenter = screen(office, runner)
    assert {question.id for question in presenter.questions} == ANSWERS.keys()
    assert not presenter.is_ready
    for question in presenter.questions:
        assert ANSWERS[question.id] in dict(presenter.answers_to(question))
        presenter.answer(question.id, ANSWERS[question.id])
    assert presenter.is_ready
    assert (
        presenter.summary
        == "Nouveau partenaire\u00a010 · Déjà nommé plus haut\u00a01 · Pas un partenaire privé\u00a03 · Sans nom\u00a01"
    )
    presenter.import_table()
    assert presenter.result_sentence == "10 partenaires enregistrés."
    assert presenter.sheet is None and len(names(office)) == 10
    planned = next(line.id for line in partner_list.find(office.store) if line.name == "Imprimerie Harmattan")
    partnerships.plan(office.work, Partnership(partner_id=planned, title="Affiches"))
    presenter.undo()
    assert names(office) == {"Imprimerie Harmattan"}
    assert "Imprimerie Harmattan" in presenter.deed_sentence


def test_what_was_chosen_and_answered_is_there_again_after_leaving(office: Office, runner: RunNow) -> None:
    first = screen(office, runner)
    fax = next(at for at, heading, _cells in first.columns if heading == "Fax")
    assert first.column_choice(fax) == OUT
    first.choose_column(fax, NOTED)
    first.answer("public", "outside")
    first.decide(LineChoice.LEAVE, [3])
    assert first.holds_unsaved
    again = screen(office, runner)
    assert again.column_choice(fax) == NOTED
    assert again.answers.questions == {"public": "outside"} and again.answers.lines == {3: LineChoice.LEAVE}


def test_a_column_holds_one_field_and_a_field_one_column(office: Office, runner: RunNow) -> None:
    presenter = screen(office, runner)
    by_heading = {heading: at for at, heading, _cells in presenter.columns}
    presenter.choose_column(by_heading["Fax"], TableField.PHONE)
    assert presenter.column_choice(by_heading["Fax"]) == TableField.PHONE
    assert presenter.column_choice(by_heading["Téléphone"]) == OUT
    presenter.choose_column(by_heading["Fax"], OUT)
    assert TableField.PHONE not in presenter.mapping.fields
    presenter.choose_column(by_heading["Pays"], OUT)
    assert not presenter.tells_countries
    presenter.choose_country("ML")
    presenter.choose_kind("foundation")
    assert (presenter.mapping.country, presenter.mapping.group, presenter.kind) == ("ML", "FOA", "foundation")


def test_lines_are_narrowed_by_what_becomes_of_them(office: Office, runner: RunNow) -> None:
    presenter = screen(office, runner)
    presenter.show_verdict("alike")
    assert [line.name for line in presenter.lines] == ["Alizé Transport"]
    presenter.answer("alike", "leave")
    assert len(presenter.lines) == 15  # nothing is alike any more: all are shown


def test_an_import_is_rolled_back_once_it_is_confirmed(office: Office, runner: RunNow, user: User) -> None:
    presenter = screen(office, runner)
    for question, answer in ANSWERS.items():
        presenter.answer(question, answer)
    presenter.import_table()
    later = screen(office, runner, None)
    later.asker = user
    (row,) = later.imports
    assert later.import_cells(row)["registered"].text == "10"
    later.ask_to_roll_back([row.id])
    assert names(office) == set()
    assert later.import_cells(later.imports[0])["state"].text == "Annulée"


def test_a_reader_is_offered_no_import(office: Office, runner: RunNow) -> None:
    office.user.role = "reader"
    presenter = screen(office, runner)
    assert not presenter.may_import and presenter.table is None and presenter.import_deeds == ()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"Nom\n", 'Nom;Pays\n"Alizé'.encode()])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    office: Office, runner: RunNow, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(Exception, match=r"table\.csv"):
        screen(office, runner, path)


class OneAfterTheOther(RunNow):
    """Work waits until the work before it is over, as behind a window."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], bool]] = []

    def run(self, what: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Progress:
        progress = Progress()

        def turn() -> bool:
            try:
                done(work(progress))
            except Cancelled:
                return False
            return True

        self.waiting.append(turn)
        return progress

    def go_on(self) -> list[bool]:
        """Do what waits now; which of it was done to its end."""
        waiting, self.waiting = self.waiting, []
        return [turn() for turn in waiting]


def test_the_table_is_not_held_against_the_register_for_each_portion_that_is_written(office: Office) -> None:
    runner = OneAfterTheOther()
    presenter = screen(office, runner)
    assert runner.go_on() == [True] and runner.go_on() == [True]  # the table is read, then looked at
    for question, answer in ANSWERS.items():
        presenter.answer(question, answer)
    assert runner.go_on() == [False, False, False, True]  # of several looks the last
    presenter.import_table()
    for _portion in range(3):  # the page is told that the register changed while the import goes on
        presenter.refresh()
    assert runner.go_on() == [True, False, False, False]
    assert presenter.result is not None and presenter.plan is None
