"""What a search without a record came to, in words: for the window, the command line and the paper alike."""

from collections.abc import Mapping, Sequence
from datetime import date

from desktop.base.dates import ago, day_in_words, day_of, days_later
from desktop.base.text import N_, UNKNOWN, CodeTable, _, language, plural
from desktop.screening.entries import ListEntry, ListVersion
from desktop.screening.freshness import Freshness, freshness_of
from desktop.screening.index import IndexHit
from desktop.screening.readings import latin_reading, with_reading
from desktop.services.labels import LISTED_AS
from desktop.services.screening.candidates import BANDS, likewise
from desktop.services.screening.lookup_notes import TABLE, RememberedLookup
from desktop.services.screening.lookups import LookupAnswer, SearchedLookup
from desktop.store.records.values import ListUsed
from desktop.store.states import HitBand

KINDS = CodeTable(
    {
        "person": N_("Persons"),
        "organisation": N_("Organizations"),
        "": N_("Persons and organizations"),
        "table": N_("A whole table"),
    },
    UNKNOWN,
)
DISCLAIMER = N_(
    "This is no due diligence and no screening certificate. It says what the lists named here held about these names "
    "as they were typed. Where there is no match nobody is cleared, and a match says nothing of anybody before "
    "somebody has compared the facts. Who becomes a partner is screened again, with everybody behind the partner."
)


def alerting(searched: SearchedLookup) -> Sequence[IndexHit]:
    """The hits that a person would have to look at, without the weak ones."""
    return [hit for hit in searched.hits if HitBand(hit.band) is not HitBand.WEAK]


def result(searched: SearchedLookup) -> str:
    """What a name came to, in a few words."""
    if not searched.searched:
        return _("Not searched")
    near, weak = alerting(searched), len(searched.hits) - len(alerting(searched))
    if near:
        count = plural("{count} possible match", "{count} possible matches", len(near))
        return _("{count}; the closest: {near}").format(count=count, near=band(near[0]).lower())
    if weak:
        return plural("No close match, {count} weak one", "No close match, {count} weak ones", weak)
    return _("No match")


def names_of(lookup: RememberedLookup) -> str:
    """What was searched; how many names it was, where none is remembered."""
    if lookup.names:
        return ", ".join(own.name for own in lookup.names)
    if lookup.kind == TABLE:
        return plural("A table of {count} name", "A table of {count} names", lookup.count)
    return plural("{count} name, erased since", "{count} names, erased since", lookup.count)


def band(hit: IndexHit) -> str:
    """How close a hit is."""
    return _(BANDS[HitBand(hit.band)])


def explained(searched: str, hit: IndexHit) -> str:
    """Why a hit is proposed, and which other names of the entry would be too."""
    names = ((name.text, str(name.quality)) for name in hit.entry.names)
    return " ".join(filter(None, (hit.sentence(), likewise(searched, hit.name, names, hit.entry.kind))))


def listed(hit: IndexHit) -> str:
    """The listed name that was met, with its reading; and the name under which it is listed, where that is another."""
    if hit.entry.name == hit.name:
        return with_reading(hit.name)
    return _("{name}, listed as {primary}").format(name=with_reading(hit.name), primary=with_reading(hit.entry.name))


def beside_name(name: str, primary: str) -> str:
    """What is said beside a listed name that stands by itself: how it reads, and under which name it is listed."""
    reading = latin_reading(name)
    parts = [_("Read as {reading}").format(reading=reading)] if reading else []
    if primary != name:
        parts.append(_("Listed as {primary}").format(primary=with_reading(primary)))
    return " · ".join(parts)


def facts(entry: ListEntry) -> Sequence[tuple[str, str]]:
    """What the list says of an entry: the name of each fact, and the fact."""
    pairs = (
        (_("Kind"), _(LISTED_AS[entry.kind])),
        (_("Birth"), ", ".join(day_in_words(day, language()) for day in entry.births)),
        (_("Place"), "; ".join(entry.places)),
        (_("Nationality"), ", ".join(entry.nationalities)),
        (_("Documents"), "; ".join(entry.documents)),
        (_("Programme"), entry.programme),
        (_("Reference"), entry.reference or entry.id),
        (_("Listed on"), day_in_words(entry.listed_on, language())),
    )
    return [(name, value) for name, value in pairs if value]


def titles(answer: LookupAnswer) -> Mapping[str, str]:
    """What each list of a search is called, by its id."""
    return {used.list_id: _(used.title) for used in answer.lists}


def dated(used: ListUsed) -> tuple[str, str]:
    """The day of a list and its age when it was searched; a sentence and nothing for one without a date."""
    if not used.published:
        return _("without a date"), ""
    published = day_of(used.published)
    spoken = language()
    return day_in_words(used.published, spoken), ago(published, days_later(published, used.age_days or 0), spoken)


def warning(lists: Sequence[ListVersion], today: date, limits: Mapping[str, int | str]) -> str:
    """What is wrong with the lists: one that is too old or has no date, by name; empty where nothing is."""
    unfit = {Freshness.STALE, Freshness.UNDATED}
    old = [_(version.title) for version in lists if freshness_of(version, today, limits) in unfit]
    if not old:
        return ""
    return _("Too old or without a date: {lists}. What is listed since is missing from the answer.").format(
        lists=", ".join(old)
    )
