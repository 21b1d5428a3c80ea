"""The fields of a meeting: of one that took place, and of one that is prepared."""

from collections.abc import Mapping, Sequence
from datetime import date

from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, rows_of, text_of, texts_of
from desktop.services.labels import CHANNELS
from desktop.services.partner_papers.briefing import MeetingPlan
from desktop.services.registry.meetings import NewMeeting
from desktop.store.records import Partnership, Person
from desktop.store.records.values import Promise
from desktop.store.states import Channel

WHOLE = "*"  # the partner as a whole, whatever is planned with it


def meeting_rows(persons: Sequence[Person], planned: Sequence[Partnership]) -> FormRows:
    """What is asked of a contact that took place."""
    ways = options((way, _(CHANNELS[way])) for way in Channel)
    subject = FieldSpec("subject", InputKind.TEXT, _("What was it about?"), required=_("Say what it was about."))
    day = FieldSpec("happened_on", InputKind.DATE, _("Day"), required=_("Say on which day."))
    way = FieldSpec("channel", InputKind.DROPDOWN, _("How"), options=ways, chars=0)
    place = FieldSpec("place", InputKind.TEXT, _("Place"))
    about = FieldSpec(
        "partnership",
        InputKind.DROPDOWN,
        _("Which partnership?"),
        options=(Option(WHOLE, _("The partner as a whole")), *options((row.id, row.title) for row in planned)),
        chars=0,
    )
    text = FieldSpec(
        "text",
        InputKind.AREA,
        _("What was said"),
        _("Facts, without what was told in confidence: the record goes to Headquarters."),
        lines=4,
    )
    columns = (
        FieldSpec("by", InputKind.TEXT, _("Who")),
        FieldSpec("what", InputKind.TEXT, _("Does what")),
        FieldSpec("due", InputKind.DATE, _("By when")),
    )
    actions = FieldSpec(
        "promises",
        InputKind.ROWS,
        _("Who does what by when"),
        _("One with a day comes to Today: to the colleague named, or to you for what the partner promised."),
        columns=columns,
        add=_("Add a line"),
    )
    first: list[list[FieldSpec]] = [[subject], [day, way, place]]
    if planned:
        first.append([about])
    return [*first, [_theirs(persons)], [_ours()], [text], [actions]]


def plan_rows(persons: Sequence[Person]) -> FormRows:
    """What is asked of a meeting that is prepared."""
    day = FieldSpec("on", InputKind.DATE, _("Day"))
    place = FieldSpec("place", InputKind.TEXT, _("Place"))
    why = FieldSpec("why", InputKind.AREA, _("Why do you meet?"), lines=2)
    points = FieldSpec("points", InputKind.AREA, _("Points to raise"), _("One a line."), lines=4)
    return [[day, place], [_theirs(persons)], [_ours()], [why], [points]]


def _theirs(persons: Sequence[Person]) -> FieldSpec:
    names = "; ".join(person.name for person in persons)
    help_ = _("Names, with semicolons between them.")
    if names:
        help_ = _("Names, with semicolons between them. On record: {names}.").format(names=names)
    return FieldSpec("theirs", InputKind.NAMES, _("For the partner"), help_, required=_("Say with whom."), chars=0)


def _ours() -> FieldSpec:
    return FieldSpec("ours", InputKind.NAMES, _("For IOM"), chars=0)


def meeting_typed(partner_id: str, typed: Mapping[str, Json]) -> NewMeeting:
    """The contact that the fields hold."""
    about = text_of(typed.get("partnership"))
    return NewMeeting(
        partner_id=partner_id,
        happened_on=_day(typed.get("happened_on")),
        subject=text_of(typed.get("subject")),
        text=text_of(typed.get("text")),
        channel=Channel(text_of(typed.get("channel")) or Channel.MEETING),
        place=text_of(typed.get("place")),
        partnership_id="" if about == WHOLE else about,
        ours=tuple(texts_of(typed.get("ours"))),
        theirs=tuple(texts_of(typed.get("theirs"))),
        promises=tuple(
            Promise(by=text_of(row.get("by")), what=text_of(row.get("what")), due=text_of(row.get("due")))
            for row in rows_of(typed.get("promises"))
            if any(text_of(row.get(name)).strip() for name in ("by", "what", "due"))
        ),
    )


def plan_typed(typed: Mapping[str, Json]) -> MeetingPlan:
    """The meeting that is prepared, as the fields hold it."""
    points = (line.strip() for line in text_of(typed.get("points")).split("\n"))
    return MeetingPlan(
        on=_day(typed.get("on")),
        place=text_of(typed.get("place")),
        theirs=tuple(texts_of(typed.get("theirs"))),
        ours=tuple(texts_of(typed.get("ours"))),
        why=text_of(typed.get("why")),
        points=tuple(point for point in points if point),
    )


def _day(value: Json) -> date | None:
    return date.fromisoformat(text_of(value)) if text_of(value) else None
