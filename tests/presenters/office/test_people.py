"""Who opens the office, without a window: the list, somebody added, somebody removed."""

from collections.abc import Callable

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.office import Office
from desktop.presenters.office.people import PeoplePresenter
from desktop.presenters.office.settings import UnsavedSettings
from desktop.services.office import people
from desktop.store.records import Officer
from desktop.store.vault import Opened, Vault
from tests.exchanging import User, seated, user
from tests.refusal import refused

__all__ = ["user"]
SECRET = "girafe orage citron 48"


class Reopening(UnsavedSettings):
    """A computer that opens the office again: it notes at which place, and what is done meanwhile is done."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.places: list[str] = []

    def reopen(self, work: Callable[[Vault, Opened], Opened], place: str) -> None:
        """Note the place."""
        self.places.append(place)


@pytest.fixture
def computer(office: Office) -> Reopening:
    return Reopening(office)


@pytest.fixture
def screen(office: Office, runner: RunNow, user: User, computer: Reopening) -> PeoplePresenter:
    speak("fr")
    return seated(PeoplePresenter(office, runner, computer), user)


def test_the_list_says_who_opens_this_computer_and_who_reads(screen: PeoplePresenter, office: Office) -> None:
    assert [(line.name, line.opens, line.me) for line in screen.lines] == [
        ("Awa Ndiaye", True, True),
        ("Ibrahima Fall", True, False),
    ]


def test_what_lacks_is_said_field_by_field(screen: PeoplePresenter) -> None:
    screen.begin()
    screen.add("1234")
    assert set(screen.missing) == {"name", "passphrase"}
    screen.give_up()
    assert not screen.adding and not screen.missing


def test_somebody_added_opens_the_office_with_a_passphrase_of_their_own(
    screen: PeoplePresenter, office: Office
) -> None:
    screen.begin()
    screen.name, screen.function, screen.role = "  Mame  Diarra Sow ", "Comptable", "reader"
    screen.add(SECRET)
    assert not screen.adding and "Mame Diarra Sow" in screen.done
    added = next(line for line in screen.lines if line.name == "Mame Diarra Sow")
    assert added.opens and added.note == "Comptable"
    assert office.vault.unlock(added.id, SECRET).key == office.opened.key


def test_only_the_chief_names_another_who_decides(screen: PeoplePresenter) -> None:
    screen.begin()
    screen.name, screen.role = "Mame Diarra Sow", "chief_of_mission"
    with refused("chief-adds-deciders"):
        screen.add(SECRET)
    assert len(screen.lines) == 2


def test_nobody_removes_their_own_access(screen: PeoplePresenter, office: Office, user: User) -> None:
    screen.remove(office.user.id)
    assert screen.problem is not None and screen.problem.code == "own-access"
    assert not user.asked and len(screen.lines) == 2


def test_whoever_leaves_is_removed_once_it_was_confirmed(
    screen: PeoplePresenter, office: Office, chief: Officer, user: User, computer: Reopening
) -> None:
    screen.remove(chief.id)
    assert [question.grave for question in user.asked] == [True]
    assert computer.places == ["people"], "the database gets another key, for which it is closed"
    assert [officer.name for officer in people.officers(office.store)] == ["Awa Ndiaye"]


def test_a_reader_removes_nobody(screen: PeoplePresenter, office: Office, chief: Officer) -> None:
    office.user = Officer(id=office.user.id, name="Lectrice", role="reader")
    with refused("role-not-allowed"):
        screen.remove(chief.id)
