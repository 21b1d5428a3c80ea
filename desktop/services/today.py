"""What Today shows: what waits for this officer, what waits for others, what will soon be late, what is to send.

Everything is counted by the database and only the first few of each kind are read, so that the page opens as fast
with two thousand partners as with two.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.services import house
from desktop.services.diligence import assessments, decisions, verdicts
from desktop.services.diligence.authority import Deciders
from desktop.services.exchange.pending import UnsentChanges, pending_in
from desktop.services.house import HouseState, MachineState
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.services.screening import rescreening, rulings, standing
from desktop.services.work import Work
from desktop.store.records import (
    Agreement,
    Answer,
    Case,
    Clearance,
    Decision,
    Officer,
    Partner,
    Partnership,
    Task,
)
from desktop.store.states import AgreementState, CaseState

MOST = 7  # cards of one kind
SOON_DAYS = 60
UNFINISHED = (AgreementState.DRAFT, AgreementState.FINAL, AgreementState.PRINTED, AgreementState.SIGNED)


class TodayKind(StrEnum):
    """What waits, or will soon be late."""

    DECIDE = "decide"  # the id of the item is a case
    CONTINUE = "continue"
    RULE = "rule"
    CONFIRM = "confirm"
    MATCH = "match"  # a partner without an open case
    AGREEMENT = "agreement"
    SCAN = "scan"  # an agreement whose signed pages are not on file
    TASK = "task"
    STOPPED = "stopped"  # a partner with somebody recognised on a list: everything is frozen (¶22 b)
    DECISION_ENDS = "decision_ends"
    AGREEMENT_ENDS = "agreement_ends"


@dataclass(frozen=True)
class TodayItem:
    """One thing that waits, and the `name` of whom or what; `who` does it, `on` which day, `count` of what."""

    kind: TodayKind
    id: str
    name: str = ""
    detail: str = ""
    who: str = ""
    on: str = ""
    count: int = 0


@dataclass(frozen=True)
class Board:
    """Today's page, read in one session. `more` counts, by kind, what has no room among the items."""

    mine: tuple[TodayItem, ...]
    others: tuple[TodayItem, ...]
    soon: tuple[TodayItem, ...]
    more: dict[TodayKind, int] = field(default_factory=dict)
    partners: int = 0
    names: Mapping[str, str] = field(default_factory=dict)  # of every officer, by id
    unsent: UnsentChanges | None = None
    house: HouseState | None = None


def board(work: Work, machine: MachineState | None = None) -> Board:
    """What this officer sees today; those who decide see decisions first. With `machine`, the house's state too."""
    with work.store.read() as session:
        frozen = rulings.recognised_partners(session)
        counts = _counts(session, work, frozen)
        working = may(work.officer, Right.ANSWER)
        to_rule_on = rescreening.partners_to_rule_on(session) if working else ()
        counts[TodayKind.MATCH] = len(to_rule_on)
        open_cases = _open_cases(session, frozen)
        mine_open, others_open = _shared(open_cases, work.officer)
        mine_open = _with_answers(session, mine_open)
        to_decide, wait_decision, unread = _decisions(session, work)
        due = _tasks(session, work.officer, work.today())
        rule, confirm = _to_rule(session, open_cases[:MOST], work.officer, work.today()) if working else ((), ())
        matches = rescreening.waiting_partners(session, to_rule_on[:MOST], work.today())
        rule = (
            *rule,
            *(
                TodayItem(TodayKind.MATCH, match.partner_id, match.name, match.why, count=match.count)
                for match in matches
            ),
        )
        mine = [
            *to_decide,
            *_stopped(session, frozen),
            *rule,
            *(mine_open if working else ()),
            *(_agreements(session, frozen) if working else ()),
            *due,
        ]
        listed = Counter(TodayKind.AGREEMENT if item.kind == TodayKind.SCAN else item.kind for item in mine)
        more = {kind: count - listed[kind] for kind, count in counts.items()} | {TodayKind.DECIDE: unread}
        return Board(
            mine=tuple(mine),
            others=(*wait_decision, *confirm, *others_open),
            soon=_soon(session, work.officer, work.today()),
            more={kind: count for kind, count in more.items() if count > 0},
            partners=session.scalar(select(func.count()).select_from(Partner).where(Partner.archived.is_(False))) or 0,
            names=people.names_in(session),
            unsent=pending_in(session, work.store.identity),
            house=house.read_in(session, work, machine) if machine is not None else None,
        )


# --- how many


@dataclass(frozen=True)
class Waiting:
    """How many things wait for an officer, and the state of the house, which may need something too."""

    count: int
    house: HouseState | None


def waiting(work: Work, machine: MachineState | None = None) -> Waiting:
    """What the board lists and what has no room on it, counted in one session."""
    with work.store.read() as session:
        frozen = rulings.recognised_partners(session)
        count = sum(_counts(session, work, frozen).values()) + len(_stopped(session, frozen))
        if may(work.officer, Right.ANSWER):
            count += len(rescreening.partners_to_rule_on(session))
            open_cases = _open_cases(session, frozen)[:MOST]
            count += len(_to_rule(session, open_cases, work.officer, work.today())[0])
        if may(work.officer, Right.DECIDE):
            to_decide, _others, unread = _decisions(session, work)
            count += len(to_decide) + unread
        return Waiting(count, house.read_in(session, work, machine) if machine is not None else None)


def _counts(session: Session, work: Work, frozen: Collection[str]) -> dict[TodayKind, int]:
    """How many of each kind wait for this officer; without decisions and matches, which have to be worked out."""
    officer = work.officer
    counts = {TodayKind.TASK: _count(session, Task, *_due(officer, work.today()))}
    if may(officer, Right.ANSWER):
        own = Case.opened_by == officer.id
        counts[TodayKind.CONTINUE] = _count(session, Case, *_open(frozen), own)
        counts[TodayKind.AGREEMENT] = _count(session, Agreement, *_unfinished(frozen))
    return counts


def _count(session: Session, kind: type[Case | Agreement | Task], *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(*where)) or 0


# --- due diligence


def _open(frozen: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Cases that go on: nobody answers for a partner that is frozen."""
    going = (Case.state == CaseState.OPEN, Case.archived.is_(False))
    return (*going, Case.partner_id.not_in(frozen)) if frozen else going


def _open_cases(session: Session, frozen: Collection[str]) -> list[tuple[Case, str]]:
    query = (
        select(Case, Partner.name)
        .join(Partner, Partner.id == Case.partner_id)
        .where(*_open(frozen))
        .order_by(Case.opened_on, Case.number)
        .limit(3 * MOST)
    )
    return [(case, name) for case, name in session.execute(query)]


def _shared(cases: Sequence[tuple[Case, str]], by: Officer) -> tuple[list[TodayItem], list[TodayItem]]:
    """Open cases: those this officer opened are theirs, the others wait for whoever opened them."""
    mine = [
        TodayItem(TodayKind.CONTINUE, c.id, name, c.number, on=c.opened_on) for c, name in cases if c.opened_by == by.id
    ]
    others = [
        TodayItem(TodayKind.CONTINUE, c.id, name, c.number, c.opened_by, c.opened_on)
        for c, name in cases
        if c.opened_by != by.id
    ]
    return mine[:MOST], others[:MOST]


def _stopped(session: Session, frozen: Collection[str]) -> list[TodayItem]:
    """The partners that are frozen with an open case or an agreement under way: somebody has to act."""
    if not frozen:
        return []
    under_way = or_(
        Partner.id.in_(select(Case.partner_id).where(*_open(()))),
        Partner.id.in_(select(Agreement.partner_id).where(*_unfinished(()))),
    )
    query = select(Partner.id, Partner.name).where(Partner.id.in_(frozen), Partner.archived.is_(False), under_way)
    named = session.execute(query.order_by(Partner.name).limit(MOST))
    return [TodayItem(TodayKind.STOPPED, partner_id, name) for partner_id, name in named]


def _with_answers(session: Session, items: Sequence[TodayItem]) -> list[TodayItem]:
    """The open cases with how many questions of each have an answer on record."""
    if not items:
        return []
    query = (
        select(Answer.case_id, func.count(Answer.question.distinct()))
        .where(Answer.case_id.in_([item.id for item in items]))
        .group_by(Answer.case_id)
    )
    counts = {row[0]: row[1] for row in session.execute(query)}
    return [replace(item, count=counts.get(item.id, 0)) for item in items]


def _decisions(session: Session, work: Work) -> tuple[list[TodayItem], list[TodayItem], int]:
    """Cases handed over: those that this officer may decide, those that wait for others, and how many are unread.

    Whether an officer may decide asks for the whole assessment of a case (`authority.Deciders`): only as many are
    judged as there is room for, the longest waiting first, and none for a role that never decides.
    """
    query = (
        select(Case, Partner.name)
        .join(Partner, Partner.id == Case.partner_id)
        .join(Partnership, Partnership.id == Case.partnership_id)  # which may not have arrived here yet
        .where(decisions.waits())
    )
    oldest = query.order_by(Case.submitted_at, Case.number).limit(3 * MOST)
    ready = [(case, name) for case, name in session.execute(oldest)]
    if not ready:
        return [], [], 0
    deciding = Deciders(session, work, [case for case, _name in ready])
    decides = may(work.officer, Right.DECIDE)
    eligible = {case.id: case for case, _name in ready if decides and not deciding.is_barred(work.officer, case)}
    assessed = assessments.assess_all(session, work, list(eligible.values()))
    mine: list[TodayItem] = []
    others: list[TodayItem] = []
    for case, name in ready:
        item = TodayItem(
            TodayKind.DECIDE,
            case.id,
            name,
            case.outcome.residual if case.outcome else "",
            on=day_of(case.submitted_at).isoformat() if case.submitted_at else "",
        )
        if case.id not in eligible:
            others.append(item)
        elif len(mine) < MOST:
            (mine if deciding.of(work.officer, next(assessed)).may else others).append(item)
    waiting = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    unread = waiting - len(mine) - len(others) if decides else 0
    return mine, others[:MOST], unread


def _to_rule(
    session: Session, cases: Sequence[tuple[Case, str]], by: Officer, today: date
) -> tuple[tuple[TodayItem, ...], tuple[TodayItem, ...]]:
    """The open cases in which names resemble a list: those on which this officer rules, those that others confirm."""
    mine, others = [], []
    states = standing.case_states(session, [case for case, _name in cases], today)
    for case, name in cases:
        searched = states[case.id]
        open_ = [candidate for candidate in searched.open if not candidate.ruled_alone_by(by.id)]
        if open_:
            mine.append(
                TodayItem(TodayKind.RULE, case.id, name, rescreening.waiting_reason(searched), count=len(open_))
            )
        elif searched.open:
            others.append(TodayItem(TodayKind.CONFIRM, case.id, name, count=len(searched.open)))
    return tuple(mine), tuple(others)


# --- agreements and tasks


def _unfinished(frozen: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Agreements that go on."""
    going = (Agreement.archived.is_(False), Agreement.state.in_(UNFINISHED))
    return (*going, Agreement.partner_id.not_in(frozen)) if frozen else going


def _agreements(session: Session, frozen: Collection[str]) -> list[TodayItem]:
    """Drafts to finish, and final ones whose signed pages are not on file, but for partners that are frozen."""
    query = (
        select(Agreement, Partner.name)
        .join(Partner, Partner.id == Agreement.partner_id)
        .where(*_unfinished(frozen))
        .order_by(Agreement.state, Agreement.reference)
        .limit(MOST)
    )
    return [
        TodayItem(
            TodayKind.AGREEMENT if agreement.state == AgreementState.DRAFT else TodayKind.SCAN,
            agreement.id,
            name,
            agreement.reference,
        )
        for agreement, name in session.execute(query)
    ]


def _due(by: Officer, today: date) -> tuple[ColumnElement[bool], ...]:
    return (Task.done_on.is_(None), Task.owner.in_((by.id, "")), Task.due_on <= today.isoformat())


def _tasks(session: Session, by: Officer, today: date) -> list[TodayItem]:
    query = select(Task).where(*_due(by, today)).order_by(Task.due_on).limit(MOST)
    return [TodayItem(TodayKind.TASK, t.id, t.what, t.about, on=t.due_on or "") for t in session.scalars(query)]


# --- soon


def _soon(session: Session, by: Officer, today: date) -> tuple[TodayItem, ...]:
    first, last = today.isoformat(), (today + timedelta(days=SOON_DAYS)).isoformat()
    soon = [*_decisions_ending(session, first, last), *_agreements_ending(session, first, last)]
    later = select(Task).where(
        Task.done_on.is_(None), Task.owner.in_((by.id, "")), Task.due_on > first, Task.due_on <= last
    )
    soon += [
        TodayItem(TodayKind.TASK, t.id, t.what, t.about, on=t.due_on or "") for t in session.scalars(later.limit(MOST))
    ]
    return tuple(sorted(soon, key=lambda item: item.on))[: 2 * MOST]


def _decisions_ending(session: Session, first: str, last: str) -> list[TodayItem]:
    ending: list[TodayItem] = []
    for kind in (Decision, Clearance):
        query: Any = (
            select(kind.id, kind.valid_until, Partner.name, Case)
            .join(Partner, Partner.id == kind.partner_id)
            .join(Case, Case.id == kind.case_id)
            .where(kind.valid_until >= first, kind.valid_until <= last, kind.outcome.in_(verdicts.FAVOURABLE))
            .order_by(kind.valid_until)
            .limit(MOST)
        )
        rows = session.execute(query).all()
        counting = verdicts.of_partnerships(session, {case.partnership_id for *_others, case in rows})
        ending += [
            TodayItem(TodayKind.DECISION_ENDS, case.id, name, on=until)
            for decision_id, until, name, case in rows
            if counting[case.partnership_id].newest_first[0].id == decision_id
        ]
    return ending


def _agreements_ending(session: Session, first: str, last: str) -> list[TodayItem]:
    query = (
        select(Agreement.id, Agreement.reference, Partnership.ends_on, Partner.name)
        .join(Partnership, Partnership.id == Agreement.partnership_id)
        .join(Partner, Partner.id == Agreement.partner_id)
        .where(Agreement.state == AgreementState.ACTIVE, Partnership.ends_on >= first, Partnership.ends_on <= last)
        .order_by(Partnership.ends_on)
        .limit(MOST)
    )
    return [
        TodayItem(TodayKind.AGREEMENT_ENDS, i, name, reference, on=on or "")
        for i, reference, on, name in session.execute(query)
    ]
