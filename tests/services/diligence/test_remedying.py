"""The ad hoc collaboration of ¶23: milestones, cure, closure and its end; what it may not be (dossier 2.7)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.follow_up import FrozenDeed
from desktop.definitions.loading import shipped
from desktop.services import next_step
from desktop.services.diligence import freezing, incidents, remedying
from desktop.services.diligence.incidents import NewIncident
from desktop.services.diligence.remedying import MilestoneState, NewCheck, RemedyState, standing_of
from desktop.services.registry import partners
from desktop.store.records import Answer, Case, Decision, MilestoneCheck
from desktop.store.states import IncidentEnd, MilestoneOutcome
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import any_clock, on
from tests.refusal import refused
from tests.services.diligence.test_incidents import ABOVE, partner_of

__all__ = ["agreed", "agreed_folder"]

DUE = today() + timedelta(days=60)
FOLLOW_UP = shipped().follow_up
CURE_ENDS = DUE + timedelta(days=FOLLOW_UP.cure_days)


@pytest.fixture
def adhoc(agreed: Agreed) -> Iterator[Agreed]:
    """The partnership decided on as an ad hoc collaboration with two milestones, whatever the clock says."""
    with agreed.office.store.change("Ad hoc", agreed.office.user.id) as session:
        decision = session.scalars(select(Decision)).one()
        decision.ad_hoc = True
        plan = AnswerContent(
            value={"assessment": "credible", "verifier": "Cabinet Ndao", "know_how": "recrutement équitable"},
            plan=tuple(
                {"what": what, "owner": "Direction", "due": DUE.isoformat()} for what in ("Rembourser", "Former")
            ),
        )
        session.add(Answer(case_id=decision.case_id, question="M02", content=plan.to_json()))
    with any_clock(agreed.office):
        yield agreed


def case_of(agreed: Agreed) -> str:
    with agreed.office.store.read() as session:
        return session.scalars(select(Case.id)).one()


def check(agreed: Agreed, milestone: int | None, outcome: str, day: date) -> MilestoneCheck:
    new = NewCheck(milestone, MilestoneOutcome(outcome), "Cabinet Ndao", "Rapport n° 4", day)
    return remedying.check(on(agreed.office, day), case_of(agreed), new)


def state(agreed: Agreed, day: date) -> RemedyState:
    standing = remedying.read(on(agreed.office, day), case_of(agreed))
    assert standing is not None
    return standing.state


def may(agreed: Agreed, day: date, deed: FrozenDeed = FrozenDeed.FINAL) -> bool:
    try:
        freezing.require_unfrozen(on(agreed.office, day), agreed.partnership, day, deed)
    except Problem:
        return False
    return True


def test_a_missed_milestone_opens_a_cure_and_then_ends_the_collaboration(adhoc: Agreed) -> None:
    assert state(adhoc, DUE) is RemedyState.RUNNING and may(adhoc, DUE)
    after = DUE + timedelta(days=1)
    assert state(adhoc, after) is RemedyState.CURE and not may(adhoc, after)
    assert may(adhoc, after, FrozenDeed.RECEIPT), "the remedy itself goes on"
    assert state(adhoc, CURE_ENDS) is RemedyState.CURE
    over = CURE_ENDS + timedelta(days=1)
    assert state(adhoc, over) is RemedyState.ENDED
    assert not any(may(adhoc, over, deed) for deed in FrozenDeed)
    partner = partners.partner(adhoc.office.store, partner_of(adhoc))
    assert next_step.next_step(on(adhoc.office, over), partner).place == "remedy"


def test_a_milestone_reached_in_the_cure_counts_and_one_after_it_does_not(adhoc: Agreed) -> None:
    check(adhoc, 0, "verified", DUE)
    check(adhoc, 1, "missed", DUE)
    assert state(adhoc, DUE) is RemedyState.CURE
    check(adhoc, 1, "verified", CURE_ENDS)
    assert state(adhoc, CURE_ENDS + timedelta(days=90)) is RemedyState.CLOSED


def test_too_late_is_too_late(adhoc: Agreed) -> None:
    for number in (0, 1):
        check(adhoc, number, "verified", CURE_ENDS + timedelta(days=1))
    assert state(adhoc, CURE_ENDS + timedelta(days=1)) is RemedyState.ENDED


def test_once_closed_normal_due_diligence_begins_from_zero(adhoc: Agreed) -> None:
    for number in (0, 1):
        check(adhoc, number, "verified", DUE)
    assert state(adhoc, DUE) is RemedyState.CLOSED and not may(adhoc, DUE, FrozenDeed.DRAFT)
    partner = partners.partner(adhoc.office.store, partner_of(adhoc))
    step = next_step.next_step(on(adhoc.office, DUE), partner)
    assert step.place == next_step.BEGIN


def test_a_new_adverse_finding_ends_it_at_once_unless_it_proves_untrue(adhoc: Agreed) -> None:
    work = on(adhoc.office, today())
    incident = incidents.record(work, NewIncident(partner_of(adhoc), "labour", "De nouveaux frais.", adhoc.partnership))
    assert state(adhoc, today()) is RemedyState.ENDED
    incidents.end(work.acting_as(ABOVE), incident.id, IncidentEnd.LIFTED, "Fausse alerte, vérifiée.")
    assert state(adhoc, today()) is RemedyState.RUNNING and may(adhoc, today())


def test_it_is_one_activity_and_counts_in_no_indicator_of_resources(adhoc: Agreed) -> None:
    adhoc.draft()
    with refused("adhoc-one-activity"):
        adhoc.draft()
    with adhoc.office.store.read() as session:
        assert remedying.is_ad_hoc(session, adhoc.partnership)


def test_a_check_names_its_verifier_and_what_was_seen(adhoc: Agreed) -> None:
    work = on(adhoc.office, today())
    with refused("check-incomplete"):
        remedying.check(work, case_of(adhoc), NewCheck(0, MilestoneOutcome.VERIFIED, " ", "Rapport", today()))
    with refused("check-in-future"):
        remedying.check(
            work, case_of(adhoc), NewCheck(0, MilestoneOutcome.VERIFIED, "X", "Rapport", today() + timedelta(days=1))
        )
    with refused("no-remedy-under-way"):
        remedying.check(work, case_of(adhoc), NewCheck(7, MilestoneOutcome.VERIFIED, "X", "Rapport", today()))


def test_the_next_check_is_three_months_after_the_last_one(adhoc: Agreed) -> None:
    standing = remedying.read(on(adhoc.office, today()), case_of(adhoc))
    assert standing is not None and standing.next_check > today().isoformat()
    check(adhoc, None, "seen", DUE)
    again = remedying.read(on(adhoc.office, DUE), case_of(adhoc))
    assert again is not None and again.next_check > standing.next_check


DAYS = st.integers(min_value=0, max_value=120)
SEEN = st.tuples(st.integers(min_value=0, max_value=1), st.sampled_from(list(MilestoneOutcome)), DAYS)


@settings(max_examples=200, deadline=None)
@given(seen=st.lists(SEEN, max_size=6), day=DAYS, adverse=st.booleans())
def test_only_what_was_verified_in_time_closes_a_plan(
    seen: list[tuple[int, MilestoneOutcome, int]], day: int, adverse: bool
) -> None:
    start = date(2026, 11, 2)
    due = start + timedelta(days=60)
    plan = AnswerContent(plan=({"what": "A", "due": due.isoformat()}, {"what": "B", "due": due.isoformat()}))
    checks = [
        MilestoneCheck(
            partner_id="p", milestone=number, outcome=outcome, checked_on=(start + timedelta(days=ahead)).isoformat()
        )
        for number, outcome, ahead in seen
    ]
    decision = Decision(case_id="c", partner_id="p", decided_at="2026-11-02T08:00:00.000Z")
    standing = standing_of(FOLLOW_UP, plan, decision, checks, adverse=adverse, day=start + timedelta(days=day))
    in_time = {number for number, outcome, ahead in seen if outcome == MilestoneOutcome.VERIFIED and ahead <= 90}
    if standing.state is RemedyState.CLOSED:
        assert in_time == {0, 1} and not adverse
    if adverse or (day > 90 and in_time != {0, 1}):
        assert standing.state is RemedyState.ENDED
    for line in standing.milestones:
        assert (line.state is MilestoneState.VERIFIED) == (line.number in in_time)
