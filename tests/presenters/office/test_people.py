"""Who opens the office, without a window: the list, somebody added, somebody removed."""

from collections.abc import Callable, Iterator

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.bundles.keys import EnrolmentRequest
from desktop.office import Office
from desktop.presenters.office.people import PeoplePresenter
from desktop.presenters.office.settings import UnsavedSettings
from desktop.services.exchange import enrolment
from desktop.services.exchange.headquarters import offices, recognition
from desktop.services.office import people
from desktop.store.records import Officer
from desktop.store.states import Role
from desktop.store.vault import Opened, Vault
from tests.exchanging import User, seated, user
from tests.journeys.test_put_back import deliver, recognise
from tests.offices import PASSPHRASE, headquarters
from tests.refusal import refused

__all__ = ["headquarters", "user"]
SECRET = "girafe orage citron 48"


class Reopening(UnsavedSettings):
    """A computer that closes the office, does what is asked and opens it again: it notes at which place."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.places: list[str] = []

    def reopen(self, work: Callable[[Vault, Opened], Opened], place: str) -> None:
        """Without a window."""
        self.places.append(place)
        folder, vault, opened = self.office.folder, self.office.vault, self.office.opened
        self.office.close()
        self.office = Office.enter(folder, vault, work(vault, opened))


@pytest.fixture
def computer(office: Office) -> Iterator[Reopening]:
    computer = Reopening(office)
    yield computer
    computer.office.close()


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
    screen.add("1234", "")
    assert set(screen.missing) == {"name", "passphrase"}
    screen.give_up()
    assert not screen.adding and not screen.missing


def test_somebody_added_opens_the_office_with_a_passphrase_of_their_own(
    screen: PeoplePresenter, office: Office
) -> None:
    screen.begin()
    screen.name, screen.function, screen.role = "  Mame  Diarra Sow ", "Comptable", "reader"
    screen.add(SECRET, "")
    assert not screen.adding and "Mame Diarra Sow" in screen.done
    added = next(line for line in screen.lines if line.name == "Mame Diarra Sow")
    assert added.opens and added.note == "Comptable"
    assert office.vault.unlock(added.id, SECRET).key == office.opened.key


def test_only_the_chief_names_another_who_decides(screen: PeoplePresenter) -> None:
    screen.begin()
    screen.name, screen.role = "Mame Diarra Sow", "chief_of_mission"
    with refused("chief-adds-deciders"):
        screen.add(SECRET, "")
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
    assert [officer.name for officer in people.officers(computer.office.store)] == ["Awa Ndiaye"]
    with refused("slot-unknown"):
        computer.office.vault.unlock(chief.id, f"{PASSPHRASE} chef")


def test_a_reader_removes_nobody(screen: PeoplePresenter, office: Office, chief: Officer) -> None:
    office.user = Officer(id=office.user.id, name="Lectrice", role="reader")
    with refused("role-not-allowed"):
        screen.remove(chief.id)


def test_who_decides_is_confirmed_by_the_passphrase_of_who_decides(
    screen: PeoplePresenter, office: Office, chief: Officer
) -> None:
    screen.begin()
    screen.name, screen.role = "Mame Diarra Sow", Role.CHIEF_OF_MISSION
    assert screen.needs_confirmation and screen.confirmer is not None and screen.confirmer.id == chief.id
    for wrong in (PASSPHRASE, SECRET, "not the passphrase"):
        screen.problem = None
        screen.add(SECRET, wrong)
        assert screen.problem is not None and len(screen.lines) == 2
        assert len(office.vault.officers) == 2
    screen.problem = None
    screen.add(SECRET, f"{PASSPHRASE} chef")
    added = next(officer for officer in people.officers(office.store) if officer.name == "Mame Diarra Sow")
    assert added.confirmed_by == chief.id


def test_an_officer_alone_replaces_nobody_who_decided_and_left(
    screen: PeoplePresenter, office: Office, chief: Officer, headquarters: Office, user: User
) -> None:
    """Removing the chief and becoming one would be the same as deciding alone; Headquarters confirms, once."""
    recognise(office, headquarters)
    asked = EnrolmentRequest.from_bytes(enrolment.request(office.work, office.keys))
    first = user.stick / "first.kit"
    first.write_bytes(recognition.kit(headquarters.work, headquarters.keys, "SN10"))
    people.remove_officer(office.work, chief.id)
    screen.begin()
    screen.name, screen.role = "Mame Diarra Sow", Role.CHIEF_OF_MISSION
    assert screen.confirmer is None
    with refused("chief-adds-deciders"):
        screen.add(SECRET, f"{PASSPHRASE} chef")
    user.opens.append(first)
    screen.open_kit()
    screen.add(SECRET, "")
    assert screen.problem is not None and screen.problem.code == "kit-taken-already"
    assert len(office.vault.officers) == 2, "a way in that was refused is taken back"
    recognition.enrol(headquarters.work, headquarters.keys, asked)
    fresh = user.stick / "fresh.kit"
    fresh.write_bytes(recognition.kit(headquarters.work, headquarters.keys, "SN10"))
    user.opens.append(fresh)
    screen.open_kit()
    screen.problem = None
    screen.add(SECRET, "")
    added = next(officer for officer in people.officers(office.store) if officer.name == "Mame Diarra Sow")
    assert added.confirmed_by == "HQ"


def test_the_first_who_decides_is_marked_as_such_to_headquarters(office: Office, headquarters: Office) -> None:
    recognise(office, headquarters)
    deliver(office, headquarters)
    (line,) = offices.heard_of(headquarters.store)
    assert line.first_deciders == ("Ibrahima Fall",)
