"""An office set up once in a run, copied for each test and entered with the keys that setting it up gave."""

import pickle
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import language, speak
from desktop.base.values import new_id
from desktop.office import Account, Office
from desktop.services.demo import invented
from desktop.services.office import people
from desktop.store.records import OfficeProfile, Officer
from desktop.store.vault import FLOOR, Opened, Vault

PASSPHRASE = "baobab marée lanterne 27"
OFFICER = Account("Awa Ndiaye", "Chargée de partenariats", "officer", PASSPHRASE)

M = TypeVar("M")


@dataclass
class Templates:
    """Folders made once in a run, each by its own function, whichever worker asks first; they are only ever copied."""

    place: Path
    _answers: dict[Callable[[Path], object], tuple[Path, object]] = field(default_factory=dict)

    def folder(self, make: Callable[[Path], M]) -> tuple[Path, M]:
        """The folder that `make` filled, and what it answered then, which can be pickled."""
        if make not in self._answers:
            place = self.place / f"{make.__module__}.{make.__qualname__}"
            place.mkdir(exist_ok=True)
            folder, answer = place / "office", place / "answer"
            with one_at_a_time(place / "lock"):
                if not answer.exists():
                    shutil.rmtree(folder, ignore_errors=True)  # of a try that failed
                    spoken = language()
                    answer.write_bytes(pickle.dumps(make(folder)))
                    speak(spoken)  # whichever test asks first goes on as one that finds the folder made
            self._answers[make] = folder, pickle.loads(answer.read_bytes())
        return self._answers[make]  # type: ignore[return-value]


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Whoever comes second waits. Windows, where the tests run in one process, needs no lock."""
    with lock.open("w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def entered(template: Path, folder: Path, opened: Opened) -> Office:
    """A copy of an office, opened without its passphrase: guessing one is dear on purpose, here for nothing."""
    shutil.copytree(template, folder)
    return Office.enter(folder, Vault.open(folder), opened)


@dataclass(frozen=True)
class Staff:
    """The keys of who works in the office of the tests: Awa Ndiaye, officer, and Ibrahima Fall, who decides."""

    officer: Opened
    chief: Opened


def set_up(folder: Path) -> Staff:
    """An empty office in Dakar with its two people."""
    with Office.create(folder, OFFICER, invented.profile("fr"), cost=FLOOR) as made:
        return Staff(made.opened, add_chief(made))


def add_chief(office: Office) -> Opened:
    """Ibrahima Fall joins the office; returns what opens it for him."""
    chief_id = new_id()
    opened = office.vault.add_officer(office.opened, chief_id, "Ibrahima Fall", f"{PASSPHRASE} chef", FLOOR)
    seal, function = opened.seal_public().hex(), "Chef(fe) de mission"
    chief = Officer(id=chief_id, name="Ibrahima Fall", function=function, role="chief_of_mission", seal_key=seal)
    people.add_officer(office.work, chief)
    return opened


def set_up_headquarters(folder: Path) -> Opened:
    """Headquarters with its administrator."""
    account = Account("Omar Haddad", "", "hq_administrator", PASSPHRASE)
    profile = OfficeProfile(code="HQ", kind="hq", name="Siège", language="fr")
    with Office.create(folder, account, profile, cost=FLOOR) as made:
        return made.opened


@pytest.fixture(scope="session")
def office_folder(templates: Templates) -> tuple[Path, Staff]:
    """The folder of an empty office in Dakar and its people's keys, never opened again itself."""
    return templates.folder(set_up)


@pytest.fixture
def office(office_folder: tuple[Path, Staff], tmp_path: Path) -> Iterator[Office]:
    """An open office of its own for one test; Awa Ndiaye, officer, is at work; Ibrahima Fall decides."""
    template, staff = office_folder
    with entered(template, tmp_path / "office", staff.officer) as opened:
        yield opened


@pytest.fixture
def headquarters(templates: Templates, tmp_path: Path) -> Iterator[Office]:
    """Headquarters, opened by its administrator."""
    template, administrator = templates.folder(set_up_headquarters)
    with entered(template, tmp_path / "hq", administrator) as opened:
        yield opened


@pytest.fixture
def chief(office: Office) -> Officer:
    """The Chief of Mission of the office."""
    return next(one for one in people.officers(office.store) if one.role == "chief_of_mission")


@pytest.fixture
def chief_seal(office_folder: tuple[Path, Staff]) -> bytes:
    """What the Chief of Mission seals decisions with."""
    return office_folder[1].chief.seal_seed


@pytest.fixture
def runner() -> RunNow:
    """Work is done at once."""
    return RunNow()
