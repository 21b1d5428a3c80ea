"""The words of the exchange with Headquarters: bundles, their states, and families of records counted."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from desktop.base.clock import Clock
from desktop.base.dates import ago, day_in_words, day_of, format_moment
from desktop.base.text import N_, UNKNOWN, CodeTable, _, language, plural
from desktop.presenters.presenter import Tone
from desktop.services.exchange import sending
from desktop.services.exchange.sending import BundleState
from desktop.store.records import Sent
from desktop.store.states import BundleVerdict, ParkedReason

FAMILIES: dict[str, Callable[[int], str]] = {
    "partner": lambda n: plural("{count} partner", "{count} partners", n),
    "person": lambda n: plural("{count} person", "{count} people", n),
    "partnership": lambda n: plural("{count} partnership", "{count} partnerships", n),
    "diligence_case": lambda n: plural("{count} due diligence case", "{count} due diligence cases", n),
    "answer": lambda n: plural("{count} answer", "{count} answers", n),
    "evidence": lambda n: plural("{count} piece of evidence", "{count} pieces of evidence", n),
    "screening_run": lambda n: plural("{count} screening", "{count} screenings", n),
    "ruling": lambda n: plural("{count} ruling on a match", "{count} rulings on matches", n),
    "finding": lambda n: plural("{count} finding", "{count} findings", n),
    "decision": lambda n: plural("{count} decision", "{count} decisions", n),
    "agreement": lambda n: plural("{count} agreement", "{count} agreements", n),
    "pack": lambda n: plural("{count} printed pack", "{count} printed packs", n),
    "contribution": lambda n: plural("{count} contribution", "{count} contributions", n),
}
NAMES = {
    "partner": N_("Partner"),
    "person": N_("Person"),
    "partnership": N_("Partnership"),
    "diligence_case": N_("Due diligence case"),
    "answer": N_("Answer"),
    "evidence": N_("Piece of evidence"),
    "screening_run": N_("Screening"),
    "ruling": N_("Ruling on a match"),
    "finding": N_("Finding"),
    "decision": N_("Decision"),
    "clearance": N_("Decision of Headquarters"),
    "paper_decision": N_("Decision signed in ink"),
    "delegation": N_("Deputy during an absence"),
    "headquarters_request": N_("Request to Headquarters"),
    "headquarters_opinion": N_("Opinion of Headquarters"),
    "agreement": N_("Agreement"),
    "pack": N_("Printed pack"),
    "contribution": N_("Contribution"),
    "activity": N_("Activity"),
    "result": N_("Result"),
    "visibility_use": N_("Use of a name or an emblem"),
    "delivery_risk": N_("Risk of a partnership"),
    "lesson": N_("Lesson"),
    "budget": N_("Budget of the office"),
    "target": N_("Target of an indicator"),
    "strategy_figure": N_("Figure set by Headquarters"),
    "register_edition": N_("Edition of the register"),
    "period_closing": N_("Closing of a period"),
    "restatement": N_("Restatement of a figure"),
    "office_narrative": N_("What the office tells of a period"),
    "members_question": N_("Question of a Member State"),
    "earlier_agreement": N_("Signed before the program"),
    "training": N_("Training"),
    "function_cost": N_("Time or money spent"),
    "focal_point": N_("Focal point of the office"),
    "officer": N_("Officer"),
    "device": N_("Laptop"),
    "office_profile": N_("Office details"),
}
REASONS: Mapping[str, str] = CodeTable(
    {
        ParkedReason.NEWER: N_("Written by a newer version of Passerelle: applied when this laptop has it."),
        ParkedReason.UNKNOWN_BASE: N_("It follows a change that has not arrived yet: applied when that one arrives."),
        ParkedReason.NOT_YOURS: N_("Refused: this value belongs to somebody else to write."),
        ParkedReason.UNFIT: N_("Refused: this value does not fit its field."),
        ParkedReason.FOREIGN_REFERENCE: N_("Refused: this value names a record of another office."),
        ParkedReason.AUTHOR: N_("Not believed: who is said to have done this is no officer of that office."),
        ParkedReason.SEAL: N_("Not believed: the seal of this decision does not hold."),
    },
    UNKNOWN,
)


def counted(families: Mapping[str, int]) -> tuple[str, ...]:
    """How many records of each family, in words; the rare ones together."""
    lines = [FAMILIES[name](count) for name, count in families.items() if name in FAMILIES]
    others = sum(count for name, count in families.items() if name not in FAMILIES)
    return (*lines, plural("{count} other record", "{count} other records", others)) if others else tuple(lines)


def family_name(name: str) -> str:
    """One record of a family."""
    return _(NAMES[name]) if name in NAMES else _("Record")


def number(sent_number: int) -> str:
    """A bundle's number as it is said: `No. 0043`."""
    return _("No. {number}").format(number=f"{sent_number:04d}")


def day(stamped: str) -> str:
    """The day of a stored moment."""
    return day_in_words(stamped, language())


def when(at: datetime) -> str:
    """A moment."""
    return format_moment(at, language())


def how_long_ago(stamped: str, today: date) -> str:
    """How far a stored moment lies behind."""
    return ago(day_of(stamped), today, language())


def verdict_chip(verdict: str) -> tuple[str, Tone]:
    """What became of a bundle, in a word, and the tone of its chip; a code that is not known here was refused."""
    words: Mapping[str, tuple[str, Tone]] = {
        BundleVerdict.APPLIED: (_("imported"), Tone.GOOD),
        BundleVerdict.KNOWN: (_("already here"), Tone.NEUTRAL),
        BundleVerdict.WAITING: (_("waits"), Tone.WARN),
        BundleVerdict.ASIDE: (_("kept aside"), Tone.WARN),
        BundleVerdict.UNTRIED: (_("not imported"), Tone.WARN),
    }
    return words.get(verdict, (_("refused"), Tone.BAD))


def state(bundle_state: BundleState) -> str:
    """What is known of a bundle, in a short phrase (product decisions, States)."""
    return {
        BundleState.PACKED: _("prepared, still here"),
        BundleState.HANDED_OVER: _("handed over"),
        BundleState.RECEIVED: _("received by Headquarters"),
        BundleState.TOO_OLD: _("too old: send again"),
    }[bundle_state]


def story(sent: Sent, clock: Clock) -> str:
    """What became of a bundle, in one sentence."""
    if sent.received_at:
        return _("Received by Headquarters on {day}.").format(day=day(sent.received_at))
    if not sent.handed_at:
        return _("Prepared on {day}; it is still on this laptop only.").format(day=day(sent.packed_at))
    age = how_long_ago(sent.handed_at, clock.today())
    places = {"day": day(sent.handed_at), "how": sent.handed_how, "ago": age}
    if sending.state_of(sent, clock.now()) is BundleState.TOO_OLD:
        return _("Handed over on {day} ({how}) and never acknowledged: send again.").format(**places)
    return _("Handed over on {day} ({how}), {ago}; receipt awaited.").format(**places)
