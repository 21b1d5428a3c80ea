"""In what a list, or rates, differ from those before: lines as those of contents, `file` being the list’s title."""

from datetime import date
from pathlib import Path

from desktop.base.rates import read_rates
from desktop.base.text import N_
from desktop.definitions.content_differences import ContentChange, ContentDifference
from desktop.screening.changes import ChangedEntry, ListChanges
from desktop.screening.entries import ListVersion
from desktop.services.registry.exchange_rates import ImportedRates

RATES_TITLE = N_("United Nations rates of exchange")
DAY = "published"  # as a part of a list, the day on which it was published


def of_list(changes: ListChanges | None, version: ListVersion) -> tuple[ContentDifference, ...]:
    """The day of the list, then a line for each entry that is new, changed or gone.

    One for the whole list where none was there before.
    """
    if changes is None:
        return (ContentDifference(ContentChange.ADDED, version.title, after=version.title),)
    former = changes.before.published
    day = ContentDifference(ContentChange.CHANGED, version.title, "", DAY, before=former, after=version.published)
    return (
        day,
        *(_line(version, entry, ContentChange.ADDED) for entry in changes.added),
        *(_line(version, entry, ContentChange.CHANGED) for entry in changes.changed),
        *(_line(version, entry, ContentChange.REMOVED) for entry in changes.removed),
    )


def _line(version: ListVersion, entry: ChangedEntry, change: ContentChange) -> ContentDifference:
    before = "" if change is ContentChange.ADDED else entry.former or entry.name
    after = "" if change is ContentChange.REMOVED else entry.name
    key = "" if change is not ContentChange.CHANGED else ".".join(entry.facts)
    return ContentDifference(change, version.title, entry.reference or entry.id, key, before=before, after=after)


def of_rates(brought: ImportedRates) -> tuple[ContentDifference, ...]:
    """A line for each rate that is new, and for each that has another value than before."""
    new = (
        ContentDifference(
            ContentChange.ADDED,
            RATES_TITLE,
            f"{own.rate.currency} {own.rate.effective.isoformat()}",
            after=str(own.rate.units),
        )
        for own in brought.new
    )
    corrected = (
        ContentDifference(
            ContentChange.CHANGED,
            RATES_TITLE,
            f"{own.after.rate.currency} {own.after.rate.effective.isoformat()}",
            before=str(own.before.rate.units),
            after=str(own.after.rate.units),
        )
        for own in brought.corrected
    )
    return (*corrected, *new)


def between_rates(before: Path | None, after: Path, today: date) -> tuple[tuple[ContentDifference, ...], str]:
    """A line for each rate of a file that another one, where there is one, does not have so; and the newest day."""
    table = read_rates(after, today)
    former = read_rates(before, today).rates if before is not None else {}
    had = {(own.currency, own.effective): own.units for rates in former.values() for own in rates}
    lines = tuple(
        ContentDifference(
            ContentChange.CHANGED if key in had else ContentChange.ADDED,
            RATES_TITLE,
            f"{own.currency} {own.effective.isoformat()}",
            before=str(had[key]) if key in had else "",
            after=str(own.units),
        )
        for rates in table.rates.values()
        for own in rates
        if had.get(key := (own.currency, own.effective)) != own.units
    )
    return lines, table.published.isoformat()
