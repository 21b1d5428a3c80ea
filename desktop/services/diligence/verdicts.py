"""Which decision counts, of a case and of a partnership (¶21): everything that asks whether one is in force asks here.

The newest decision of a partnership alone counts, over all its cases and whatever its outcome; one that sends back or
refuses ends the one before it, and so does reopening its case. What is newest is told by the journal (`JournalOrder`):
a decision names the handing over it answers and the decisions that were known when it was taken. No time stamp says it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from desktop.services.diligence import seals
from desktop.store.order import JournalOrder, strictness
from desktop.store.records import Case, Clearance, Decision, Verdict
from desktop.store.sessions import once_in_a_state
from desktop.store.states import FAVOURABLE, CaseState, DecisionOutcome

# Of two decisions whose deciders knew nothing of each other, that which stands later here counts.
MILDEST_FIRST = (*FAVOURABLE, DecisionOutcome.SENT_BACK, DecisionOutcome.REFUSED)


@dataclass(frozen=True)
class PartnershipVerdicts:
    """Every decision on one partnership, the one that counts first; `cases` has all its cases, by id.

    `last` are those that no later one names: one, unless two deciders knew nothing of each other.
    """

    cases: Mapping[str, Case]
    newest_first: Sequence[Verdict] = ()
    last: Sequence[Verdict] = ()

    def of_case(self, case_id: str) -> Verdict | None:
        """The last decision on one of its cases."""
        return next((decision for decision in self.newest_first if decision.case_id == case_id), None)

    def in_force(self, session: Session, today: date) -> Verdict | None:
        """The newest decision, if it is favourable, answers its case as it stands, is valid and sealed by its decider,
        whose place in somebody else's stead, if any, stood.

        An earlier one never takes its place.
        """
        if not self.newest_first:
            return None
        newest = self.newest_first[0]
        case = self.cases[newest.case_id]
        if case.archived or case.state == CaseState.OPEN or not answers(newest, case):
            return None
        favourable = newest.outcome in FAVOURABLE and (newest.valid_until or "") >= today.isoformat()
        holds = favourable and seals.holds(session, newest) and seals.stood_in(session, newest)
        return newest if holds else None


def answers(decision: Verdict, case: Case) -> bool:
    """Whether a decision answers what was handed over last of its case.

    It names the handing over. One of a version before 0.3 does not; its sealed brief repeats that moment.
    """
    if decision.hand_over and case.hand_over:
        return decision.hand_over == case.hand_over
    return bool(case.submitted_at and decision.brief and decision.brief.submitted_at == case.submitted_at)


def answered() -> ColumnElement[bool]:
    """That some decision, of the office or of Headquarters, answers a case: `answers`, as the database asks it."""
    return or_(
        *(exists().where(kind.case_id == Case.id, _answers(kind)).correlate(Case) for kind in (Decision, Clearance))
    )


def _answers(kind: type[Decision] | type[Clearance]) -> ColumnElement[bool]:
    named = and_(kind.hand_over != "", Case.hand_over != "")
    repeated = kind.brief["submitted_at"].as_string() == Case.submitted_at
    return or_(and_(named, kind.hand_over == Case.hand_over), and_(not_(named), repeated))


def on_case(session: Session, case: Case) -> Sequence[Verdict]:
    """The decisions that answer a case as it was handed over last."""
    return [decision for decision in _of_cases(session, [case.id]) if answers(decision, case)]


def of_partnership(session: Session, partnership_id: str) -> PartnershipVerdicts:
    """Every decision on a partnership."""
    return of_partnerships(session, [partnership_id])[partnership_id]


@once_in_a_state
def of_partnerships(session: Session, partnership_ids: Collection[str]) -> Mapping[str, PartnershipVerdicts]:
    """The same for several partnerships at once, by partnership."""
    if not partnership_ids:
        return {}
    cases: dict[str, dict[str, Case]] = {partnership_id: {} for partnership_id in partnership_ids}
    for case in session.scalars(select(Case).where(Case.partnership_id.in_(partnership_ids))):
        cases[case.partnership_id][case.id] = case
    whose = {case_id: partnership_id for partnership_id, own in cases.items() for case_id in own}
    decisions: dict[str, list[Verdict]] = {partnership_id: [] for partnership_id in partnership_ids}
    for decision in _of_cases(session, whose):
        decisions[whose[decision.case_id]].append(decision)
    order = _order(session, decisions.values(), whose)
    return {
        partnership_id: PartnershipVerdicts(
            own,
            order.newest_first(decisions[partnership_id], _strictness, _OldOrder(order, own).is_after),
            order.last(decisions[partnership_id]),
        )
        for partnership_id, own in cases.items()
    }


def decided_partnerships() -> Select[str]:
    """The ids of the partnerships with a favourable decision, whatever was decided since."""
    favourable = (
        select(kind.case_id).where(kind.outcome.in_(FAVOURABLE), kind.case_id != "") for kind in (Decision, Clearance)
    )
    return select(Case.partnership_id).where(or_(*(Case.id.in_(decided) for decided in favourable)))


def latest(session: Session, case_id: str) -> Verdict | None:
    """The last decision on a case, the office's own or Headquarters'."""
    return latest_of(session, [case_id]).get(case_id)


def latest_of(session: Session, case_ids: Collection[str]) -> Mapping[str, Verdict]:
    """The last decision on each of these cases, by case; a case without one is left out."""
    about = session.scalars(select(Case.partnership_id).where(Case.id.in_(case_ids)).distinct()).all()
    known = of_partnerships(session, about).values()
    last = {case_id: partnership.of_case(case_id) for partnership in known for case_id in partnership.cases}
    return {case_id: decision for case_id, decision in last.items() if decision is not None and case_id in case_ids}


def sent_back(session: Session, cases: Collection[Case]) -> Mapping[str, Sequence[Verdict]]:
    """The decisions that sent open cases back as they were handed over last, by case."""
    by_id = {case.id: case for case in cases if case.state == CaseState.OPEN and case.hand_over}
    asking: dict[str, list[Verdict]] = {}
    for decision in _of_cases(session, by_id):
        if decision.outcome == DecisionOutcome.SENT_BACK and answers(decision, by_id[decision.case_id]):
            asking.setdefault(decision.case_id, []).append(decision)
    return asking


def _of_cases(session: Session, case_ids: Collection[str]) -> Sequence[Verdict]:
    if not case_ids:
        return ()
    return [
        *session.scalars(select(Decision).where(Decision.case_id.in_(case_ids))),
        *session.scalars(select(Clearance).where(Clearance.case_id.in_(case_ids))),
    ]


def _strictness(decision: Verdict) -> int:
    return strictness(MILDEST_FIRST, decision.outcome)


def _order(session: Session, decisions: Collection[Sequence[Verdict]], case_ids: Collection[str]) -> JournalOrder:
    """The order of these decisions and cases; where no partnership has several, there is nothing to read."""
    ids = [decision.id for decided in decisions if len(decided) > 1 for decision in decided]
    if not ids:
        return JournalOrder({})
    return JournalOrder.of(session, Decision, ids).and_of(session, Case, case_ids)


@dataclass(frozen=True)
class _OldOrder:
    """What else tells the order of decisions of versions before 0.3, which name nothing, made on different computers.

    One that answers its case as it stands comes after one that does not, because the case was handed over again in
    between; and one on a case comes after those on the cases that its laptop knew when the case was opened.
    """

    order: JournalOrder
    cases: Mapping[str, Case]

    def is_after(self, later: Verdict, earlier: Verdict) -> bool:
        """Whether these say that one is later."""
        if later.hand_over or earlier.hand_over or later.follows:
            return False
        case, before = self.cases[later.case_id], self.cases[earlier.case_id]
        if case is before:
            return answers(later, case) and not answers(earlier, case)
        return self.order.is_after(case, before)
