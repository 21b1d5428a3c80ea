"""The fast track of an emergency (dossier 2.8): once the full file is overdue, nothing new is concluded or received."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.base.clock import Clock
from desktop.base.values import today
from desktop.definitions.follow_up import FrozenDeed
from desktop.services.agreements import drafting, finalising, packs
from desktop.services.diligence import decisions, handing_over
from desktop.services.registry import partners
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, Partnership
from desktop.store.states import CaseState
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import any_clock, on
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder"]

CALL = "M. Diop, bureau régional, ce matin à 7 h 10"
OVERDUE = today() + timedelta(days=31)


def in_an_emergency(agreed: Agreed) -> None:
    """Have the partnership decided by the fast track, for 30 days."""
    office, (chief, seal) = agreed.office, agreed.chief
    with office.store.change("Flood", office.user.id) as session:
        session.get_one(Partnership, agreed.partnership).emergency = True
        case = session.scalars(select(Case).where(Case.partnership_id == agreed.partnership)).one()
        case.state = CaseState.OPEN
    handing_over.submit(on(office, today()), case.id, "favourable", "Un don utile.")
    decider = on(office, today()).acting_as(chief)
    made = decisions.decide(decider, case.id, "approved", "Lu.", seal, agreement_in_writing=CALL, interest=False)
    assert made.route is not None and made.route.id == "emergency"
    assert made.valid_until == (today() + timedelta(days=30)).isoformat()


def _received(work: Work, agreement: Agreement) -> None:
    decisions.require_in_force(work, agreement.partnership_id, work.today(), FrozenDeed.RECEIPT)


def _printed(work: Work, agreement: Agreement) -> None:
    (pack,) = [pack for pack in packs.of_agreement(work.store, agreement.id) if not pack.draft]
    packs.mark_printed(work, pack.id)


# What is refused of a draft and of a final text with its pack; of the latter everything but making it final.
ON_DRAFT: Mapping[str, Callable[[Work, Agreement], object]] = {
    "a draft is begun": lambda work, agreement: drafting.draft(work, agreement.partnership_id, "INK", ["fr"]),
    "a pack of a draft": lambda work, agreement: packs.make(work, agreement.id),
    "the text becomes final": lambda work, agreement: finalising.finalise(work, agreement.id),
    "a receipt": _received,
}
ON_FINAL: Mapping[str, Callable[[Work, Agreement], object]] = {
    "a pack of a final text": lambda work, agreement: packs.make(work, agreement.id),
    "the partner's copy": lambda work, agreement: packs.for_partner(work, agreement.id),
    "the pack is printed": _printed,
}


@pytest.fixture
def urgent(agreed: Agreed) -> tuple[Agreed, Agreement, Agreement]:
    """A partnership decided in an emergency, with a complete draft and a final text whose pack was made."""
    in_an_emergency(agreed)
    final = agreed.final()
    packs.make(on(agreed.office, today()), final.id)
    return agreed, agreed.complete(), final


def test_after_the_catch_up_deadline_every_deed_is_refused(urgent: tuple[Agreed, Agreement, Agreement]) -> None:
    agreed, draft, final = urgent
    with any_clock(agreed.office):
        decisions.require_in_force(
            on(agreed.office, OVERDUE - timedelta(days=1)),
            agreed.partnership,
            OVERDUE - timedelta(days=1),
            FrozenDeed.RECEIPT,
        )
        work = on(agreed.office, OVERDUE)
        for deeds, agreement in ((ON_DRAFT, draft), (ON_FINAL, final)):
            for deed in deeds.values():
                with refused("decision-expired") as told:
                    deed(work, agreement)
                assert "urgence" in str(told.value)


def test_a_clock_set_back_brings_none_of_them_back(urgent: tuple[Agreed, Agreement, Agreement]) -> None:
    agreed, draft, final = urgent
    office = agreed.office
    partners.change(on(office, OVERDUE), draft.partner_id, summary="Suite")
    office.store.clock = Clock.on(today())
    dated = {"a draft is begun": "decision-expired", "the partner's copy": "decision-expired"}
    for deeds, agreement in ((ON_DRAFT, draft), (ON_FINAL, final)):
        for name, deed in deeds.items():
            with refused(dated.get(name, "clock-implausible")):
                deed(office.work, agreement)
