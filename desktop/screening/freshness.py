"""How old a list is, and whether it is fresh enough to decide by."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from desktop.base import plausibility
from desktop.screening.entries import ListVersion


class Freshness(StrEnum):
    """How far a list may be relied on at its age."""

    FRESH = "fresh"
    AGING = "aging"  # old enough to say so
    STALE = "stale"  # can support no decision
    UNDATED = "undated"  # its file does not say when it was published


def age_in_days(version: ListVersion, today: date) -> int | None:
    """The age of a list in days, 0 in the future; None when its file does not say when it was published."""
    if not version.published:
        return None
    return plausibility.age_in_days(date.fromisoformat(version.published), today)


def oldest_age(versions: Sequence[ListVersion], today: date) -> int | None:
    """The age in days of the oldest dated list; None when no list carries a date."""
    ages = [days for version in versions if (days := age_in_days(version, today)) is not None]
    return max(ages, default=None)


def is_of_the_future(versions: Sequence[ListVersion], today: date) -> bool:
    """Whether a list bears a date that has not come yet, by more than a day's difference between time zones."""
    days = (date.fromisoformat(version.published) for version in versions if version.published)
    return any(plausibility.is_of_the_future(day, today) for day in days)


def freshness_of(version: ListVersion, today: date, limits: Mapping[str, int | str]) -> Freshness:
    """How far the list may be relied on; `limits` are the authority table's `warn_days` and `stale_days`."""
    days = age_in_days(version, today)
    if days is None:
        return Freshness.UNDATED
    if days > int(limits["stale_days"]):
        return Freshness.STALE
    return Freshness.AGING if days > int(limits["warn_days"]) else Freshness.FRESH
