"""An office set up once per room of tests, copied for each test: setting one up costs a tenth of a second."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.base.values import new_id
from desktop.office import Account, Office
from desktop.services.demo import invented
from desktop.services.office import people
from desktop.store.records import Officer
from desktop.store.vault import FLOOR

PASSPHRASE = "baobab marée lanterne 27"


@pytest.fixture(scope="session")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of an empty office in Dakar and the id of its officer, never opened again itself."""
    folder = tmp_path_factory.mktemp("template") / "office"
    account = Account("Awa Ndiaye", "Chargée de partenariats", "officer", PASSPHRASE)
    with Office.create(folder, account, invented.profile("fr"), cost=FLOOR) as made:
        chief_id = new_id()
        opened = made.vault.add_officer(made.opened, chief_id, "Ibrahima Fall", f"{PASSPHRASE} chef", FLOOR)
        seal = opened.seal_public().hex()
        chief = Officer(id=chief_id, name="Ibrahima Fall", role="chief_of_mission", seal_key=seal)
        people.add_officer(made.work, chief)
        officer = made.user.id
    return folder, officer


@pytest.fixture
def office(office_folder: tuple[Path, str], tmp_path: Path) -> Iterator[Office]:
    """An open office of its own for one test; Awa Ndiaye, officer, is at work; Ibrahima Fall decides."""
    template, officer = office_folder
    folder = tmp_path / "office"
    shutil.copytree(template, folder)
    with Office.unlock(folder, officer, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def chief(office: Office) -> Officer:
    """The Chief of Mission of the office."""
    return next(one for one in people.officers(office.store) if one.role == "chief_of_mission")


@pytest.fixture
def chief_seal(office: Office, chief: Officer) -> bytes:
    """What the Chief of Mission seals decisions with."""
    return office.vault.unlock(chief.id, f"{PASSPHRASE} chef").seal_seed


@pytest.fixture
def runner() -> RunNow:
    """Work is done at once."""
    return RunNow()
