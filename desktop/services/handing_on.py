"""What an officer holds, and handing all of it on when they leave: to one colleague, or to several by partner.

One function says what is held (`held`); the page, the note on paper and the deed itself read it, so that nothing that
is listed stays behind and nothing moves that was not listed. A handing is one deed of the journal, and is taken back as
one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, pick
from desktop.base.values import JsonObject, new_id
from desktop.services.diligence import conditions
from desktop.services.diligence.cases import is_with
from desktop.services.office import people
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, may, require
from desktop.services.registry import meetings
from desktop.services.work import Work
from desktop.store.records import (
    Agreement,
    Case,
    HandOver,
    Interaction,
    Offer,
    Officer,
    Partner,
    Partnership,
    Risk,
    Task,
)
from desktop.store.records.values import CaseHolder
from desktop.store.states import AgreementState, CaseState, OfferState, TaskSource


class HeldKind(StrEnum):
    """What an officer holds, in the order in which a note says it."""

    PARTNER = "partner"  # as its focal point
    CASE = "case"
    PARTNERSHIP = "partnership"
    AGREEMENT = "agreement"  # of a partner that is followed, with a day to come
    OFFER = "offer"
    PROMISE = "promise"
    TASK = "task"
    MEASURE = "measure"


KINDS: Mapping[str, str] = {
    HeldKind.PARTNER: N_("Focal point of a partner"),
    HeldKind.CASE: N_("Due diligence under way"),
    HeldKind.PARTNERSHIP: N_("Partnership in the pipeline"),
    HeldKind.AGREEMENT: N_("Agreement with a day to come"),
    HeldKind.OFFER: N_("Offer that waits"),
    HeldKind.PROMISE: N_("Promise"),
    HeldKind.TASK: N_("Task"),
    HeldKind.MEASURE: N_("Measure against a risk"),
}
FOLLOWING = (HeldKind.AGREEMENT,)  # has no officer of its own: it goes with its partner


@dataclass(frozen=True)
class HeldThing:
    """One thing that an officer holds; `id` is empty for what was only said, which nobody holds as a record."""

    kind: HeldKind
    id: str
    title: str
    detail: str
    on: str  # the day that it has, ISO, or ""
    partner: str  # the id of the partner it is about, or ""
    place: str
    arguments: JsonObject


@dataclass(frozen=True)
class Holding:
    """Everything that one officer holds, with the names of the partners it is about, by id."""

    officer: Officer
    things: tuple[HeldThing, ...]
    partners: Mapping[str, str]
    colleagues: tuple[Officer, ...]  # who could go on with it

    def of(self, kind: HeldKind) -> Sequence[HeldThing]:
        """Those of one kind."""
        return [thing for thing in self.things if thing.kind == kind]

    @property
    def count(self) -> int:
        """How many things change hands."""
        return sum(bool(thing.id) and thing.kind not in FOLLOWING for thing in self.things)


@dataclass(frozen=True)
class ReceivedHandOver:
    """What came to a receiver, as it stands now, with the names of who gave it, who did it and who has it."""

    row: HandOver
    leaver: str
    receiver: str
    things: tuple[HeldThing, ...]


# --- what is held


def held(work: Work, officer_id: str) -> Holding:
    """Everything that an officer of this office holds. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        return _held(session, work, officer_id)


def _held(session: Session, work: Work, officer_id: str) -> Holding:
    officer = session.get_one(Officer, officer_id)
    things = sorted(
        _things(session, work, officer_id),
        key=lambda thing: (list(HeldKind).index(thing.kind), thing.on or "9999", thing.title),
    )
    about = dict.fromkeys((thing.partner for thing in things if thing.partner), "")
    names = select(Partner.id, Partner.name).where(Partner.id.in_(list(about)))
    about |= {row.id: row.name for row in session.execute(names)}
    colleagues = [
        one
        for one in people.officers_in(session, officer.office)
        if one.id != officer_id and may(one, Right.REGISTER) and may(one, Right.ANSWER)
    ]
    return Holding(officer, tuple(things), about, tuple(colleagues))


def _things(session: Session, work: Work, officer: str) -> Iterator[HeldThing]:
    followed = select(Partner).where(Partner.owner == officer, Partner.archived.is_(False), Partner.same_as.is_(None))
    own: list[str] = []
    for partner in session.scalars(followed):
        own.append(partner.id)
        way: JsonObject = {"id": partner.id}
        reminder = (partner.next_action, partner.next_action_on or "")
        yield HeldThing(
            HeldKind.PARTNER, partner.id, partner.name, reminder[0], reminder[1], partner.id, "partner", way
        )
    going = (
        select(Case, Partnership.title)
        .outerjoin(Partnership, Partnership.id == Case.partnership_id)
        .where(is_with(officer), Case.state != CaseState.DECIDED, Case.archived.is_(False))
    )
    for case, of_partnership in session.execute(going):
        title = of_partnership or ""
        yield HeldThing(HeldKind.CASE, case.id, title, case.number, "", case.partner_id, "diligence", {"case": case.id})
    planned = select(Partnership).where(
        Partnership.owner == officer, Partnership.archived.is_(False), Partnership.closed_on.is_(None)
    )
    for plan in session.scalars(planned):
        on = plan.next_action_on or ""
        way = {"partner": plan.partner_id, "id": plan.id}
        yield HeldThing(
            HeldKind.PARTNERSHIP, plan.id, plan.title, plan.next_action, on, plan.partner_id, "partnership", way
        )
    yield from _agreements(session, work, own)
    for offer in session.scalars(select(Offer).where(Offer.owner == officer, Offer.state == OfferState.OPEN)):
        on, way = offer.answer_on or offer.valid_until or "", {"id": offer.id}
        yield HeldThing(HeldKind.OFFER, offer.id, offer.name, offer.what, on, offer.partner_id, "offer", way)
    yield from _tasks(session, work, officer)
    yield from _said(session, own)


def _agreements(session: Session, work: Work, partners: Sequence[str]) -> Iterator[HeldThing]:
    """The agreements of the partners followed that are not over: in force until a day, or still to be signed."""
    query = (
        select(Agreement, Partnership.ends_on)
        .outerjoin(Partnership, Partnership.id == Agreement.partnership_id)
        .where(Agreement.partner_id.in_(partners), Agreement.archived.is_(False))
        .where(Agreement.state != AgreementState.ENDED)
    )
    for agreement, ends in session.execute(query):
        kind = work.definitions.agreements.get(agreement.type)
        title, on = pick(kind.name) if kind else agreement.type, ends or ""
        way: JsonObject = {"id": agreement.id}
        yield HeldThing(
            HeldKind.AGREEMENT, agreement.id, title, agreement.reference, on, agreement.partner_id, "agreement", way
        )


def _tasks(session: Session, work: Work, officer: str) -> Iterator[HeldThing]:
    """The tasks of an officer; those that Headquarters' conditions ask for too, which are no rows before they move."""
    risks = session.scalars(select(Risk).where(Risk.owner == officer, Risk.archived.is_(False))).all()
    measures = {risk.id for risk in risks}
    rows = list(session.scalars(select(Task).where(Task.owner == officer, Task.done_on.is_(None))))
    rows += [task for task in conditions.tasks_of_clearances(session, work) if task.owner == officer]
    for task in rows:
        if task.risk_id in measures:
            continue  # it goes along with its measure
        kind = HeldKind.PROMISE if task.source == TaskSource.PROMISE else HeldKind.TASK
        place, way = _of_task(task)
        yield HeldThing(kind, task.id, task.what, "", task.due_on or "", task.about, place, way)
    for risk in risks:
        place, way = ("risks", {"case": risk.case_id}) if risk.case_id else ("partner", {"id": risk.partner_id})
        what, on = risk.measure or risk.text, risk.due_on or ""
        yield HeldThing(HeldKind.MEASURE, risk.id, what, "", on, risk.partner_id, place, dict(way))


def _of_task(task: Task) -> tuple[str, JsonObject]:
    """Where a task is done."""
    if task.interaction_id:
        return "meeting", {"partner": task.about, "id": task.interaction_id}
    if task.case_id:
        return "diligence", {"case": task.case_id}
    if task.agreement_id:
        return "agreement", {"id": task.agreement_id, "step": "life"}
    return "tasks", {}


def _said(session: Session, partners: Sequence[str]) -> Iterator[HeldThing]:
    """What was promised without a day at contacts with these partners: nobody's task, and not to be forgotten."""
    query = select(Interaction).where(Interaction.partner_id.in_(partners), Interaction.archived.is_(False))
    for kept in meetings.kept_promises(session, session.scalars(query).all()):
        if kept.task is None and not kept.promise.due:
            way: JsonObject = {"partner": kept.meeting.partner_id, "id": kept.meeting.id}
            title = _("{who}: {what}").format(who=kept.promise.by, what=kept.promise.what)
            yield HeldThing(
                HeldKind.PROMISE, "", title, kept.meeting.subject, "", kept.meeting.partner_id, "meeting", way
            )


# --- handing it on


def hand_on(
    work: Work, officer_id: str, note: str, everything: str, by_partner: Mapping[str, str] | None = None
) -> str:
    """Hand everything that an officer holds to a colleague, and what is about some partners to others, with a note.

    Returns the id of the deed, by which it is taken back. Raises Problem without a note, for a receiver who does not
    work on partners in this office, where nothing is held, and for who may not: each hands on their own, and who
    manages accounts that of another.
    """
    _require_may(work, officer_id)
    if not note.strip():
        raise Problem(
            _("A note is needed for your colleagues; nothing changed hands."),
            _("Say in a few sentences how things stand and what is next."),
            code="handed-on-without-note",
        )
    clock, deed = sealing_clock(work), new_id()
    with work.store.change(N_("Everything handed over to colleagues"), work.officer.id) as session:
        holding = _held(session, work, officer_id)
        able = {colleague.id for colleague in holding.colleagues}
        receivers = {everything, *(by_partner or {}).values()}
        if not receivers <= able:
            raise Problem(
                _("This person does not work on partners in this office; nothing changed hands."),
                _("Choose a colleague of the list."),
                code="receiver-unknown",
            )
        if not holding.count:
            raise Problem(
                _("{name} holds nothing; there is nothing to hand over.").format(name=holding.officer.name),
                _("Look at the list of users."),
                code="nothing-held",
            )
        rows: dict[str, HandOver] = {}
        unwritten = {task.id: task for task in conditions.tasks_of_clearances(session, work)}
        partners: dict[str, set[str]] = defaultdict(set)
        for thing in holding.things:
            receiver = (by_partner or {}).get(thing.partner, everything)
            partners[receiver] |= {thing.partner} - {""}
            if not thing.id or thing.kind in FOLLOWING:
                continue
            row = rows.setdefault(
                receiver,
                HandOver(
                    deed=deed,
                    leaver=officer_id,
                    receiver=receiver,
                    note=note.strip(),
                    handed_on=clock.today().isoformat(),
                    handed_by=work.officer.id,
                ),
            )
            row.records = [*row.records, thing.id]
            _move(session, work, thing, receiver, row, unwritten)
        for receiver, row in rows.items():
            row.partners = sorted(partners[receiver])
        session.add_all(rows.values())
    return deed


def _move(
    session: Session, work: Work, thing: HeldThing, receiver: str, row: HandOver, unwritten: Mapping[str, Task]
) -> None:
    if thing.kind == HeldKind.CASE:
        case = session.get_one(Case, thing.id)
        former = CaseHolder(
            case=case.id,
            entrusted_to=case.entrusted_to,
            entrusted_by=case.entrusted_by,
            entrusted_at=case.entrusted_at or "",
            entrusted_note=case.entrusted_note,
        )
        row.cases_before = (*row.cases_before, former)
        case.entrusted_to, case.entrusted_by = receiver, work.officer.id
        case.entrusted_at, case.entrusted_note = sealing_clock(work).stamp(), row.note
        return
    record = unwritten.get(thing.id) or session.get_one(FAMILIES[thing.kind], thing.id)
    record.owner = receiver
    if thing.id in unwritten:
        session.add(record)
    if thing.kind == HeldKind.MEASURE:
        along = Task.risk_id == thing.id, Task.owner == row.leaver, Task.done_on.is_(None)
        for task in session.scalars(select(Task).where(*along)):
            task.owner, row.records = receiver, [*row.records, task.id]


FAMILIES: Mapping[HeldKind, Any] = {
    HeldKind.PARTNER: Partner,
    HeldKind.PARTNERSHIP: Partnership,
    HeldKind.OFFER: Offer,
    HeldKind.PROMISE: Task,
    HeldKind.TASK: Task,
    HeldKind.MEASURE: Risk,
}


def take_back(work: Work, deed: str) -> None:
    """Give everything of one handing back to who held it; what somebody else holds by now stays with them.

    Raises Problem where it was taken back already, or is not known here.
    """
    with work.store.read() as session:
        handing = session.scalars(_rows(deed)).first()
    if handing is None:
        raise Problem(
            _("This handing over was taken back already; nothing was changed."),
            _("Look at who holds what now."),
            code="handing-taken-back",
        )
    _require_may(work, handing.leaver)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Handing over taken back"), work.officer.id) as session:
        for row in session.scalars(_rows(deed)):
            for family in set(FAMILIES.values()):
                mine = family.id.in_(row.records), family.owner == row.receiver
                for record in session.scalars(select(family).where(*mine)):
                    record.owner = row.leaver
            for before in row.cases_before:
                case = session.get(Case, before.case)
                if case is not None and case.entrusted_to == row.receiver:
                    case.entrusted_to, case.entrusted_by = before.entrusted_to, before.entrusted_by
                    case.entrusted_at, case.entrusted_note = before.entrusted_at or None, before.entrusted_note
            row.taken_back_on, row.taken_back_by = day, work.officer.id


def _rows(deed: str) -> Select[HandOver]:
    return select(HandOver).where(HandOver.deed == deed, HandOver.taken_back_on.is_(None))


def _require_may(work: Work, officer_id: str) -> None:
    require(work.officer, Right.REGISTER if officer_id == work.officer.id else Right.ADMINISTER)


# --- what came to a receiver


def unread_in(session: Session, officer_id: str) -> Sequence[HandOver]:
    """What was handed to an officer who has not said to have read it."""
    query = select(HandOver).where(
        HandOver.receiver == officer_id, HandOver.read_on.is_(None), HandOver.taken_back_on.is_(None)
    )
    return session.scalars(query.order_by(HandOver.handed_on, HandOver.id)).all()


def received(work: Work, row_id: str) -> ReceivedHandOver:
    """One handing as its receiver reads it: the note, and what of it they hold still. Raises NoResultFound."""
    with work.store.read() as session:
        row = session.get_one(HandOver, row_id)
        names = people.names_in(session)
        things = [thing for thing in _things(session, work, row.receiver) if thing.id in row.records]
        things.sort(key=lambda thing: (list(HeldKind).index(thing.kind), thing.on or "9999", thing.title))
    return ReceivedHandOver(row, names.get(row.leaver, ""), names.get(row.receiver, ""), tuple(things))


def note_read(work: Work, row_id: str, read: bool = True) -> None:
    """The receiver has read what was handed over: it leaves Today. Or brings it back there."""
    require(work.officer, Right.REGISTER)
    day = sealing_clock(work).today().isoformat()
    with work.store.change(N_("Handing over read"), work.officer.id) as session:
        row = session.get_one(HandOver, row_id)
        if row.receiver == work.officer.id:
            row.read_on = day if read else None


def deeds(work: Work) -> Sequence[tuple[str, str, str, int]]:
    """Every handing that was not taken back: its deed, whose it was, on which day, how many things."""
    with work.store.read() as session:
        names = people.names_in(session)
        counts: dict[tuple[str, str, str], int] = defaultdict(int)
        for row in session.scalars(select(HandOver).where(HandOver.taken_back_on.is_(None))):
            counts[row.deed, names.get(row.leaver, ""), row.handed_on] += len(row.records)
    return [(deed, name, day, count) for (deed, name, day), count in counts.items()]
