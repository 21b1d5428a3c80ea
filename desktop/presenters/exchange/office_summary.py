"""An office in short, as it stands beside the list of Headquarters: what to do about it, what it has, what arrived."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.base.numbers import format_number
from desktop.base.places import country_name
from desktop.base.text import _, language, plural
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.listing import RecordSummary, RowCell, SummaryGroup
from desktop.presenters.presenter import Tone
from desktop.services.exchange.headquarters import office_in_short
from desktop.services.exchange.headquarters.office_in_short import OfficeInShort
from desktop.services.work import Work
from desktop.store.records import Received


@dataclass(frozen=True)
class OfficeRow:
    """One office in words. `tone` is good, neutral or warn; `state` the word of its chip."""

    code: str
    about: str
    tone: Tone
    state: str
    cells: Mapping[str, RowCell] = field(default_factory=dict)
    name: str = ""  # empty until its profile has arrived
    next: str = ""  # what Headquarters has to do about it, in one sentence
    region: str = ""  # its id
    region_words: str = ""
    attention: frozenset[str] = frozenset()  # why it needs a look


def read(work: Work, row: OfficeRow) -> RecordSummary:
    """Read it, away from the window; `row` is its line in the list."""
    office = office_in_short.read(work, row.code)
    profile = office.profile
    place = (
        ", ".join(part for part in (profile.city, country_name(profile.country, language())) if part) if profile else ""
    )
    return RecordSummary(
        key=row.code,
        title=" · ".join(part for part in (row.code, profile.name if profile else "") if part),
        about=" · ".join(part for part in (place, row.region_words) if part),
        next=row.next,
        next_detail=row.about,
        state=row.state,
        tone=row.tone,
        facts=tuple((name, text) for name, text in facts_of(office) if text),
        groups=(SummaryGroup(_("What arrived last"), tuple(map(_arrived, office.arrived))),) if office.arrived else (),
    )


def facts_of(office: OfficeInShort) -> tuple[tuple[str, str], ...]:
    """What it has, who decides there and how to reach it; nothing before its profile has arrived."""
    if office.profile is None:
        return ()
    return (
        (_("Partners"), format_number(office.partners, language())),
        (_("Cases waiting for a decision"), format_number(office.waiting, language())),
        (_("Agreements in force"), format_number(office.in_force, language())),
        (_("Signed before the program"), _signed_before(office)),
        (_("Who decides there"), ", ".join(office.deciding)),
        (_("Telephone"), office.profile.phone),
        (_("Email"), office.profile.email),
    )


def _signed_before(office: OfficeInShort) -> str:
    """How many, and how many still lack their due diligence after its day; nothing where there is none."""
    if not office.signed_before:
        return ""
    count = format_number(office.signed_before, language())
    if not office.overdue:
        return count
    late = plural("{count} without due diligence in time", "{count} without due diligence in time", office.overdue)
    return f"{count} · {late}"


def _arrived(bundle: Received) -> tuple[str, str, str, str]:
    word, tone = labels.verdict_chip(bundle.verdict)
    return bundle.name, labels.day(bundle.arrived_at), word, tone
