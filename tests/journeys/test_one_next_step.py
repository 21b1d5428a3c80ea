"""Whatever was done with a case, every place that names a next step names the same one.

The walks are made at random through the main line: answering, screening, handing over, recalling, deciding in every
way, drafting, final text, pack, print, signature, time. `WALKS=100` tries so many.
"""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.screening.screening import ScreeningPresenter
from desktop.presenters.today import read_cards
from desktop.screening import library
from desktop.services import next_step
from desktop.services.agreements import drafting, finalising, packs, returned_scan, signing
from desktop.services.demo import agreement_fields, invented, sound_answers
from desktop.services.diligence import assessments, cases, decisions, handing_over
from desktop.services.registry import partners, partnerships
from desktop.store.records import Agreement, Case, Officer
from tests.makers import on
from tests.offices import chief, chief_seal, office, office_folder
from tests.paper import signed

__all__ = ["chief", "chief_seal", "office", "office_folder"]

WALKS = int(os.environ.get("WALKS", "3"))
LENGTH = 14
OF_PAPERS = ("agreement", "today agreement", "today scan")


@dataclass
class Walk:
    """An office, its chief with the seal, and one partnership on its way."""

    office: Office
    chief: Officer
    seal: bytes
    partner: str
    partnership: str
    folder: Path
    day: date = field(default_factory=today)
    done: list[str] = field(default_factory=list)

    def begin(self) -> None:
        planned = partnerships.partnership(self.office.store, self.partnership)
        cases.open_case(on(self.office, self.day), self.office.definitions.form, planned)

    @property
    def case(self) -> Case:
        with self.office.store.read() as session:
            return cases.of_partnership(session, self.partnership)[0]

    @property
    def paper(self) -> Agreement:
        with self.office.store.read() as session:
            query = select(Agreement).where(Agreement.partnership_id == self.partnership)
            return session.scalars(query.order_by(Agreement.state)).all()[-1]

    def screen(self) -> None:
        published = (self.day - timedelta(days=3)).isoformat()
        practice = paths.resources() / "reference" / invented.PRACTICE_LIST
        library.install(self.office.lists, practice, published=published, accept=True)
        with library.open_index(self.office.lists) as index:
            sound_answers.screen(on(self.office, self.day), self.chief, index, self.case.id, "fr")

    def answer(self) -> None:
        proof = sound_answers.evidence(self.folder, "fr")
        sound_answers.answer_all(on(self.office, self.day), self.case.id, proof, "fr")

    def hand_over(self) -> None:
        handing_over.submit(on(self.office, self.day), self.case.id, "favourable", "Un don utile.")

    def recall(self) -> None:
        cases.recall(on(self.office, self.day), self.case.id)

    def decide(self, outcome: str) -> None:
        back = ("A01",) if outcome == "sent_back" else ()
        decider = on(self.office, self.day).acting_as(self.chief)
        decisions.decide(decider, self.case.id, outcome, "Lu et pesé.", self.seal, send_back=back, interest=False)

    def draft(self) -> None:
        drafting.draft(on(self.office, self.day), self.partnership, "INK", ["fr"])

    def fill(self) -> None:
        agreement_fields.complete(on(self.office, self.day), self.paper)

    def finalise(self) -> None:
        finalising.finalise(on(self.office, self.day), self.paper.id)

    def print_pack(self) -> None:
        pack = packs.make(on(self.office, self.day), self.paper.id)
        packs.mark_printed(self.office.work, pack.record.id)

    def sign(self) -> None:
        pack = packs.make(on(self.office, self.day), self.paper.id)
        work = on(self.office, self.day)
        returned_scan.add(work, self.paper.id, "signe.pdf", signed(pack.pdf))
        signing.sign(work, self.paper.id, signing.SignatureDetails(self.day, "Dakar", seen=True))

    def wait(self) -> None:
        self.day += timedelta(days=20)
        on(self.office, self.day)

    def put_away(self) -> None:
        partners.archive(on(self.office, self.day), self.partner, "doublon")

    def bring_back(self) -> None:
        partners.restore(on(self.office, self.day), self.partner)


ROAD: tuple[tuple[str, Callable[[Walk], None]], ...] = (
    ("begin", Walk.begin),
    ("screen", Walk.screen),
    ("answer", Walk.answer),
    ("hand over", Walk.hand_over),
    ("approve", lambda walk: walk.decide("approved")),
    ("draft", Walk.draft),
    ("fill", Walk.fill),
    ("finalise", Walk.finalise),
    ("print", Walk.print_pack),
    ("sign", Walk.sign),
)
ASIDE: tuple[tuple[str, Callable[[Walk], None]], ...] = (
    ("recall", Walk.recall),
    ("send back", lambda walk: walk.decide("sent_back")),
    ("refuse", lambda walk: walk.decide("refused")),
    ("begin again", Walk.begin),
    ("draft early", Walk.draft),
    ("wait", Walk.wait),
    ("archived", Walk.put_away),
    ("bring back", Walk.bring_back),
)


@pytest.fixture
def walk(office: Office, chief: Officer, chief_seal: bytes, tmp_path: Path) -> Walk:
    partner = invented.partner(office.work, "fr")
    planned = invented.partnership(on(office, today()), partner.id, "fr")
    return Walk(office, chief, chief_seal, partner.id, planned.id, tmp_path)


def said(walk: Walk) -> Iterator[tuple[str, str]]:
    """What every place says of the partnership: the place and its sentence."""
    office, run = walk.office, RunNow()
    page = PartnerPresenter(office, run, walk.partner)
    page.refresh()
    yield "partner", page.shown.next.sentence
    with office.store.read() as session:
        known = cases.of_partnership(session, walk.partnership)
        papers = session.scalars(select(Agreement).where(Agreement.partnership_id == walk.partnership)).all()
    for case in known:
        yield "hub", DiligencePresenter(office, run, case.id).next_step.sentence
        yield "screening", ScreeningPresenter(office, run, case=case.id).next_step.sentence
    for paper in papers:
        yield "agreement", AgreementPresenter(office, run, paper.id).next_step.sentence
    ids = {walk.partner, *(case.id for case in known), *(paper.id for paper in papers)}
    cards = read_cards(office)
    for card in cards.mine:
        if card.key.partition(":")[2] in ids:
            yield f"today {card.key}", card.note


def assert_one(walk: Walk) -> None:
    """All say one; of several papers each page says its own, and the partner's page what one of them says."""
    sentences = list(said(walk))
    papers = {sentence for place, sentence in sentences if place == "agreement"}
    first = sentences[0][1]
    assert first in papers or len(papers) < 2, (walk.done, first, papers)
    for place, sentence in sentences:
        allowed = papers if len(papers) > 1 and place.startswith(OF_PAPERS) else {first}
        assert sentence.startswith(tuple(allowed)), (walk.done, place, sentence, first)


def test_along_the_main_line_every_place_names_one_next_step(walk: Walk) -> None:
    assert_one(walk)
    for name, deed in ROAD:
        deed(walk)
        walk.done.append(name)
        assert_one(walk)


@pytest.mark.parametrize("seed", range(WALKS))
def test_on_any_way_every_place_names_one_next_step(walk: Walk, seed: int) -> None:
    chance, at = random.Random(seed), 0
    for _deed in range(LENGTH):
        ahead = at < len(ROAD) and chance.random() < 0.7
        name, deed = ROAD[at] if ahead else chance.choice(ASIDE)
        try:
            deed(walk)
        except (Problem, IndexError) as refused:  # a deed that the case as it stands does not allow
            walk.done.append(f"({name}: {refused})")
            if ahead:
                at = chance.randrange(len(ROAD))
            continue
        at += ahead
        walk.done.append(name)
        assert_one(walk)


def test_the_decider_is_told_the_same_everywhere(walk: Walk) -> None:
    for _name, deed in ROAD[:4]:
        deed(walk)
    chief = walk.office.work.acting_as(walk.chief)
    partner = partners.partner(walk.office.store, walk.partner)
    with chief.store.read() as session:
        assessment = assessments.assess(session, chief, session.get_one(Case, walk.case.id))
        of_case = next_step.case_step_in(session, chief, assessment)
    assert of_case == next_step.next_step(chief, partner)
    assert of_case.place == "decision"
