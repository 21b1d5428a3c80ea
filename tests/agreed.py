"""An office with a partnership decided favourably: set up once, copied for each test."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.base.text import speak
from desktop.base.values import new_id, today
from desktop.office import Account, Office
from desktop.screening import library
from desktop.services.agreements import composing, drafting, finalising
from desktop.services.demo import agreement_fields, invented, sound_answers
from desktop.services.diligence import cases, decisions, handing_over
from desktop.services.office import people
from desktop.store.records import Agreement, Officer
from desktop.store.records.values import DecisionCondition
from desktop.store.vault import FLOOR
from tests.makers import on

PASSPHRASE = "baobab marée lanterne 27"


@dataclass(frozen=True)
class Agreed:
    """An open office and its partnership, for which a favourable decision with one condition is valid."""

    office: Office
    partnership: str

    def draft(self, code: str = "INK", languages: tuple[str, ...] = ("fr",)) -> Agreement:
        """A draft that only the records have filled."""
        office = self.office
        return drafting.draft(office.work, self.partnership, code, list(languages))

    def complete(self, languages: tuple[str, ...] = ("fr",)) -> Agreement:
        """A donation agreement where nothing is missing."""
        made = self.draft("INK", languages)
        agreement_fields.complete(on(self.office, today()), made)
        return made

    def final(self, languages: tuple[str, ...] = ("fr",)) -> Agreement:
        """A final donation agreement."""
        made = self.complete(languages)
        return finalising.finalise(on(self.office, today()), made.id)

    def composition(self, agreement_id: str) -> composing.Composition:
        """The agreement as it stands today."""
        return composing.compose(on(self.office, today()), agreement_id)


@pytest.fixture(scope="session")
def agreed_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The template's folder, its officer and its partnership; never opened again itself."""
    folder = tmp_path_factory.mktemp("agreed") / "office"
    return folder, *build(folder)


def build(folder: Path, language: str = "fr") -> tuple[str, str]:
    """Set the office up; returns the ids of its officer and of the decided partnership."""
    speak(language)
    account = Account("Awa Ndiaye", "Chargée de partenariats", "officer", PASSPHRASE)
    with Office.create(folder, account, invented.profile("fr"), cost=FLOOR) as office:
        chief, seed = _chief(office)
        return office.user.id, _decided(office, chief, seed)


def _chief(office: Office) -> tuple[Officer, bytes]:
    chief_id = new_id()
    opened = office.vault.add_officer(office.opened, chief_id, "Ibrahima Fall", f"{PASSPHRASE} chef", FLOOR)
    seal, function = opened.seal_public().hex(), "Chef de mission"
    chief = Officer(id=chief_id, name="Ibrahima Fall", function=function, role="chief_of_mission", seal_key=seal)
    people.add_officer(office.work, chief)
    return chief, opened.seal_seed


def _decided(office: Office, chief: Officer, seed: bytes) -> str:
    definitions, day = office.definitions, today()
    partner = invented.partner(office.work, "fr")
    planned = invented.partnership(on(office, today()), partner.id, "fr")
    case = cases.open_case(on(office, today()), definitions.form, planned)
    published = (day - timedelta(days=3)).isoformat()
    library.install(
        office.lists, paths.resources() / "reference" / invented.PRACTICE_LIST, published=published, accept=True
    )
    with library.open_index(office.lists) as index:
        sound_answers.screen(on(office, today()), chief, index, case.id, "fr")
    sound_answers.answer_all(on(office, today()), case.id, sound_answers.evidence(office.outbox, "fr"), "fr")
    handing_over.submit(on(office, today()), case.id, "favourable", "Un don utile.")
    condition = DecisionCondition(text="Pas d’emblème dans la publicité.", owner=chief.name, due="2027-12-31")
    decisions.decide(
        on(office, today()).acting_as(chief), case.id, "conditions", "Lu et pesé.", seed, conditions=[condition]
    )
    return planned.id


@pytest.fixture
def agreed(agreed_folder: tuple[Path, str, str], tmp_path: Path) -> Iterator[Agreed]:
    """An office of its own for one test; Awa Ndiaye is at work."""
    template, officer, partnership = agreed_folder
    folder = tmp_path / "agreed"
    shutil.copytree(template, folder)
    with Office.unlock(folder, officer, PASSPHRASE) as office:
        yield Agreed(office, partnership)
