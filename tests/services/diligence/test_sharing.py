"""A statement and the evidence that it rests on: killed between any two writes, no statement is left half supported."""

from functools import partial
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.services.diligence import assessments, evidence
from desktop.services.registry import partnerships
from desktop.store.records import Case
from desktop.store.vault import Opened, Vault
from tests.casework import set_up
from tests.faulty import deaths
from tests.foreign import sound_pdf
from tests.makers import on
from tests.offices import Templates, entered

QUESTIONS = {"H04", "M01"}  # of the statement that is signed


def set_up_rooms(folder: Path) -> tuple[Opened, Case]:
    """A case on hotel rooms worth USD 7,400, with two papers at one question of a statement."""
    opened, case = set_up(folder)
    with Office.enter(folder, Vault.open(folder), opened) as office:
        changes = {"value": "7400.00", "value_usd": "7400.00", "contribution_kinds": ["services"], "goods_kinds": []}
        partnerships.change(on(office, office.work.today()), case.partnership_id, **changes)
        for number in (1, 2):
            paper = folder.parent / f"{folder.name}-{number}.pdf"
            paper.write_bytes(sound_pdf() + b"\n" * number)
            evidence.attach(office.work, case.id, "M01", paper)
    return opened, case


def state(folder: Path, opened: Opened, case: str) -> None:
    """Make the statement."""
    with Office.enter(folder, Vault.open(folder), opened) as office:
        QuestionPresenter(office, RunNow(), case, question="M01").state_jointly("")


def test_killed_between_two_writes_no_statement_is_half_supported(templates: Templates, tmp_path: Path) -> None:
    template, (opened, case) = templates.folder(set_up_rooms)

    def prepare(name: str) -> partial[None]:
        with entered(template, tmp_path / name, opened):
            pass
        return partial(state, tmp_path / name, opened, case.id)

    tries = 0
    for name in deaths(prepare, tmp_path / "notes", 1):
        with Office.enter(tmp_path / name, Vault.open(tmp_path / name), opened) as office:
            file = assessments.read(office.work, case.id)
            stands = {id_ for id_ in QUESTIONS if (answer := file.answers.get(id_)) and answer.value is not None}
            assert stands in (set(), QUESTIONS)
            supported = [set(piece.questions) for piece in file.evidence]
            assert supported in ([{"M01"}, {"M01"}], [QUESTIONS, QUESTIONS]), name
            assert not stands or supported == [QUESTIONS, QUESTIONS], name
        tries += 1
    assert tries
