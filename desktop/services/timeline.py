"""What happened with a partner, the newest first: the one answer that its page, its sheet and the command line read.

An event is a dated field of a record (the day of a meeting, the signature of an agreement); what was done in the
register itself stands in `registry.history`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.numbers import format_money
from desktop.base.text import N_, UNKNOWN, CodeTable, _, language, pick
from desktop.base.values import JsonObject, local_day, moment_at
from desktop.services.diligence import freezing
from desktop.services.labels import CHANNELS, OUTCOMES
from desktop.services.registry import identity
from desktop.services.results import activities, delivery_risks, innovations, lessons, visibility
from desktop.services.work import Work
from desktop.store.order import last_writers
from desktop.store.records import (
    Activity,
    Agreement,
    Case,
    ChangeRow,
    Clearance,
    Contribution,
    Decision,
    DeliveryRisk,
    EarlierAgreement,
    HandOver,
    Incident,
    Interaction,
    Lesson,
    Offer,
    Partner,
    Partnership,
    Record,
    Result,
    VisibilityUse,
    table_of,
)
from desktop.store.records.fields import field_of
from desktop.store.states import Channel, ContributionState, OfferState, RiskState


class TimelineKind(StrEnum):
    """What kind of thing happened."""

    MEETING = "meeting"
    CALL = "call"
    LETTER = "letter"
    NOTE = "note"
    CASE = "case"
    DECISION = "decision"
    AGREEMENT = "agreement"
    CONTRIBUTION = "contribution"
    OFFER = "offer"
    ACTIVITY = "activity"
    INNOVATION = "innovation"
    VISIBILITY = "visibility"
    RISK = "risk"
    LESSON = "lesson"
    INCIDENT = "incident"


KINDS: Mapping[str, str] = CodeTable(
    {
        TimelineKind.MEETING: N_("Meeting"),
        TimelineKind.CALL: N_("Telephone call"),
        TimelineKind.LETTER: N_("Letter or message"),
        TimelineKind.NOTE: N_("Note"),
        TimelineKind.CASE: N_("Due diligence"),
        TimelineKind.DECISION: N_("Decision"),
        TimelineKind.AGREEMENT: N_("Agreement"),
        TimelineKind.CONTRIBUTION: N_("Contribution"),
        TimelineKind.OFFER: N_("Offer"),
        TimelineKind.ACTIVITY: N_("Activity"),
        TimelineKind.INNOVATION: N_("Innovation"),
        TimelineKind.VISIBILITY: N_("Name or emblem"),
        TimelineKind.RISK: N_("Risk of a partnership"),
        TimelineKind.LESSON: N_("Lesson"),
        TimelineKind.INCIDENT: N_("Incident"),
    },
    UNKNOWN,
)
BY_CHANNEL: Mapping[str, TimelineKind] = {
    Channel.MEETING: TimelineKind.MEETING,
    Channel.VISIT: TimelineKind.MEETING,
    Channel.VIDEO: TimelineKind.MEETING,
    Channel.EVENT: TimelineKind.MEETING,
    Channel.CALL: TimelineKind.CALL,
    Channel.EMAIL: TimelineKind.LETTER,
    Channel.LETTER: TimelineKind.LETTER,
    Channel.MESSAGE: TimelineKind.LETTER,
}
# The dated fields of an agreement and of a contribution, in the order in which they come on one day.
AGREED = {
    "final_at": N_("Final text"),
    "signed_on": N_("Signed"),
    "active_from": N_("In force"),
    "suspended_on": N_("Suspended"),
    "ended_on": N_("Ended"),
}
GIVEN = {
    "promised_on": N_("Promised"),
    "confirmed_on": N_("Confirmed"),
    "received_on": N_("Received"),
    "reported_on": N_("Reported to the partner"),
    "closed_on": N_("Closed"),
}
CLOSED: Mapping[str, str] = CodeTable(
    {ContributionState.WRITTEN_OFF: N_("Written off"), ContributionState.REFUSED: N_("Refused on arrival")}, UNKNOWN
)
# The dated fields of a name or an emblem that is shown.
SHOWN = {
    "approved_on": N_("Approved"),
    "shown_from": N_("Shown"),
    "taken_down_on": N_("Taken down"),
}


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened: on which day (ISO, of something old possibly only the year), and where its record is.

    `id` is that of the record; `title` and `detail` are in the language now spoken.
    """

    kind: TimelineKind
    id: str
    on: str
    title: str
    detail: str
    place: str
    arguments: JsonObject

    @property
    def key(self) -> str:
        """By which one entry of a record is told from another."""
        return f"{self.kind}:{self.id}:{self.title}"


@dataclass(frozen=True)
class _Event:
    """An entry with the field that dates it, and how far the record had come by then."""

    entry: TimelineEntry
    field: int
    rank: int = 0


def read(work: Work, partner_id: str) -> Sequence[TimelineEntry]:
    """Everything that happened with a partner, the newest first. Raises NoResultFound for an id not known here."""
    with work.store.read() as session:
        return read_in(session, work, partner_id)


def read_in(session: Session, work: Work, partner_id: str) -> Sequence[TimelineEntry]:
    """The same of a session. What happened on one day stands in the order of the journal of its computer."""
    session.get_one(Partner, partner_id)
    own = identity.records(session, partner_id)
    titles = {row.id: row.title for row in session.execute(_of(own, Partnership, "id", "title"))}
    events = [
        *_contacts(session, own),
        *_cases(session, own, titles),
        *_decisions(session, own, titles),
        *_agreements(session, work, own),
        *_contributions(session, own),
        *_offers(session, own),
        *_activities(session, work, own),
        *_innovations(session, work, own),
        *_visibility(session, own),
        *_delivery_risks(session, own),
        *_lessons(session, own),
        *_incidents(session, work, own),
        *_handings(session, own),
    ]
    written = last_writers(session, {event.entry.id for event in events})

    def place(event: _Event) -> tuple[str, str, int, int]:
        device, number, _generation = written.get(event.entry.id, {}).get(event.field, ("", 0, 0))
        return event.entry.on, device, number, event.rank

    events.sort(key=place, reverse=True)
    return [event.entry for event in events]


def _of(own: Sequence[str], family: type[Any], *names: str) -> Select[Any]:
    """These columns of the records of a family that hang on a partner and were not put away."""
    query = select(*(getattr(family, name) for name in names)).where(family.partner_id.in_(own))
    return query.where(family.archived.is_(False)) if "archived" in family.__table__.c else query


@cache
def _number(family: type[Record], name: str) -> int:
    field = field_of(table_of(family).c[name])
    if field is None:
        raise ValueError(f"{family.__name__} has no field {name}")
    return field.number


def _day(stamped: str | None) -> str:
    """The day of a day or of a moment, on the calendar of this computer."""
    day = day_known(stamped) if stamped and "T" in stamped else None
    return day.isoformat() if day is not None else stamped or ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _contacts(session: Session, own: Sequence[str]) -> Iterator[_Event]:
    field = _number(Interaction, "happened_on")
    names = ("id", "partner_id", "happened_on", "channel", "subject", "theirs")
    for row in session.execute(_of(own, Interaction, *names)):
        kind = BY_CHANNEL.get(row.channel, TimelineKind.NOTE)
        detail = _joined(_(CHANNELS[row.channel]) if row.channel else "", ", ".join(row.theirs))
        way: JsonObject = {"partner": row.partner_id, "id": row.id}
        yield _Event(TimelineEntry(kind, row.id, row.happened_on, row.subject, detail, "meeting", way), field)


def _cases(session: Session, own: Sequence[str], titles: Mapping[str, str]) -> Iterator[_Event]:
    steps = {"opened_on": _("Due diligence begun"), "submitted_at": _("Handed over for decision")}
    names = ("id", "number", "partnership_id", *steps)
    for row in session.execute(_of(own, Case, *names)):
        detail, way = _joined(row.number, titles.get(row.partnership_id, "")), {"case": row.id}
        for rank, (name, title) in enumerate(steps.items()):
            if on := _day(getattr(row, name)):
                entry = TimelineEntry(TimelineKind.CASE, row.id, on, title, detail, "diligence", dict(way))
                yield _Event(entry, _number(Case, name), rank)


def _decisions(session: Session, own: Sequence[str], titles: Mapping[str, str]) -> Iterator[_Event]:
    about = {
        row.id: titles.get(row.partnership_id, "") for row in session.execute(_of(own, Case, "id", "partnership_id"))
    }
    names = ("id", "case_id", "outcome", "decider_name", "decided_at")
    for family in (Decision, Clearance):
        field = _number(family, "decided_at")
        for row in session.execute(_of(own, family, *names)):
            detail, way = _joined(row.decider_name, about.get(row.case_id, "")), {"case": row.case_id}
            title, on = _(OUTCOMES[row.outcome]), _day(row.decided_at)
            yield _Event(TimelineEntry(TimelineKind.DECISION, row.id, on, title, detail, "decision", dict(way)), field)


def _agreements(session: Session, work: Work, own: Sequence[str]) -> Iterator[_Event]:
    rows = session.execute(_of(own, Agreement, "id", "type", "reference", *AGREED)).all()
    begun, first = _begun(session, [row.id for row in rows]), _number(Agreement, "type")
    for row in rows:
        kind = work.definitions.agreements.get(row.type)
        what, way = _joined(pick(kind.name) if kind else row.type, row.reference), {"id": row.id}
        if on := begun.get(row.id, ""):
            entry = TimelineEntry(TimelineKind.AGREEMENT, row.id, on, _("Draft begun"), what, "agreement", dict(way))
            yield _Event(entry, first)
        for rank, (name, title) in enumerate(AGREED.items(), 1):
            on = _day(getattr(row, name))
            if on and (name != "active_from" or on != row.signed_on):
                entry = TimelineEntry(TimelineKind.AGREEMENT, row.id, on, _(title), what, "agreement", dict(way))
                yield _Event(entry, _number(Agreement, name), rank)
    field = _number(EarlierAgreement, "signed")
    for row in session.execute(_of(own, EarlierAgreement, "id", "title", "reference", "signed")):
        title = _("Signed before the program")
        what, way = _joined(row.title, row.reference), {"id": row.id}
        yield _Event(
            TimelineEntry(TimelineKind.AGREEMENT, row.id, row.signed, title, what, "earlier", dict(way)), field
        )


def _begun(session: Session, agreements: Sequence[str]) -> Mapping[str, str]:
    """The day on which each was begun, which the journal alone knows: that of the change that gave it its type."""
    field = _number(Agreement, "type")
    writers = {
        record: fields[field][:2] for record, fields in last_writers(session, agreements).items() if field in fields
    }
    if not writers:
        return {}
    of_change = tuple_(ChangeRow.device, ChangeRow.number)
    query = select(ChangeRow.device, ChangeRow.number, ChangeRow.at).where(of_change.in_(set(writers.values())))
    days = {(row.device, row.number): local_day(moment_at(row.at)).isoformat() for row in session.execute(query)}
    return {record: days.get(change, "") for record, change in writers.items()}


def _contributions(session: Session, own: Sequence[str]) -> Iterator[_Event]:
    names = ("id", "description", "amount", "currency", "earlier", "refund_of", "state")
    for row in session.execute(_of(own, Contribution, *names, *GIVEN)):
        amount = format_money(row.amount, row.currency, language()) if row.amount else ""
        way: JsonObject = {"id": row.id}
        for rank, (name, words) in enumerate(GIVEN.items()):
            if on := getattr(row, name) or "":
                if name == "closed_on" and row.state not in CLOSED:
                    continue  # its last part says so
                title = _(CLOSED[row.state]) if name == "closed_on" else _("Paid back") if row.refund_of else _(words)
                title = _("Given before the program") if row.earlier else title
                detail = _joined(row.description, amount)
                entry = TimelineEntry(TimelineKind.CONTRIBUTION, row.id, on, title, detail, "contribution", dict(way))
                yield _Event(entry, _number(Contribution, name), rank)


def _offers(session: Session, own: Sequence[str]) -> Iterator[_Event]:
    names = ("id", "what", "received_on", "state", "answered_on")
    query = select(*(getattr(Offer, name) for name in names)).where(Offer.partner_id.in_(own))
    for row in session.execute(query):
        answered = _("Offer taken up") if row.state == OfferState.ACCEPTED else _("Offer declined")
        steps = [("received_on", _("Offer received"))]
        if row.state != OfferState.OPEN:
            steps.append(("answered_on", answered))
        for rank, (name, title) in enumerate(steps):
            if on := getattr(row, name) or "":
                entry = TimelineEntry(TimelineKind.OFFER, row.id, on, title, row.what, "offer", {"id": row.id})
                yield _Event(entry, _number(Offer, name), rank)


def _activities(session: Session, work: Work, own: Sequence[str]) -> Iterator[_Event]:
    labels = work.definitions.results.labels("activities")
    for activity in activities.of_partner(session, own):
        name = "starts_on" if activity.starts_on else "released_on"
        if on := activities.day_of_activity(activity):
            detail = pick(labels[activity.kind]) if activity.kind in labels else ""
            way: JsonObject = {"id": activity.id}
            entry = TimelineEntry(TimelineKind.ACTIVITY, activity.id, on, activity.title, detail, "activity", way)
            yield _Event(entry, _number(Activity, name))


def _innovations(session: Session, work: Work, own: Sequence[str]) -> Iterator[_Event]:
    labels, field = work.definitions.results.labels("stages"), _number(Result, "stages")
    for innovation in innovations.of_partner(session, own):
        for rank, reached in enumerate(innovation.stages):
            stage = pick(labels[reached.stage]) if reached.stage in labels else reached.stage
            title, way = _joined(innovation.title, stage), {"id": innovation.id}
            yield _Event(
                TimelineEntry(TimelineKind.INNOVATION, innovation.id, reached.on, title, "", "innovation", dict(way)),
                field,
                rank,
            )


def _visibility(session: Session, own: Sequence[str]) -> Iterator[_Event]:
    kind, place = TimelineKind.VISIBILITY, "visibility_use"
    for use in visibility.of_partner(session, own):
        for rank, (name, sentence) in enumerate(SHOWN.items()):
            if on := getattr(use, name) or "":
                title, way = _joined(use.material, _(sentence)), {"id": use.id}
                entry = TimelineEntry(kind, use.id, on, title, use.place, place, dict(way))
                yield _Event(entry, _number(VisibilityUse, name), rank)


def _delivery_risks(session: Session, own: Sequence[str]) -> Iterator[_Event]:
    kind, place = TimelineKind.RISK, "delivery_risk"
    for risk in delivery_risks.of_partner(session, own):
        after = N_("Came about") if risk.state == RiskState.OCCURRED else N_("Threatens no more")
        for rank, (name, sentence) in enumerate((("noted_on", N_("Noted")), ("state_on", after))):
            if on := getattr(risk, name) or "":
                title, detail = _joined(risk.title, _(sentence)), risk.state_reason if rank else ""
                entry = TimelineEntry(kind, risk.id, on, title, detail, place, {"id": risk.id})
                yield _Event(entry, _number(DeliveryRisk, name), rank)


def _lessons(session: Session, own: Sequence[str]) -> Iterator[_Event]:
    field = _number(Lesson, "noted_on")
    for lesson in lessons.of_partner(session, own):
        if lesson.noted_on:
            way: JsonObject = {"id": lesson.id}
            entry = TimelineEntry(TimelineKind.LESSON, lesson.id, lesson.noted_on, lesson.title, "", "lesson", way)
            yield _Event(entry, field)


def _incidents(session: Session, work: Work, own: Sequence[str]) -> Iterator[_Event]:
    names = ("id", "partner_id", "kind", "summary", "happened_on", "recorded_at", "ended_at", "hq_at")
    query = select(*(getattr(Incident, name) for name in names)).where(Incident.partner_id.in_(own))
    for row in session.execute(query):
        kind, way = pick(freezing.kind_of(work, row.kind).label), {"partner": row.partner_id, "id": row.id}
        dated = "happened_on" if row.happened_on else "recorded_at"
        steps = [(dated, kind, row.summary)]
        ended = next((name for name in ("hq_at", "ended_at") if getattr(row, name)), "")
        if ended:
            steps.append((ended, _("Answer to an incident"), kind))
        for rank, (name, title, detail) in enumerate(steps):
            on = _day(getattr(row, name))
            entry = TimelineEntry(TimelineKind.INCIDENT, row.id, on, title, detail, "incident", dict(way))
            yield _Event(entry, _number(Incident, name), rank)


def _handings(session: Session, own: Sequence[str]) -> Iterator[_Event]:
    """That another colleague follows the partner from a day on, with the note about it."""
    field = _number(HandOver, "handed_on")
    query = select(HandOver.id, HandOver.handed_on, HandOver.note, HandOver.partners)
    for row in session.execute(query.where(HandOver.taken_back_on.is_(None))):
        if not set(own).isdisjoint(row.partners):
            title, way = _("Handed over to a colleague"), {"id": row.id}
            yield _Event(
                TimelineEntry(TimelineKind.NOTE, row.id, row.handed_on, title, row.note, "hand_over", dict(way)), field
            )
