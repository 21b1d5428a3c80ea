"""One thing that waits, in words: what Today, the list of tasks and the sheet of the week show of it, and its way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from desktop.base.dates import ago, day_in_words, day_known
from desktop.base.text import _, language, plural
from desktop.base.values import Json
from desktop.services import next_step
from desktop.services import today as day
from desktop.services.next_step import FROZEN
from desktop.services.putting_off import WaitingTask
from desktop.services.screening.rescreening import WaitingReason
from desktop.services.today import PutOffItem, TodayKind

PLACES = {
    TodayKind.DECIDE: ("decision", "case"),
    TodayKind.OFFER: ("offer", "id"),
    TodayKind.SHEET: ("paper_decision", "case"),
    TodayKind.HANDED: ("hand_over", "id"),
    TodayKind.PERIOD: ("period", "id"),
    TodayKind.REVIEW: ("decision", "case"),
    TodayKind.CONTINUE: ("diligence", "case"),
    TodayKind.RULE: ("screening", "case"),
    TodayKind.CONFIRM: ("screening", "case"),
    TodayKind.MATCH: ("screening", "partner"),
    TodayKind.STOPPED: ("screening", "partner"),
    TodayKind.AGREEMENT: ("agreement", "id"),
    TodayKind.SCAN: ("agreement", "id"),
    TodayKind.DECISION_ENDS: ("diligence", "case"),
    TodayKind.AGREEMENT_ENDS: ("agreement", "id"),
}
DRAWINGS = {
    TodayKind.DECIDE: "compare",
    TodayKind.OFFER: "inbox",
    TodayKind.SHEET: "sign",
    TodayKind.HANDED: "inbox",
    TodayKind.PERIOD: "sign",
    TodayKind.REVIEW: "compare",
    TodayKind.OPINION: "compare",
    TodayKind.CONTINUE: "diligence",
    TodayKind.RULE: "screening",
    TodayKind.CONFIRM: "screening",
    TodayKind.MATCH: "screening",
    TodayKind.STOPPED: "screening",
    TodayKind.AGREEMENT: "agreements",
    TodayKind.SCAN: "sign",
    TodayKind.TASK: "check",
    TodayKind.FROZEN: "warn",
    TodayKind.CHECK: "check",
    TodayKind.DORMANT: "pipeline",
    TodayKind.DECISION_ENDS: "time",
    TodayKind.AGREEMENT_ENDS: "time",
}


@dataclass(frozen=True)
class CardState:
    """One thing to do, in words; a click goes to `place`. `level` is a risk level when one is known."""

    key: str
    title: str
    note: str
    drawing: str
    place: str
    arguments: tuple[tuple[str, str], ...] = ()
    right: str = ""
    level: str = ""
    warns: bool = False
    puts_off: bool = False
    waits: WaitingTask | None = None  # what of it may be put off with a reason


def card_of(item: day.TodayItem, names: Mapping[str, str], now: date) -> CardState:
    """An item in words, and where a click leads; `names` are those of officers by id."""
    title, note = _words(item, names, now)
    place, argument = PLACES.get(item.kind, ("", ""))
    known = day_known(item.on)
    when = ago(known, now, language()) if known is not None else ""
    level = item.detail if item.kind == TodayKind.DECIDE else ""
    key = f"{item.kind}:{item.id}"
    arguments: tuple[tuple[str, str], ...] = ((argument, item.id),) if argument else ()
    if item.step is not None:
        note = " ".join(part for part in (item.step.sentence, note) if part)
        if item.kind != TodayKind.DECIDE:  # who decides is led to the decision, even where everything is frozen
            place, opens = item.step.opened_from_afar(item.partner)
            arguments = tuple((name, str(value)) for name, value in opens.items())
    if item.kind == TodayKind.TASK and item.step is None:
        place, arguments = "partner", (("id", item.detail),)
    if item.due:  # it stands at the right, where a long question leaves it in sight
        day = day_in_words(item.due, language())
        when = (_("late since {day}") if item.late else _("answer due by {day}")).format(day=day)
    over = item.kind == TodayKind.TASK and item.on[:10] < now.isoformat()
    late = item.late or over or item.kind == TodayKind.FROZEN
    return CardState(key, title, note, DRAWINGS[item.kind], place, arguments, when, level, late, waits=item.waits)


def put_off_card(aside: PutOffItem, names: Mapping[str, str], now: date) -> CardState:
    """What was put off, with its day, the reason and who did it."""
    back = _("again on {day}").format(day=day_in_words(aside.until, language()))
    who = names.get(aside.by, "")
    note = " · ".join(part for part in (aside.why, who) if part)
    card = card_of(aside.item, names, now)
    return replace(card, note=note, right=back, drawing="time", warns=False)


def _match_words(item: day.TodayItem) -> tuple[str, str]:
    note = plural("{count} match to examine", "{count} matches to examine", item.count)
    if item.step is None:  # of a partner without an open case; a case says it with its step
        note = f"{_(next_step.RULE)} {note}"
    if item.detail == WaitingReason.LIST:
        return _("Match to look at again: {name}").format(name=item.name), _("The list has changed.") + " " + note
    if item.detail == WaitingReason.RECORD:
        return _("Match to look at again: {name}").format(name=item.name), _("Your record has changed.") + " " + note
    return _("Look at the matches of {name}").format(name=item.name), note


def _words(item: day.TodayItem, names: Mapping[str, str], now: date) -> tuple[str, str]:
    places: dict[str, Json] = {"name": item.name, "number": item.detail, "who": names.get(item.who, "")}
    if item.kind == TodayKind.DECIDE:
        return _("Decision: {name}").format(**places), "" if item.step else _(next_step.WAITS)
    if item.kind == TodayKind.OFFER:
        title = _("Emergency offer: {name}") if item.count else _("Offer: {name}")
        return title.format(**places), item.detail
    if item.kind == TodayKind.SHEET:
        return _("Sheet to confirm: {name}").format(**places), _("Compare what was entered with the scan.")
    if item.kind == TodayKind.HANDED:
        count = plural("{count} thing", "{count} things", item.count)
        return _("{who} handed {count} over to you").format(who=places["who"] or "–", count=count), item.note
    if item.kind == TodayKind.PERIOD:
        words = _("Put forward by {name}; they wait for your signature.").format(name=places["who"] or "–")
        return _("Figures of a period: {name}").format(**places), words
    if item.kind == TodayKind.OPINION:
        return _("Opinion: {name}").format(**places), item.detail
    if item.kind == TodayKind.REVIEW:
        return _("Review: {name}").format(**places), _("Your opinion is asked for before it is decided.")
    if item.kind in (TodayKind.RULE, TodayKind.MATCH):
        return _match_words(item)
    if item.kind == TodayKind.STOPPED:
        return _("Stop: {name}").format(**places), _(FROZEN)
    if item.kind == TodayKind.CHECK:
        return _("Regular check: {name}").format(**places), _("Ad hoc collaboration (¶23): record what was seen.")
    if item.kind == TodayKind.FROZEN:
        return _("Frozen: {name}").format(**places), ""
    if item.kind == TodayKind.CONFIRM:
        return _("Confirmation: {name}").format(**places), _("A second person looks at the match that was set aside.")
    if item.kind == TodayKind.CONTINUE:
        if item.who:
            return _("Due diligence: {name}").format(**places), _("{who} is working on it.").format(**places)
        if item.note:
            places |= {"who": names.get(item.passed_by, ""), "note": item.note}
            return _("Due diligence: {name}").format(**places), _("Handed to you by {who}: “{note}”").format(**places)
        note = plural("{count} answer on record", "{count} answers on record", item.count)
        return _("Due diligence: {name}").format(**places), f"{item.detail} · {note}"
    if item.kind in (TodayKind.AGREEMENT, TodayKind.SCAN):
        return _("Agreement: {name}").format(**places), item.detail
    if item.kind == TodayKind.DORMANT:
        title = plural("{count} partnership is dormant", "{count} partnerships are dormant", item.count)
        return title, _("No contact and no change for long: write, or stop with a reason.")
    if item.kind == TodayKind.DECISION_ENDS:
        words = _("Reminder {count} of 3: renew the due diligence before that day.").format(count=max(1, item.count))
        return _("The decision on {name} ends").format(**places), words
    if item.kind == TodayKind.AGREEMENT_ENDS:
        return _("The agreement with {name} ends").format(**places), item.detail
    if item.kind == TodayKind.TASK and item.step is not None and item.step.place == "question" and item.detail:
        return item.name, _("Asked of {who}.").format(who=item.detail)
    if item.kind == TodayKind.TASK and item.step is not None and item.step.place != "question":
        return item.name, item.detail
    return item.name, ""
