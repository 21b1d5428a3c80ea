"""Which decision counts: the newest of a partnership in the order of the journal, whatever its outcome and its date."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.values import new_id
from desktop.definitions.follow_up import FrozenDeed
from desktop.office import HQ, Office
from desktop.services.demo import sound_answers
from desktop.services.diligence import answers, assessments, cases, decisions, handing_over, reviewing
from desktop.services.diligence.authority import authority_to_decide
from desktop.services.next_step import StandingState, standings
from desktop.services.office import people
from desktop.services.work import Work
from desktop.store.records import Answer, Case, Evidence, Officer, Partnership, ScreeningRun, Verdict
from desktop.store.states import CaseState, DecisionOutcome
from desktop.store.store import Identity
from tests.makers import any_clock, on
from tests.offices import Staff, entered
from tests.refusal import refused
from tests.services.diligence.test_decisions import CHOICES, DAY, NO_EMBLEM, answer_the_rest, prepare

CLOCKS = (-6 * 365, -9 * 30, -1, 0, 4, 25)  # days by which the clock is wrong; later on the lists are too old
CLEARING = Officer(id=new_id(), name="Revue", role="hq_reviewer")
LEGAL = Officer(id=new_id(), name="Juriste", role="hq_legal")


@dataclass
class TwoCases:
    """A partnership with two cases: `own` is decided by the Chief of Mission, `above` by Headquarters."""

    office: Office
    chief: tuple[Officer, bytes]
    above_seal: bytes
    partnership: str = ""
    own: str = ""
    above: str = ""
    day: date = DAY

    def case(self, case_id: str) -> Case:
        return cases.case(self.office.store, case_id)

    def work(self, ahead: int) -> Work:
        self.day = DAY + timedelta(days=ahead)
        return on(self.office, self.day)

    def submit(self, case_id: str, ahead: int) -> None:
        """Hand a case over; one that was sent back with another answer to what was asked for."""
        for question in assessments.read(self.work(ahead), case_id).asked_again:
            answer = assessments.read(self.work(ahead), case_id).answers[question]
            answers.save_draft(self.work(ahead), case_id, question, answer.with_(note=new_id()))
        handing_over.submit(self.work(ahead), case_id, "favourable", "Un don utile.")

    def recall(self, case_id: str, ahead: int) -> None:
        cases.recall(self.work(ahead), case_id)

    def decide(self, case_id: str, outcome: str, ahead: int) -> Verdict:
        """By whom the matrix names; Headquarters writes its own chain into the same database."""
        work = self.work(ahead)
        who, seal = (CLEARING, self.above_seal) if case_id == self.above else self.chief
        identity = self.office.store.identity
        if case_id == self.above:
            self.office.store.identity = Identity("99" * 16, HQ)
        try:
            if case_id == self.above:
                legal = work.acting_as(LEGAL)
                way = authority_to_decide(legal, assessments.read(work, case_id)).route
                with suppress(Problem):  # spoken already
                    reviewing.review(legal, case_id, way, "favourable", "Lu.")
            return decisions.decide(
                work.acting_as(who),
                case_id,
                outcome,
                "Lu et pesé.",
                seal,
                conditions=[NO_EMBLEM] if outcome == "conditions" else (),
                send_back=["A01"] if outcome == "sent_back" else (),
                interest=False,
            )
        finally:
            self.office.store.identity = identity

    def in_force(self) -> Verdict | None:
        return decisions.in_force(self.office.store, self.partnership, self.day)


def copies(office: Office, case_id: str, partnership: str) -> str:
    """Another case of a partnership with the same answers, evidence and search, open."""
    with office.store.change("Copied", office.user.id) as session:
        case = session.get_one(Case, case_id)
        copy = Case(partner_id=case.partner_id, partnership_id=partnership, number=new_id()[:6])
        copy.form, copy.form_digest, copy.opened_by = case.form, case.form_digest, case.opened_by
        session.add(copy)
        for family in (Answer, Evidence, ScreeningRun):
            for row in session.scalars(select(family).where(family.case_id == case_id)):
                names = office.store.families[family.KIND].number.keys() - {"case_id", "follows"}
                session.add(family(case_id=copy.id, **{name: getattr(row, name) for name in names}))
    return copy.id


@pytest.fixture(scope="module")
def answered(office_folder: tuple[Path, Staff], tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoCases]:
    """Two complete cases, the second of a level that Headquarters decides."""
    template, staff = office_folder
    folder = tmp_path_factory.mktemp("verdicts") / "office"
    with entered(template, folder, staff.officer) as office, any_clock(office):
        second = next(one for one in people.officers(office.store) if one.role == "chief_of_mission")
        own = prepare(office, office.user, second, "low")
        partnership = cases.case(office.store, own).partnership_id
        above = copies(office, own, partnership)
        for question, choice in CHOICES["high"].items():
            answer = assessments.read(on(office, DAY), above).answers[question].with_(value=choice, declared=choice)
            answers.save_draft(on(office, DAY), above, question, answer)
        answer_the_rest(office, office.user, above, sound_answers.evidence(office.outbox, "fr"))
        seed = bytes(range(32))
        identity = office.store.identity
        office.store.identity = Identity("99" * 16, HQ)  # who writes an officer of Headquarters
        with office.store.change("Officer added", office.user.id) as session:
            key = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()
            session.add(Officer(id=CLEARING.id, name=CLEARING.name, role=CLEARING.role, seal_key=key))
        office.store.identity = identity
        yield TwoCases(office, (second, b""), seed, partnership, own, above)


@pytest.fixture
def both(answered: TwoCases, chief_seal: bytes) -> TwoCases:
    return afresh(answered, chief_seal)


def afresh(answered: TwoCases, chief_seal: bytes) -> TwoCases:
    """Another partnership with two open, complete cases of its own; nobody waits for the earlier ones any more."""
    office = answered.office
    with office.store.change("Copied", office.user.id) as session:
        for earlier in session.scalars(select(Case).where(Case.state != CaseState.OPEN)):
            earlier.state = CaseState.OPEN
        planned = session.get_one(Partnership, answered.partnership)
        copy = Partnership(**{name: getattr(planned, name) for name in office.store.families[Partnership.KIND].number})
        session.add(copy)
    own, above = (copies(office, case_id, copy.id) for case_id in (answered.own, answered.above))
    return TwoCases(office, (answered.chief[0], chief_seal), answered.above_seal, copy.id, own, above)


# --- each fault as it was found


def test_a_second_due_diligence_that_ends_in_refusal_ends_the_earlier_approval(both: TwoCases) -> None:
    both.submit(both.own, 0)
    both.decide(both.own, "approved", 0)
    assert both.in_force() is not None
    both.submit(both.above, 1)
    assert both.in_force() is not None  # what is being prepared ends nothing
    both.decide(both.above, "refused", 2)
    assert both.in_force() is None
    with refused("no-decision-in-force"):
        decisions.require_in_force(both.office.work, both.partnership, both.day, FrozenDeed.FINAL)
    partner = both.case(both.own).partner_id
    at = next(at for at in standings(both.work(3), partner) if at.partnership.id == both.partnership)
    assert at.state == StandingState.STOPPED


@pytest.mark.parametrize("outcome", ["refused", "sent_back"])
@pytest.mark.parametrize("ahead", CLOCKS)
def test_a_later_decision_ends_an_approval_whatever_the_clock_said(both: TwoCases, ahead: int, outcome: str) -> None:
    both.submit(both.above, 0)
    both.decide(both.above, "approved", 0)
    both.submit(both.own, 0)
    both.decide(both.own, outcome, ahead)
    both.day = DAY
    assert both.in_force() is None


@pytest.mark.parametrize("ahead", CLOCKS)
def test_a_case_handed_over_under_a_wrong_clock_is_closed_by_its_decision_and_decided_once(
    both: TwoCases, ahead: int
) -> None:
    both.submit(both.above, ahead)
    both.decide(both.above, "refused", 0)
    assert both.above not in {one.assessment.case.id for one in decisions.inbox(both.office.work).waiting}
    with refused("case-not-waiting"):
        both.decide(both.above, "approved", 0)
    with refused("decided-by-headquarters"):
        both.recall(both.above, 0)


@pytest.mark.parametrize("ahead", CLOCKS)
def test_a_case_sent_back_under_a_wrong_clock_can_be_decided_again(both: TwoCases, ahead: int) -> None:
    both.submit(both.own, 0)
    both.decide(both.own, "sent_back", ahead)
    both.submit(both.own, 0)
    assert both.own in {one.assessment.case.id for one in decisions.inbox(both.office.work).waiting}
    both.decide(both.own, "approved", 0)
    assert both.in_force() is not None


def test_a_case_recalled_and_handed_over_again_meanwhile_is_not_decided_unread(both: TwoCases) -> None:
    both.submit(both.own, 0)
    read = assessments.read(both.work(0), both.own)
    both.recall(both.own, 0)
    both.submit(both.own, 0)
    with both.office.store.change("x", both.office.user.id) as session, refused("case-not-waiting"):
        decisions._require_waiting(session, session.get_one(Case, both.own), read.case)


def test_reopening_a_case_ends_its_decision(both: TwoCases) -> None:
    both.submit(both.own, 0)
    both.decide(both.own, "approved", 0)
    with both.office.store.change("Reopened", both.office.user.id) as session:
        session.get_one(Case, both.own).state = CaseState.OPEN
    assert both.in_force() is None


# --- every order

EVENTS = st.tuples(
    st.sampled_from(["submit", "recall", "decide", "decide"]),
    st.sampled_from(["own", "above"]),
    st.sampled_from(list(DecisionOutcome)),
    st.sampled_from(CLOCKS),
)


@pytest.mark.matrix(2)
@pytest.mark.parametrize("part", range(2))  # two tests share the tries, so that neither takes long
@settings(
    max_examples=10,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(EVENTS, min_size=4, max_size=14))
def test_in_every_order_of_two_cases_clearances_and_clocks_the_newest_decision_alone_counts(
    answered: TwoCases, chief_seal: bytes, part: int, events: Sequence[tuple[str, str, DecisionOutcome, int]]
) -> None:
    both = afresh(answered, chief_seal)
    newest: Verdict | None = None
    for deed, which, outcome, ahead in events:
        case_id = both.own if which == "own" else both.above
        before = both.case(case_id)
        try:
            if deed == "decide":
                newest = both.decide(case_id, str(outcome), ahead)
            else:
                (both.submit if deed == "submit" else both.recall)(case_id, ahead)
        except Problem as problem:
            assert (deed, problem.code, before.state) in EXPECTED, (deed, problem.code, before.state)
        now = {one.id: one for one in (both.case(both.own), both.case(both.above))}
        waiting = {one.assessment.case.id for one in decisions.inbox(both.office.work, size=10_000).waiting}
        favourable = newest is not None and newest.outcome in ("approved", "conditions")
        stands = newest is not None and now[newest.case_id].state != CaseState.OPEN
        same = newest is not None and now[newest.case_id].hand_over == newest.hand_over
        if newest is not None:
            both.day = date.fromisoformat(newest.decided_at[:10])
        in_force = both.in_force()
        assert (in_force.id if in_force else None) == (newest.id if newest and favourable and stands and same else None)
        for case_id, case in now.items():
            verdict = decisions.of_case(both.office.store, case_id)
            answered_now = verdict is not None and verdict.hand_over == case.hand_over
            assert (case_id in waiting) == (case.state == CaseState.READY and not answered_now)


EXPECTED = {
    ("submit", "case-locked", "ready"),
    ("submit", "case-locked", "decided"),
    ("recall", "case-not-handed-over", "open"),
    ("recall", "case-not-handed-over", "decided"),
    ("recall", "decided-by-headquarters", "ready"),
    ("decide", "case-not-handed-over-yet", "open"),
    ("decide", "case-not-handed-over-yet", "decided"),
    ("decide", "case-not-waiting", "ready"),
}
