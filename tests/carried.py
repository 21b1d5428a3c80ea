"""Two laptops of one office that no network joins: the officer's with a case that waits, the Chief of Mission's own."""

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from desktop.office import Account, Office
from desktop.services.demo import invented
from desktop.services.diligence import handing_over
from desktop.store.vault import FLOOR, Opened, Vault
from tests.casework import Casework, complete
from tests.casework import set_up as set_up_case
from tests.journeys.test_put_back import recognise
from tests.offices import PASSPHRASE, Templates, entered, set_up_headquarters

__all__ = ["original", "two"]

CHIEF = Account("Jean-Marc Okafor", "Chef(fe) de mission", "chief_of_mission", PASSPHRASE)
UNTIL = invented.condition(invented.PARTNER, date(2027, 12, 31))


@dataclass(frozen=True)
class TwoLaptops:
    """Awa's laptop with a case that waits, and Jean-Marc's, on which nobody has heard of it; and the stick."""

    folder: Path
    officer: Opened
    chief: Opened
    administrator: Opened
    case_id: str

    def awa(self) -> Office:
        return Office.enter(self.folder / "awa", Vault.open(self.folder / "awa"), self.officer)

    def chef(self) -> Office:
        return Office.enter(self.folder / "chef", Vault.open(self.folder / "chef"), self.chief)

    def headquarters(self) -> Office:
        return Office.enter(self.folder / "hq", Vault.open(self.folder / "hq"), self.administrator)

    @property
    def stick(self) -> Path:
        return self.folder / "stick"


def set_up_chief(folder: Path) -> Opened:
    """A second laptop of the office, the Chief of Mission's own."""
    with Office.create(folder, CHIEF, invented.profile("fr"), cost=FLOOR) as made:
        return made.opened


@pytest.fixture(scope="module")
def original(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> TwoLaptops:
    folder = tmp_path_factory.mktemp("carried")
    (folder / "stick").mkdir()
    first, (officer, case) = templates.folder(set_up_case)
    second, chief = templates.folder(set_up_chief)
    hq_folder, administrator = templates.folder(set_up_headquarters)
    shutil.copytree(second, folder / "chef")
    two = TwoLaptops(folder, officer, chief, administrator, case.id)
    with (
        entered(first, folder / "awa", officer) as awa,
        entered(hq_folder, folder / "hq", administrator) as hq,
        two.chef() as chef,
    ):
        for laptop in (awa, chef, awa):  # the first one hears of the second in a second answer
            recognise(laptop, hq)
        complete(Casework(awa, case), folder)
        handing_over.submit(awa.work, case.id, "favourable", "Un don utile.")
    return two


@pytest.fixture
def two(original: TwoLaptops, tmp_path: Path) -> TwoLaptops:
    """The same laptops for one test."""
    shutil.copytree(original.folder, tmp_path / "two")
    return replace(original, folder=tmp_path / "two")
