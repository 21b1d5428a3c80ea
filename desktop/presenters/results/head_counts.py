"""Persons assisted as rows of a list, below the innovation or the activity through which they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_number
from desktop.base.text import N_, _, language, pick
from desktop.definitions.results import ResultRules
from desktop.presenters.listing import ListColumn, RowCell
from desktop.store.records import Result

HEAD_COUNTS = (
    ListColumn("count", N_("Persons"), figures=True),
    ListColumn("method", N_("How they were counted")),
    ListColumn("groups", N_("Groups")),
    ListColumn("others", N_("Beside those before"), shown=False),
)


@dataclass(frozen=True)
class ResultRow:
    """A replication or a number of persons as a row."""

    key: str
    title: str
    note: str
    cells: Mapping[str, RowCell]


def period_in_words(first: str | None, last: str | None) -> str:
    """A day, or the first and the last one."""
    days = [day_in_words(day, language()) for day in (first, last) if day]
    return " – ".join(dict.fromkeys(days))


def head_count_rows(rules: ResultRules, head_counts: Sequence[Result]) -> Sequence[ResultRow]:
    """Reports on persons, in this order."""
    return [_row(rules, own) for own in head_counts]


def _row(rules: ResultRules, own: Result) -> ResultRow:
    spoken, labels = language(), rules.labels("methods")
    count = format_number(own.count or 0, spoken)
    method = pick(labels[own.method]) if own.method in labels else own.method
    groups = ", ".join(
        f"{_group(rules, part.dimension, part.group)} {format_number(part.count, spoken)}" for part in own.breakdown
    )
    cells = {
        "count": RowCell(count, own.count),
        "method": RowCell(method),
        "groups": RowCell(groups),
        "others": RowCell(_("yes") if own.others else ""),
    }
    note = " · ".join(part for part in (count, method, groups) if part)
    return ResultRow(own.id, period_in_words(own.happened_on, own.until), note, cells)


def _group(rules: ResultRules, dimension: str, group: str) -> str:
    named = rules.by_dimension.get(dimension)
    return pick(named.groups[group]) if named is not None and group in named.groups else group
