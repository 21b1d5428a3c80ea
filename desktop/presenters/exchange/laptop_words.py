"""How the laptops of offices are told of to Headquarters."""

from datetime import date

from desktop.base.dates import format_moment
from desktop.base.numbers import format_number
from desktop.base.text import _, language, plural
from desktop.base.values import moment_at
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.listing import NotedLine, RowCell
from desktop.presenters.presenter import Tone
from desktop.services.exchange.headquarters.laptops import ChangeAside, LaptopLine, LaptopState


def title(line: LaptopLine) -> str:
    """What it is called: its label, and the name that its office gave it."""
    return " · ".join(part for part in (line.label, line.name) if part)


def state_chip(line: LaptopLine) -> tuple[str, Tone]:
    """Where it stands, in a word, and the tone of its chip."""
    if line.aside:
        return _("withdrawn; work kept aside"), Tone.WARN
    return {
        LaptopState.AWAITED: (_("awaited"), Tone.NEUTRAL),
        LaptopState.AUTHORIZED: (_("authorized"), Tone.GOOD),
        LaptopState.REPLACED: (_("replaced"), Tone.WARN),
        LaptopState.WITHDRAWN: (_("withdrawn"), Tone.BAD),
        LaptopState.FORMER: (_("former identity"), Tone.NEUTRAL),
    }[line.state]


def held_words(line: LaptopLine, today: date) -> str:
    """What Headquarters has of it."""
    if not line.number:
        return _("nothing received yet")
    changes = _("received up to change {number}").format(number=format_number(line.number, language()))
    if not line.heard_at:
        return changes
    last = _("last bundle {ago}").format(ago=labels.how_long_ago(line.heard_at, today))
    return f"{changes} · {last}"


def withdrawal_words(line: LaptopLine) -> str:
    """After which change it was withdrawn, and what came since; empty while it is authorized."""
    if line.withdrawn_after is None:
        return ""
    number = format_number(line.withdrawn_after, language())
    sentence = _("Withdrawn after change {number}: what it wrote later is not applied.").format(number=number)
    if not line.aside:
        return sentence
    count = line.aside - line.withdrawn_after
    aside = plural("{count} change is kept aside.", "{count} changes are kept aside.", count)
    return f"{sentence} {aside}"


def listed(line: LaptopLine, today: date) -> NotedLine:
    """Its line in the list of laptops."""
    state, _tone = state_chip(line)
    cells = {
        "office": RowCell(line.office),
        "state": RowCell(state),
        "number": RowCell(format_number(line.number, language()), line.number),
        "heard": RowCell(labels.how_long_ago(line.heard_at, today) if line.heard_at else "", line.heard_at[:10]),
        "authorized": RowCell(labels.day(line.authorized_at) if line.authorized_at else "", line.authorized_at[:10]),
    }
    return NotedLine(line.device, title(line), " · ".join((line.office, held_words(line, today))), cells)


def change_line(change: ChangeAside, author: str) -> NotedLine:
    """A change that is kept aside, by whom as far as that is known here."""
    title = _("Change {number}: {what}").format(number=format_number(change.number, language()), what=_(change.what))
    when = format_moment(moment_at(change.at), language())
    records = plural("{count} record", "{count} records", change.records)
    return NotedLine(str(change.number), title, " · ".join(part for part in (when, author, records) if part), {})
