"""An office with a partnership decided favourably: set up once, copied for each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.base.text import speak
from desktop.base.values import today
from desktop.office import Office
from desktop.screening import library
from desktop.services.agreements import composing, drafting, finalising
from desktop.services.demo import agreement_fields, invented, sound_answers
from desktop.services.diligence import cases, decisions, handing_over
from desktop.services.office import people
from desktop.store.records import Agreement, Officer
from desktop.store.records.values import DecisionCondition
from desktop.store.vault import FLOOR, Opened
from tests.makers import on
from tests.offices import OFFICER, PASSPHRASE, Templates, add_chief, entered

__all__ = ["PASSPHRASE", "Agreed", "agreed", "agreed_folder", "build"]


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
def agreed_folder(templates: Templates) -> tuple[Path, tuple[Opened, str]]:
    """The template's folder, its officer's keys and its partnership; never opened again itself."""
    return templates.folder(build)


def build(folder: Path, language: str = "fr") -> tuple[Opened, str]:
    """Set the office up; returns its officer's keys and the id of the decided partnership."""
    speak(language)
    with Office.create(folder, OFFICER, invented.profile("fr"), cost=FLOOR) as office:
        chief = add_chief(office)
        return office.opened, _decided(office, people.officer(office.store, chief.officer_id), chief.seal_seed)


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
def agreed(agreed_folder: tuple[Path, tuple[Opened, str]], tmp_path: Path) -> Iterator[Agreed]:
    """An office of its own for one test; Awa Ndiaye is at work."""
    template, (opened, partnership) = agreed_folder
    with entered(template, tmp_path / "agreed", opened) as office:
        yield Agreed(office, partnership)
