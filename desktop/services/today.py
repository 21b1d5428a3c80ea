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

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known, day_of, days_later
from desktop.base.text import _, pick, plural
from desktop.base.values import JsonObject
from desktop.definitions.authority import DelegatedDeed
from desktop.definitions.putting_off import Unmoved
from desktop.services import handing_on, house, pipeline, putting_off
from desktop.services.diligence import (
    assessments,
    conditions,
    decisions,
    freezing,
    paper_decisions,
    remedying,
    requests,
    reviewing,
    verdicts,
)
from desktop.services.diligence.authority import Deciders
from desktop.services.diligence.cases import is_with, responsible
from desktop.services.diligence.freezing import Freeze
from desktop.services.diligence.requests import RequestInbox, RequestStanding
from desktop.services.exchange.pending import UnsentChanges, pending_in
from desktop.services.house import HouseState, MachineState
from desktop.services.next_step import NextStep, NextSteps
from desktop.services.office import focal_points, people, trainings
from desktop.services.office.rights import Right, may
from desktop.services.office.trainings import TrainingStanding
from desktop.services.putting_off import WaitingTask
from desktop.services.registry import offers
from desktop.services.results import delivery_risks, period_words, periods, reminders, sealers, visibility
from desktop.services.results.delivery_risks import DeliveryRiskLine
from desktop.services.results.reminders import ContributionReminder, ReminderKind
from desktop.services.results.visibility import VisibilityState, VisibilityTask
from desktop.services.screening import rescreening, rulings, standing
from desktop.services.work import Work
from desktop.store.records import (
    Agreement,
    Answer,
    Case,
    Clearance,
    Decision,
    Officer,
    PaperDecision,
    Partner,
    Partnership,
    Task,
)
from desktop.store.states import FAVOURABLE, AgreementState, Asked, CaseState, PaperState, TaskSource
from desktop.store.store import HQ

MOST = 7  # cards of one kind
SOON_DAYS = 60
NEXT = "next:"  # before the id of a partnership, of an item about its next action
UNFINISHED = (AgreementState.DRAFT, AgreementState.FINAL, AgreementState.PRINTED, AgreementState.SIGNED)


class TodayKind(StrEnum):
    """What waits, or will soon be late."""

    DECIDE = "decide"  # the id of the item is a case
    REVIEW = "review"  # before it is decided
    OPINION = "opinion"  # the id of the item is a request to Headquarters
    SHEET = "sheet"  # signed in ink and entered: a second officer confirms it
    CONTINUE = "continue"
    RULE = "rule"
    CONFIRM = "confirm"
    MATCH = "match"  # a partner without an open case
    AGREEMENT = "agreement"
    SCAN = "scan"  # an agreement whose signed pages are not on file
    TASK = "task"
    STOPPED = "stopped"  # a partner with somebody recognised on a list: everything is frozen (¶22 b)
    FROZEN = "frozen"  # a partnership against which something stands
    CHECK = "check"  # an ad hoc collaboration (¶23) whose regular check is due
    OFFER = "offer"  # that waits for an answer
    HANDED = "handed"  # what a colleague handed over, with a note that was not read yet
    PERIOD = "period"  # figures that were put forward and wait for this officer’s signature
    DORMANT = "dormant"  # partnerships without a contact or a change for long: the item counts them
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
    since: str = ""  # from which day on it waits, where that is not the day that it has
    count: int = 0
    partner: str = ""
    step: NextStep | None = None  # what is next with the case or agreement
    due: str = ""  # by which day it is to be answered
    late: bool = False
    passed_by: str = ""  # who handed the case over, with this note
    note: str = ""
    matter: str = ""  # of a task, when it is of a kind that `forms/today.toml` names apart

    @property
    def about(self) -> str:
        """The id of the record whose task or reminder it is."""
        return self.id.removeprefix(NEXT)

    @property
    def waits_from(self) -> str:
        """The day from which on it waits."""
        return self.since or self.on

    @property
    def waits(self) -> WaitingTask:
        """What of it may be put off."""
        return WaitingTask(self.about, self.on, self.matter or self.kind)


@dataclass(frozen=True)
class PutOffItem:
    """A task or reminder that was put off, until which day, why, and the id of who did it."""

    item: TodayItem
    until: str
    why: str
    by: str


OF_CASES = (TodayKind.DECIDE, TodayKind.CONTINUE, TodayKind.RULE)
OF_AGREEMENTS = (TodayKind.AGREEMENT, TodayKind.SCAN)


@dataclass(frozen=True)
class Board:
    """Today's page, read in one session. `more` counts, by kind, what has no room among the items."""

    mine: tuple[TodayItem, ...]
    others: tuple[TodayItem, ...]
    soon: tuple[TodayItem, ...]
    more: dict[TodayKind, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)  # of every officer, by id
    unsent: UnsentChanges | None = None
    house: HouseState | None = None
    put_off: tuple[PutOffItem, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """What waits for an officer: the first of each kind, and by kind how many have no room among them.

    `frozen` are the partners with somebody recognised on a list.
    """

    mine: tuple[TodayItem, ...]
    others: tuple[TodayItem, ...]
    more: Mapping[TodayKind, int]
    frozen: frozenset[str]

    @property
    def count(self) -> int:
        """How many things that is."""
        return len(self.mine) + sum(self.more.values())


def board(work: Work, machine: MachineState | None = None) -> Board:
    """What this officer sees today; those who decide see decisions first. With `machine`, the house's state too."""
    with work.store.one_state(), work.store.read() as session:
        waits = _waiting(session, work)
        return Board(
            mine=_with_steps(session, work, _with_answers(session, waits.mine), waits.frozen),
            others=waits.others,
            soon=_soon(session, work),
            more=dict(waits.more),
            names=people.names_in(session),
            unsent=pending_in(session, work.store.identity),
            house=house.read_in(session, work, machine) if machine is not None else None,
            put_off=tuple(_put_off(session, work)),
        )


@dataclass(frozen=True)
class BadgeCount:
    """How many things wait for an officer, and the state of the house, which may need something too."""

    count: int
    house: HouseState | None


def badge(work: Work, machine: MachineState | None = None) -> BadgeCount:
    """As many as the board lists or has no room for."""
    with work.store.one_state(), work.store.read() as session:
        count = _waiting(session, work).count
        return BadgeCount(count, house.read_in(session, work, machine) if machine is not None else None)


# --- what waits


def _waiting(session: Session, work: Work) -> Waiting:
    """Everything that waits, counted once: the board lists it, the badge says how much it is."""
    frozen, officer = rulings.recognised_partners(session), work.officer
    counts = _counts(session, work, frozen)
    open_cases = _open_cases(session, frozen)
    going, others_open = _shared(open_cases, officer)
    requested = requests.inbox_in(session, work)
    to_decide, wait_decision, unread = _decisions(session, work, requested)
    counts[TodayKind.DECIDE] = len(to_decide) + unread
    against = _frozen(session, work)
    counts[TodayKind.FROZEN] = len(against)
    to_answer = [_asked(work, standing) for standing in requested.to_answer]
    counts[TodayKind.OPINION] = len(to_answer)
    came = _handed(session, work)
    counts[TodayKind.HANDED] = len(came)
    to_sign = [
        TodayItem(TodayKind.PERIOD, own.id, period_words.name(periods.period_of(own)), who=own.preparer_name)
        for own in periods.waiting_in(session, work)
    ]
    counts[TodayKind.PERIOD] = len(to_sign)
    offered = _offers(session, work)
    counts[TodayKind.OFFER] = len(offered)
    mine = [
        *offered[:MOST],
        *to_decide,
        *to_answer[:MOST],
        *_to_read(session, work),
        *_stopped(session, frozen),
        *against[:MOST],
        *came[:MOST],
        *to_sign[:MOST],
    ]
    confirm: Sequence[TodayItem] = ()
    if may(officer, Right.ANSWER):
        rule, confirm = _to_rule(session, open_cases[:MOST], officer, work.today())
        to_rule_on = rescreening.partners_to_rule_on(session)
        matches = _matches(session, to_rule_on[:MOST], work.today())
        counts[TodayKind.MATCH] = len(to_rule_on)
        ruled = {item.id for item in rule}  # of these cases the ruling is what comes next
        counts[TodayKind.CONTINUE] -= sum(1 for c, _n in open_cases if c.id in ruled and responsible(c) == officer.id)
        mine += [*rule, *matches, *(item for item in going if item.id not in ruled), *_agreements(session, frozen)]
        mine += _remedy_checks(session, work)
        mine += _decisions_ending(session, work, 0, min(work.definitions.authority.reminders))
    mine += _tasks(session, work)
    listed: Counter[TodayKind] = Counter(
        TodayKind.AGREEMENT if item.kind == TodayKind.SCAN else item.kind for item in mine
    )
    more = {kind: count - listed[kind] for kind, count in counts.items() if count > listed[kind]}
    awaited = [_asked(work, standing) for standing in requested.others if standing.request.asks == Asked.OPINION]
    return Waiting(tuple(mine), (*wait_decision, *awaited[:MOST], *confirm, *others_open), more, frozen)


def _offers(session: Session, work: Work) -> list[TodayItem]:
    """The offers that wait for an answer of this office, what comes in an emergency first."""
    if not may(work.officer, Right.REGISTER):
        return []
    listed = offers.waiting(session, work.store.identity.office)
    today = work.today()
    return [
        TodayItem(
            TodayKind.OFFER,
            offer.id,
            offer.name,
            offer.what,
            due=offer.answer_on or "",
            late=bool(offer.answer_on) and (offer.answer_on or "") < today.isoformat(),
            count=int(offer.emergency),
        )
        for offer in sorted(listed, key=lambda offer: not offer.emergency)
    ]


def _handed(session: Session, work: Work) -> list[TodayItem]:
    """What colleagues handed to this officer, until it was read: whose it was, how much, and the note."""
    return [
        TodayItem(TodayKind.HANDED, row.id, who=row.leaver, on=row.handed_on, count=len(row.records), note=row.note)
        for row in handing_on.unread_in(session, work.officer.id)
    ]


def _asked(work: Work, standing: RequestStanding) -> TodayItem:
    """An opinion that Headquarters is asked for, with the role that gives it."""
    request = standing.request
    titles = {role.id: role.label for role in work.definitions.authority.roles}
    role = pick(titles[request.role]) if request.role in titles else ""
    step = NextStep("", "", "legal_opinion", {"request": request.id})
    if standing.is_of_matrix:
        step = NextStep("", "", "decision", {"case": request.case_id})
    detail = " · ".join(part for part in (role, standing.about, request.question) if part)
    due, late = request.due_on or "", standing.late
    return TodayItem(TodayKind.OPINION, request.id, standing.partner, detail, step=step, due=due, late=late)


def _with_steps(
    session: Session, work: Work, items: Sequence[TodayItem], frozen: frozenset[str]
) -> tuple[TodayItem, ...]:
    """The items about a case or an agreement with what is next there; a bundle may bring one before its partnership."""
    cases = [item.id for item in items if item.kind in OF_CASES]
    papers = [item.id for item in items if item.kind in OF_AGREEMENTS]
    about: dict[str, Case | Agreement] = {}
    if cases:
        about |= {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(cases)))}
    if papers:
        about |= {paper.id: paper for paper in session.scalars(select(Agreement).where(Agreement.id.in_(papers)))}
    steps = NextSteps.about(session, work, list(about.values()), frozen)
    return tuple(_with_step(steps, item, about.get(item.id)) for item in items)


def _with_step(steps: NextSteps, item: TodayItem, about: Case | Agreement | None) -> TodayItem:
    if about is None or not steps.knows(about):
        return item
    step = steps.of_case(about) if isinstance(about, Case) else steps.of_agreement(about)
    return replace(item, step=step, partner=about.partner_id)


def _matches(session: Session, partner_ids: Sequence[str], today: date) -> list[TodayItem]:
    """Partners without an open case whose names resemble a list."""
    return [
        TodayItem(TodayKind.MATCH, match.partner_id, match.name, match.why, count=match.count)
        for match in rescreening.waiting_partners(session, partner_ids, today)
    ]


# --- how many


def _counts(session: Session, work: Work, frozen: Collection[str]) -> dict[TodayKind, int]:
    """How many of each kind wait for this officer; without decisions and matches, which have to be worked out."""
    officer = work.officer
    today = work.today()
    due = _count(session, Task, *_due(work)) + len(_cleared(session, work, last=today))
    due += _count(session, Partner, *_own_reminders(work), Partner.next_action_on <= today.isoformat())
    due += len(_diligence_due(session, work, last=today)) + len(_of_office(session, work, last=today))
    planned = _own_actions(work).where(Partnership.next_action_on <= today.isoformat())
    due += session.scalar(select(func.count()).select_from(planned.subquery())) or 0
    counts = {TodayKind.TASK: due}
    if may(officer, Right.ANSWER):
        own = is_with(officer.id)
        counts[TodayKind.CONTINUE] = _count(session, Case, *_open(frozen), own)
        counts[TodayKind.AGREEMENT] = _count(session, Agreement, *_unfinished(frozen))
    return counts


def _count(session: Session, kind: type[Case | Agreement | Partner | Task], *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(*where)) or 0


# --- due diligence


def _open(frozen: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Cases that go on: nobody answers for a partner that is frozen."""
    going = (_answering(), Case.archived.is_(False))
    return (*going, Case.partner_id.not_in(frozen)) if frozen else going


def _answering() -> ColumnElement[bool]:
    return Case.state == CaseState.OPEN


def _open_cases(session: Session, frozen: Collection[str]) -> list[tuple[Case, str]]:
    query = (
        select(Case, Partner.name)
        .join(Partner, Partner.id == Case.partner_id)
        .where(*_open(frozen))
        .order_by(Case.opened_on, Case.number)
        .limit(3 * MOST)
    )
    return [(case, name) for case, name in session.execute(query)]


def _shared(going: Sequence[tuple[Case, str]], by: Officer) -> tuple[list[TodayItem], list[TodayItem]]:
    """Open cases: those with which this officer goes on, and those that wait for somebody else."""
    mine = [
        TodayItem(
            TodayKind.CONTINUE, c.id, name, c.number, on=c.opened_on, passed_by=c.entrusted_by, note=c.entrusted_note
        )
        for c, name in going
        if responsible(c) == by.id
    ]
    others = [
        TodayItem(TodayKind.CONTINUE, c.id, name, c.number, responsible(c), c.opened_on)
        for c, name in going
        if responsible(c) != by.id
    ]
    return mine[:MOST], others[:MOST]


def _stopped(session: Session, frozen: Collection[str]) -> list[TodayItem]:
    """The partners that are frozen with an open case or an agreement under way: somebody has to act."""
    if not frozen:
        return []
    under_way = or_(
        Partner.id.in_(select(Case.partner_id).where(*_open(()))),
        Partner.id.in_(select(Agreement.partner_id).where(*_unsigned())),
    )
    query = select(Partner.id, Partner.name).where(Partner.id.in_(frozen), Partner.archived.is_(False), under_way)
    named = session.execute(query.order_by(Partner.name).limit(MOST))
    return [TodayItem(TodayKind.STOPPED, partner_id, name) for partner_id, name in named]


def _frozen(session: Session, work: Work) -> list[TodayItem]:
    """The partnerships against which something stands that somebody has to answer, the gravest first.

    One whose time is over is not renewed, and one whose case is being answered waits under that.
    """
    if not any(may(work.officer, right) for right in (Right.ANSWER, Right.DECIDE, Right.HEADQUARTERS)):
        return []
    against = freezing.against_everybody(session, work)
    going = set(
        session.scalars(select(Case.partnership_id).where(Case.state != CaseState.DECIDED, Case.archived.is_(False)))
    )
    items = []
    for partnership, freezes in against:
        standing_against = (freeze for freeze in freezes if not freeze.over and freeze.kind != freezing.EARLIER)
        freeze = next(standing_against, None)  # what was signed before has a day of its own, and is a task
        ends = day_known(partnership.ends_on)
        over = ends is not None and ends < work.today()
        if freeze is None or (freeze.kind == freezing.EXPIRED and over):
            continue
        if partnership.id not in going or freeze.kind != freezing.EXPIRED:
            items.append((freeze, partnership))
    items.sort(key=lambda pair: (pair[0].kind == freezing.EXPIRED, -len(pair[0].deeds)))
    concerned = [partnership.partner_id for _freeze, partnership in items]
    names = {
        row.id: row.name for row in session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(concerned)))
    }
    plans = _adhoc_cases(
        session, [partnership.id for freeze, partnership in items if freeze.kind in freezing.OF_REMEDY]
    )
    return [
        _against(freeze, partnership, names.get(partnership.partner_id, ""), plans.get(partnership.id, ""))
        for freeze, partnership in items
    ]


def _adhoc_cases(session: Session, partnership_ids: Sequence[str]) -> Mapping[str, str]:
    """The case of each of these ad hoc collaborations, by partnership."""
    decided = verdicts.of_partnerships(session, partnership_ids)
    return {id_: row.newest_first[0].case_id for id_, row in decided.items() if row.newest_first}


def _remedy_checks(session: Session, work: Work) -> list[TodayItem]:
    """The ad hoc collaborations (¶23) whose regular check is due."""
    items = []
    for decision, name in remedying.under_way(session):
        standing_now = remedying.of_decision(session, work, decision, work.today())
        if standing_now is not None and standing_now.next_check and is_due(standing_now.next_check, work.today()):
            step = NextStep("", "", "remedy", {"case": decision.case_id})
            items.append(TodayItem(TodayKind.CHECK, decision.id, name, on=standing_now.next_check, step=step))
    return items


def is_due(day: str, today: date) -> bool:
    """Whether a day has come; what is no day, from wherever it arrived, is looked at now."""
    known = day_known(day)
    return known is None or known <= today


def _against(freeze: Freeze, partnership: Partnership, name: str, plan: str) -> TodayItem:
    arguments: JsonObject = {"partner": partnership.partner_id, "kind": freeze.kind, "partnership": partnership.id}
    if freeze.incident is not None:
        arguments = {"partner": partnership.partner_id, "id": freeze.incident.id}
    step = NextStep(freeze.why, "", "incident", arguments)
    if plan:
        step = NextStep(freeze.why, "", "remedy", {"case": plan})
    if freeze.agreement_id:
        step = NextStep(freeze.why, "", "agreement", {"id": freeze.agreement_id, "step": "life"})
    return TodayItem(TodayKind.FROZEN, partnership.id, name, freeze.kind, partner=partnership.partner_id, step=step)


def _with_answers(session: Session, items: Sequence[TodayItem]) -> Sequence[TodayItem]:
    """The open cases among these with how many questions of each have an answer on record."""
    going = [item.id for item in items if item.kind == TodayKind.CONTINUE]
    if not going:
        return items
    query = (
        select(Answer.case_id, func.count(Answer.question.distinct()))
        .where(Answer.case_id.in_(going))
        .group_by(Answer.case_id)
    )
    counts = {row[0]: row[1] for row in session.execute(query)}
    return [replace(item, count=counts.get(item.id, 0)) if item.id in going else item for item in items]


def _to_read(session: Session, work: Work) -> list[TodayItem]:
    """Handed-over cases that this officer reviews before they are decided, and sheets of paper to confirm.

    Whether a case asks for a review takes its whole assessment: as many are judged as there is room for.
    """
    officer = work.officer
    query = select(Case, Partner.name).join(Partner, Partner.id == Case.partner_id)
    query = query.join(Partnership, Partnership.id == Case.partnership_id).where(decisions.waits())
    oldest = query.order_by(Case.submitted_at, Case.number)
    entered = exists().where(
        PaperDecision.case_id == Case.id,
        PaperDecision.hand_over == Case.hand_over,
        PaperDecision.state == PaperState.ENTERED,
        PaperDecision.entered_by != officer.id,
    )
    sheets = [(case, name) for case, name in session.execute(oldest.where(entered).limit(MOST))]
    items = [
        TodayItem(TodayKind.SHEET, case.id, name, case.number)
        for case, name in sheets
        if paper_decisions.may_handle(session, officer, case)
    ]
    if not reviewing.reads(officer):
        return items
    unread_here = oldest.where(Case.reviewed_hand_over != Case.hand_over)
    unread_here = unread_here.where(Case.office == work.store.identity.office)  # Headquarters is asked by requests
    unread = [(c, name) for c, name in session.execute(unread_here.limit(MOST))]
    names = {case.id: name for case, name in unread}
    for case in reviewing.waiting(session, work, [case for case, _name in unread]):
        handed = day_of(case.submitted_at).isoformat() if case.submitted_at else ""
        items.append(TodayItem(TodayKind.REVIEW, case.id, names[case.id], case.number, on=handed))
    return items


def _decisions(session: Session, work: Work, requested: RequestInbox) -> tuple[list[TodayItem], list[TodayItem], int]:
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
    decides = deciding.decides(work.officer)
    eligible = {case.id: case for case, _name in ready if decides and not deciding.is_barred(work.officer, case)}
    assessed = assessments.assess_all(session, work, list(eligible.values()))
    clearances = {row.request.case_id: row for row in requested.others if row.request.asks == Asked.DECISION}
    mine: list[TodayItem] = []
    others: list[TodayItem] = []
    for case, name in ready:
        request = clearances.get(case.id)
        item = TodayItem(
            TodayKind.DECIDE,
            case.id,
            name,
            case.outcome.residual if case.outcome else "",
            on=day_of(case.submitted_at).isoformat() if case.submitted_at else "",
            due=request.request.due_on or "" if request is not None else "",
            late=request is not None and request.late,
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


def _unsigned() -> tuple[ColumnElement[bool], ...]:
    return Agreement.archived.is_(False), Agreement.state.in_(UNFINISHED)


def _unfinished(frozen: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Agreements that go on; a draft waits for nobody while the case of its partnership does."""
    before = exists().where(
        Case.partnership_id == Agreement.partnership_id, Case.archived.is_(False), or_(_answering(), decisions.waits())
    )
    waits = or_(Agreement.state != AgreementState.DRAFT, not_(before.correlate(Agreement)))
    going = (*_unsigned(), waits)
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


def _own_tasks(work: Work, *, aside: bool = False) -> tuple[ColumnElement[bool], ...]:
    """The tasks of this officer, or of nobody, that are not done; those that are put off apart from the others."""
    hidden = putting_off.hides_task(work.definitions.put_off, work.today())
    return Task.done_on.is_(None), Task.owner.in_((work.officer.id, "")), hidden if aside else not_(hidden)


def _due(work: Work) -> tuple[ColumnElement[bool], ...]:
    today = work.today()
    return (*_own_tasks(work), Task.due_on <= today.isoformat())


def _tasks(session: Session, work: Work) -> list[TodayItem]:
    due = _due(work)
    items = _task_items(session, work, _about_partners().where(*due).order_by(Task.due_on).limit(MOST))
    items += [item_of(work, task, "") for task in _cleared(session, work, last=work.today())]
    today = work.today()
    items += _reminders_of_partners(session, work, Partner.next_action_on <= today.isoformat())
    items += _diligence_due(session, work, last=today)[:MOST]
    items += _of_office(session, work, last=today)
    items += _next_actions(session, work, Partnership.next_action_on <= today.isoformat())
    return sorted(items, key=lambda item: item.on)[:MOST]


def _own_reminders(work: Work, *, aside: bool = False) -> tuple[ColumnElement[bool], ...]:
    """The reminders with a day of the partners that this officer follows, or nobody; those put off apart."""
    hidden = putting_off.hides(Partner.id, Partner.next_action_on, work.today())
    own = (Partner.owner.in_((work.officer.id, "")), hidden if aside else not_(hidden))
    named = (Partner.next_action != "", Partner.next_action_on.is_not(None), Partner.next_action_on != "")
    return (*named, Partner.archived.is_(False), Partner.same_as.is_(None), *own)


def _reminders_of_partners(
    session: Session, work: Work, *days: ColumnElement[bool], aside: bool = False
) -> list[TodayItem]:
    query = select(Partner.id, Partner.name, Partner.next_action, Partner.next_action_on)
    query = query.where(*_own_reminders(work, aside=aside), *days).order_by(Partner.next_action_on, Partner.name)
    return [reminder_of(i, name, what, on or "") for i, name, what, on in session.execute(query.limit(MOST))]


def _own_actions(work: Work, *, aside: bool = False) -> Select[str, str, str, str, str | None]:
    """The next actions with a day of the partnerships that this officer, or nobody, is in charge of; put off apart."""
    by, hidden = work.officer, putting_off.hides(Partnership.id, Partnership.next_action_on, work.today())
    nobody_else = and_(Partnership.owner == "", Partner.owner.in_((by.id, "")))
    query = select(Partnership.id, Partner.id, Partner.name, Partnership.next_action, Partnership.next_action_on)
    return (
        query.join(Partner, Partner.id == Partnership.partner_id)
        .where(Partnership.next_action != "", Partnership.next_action_on.is_not(None), Partnership.next_action_on != "")
        .where(Partnership.archived.is_(False), Partnership.closed_on.is_(None), Partner.archived.is_(False))
        .where(or_(Partnership.owner == by.id, nobody_else), hidden if aside else not_(hidden))
        .order_by(Partnership.next_action_on, Partner.name)
    )


def _next_actions(session: Session, work: Work, *days: ColumnElement[bool]) -> list[TodayItem]:
    rows = session.execute(_own_actions(work).where(*days).limit(MOST))
    return [action_of(id_, partner_id, name, what, on or "") for id_, partner_id, name, what, on in rows]


def action_of(partnership_id: str, partner_id: str, name: str, what: str, on: str) -> TodayItem:
    """The next action of a partnership; it leads to it."""
    way = NextStep("", "", "partnership", {"partner": partner_id, "id": partnership_id})
    return TodayItem(TodayKind.TASK, f"{NEXT}{partnership_id}", what, name, on=on, step=way)


def reminder_of(partner_id: str, name: str, what: str, on: str) -> TodayItem:
    """The reminder of a partner: what is to be done on which day; it leads to its page."""
    return TodayItem(
        TodayKind.TASK, partner_id, what, name, on=on, step=NextStep("", "", "partner", {"id": partner_id})
    )


def _cleared(session: Session, work: Work, after: date = date.min, *, last: date) -> list[Task]:
    """What Headquarters' conditions ask of this officer on the days between."""
    begin, end, own = after.isoformat(), last.isoformat(), (work.officer.id, "")
    tasks = conditions.tasks_of_clearances(session, work)
    return [task for task in tasks if task.owner in own and begin < (task.due_on or "") <= end]


def diligence_to_make(session: Session) -> list[tuple[TodayItem, str, str]]:
    """What was signed before the program and waits for its due diligence by a day; the partner's name, whose task.

    It is that of whoever follows the partner, and before anybody does, of who recorded it.
    """
    waiting = [row for row in freezing.without_diligence(session) if row.diligence_due_on]
    columns = select(Partner.id, Partner.name, Partner.owner)
    living = columns.where(Partner.id.in_({row.partner_id for row in waiting}), Partner.archived.is_(False))
    found = {row.id: (row.name, row.owner) for row in session.execute(living)} if waiting else {}
    names = {id_: name for id_, (name, _owner) in found.items()}
    sentence = _("{partner}: make the due diligence of what was signed before the program, “{title}”")
    return [
        (
            TodayItem(
                TodayKind.TASK,
                row.id,
                sentence.format(partner=names[row.partner_id], title=row.title),
                row.reference,
                on=row.diligence_due_on or "",
                partner=row.partner_id,
                matter=Unmoved.CATCH_UP,
                step=NextStep("", "", "earlier", {"id": row.id}),
            ),
            names[row.partner_id],
            found[row.partner_id][1] or row.recorded_by,
        )
        for row in waiting
        if row.partner_id in names
    ]


def _diligence_due(session: Session, work: Work, after: date = date.min, *, last: date) -> list[TodayItem]:
    """The same of this officer, or of nobody, on the days between."""
    begin, end, own = after.isoformat(), last.isoformat(), (work.officer.id, "")
    return [item for item, _name, owner in diligence_to_make(session) if owner in own and begin < item.on <= end]


def of_office(session: Session, work: Work) -> list[tuple[TodayItem, str, str]]:
    """What the records of the office ask for by a day, beside tasks and reminders: the partner's name, whose it is.

    That is what the function asks for, names and emblems to be approved or taken down, promises that are late or
    expected soon, goods that expire, risks to be looked at again, and figures of periods. A session, which sees one
    state, reads it once.
    """
    answers: dict[str, list[tuple[TodayItem, str, str]]] = session.info.setdefault(of_office, {})
    if work.officer.id not in answers:
        answers[work.officer.id] = _asked_by_records(session, work)
    return answers[work.officer.id]


def _asked_by_records(session: Session, work: Work) -> list[tuple[TodayItem, str, str]]:
    risks = delivery_risks.to_review(session, work)
    return [
        *((item, "", owner) for item, owner in _of_function(session, work)),
        *((item, "", "") for item in _of_periods(session, work)),
        *((_of_use(task), task.partner, task.owner) for task in visibility.to_do(session, work)),
        *((_of_contribution(work, own), own.partner, own.owner) for own in reminders.read(session, work, SOON_DAYS)),
        *((_of_risk(line), line.whose.partner, line.risk.owner or line.whose.in_charge) for line in risks),
    ]


def _of_contribution(work: Work, own: ContributionReminder) -> TodayItem:
    """A promise, goods that expire, or a value to be read; it leads to its page."""
    today, day, since = work.today(), day_known(own.on), day_known(own.since)
    matter = ""
    match own.kind:
        case ReminderKind.EXPIRY:
            sentence = _("Goods that have expired: {what}") if day and day < today else _("Goods that expire: {what}")
            matter = Unmoved.EXPIRY
        case ReminderKind.PROMISE:
            sentence = _("Late promise: {what}") if since and since <= today else _("Promise expected: {what}")
            matter = Unmoved.PROMISE
        case ReminderKind.READING:
            sentence = _("Read the value a second time: {what}")
    step, name = NextStep("", "", "contribution", {"id": own.id}), sentence.format(what=own.what)
    return TodayItem(TodayKind.TASK, own.id, name, own.partner, on=own.on, since=own.since, matter=matter, step=step)


def _of_risk(line: DeliveryRiskLine) -> TodayItem:
    """An open risk on the day of its review; it leads to its page."""
    risk, sentence = line.risk, _("Look at the risk again: {risk}")
    way, name = NextStep("", "", "delivery_risk", {"id": risk.id}), sentence.format(risk=risk.title)
    return TodayItem(TodayKind.TASK, risk.id, name, line.whose.partner, on=risk.review_on or "", step=way)


def _of_use(task: VisibilityTask) -> TodayItem:
    """A name or an emblem that hangs without approval, or until a day; it leads to its page."""
    sentence = (
        _("Have it approved, or taken down: {material}")
        if task.state == VisibilityState.UNAPPROVED
        else _("Have the name or emblem taken down: {material}")
    )
    way, name = NextStep("", "", "visibility_use", {"id": task.use_id}), sentence.format(material=task.material)
    return TodayItem(TodayKind.TASK, task.use_id, name, task.partner, on=task.on, step=way)


def _of_function(session: Session, work: Work) -> list[tuple[TodayItem, str]]:
    """Trainings to be renewed and the focal point that the office lacks (¶30 e); the id of whose it is.

    What is nobody's is listed for those who administer the office; Headquarters has none.
    """
    if work.store.identity.office == HQ:
        return []
    listed = [
        (_renewal(work, own, whose), whose)
        for own, whose in trainings.to_renew(session, work)
        if whose or may(work.officer, Right.ADMINISTER)
    ]
    since = focal_points.missing_since(session, work) if may(work.officer, Right.ADMINISTER) else None
    if since is not None:
        name, step = _("Name the focal point of the office (¶30 e)"), NextStep("", "", "focal_point", {})
        office, on = work.store.identity.office, since.isoformat()
        listed.append((TodayItem(TodayKind.TASK, office, name, on=on, matter=Unmoved.FOCAL_POINT, step=step), ""))
    return listed


def _of_periods(session: Session, work: Work) -> list[TodayItem]:
    """Signed figures that are others by now and not restated, and past years of which nobody put the figures forward
    (¶30 a): for those who sign or put forward here."""
    items = []
    if periods.may_prepare(work):
        days = work.definitions.put_off.figures_after_days
        for year in periods.not_put_forward(session, work):
            name = _("Put the figures of {period} forward (¶30 a)").format(period=period_words.name(year))
            id_, on = periods.closing_id(work.store.identity.office, year), days_later(year.last, days).isoformat()
            step = NextStep("", "", "periods", {})
            items.append(TodayItem(TodayKind.TASK, id_, name, on=on, matter=Unmoved.FIGURES, step=step))
    if periods.may_prepare(work) or sealers.right_in(session, work, DelegatedDeed.FIGURES).may:
        for line in periods.not_restated(work):
            changed = plural("{count} figure is another since", "{count} figures are others since", len(line.changed))
            name = _("Restate the signed figures of {period} (¶30 a)").format(period=period_words.name(line.period))
            step = NextStep("", "", "period", {"id": line.closing.id})
            on, id_ = line.said_on, line.closing.id
            items.append(TodayItem(TodayKind.TASK, id_, name, changed, on=on, matter=Unmoved.RESTATEMENT, step=step))
    return items


def _renewal(work: Work, own: TrainingStanding, whose: str) -> TodayItem:
    rules, training = work.definitions.function.by_subject, own.training
    subjects = ", ".join(pick(rules[subject].label) for subject in own.lapsing if subject in rules)
    sentence = (
        _("Renew your training: {subjects}")
        if whose == work.officer.id
        else _("Renew the training of {name}: {subjects}")
    )
    name, on = sentence.format(name=training.name, subjects=subjects), own.until.isoformat() if own.until else ""
    step = NextStep("", "", "training", {"id": training.id})
    return TodayItem(TodayKind.TASK, training.id, name, on=on, matter=Unmoved.TRAINING, step=step)


def _of_office(
    session: Session, work: Work, after: date = date.min, *, last: date, aside: bool = False
) -> list[TodayItem]:
    """The same of this officer, or of nobody, on the days between; what is put off apart."""
    begin, end, own = after.isoformat(), last.isoformat(), (work.officer.id, "")
    listed = [
        item for item, _name, whose in of_office(session, work) if whose in own and begin < item.waits_from <= end
    ]
    if not listed:
        return []
    rows, never = putting_off.PutOffs.read_in(session, work.today()), work.definitions.put_off.never
    listed.sort(key=lambda item: item.on)
    hidden = {item.id for item in listed if item.matter not in never and rows.of(item.about, item.on) is not None}
    return [item for item in listed if (item.id in hidden) is aside]


def _about_partners() -> Select[Task, str]:
    return select(Task, Partner.name).outerjoin(Partner, Partner.id == Task.about)


def _task_items(session: Session, work: Work, query: Select[Task, str]) -> list[TodayItem]:
    return [item_of(work, task, partner or "") for task, partner in session.execute(query)]


def item_of(work: Work, task: Task, partner: str) -> TodayItem:
    """A task; a condition's leads to the decision that made it, an open question's or a measure's to what it is of."""
    matter = Unmoved.CONDITION if task.source == TaskSource.CONDITION else ""
    return replace(_item_of(work, task, partner), matter=matter)


def _item_of(work: Work, task: Task, partner: str) -> TodayItem:
    question = work.definitions.form.by_id.get(task.question) if task.question else None
    if question is not None:
        sentence = _("{partner}: find out “{question}”").format(partner=partner, question=pick(question.short))
        way = NextStep("", "", "question", {"case": task.case_id, "question": question.id})
        return TodayItem(TodayKind.TASK, task.id, sentence, task.what, on=task.due_on or "", step=way)
    if task.agreement_id:
        way = NextStep("", "", "agreement", {"id": task.agreement_id, "step": "life"})
        return TodayItem(TodayKind.TASK, task.id, task.what, partner, on=task.due_on or "", step=way)
    if task.interaction_id:
        way = NextStep("", "", "meeting", {"partner": task.about, "id": task.interaction_id})
        return TodayItem(TodayKind.TASK, task.id, task.what, partner, on=task.due_on or "", step=way)
    place = "risks" if task.risk_id else "decision"
    step = NextStep("", "", place, {"case": task.case_id}) if task.case_id else None
    of = partner if step is not None else task.about
    return TodayItem(TodayKind.TASK, task.id, task.what, of, on=task.due_on or "", step=step)


# --- soon


def _soon(session: Session, work: Work) -> tuple[TodayItem, ...]:
    today = work.today()
    first, last = today.isoformat(), (today + timedelta(days=SOON_DAYS)).isoformat()
    reminders = work.definitions.authority.reminders
    ending = _decisions_ending(session, work, min(reminders) + 1, max(reminders))
    soon = [*ending, *_agreements_ending(session, first, last)]
    later = _about_partners().where(*_own_tasks(work), Task.due_on > first, Task.due_on <= last)
    soon += _task_items(session, work, later.limit(MOST))
    soon += _reminders_of_partners(session, work, Partner.next_action_on > first, Partner.next_action_on <= last)
    soon += _next_actions(session, work, Partnership.next_action_on > first, Partnership.next_action_on <= last)
    soon += [item_of(work, task, "") for task in _cleared(session, work, today, last=today + timedelta(days=SOON_DAYS))]
    soon += _diligence_due(session, work, today, last=today + timedelta(days=SOON_DAYS))[:MOST]
    soon += _of_office(session, work, today, last=date.max)[:MOST]
    listed = sorted(soon, key=lambda item: item.on)[: 2 * MOST]
    return (*_dormant(session, work), *listed)


def _put_off(session: Session, work: Work) -> list[PutOffItem]:
    """What this officer would have on Today, or soon, had nobody put it off; what comes back first comes first."""
    rows = putting_off.PutOffs.read_in(session, work.today())
    if not rows.by_record:
        return []
    items = _task_items(session, work, _about_partners().where(*_own_tasks(work, aside=True)))
    items += _reminders_of_partners(session, work, aside=True)
    items += [
        action_of(id_, partner_id, name, what, on or "")
        for id_, partner_id, name, what, on in session.execute(_own_actions(work, aside=True))
    ]
    items += _of_office(session, work, last=date.max, aside=True)
    rules = work.definitions.put_off
    aside = [(item, row) for item in items if (row := rows.of(item.about, item.on)) is not None]
    aside.sort(key=lambda pair: (pair[1].until or "", pair[0].name))
    return [
        PutOffItem(item, row.until or "", putting_off.reason_in_words(rules, row), row.by) for item, row in aside[:MOST]
    ]


def _dormant(session: Session, work: Work) -> list[TodayItem]:
    """One line for all partnerships that sleep; it leads to them."""
    count = pipeline.asleep(session, work) if may(work.officer, Right.REGISTER) else 0
    step = NextStep("", "", "pipeline", {"sign": "dormant"})
    return [TodayItem(TodayKind.DORMANT, "dormant", count=count, step=step)] if count else []


def _decisions_ending(session: Session, work: Work, first_days: int, last_days: int) -> list[TodayItem]:
    """The decisions that run out in so many days, with how many reminders there were (dossier 2.8)."""
    today = work.today()
    first, last = ((today + timedelta(days=days)).isoformat() for days in (first_days, last_days))
    going = select(Case.partnership_id).where(Case.state != CaseState.DECIDED, Case.archived.is_(False))
    ending: list[TodayItem] = []
    for kind in (Decision, Clearance):
        query: Any = (
            select(kind.id, kind.valid_until, Partner.name, Case)
            .join(Partner, Partner.id == kind.partner_id)
            .join(Case, Case.id == kind.case_id)
            .where(kind.valid_until >= first, kind.valid_until <= last, kind.outcome.in_(FAVOURABLE))
            .where(Case.partnership_id.not_in(going))  # is being renewed
            .order_by(kind.valid_until)
            .limit(MOST)
        )
        rows = session.execute(query).all()
        counting = verdicts.of_partnerships(session, {case.partnership_id for *_others, case in rows})
        ending += [
            TodayItem(TodayKind.DECISION_ENDS, case.id, name, on=until, count=_reminders(work, until))
            for decision_id, until, name, case in rows
            if counting[case.partnership_id].newest_first[0].id == decision_id
        ]
    return ending


def _reminders(work: Work, until: str) -> int:
    """How many of the days on which a reminder is due have come."""
    left = (date.fromisoformat(until) - work.today()).days
    return sum(1 for days in work.definitions.authority.reminders if left <= days)


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
