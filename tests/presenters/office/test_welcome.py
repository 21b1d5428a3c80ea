"""The first run, from the language to an office that works."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.base.clock import Clock
from desktop.base.progress import RunNow
from desktop.base.text import language
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.office.welcome import COUNTRY, HEADQUARTERS, TRAINING, WelcomePresenter, _renew_list
from desktop.screening import library
from desktop.screening.freshness import oldest_age
from desktop.services import house
from desktop.services.demo import training
from desktop.services.diligence import assessments, cases
from desktop.services.registry import partners
from desktop.store.states import CaseState
from desktop.store.vault import Vault
from tests.makers import on

SECRET = "quatre mots sans rapport"


class First:
    """A first run in a folder, and the office it ends with."""

    def __init__(self, folder: Path) -> None:
        self.offices: list[Office] = []
        self.page = WelcomePresenter(folder, RunNow(), self.offices.append, lambda: None, lambda: None)

    def fill(self) -> None:
        page = self.page
        page.choose_language("fr")
        page.choose_kind(COUNTRY)
        page.next()
        page.write(code="sn10", name="OIM Dakar", country="SN", city="Dakar")
        page.next()
        page.write(person="Awa Ndiaye", function="Chargée de partenariats")
        page.passphrase = SECRET


def test_seven_pages_make_an_office(tmp_path: Path) -> None:
    run = First(tmp_path / "office")
    run.fill()
    run.page.next()
    assert (run.page.page, len(run.page.recovery.words)) == ("recovery", 12)
    run.page.turn_words()
    words = run.page.recovery
    run.page.check_words((words.words[words.checked_places[0]], words.words[words.checked_places[1]][:4]))
    run.page.next()
    run.page.next()
    office = run.offices[0]
    assert (office.profile.code, office.profile.name, office.user.role) == ("SN10", "OIM Dakar", "officer")
    assert house.machine_state(office.work).words_checked
    office.close()


def test_words_not_on_the_paper_are_refused(tmp_path: Path) -> None:
    run = First(tmp_path / "office")
    run.fill()
    run.page.next()
    run.page.turn_words()
    run.page.check_words(("", ""))
    assert run.page.page == "recovery"
    assert run.page.problem is not None
    run.page.put_off_words()
    assert run.page.page == "backups"
    assert run.page.office is not None
    assert not house.machine_state(run.page.office.work).words_checked
    run.page.office.close()


def test_the_sheet_is_written_where_it_was_asked_for(tmp_path: Path) -> None:
    run = First(tmp_path / "office")
    run.fill()
    run.page.next()
    run.page._write_sheet(tmp_path / "fiche.pdf")
    assert (tmp_path / "fiche.pdf").read_bytes().startswith(b"%PDF")
    assert run.page.office is not None
    run.page.office.close()


def test_going_back_loses_nothing_and_a_closed_window_goes_on(tmp_path: Path) -> None:
    run = First(tmp_path / "office")
    run.fill()
    run.page.back()
    assert run.page.answers.name == "OIM Dakar"
    again = First(tmp_path / "office").page
    assert (again.page, again.answers.code, again.answers.person) == ("office", "sn10", "Awa Ndiaye")
    assert again.passphrase == ""
    assert language() == "fr"


def test_what_is_missing_is_said_beside_its_field(tmp_path: Path) -> None:
    page = First(tmp_path / "office").page
    page.choose_language("fr")
    page.next()
    page.write(code="un bureau")
    page.next()
    assert set(page.missing) == {"code", "name", "country"}


def test_headquarters_has_no_office_to_describe(tmp_path: Path) -> None:
    run = First(tmp_path / "hq")
    page = run.page
    page.choose_language("fr")
    page.choose_kind(HEADQUARTERS)
    assert "office" not in page.pages
    page.next()
    page.write(person="Omar Haddad")
    page.passphrase = SECRET
    page.next()
    assert page.office is not None
    assert page.office.is_hq
    assert page.office.user.role == "hq_administrator"
    page.office.close()


def practise(folder: Path) -> Office:
    """The training office, as the welcome page opens it."""
    run = First(folder / "office")
    run.page.choose_language("fr")
    run.page.choose_kind(TRAINING)
    run.page.next()
    return run.offices[0]


def test_the_training_office_is_ready_at_once_and_again_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "training_office", lambda: tmp_path / "training")
    (tmp_path / "training.new").mkdir()
    (tmp_path / "training.new" / "slots.json").write_text("cut off")  # by a power cut while it was being made
    for _time in range(2):
        with practise(tmp_path) as office:
            assert office.is_practice
            assert partners.count(office.store) == 4
            assert library.installed(office.lists)
            open_cases = cases.in_state(office.store, CaseState.OPEN)
            files = [assessments.read(on(office, today()), case.id) for case in open_cases]
            missing = {file.partner.name: {one.question for one in file.review.missing} for file in files}
            assert missing["Teranga Câbles & Réseaux SA"] == set(training.questions(office.definitions))
    assert len(Vault.open(tmp_path / "training").officers) == 2
    assert not (tmp_path / "office").exists()


def test_the_list_of_the_training_office_never_grows_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "training_office", lambda: tmp_path / "training")
    later = today() + timedelta(days=90)
    with practise(tmp_path) as office:
        office.store.clock = Clock.on(later)
        _renew_list(office)
        assert oldest_age(library.installed(office.lists), later) == 3


@pytest.mark.parametrize("code", ["S", "SN-10", "../SN", "A" * 13, "HQ", "ÉC10"])
def test_a_code_that_is_none_is_not_taken(tmp_path: Path, code: str) -> None:
    run = First(tmp_path / "office")
    run.fill()
    run.page.back()
    run.page.write(code=code)
    run.page.next()
    assert set(run.page.missing) == {"code"} and run.page.page == "office"


def test_a_letter_beside_a_digit_is_asked_about_once(tmp_path: Path) -> None:
    run = First(tmp_path / "office")
    run.fill()
    run.page.back()
    run.page.write(code="ec1o")
    run.page.next()
    assert "O" in run.page.missing["code"]
    run.page.next()
    assert not run.page.missing and run.page.page == "account"
