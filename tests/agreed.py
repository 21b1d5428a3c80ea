"""An office with a partnership decided favourably: set up once, copied for each test.

A test that begins further on names `complete_draft`, `final_agreement` or `in_force`: its office is then a copy of one
that was taken there once in the run.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base import paths
from desktop.base.text import speak
from desktop.base.values import today
from desktop.office import Office
from desktop.screening import library
from desktop.services.agreements import composing, drafting, finalising, packs, returned_scan, signing
from desktop.services.agreements.signing import SignatureDetails
from desktop.services.demo import agreement_fields, invented, sound_answers
from desktop.services.diligence import cases, decisions, handing_over
from desktop.services.office import people
from desktop.store.records import Agreement, Case, Officer
from desktop.store.records.values import DecisionCondition
from desktop.store.states import CaseState
from desktop.store.vault import FLOOR, Opened, Vault
from tests import paper
from tests.makers import on
from tests.offices import OFFICER, PASSPHRASE, Templates, add_chief, entered

__all__ = ["PASSPHRASE", "Agreed", "agreed", "agreed_folder", "build", "redecide"]

SEEN = SignatureDetails(today(), "Dakar", seen=True)


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

    @property
    def chief(self) -> tuple[Officer, bytes]:
        """The Chief of Mission with the seal."""
        officers = people.officers(self.office.store)
        chief = next(officer for officer in officers if officer.role == "chief_of_mission")
        return chief, self.office.vault.unlock(chief.id, f"{PASSPHRASE} chef").seal_seed

    def composition(self, agreement_id: str) -> composing.Composition:
        """The agreement as it stands today."""
        return composing.compose(on(self.office, today()), agreement_id)


def redecide(agreed: Agreed, conditions: Sequence[DecisionCondition]) -> None:
    """Have the case decided once more, with other conditions."""
    office, (chief, seal) = agreed.office, agreed.chief
    with office.store.change("Opened again", office.user.id) as session:
        case = session.scalars(select(Case).where(Case.partnership_id == agreed.partnership)).one()
        case.state = CaseState.OPEN
    handing_over.submit(on(office, today()), case.id, "favourable", "Un don utile.")
    decider = on(office, today()).acting_as(chief)
    decisions.decide(decider, case.id, "conditions", "Lu et pesé.", seal, conditions, interest=False)


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
    decisions.decide(
        on(office, today()).acting_as(chief),
        case.id,
        "conditions",
        "Lu et pesé.",
        seed,
        conditions=[invented.condition(partner.name, date(2027, 12, 31))],
        interest=False,
    )
    return planned.id


def hand_in(agreed: Agreed, made: Agreement) -> packs.StoredPack:
    """The pack of a final agreement, made and come back signed."""
    pack = packs.make(on(agreed.office, today()), made.id)
    returned_scan.add(agreed.office.work, made.id, "signe.pdf", paper.signed(pack.pdf))
    return pack


def came_back(agreed: Agreed, final: Agreement) -> Agreement:
    """A final agreement printed, come back signed, and filed."""
    hand_in(agreed, final)
    return signing.sign(on(agreed.office, today()), final.id, SEEN)


def signed(agreed: Agreed) -> Agreement:
    """A donation agreement whose signed copy is on file."""
    return came_back(agreed, agreed.final())


def build_complete_draft(folder: Path) -> tuple[Opened, str]:
    """The office with a donation agreement where nothing is missing."""
    return _taken_on(folder, Agreed.complete)


def build_final_agreement(folder: Path) -> tuple[Opened, str]:
    """The office with a final donation agreement."""
    return _taken_on(folder, Agreed.final)


def build_in_force(folder: Path) -> tuple[Opened, str]:
    """The office with a donation agreement whose signed copy is on file."""
    return _taken_on(folder, signed)


def _taken_on(folder: Path, deed: Callable[[Agreed], Agreement]) -> tuple[Opened, str]:
    opened, partnership = build(folder)
    with Office.enter(folder, Vault.open(folder), opened) as office:
        deed(Agreed(office, partnership))
    return opened, partnership


STAGES = {
    "complete_draft": build_complete_draft,
    "final_agreement": build_final_agreement,
    "in_force": build_in_force,
}


@pytest.fixture
def agreed(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> Iterator[Agreed]:
    """An office of its own for one test, at the stage whose agreement the test names; Awa Ndiaye is at work."""
    make = next((STAGES[name] for name in STAGES if name in request.fixturenames), build)
    template, (opened, partnership) = templates.folder(make)
    with entered(template, tmp_path / "agreed", opened) as office:
        yield Agreed(office, partnership)


def _the_agreement(agreed: Agreed) -> Agreement:
    """The one agreement of the office, whose clock stands as it stood when that was taken so far."""
    with on(agreed.office, today()).store.read() as session:
        return session.scalars(select(Agreement)).one()


@pytest.fixture
def complete_draft(agreed: Agreed) -> Agreement:
    """A donation agreement where nothing is missing."""
    return _the_agreement(agreed)


@pytest.fixture
def final_agreement(agreed: Agreed) -> Agreement:
    """A final donation agreement."""
    return _the_agreement(agreed)


@pytest.fixture
def in_force(agreed: Agreed) -> Agreement:
    """A donation agreement whose signed copy is on file."""
    return _the_agreement(agreed)
