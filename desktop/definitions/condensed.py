"""Figures from what offices condensed each for itself: the same counting, stopped half-way (dossier 4.3).

Of the rows behind a figure most are alike in all that the figure is read by, once those that count are told from the
others. What is left of an office is small enough to be kept; put together by what the rows hold, it gives the figures
of a region or of the Organization. Nothing is added up but what no other office has: an office’s rows are parted into
these, which are counted to their end (`Tally`), and the few about companies, projects or countries that others have as
well. Whether somebody gives for long hangs on what every office received from the same company: such rows are condensed
first and judged after they were put together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from desktop.base.numbers import EXACT
from desktop.base.progress import undisturbed
from desktop.definitions.indicator import (
    BEGINNING,
    COLUMNS,
    FIRST,
    GIVER,
    GIVING,
    HEADS,
    PERIOD,
    FactTable,
    Figure,
    FiguresBasis,
    GiverSpan,
    Indicator,
    Indicators,
    Measure,
    NotCounted,
    Period,
    Prepared,
    Row,
    Tally,
    counted_of,
    giving,
    shares_of,
    value_of,
    verdicts,
)

PRODUCTS = "products"  # the table whose rows are made of the editions of all offices
METHOD = "assisted.method"
DATED = "dated"  # whether a row that is still to be judged has a day
OUTSIDE = "-"  # in the place of a reason, of what an indicator is not about
ITSELF = {
    "partnerships": "partnership.key",
    "innovations": "innovation.id",
}  # by the table, where a row’s record stands


class CondensedRows(NamedTuple):
    """What the rows of one office come to for one indicator in one period: `rows` in the order of `columns_of`.

    They are those that count, and `missed` is how many records do not. Of an indicator that reads what all offices say
    of a giver they are all rows within its scope, each with how many records it stands for and why these do not count
    by what this office alone knows; empty where they do. Nothing is missed yet.
    """

    rows: Sequence[Row]
    missed: NotCounted = NotCounted()
    estimated: bool = False
    counts: Sequence[int] = ()
    reasons: Sequence[str] = ()


Spans = Mapping[str, tuple[str, str, bool]]  # the fields of the `GiverSpan` of givers, by their keys


@dataclass(frozen=True)
class CondensedOffice:
    """Everything of one office in one period, by indicator, and of its givers."""

    indicators: Mapping[str, CondensedRows]
    givers: Spans


class PartedRows(NamedTuple):
    """The rows of one office for one indicator, parted: what those that no other office has come to, with how many
    records of them do not count, and `rows` of what others have as well."""

    tally: Tally
    missed: NotCounted
    estimated: bool
    rows: CondensedRows = CondensedRows(())


@dataclass(frozen=True)
class PartedOffice:
    """Everything of one office in one period, parted; `givers` are those that other offices know as well."""

    indicators: Mapping[str, PartedRows]
    givers: Spans


def is_condensed(indicator: Indicator) -> bool:
    """Whether something of it is kept of each office: not of shares, nor of what is counted over products."""
    return indicator.measure is not Measure.SHARE and indicator.over != PRODUCTS


def hangs_on_givers(indicator: Indicator) -> bool:
    """Whether what counts, or its groups, depend on everything that was received of a giver."""
    return bool({*_read_by_rules(indicator), *indicator.dimensions} & set(GIVING))


def columns_of(indicator: Indicator) -> tuple[str, ...]:
    """By what the figure of an indicator is read, once it is known which rows count: what counts them first, what is
    known of their giver last. Before that stands whether a row has its day where rows are still to be judged."""
    names = [indicator.of, *(HEADS if name.startswith(f"{HEADS}.") else name for name in indicator.dimensions)]
    if indicator.measure is Measure.PERSONS:
        names.append(METHOD)
    if not hangs_on_givers(indicator):
        return tuple(dict.fromkeys(names))
    names += [GIVER, *sorted(_read_by_rules(indicator))]
    return DATED, *dict.fromkeys(name for name in names if name not in GIVING), *GIVING


def condense(indicators: Indicators, basis: FiguresBasis, period: Period) -> CondensedOffice:
    """What the facts of one office come to in a period; what is counted over products is not among it."""
    prepared, condensed = Prepared(basis, period), dict[str, CondensedRows]()
    with undisturbed():
        for indicator in indicators.of_period(period).values():
            if is_condensed(indicator):
                of = _unjudged if hangs_on_givers(indicator) else _judged
                condensed[indicator.id] = of(indicator, prepared)
    return CondensedOffice(condensed, prepared.givers)


# --- what is an office’s alone


def has_shareable(indicator: Indicator) -> bool:
    """Whether rows of several offices may be about the same: not where the record itself is counted, or what is added
    up is broken down by nothing that tells one partner from the others."""
    return _counts_shareable(indicator) or GIVER in columns_of(indicator)


def _counts_shareable(indicator: Indicator) -> bool:
    return indicator.measure is Measure.DISTINCT and indicator.of not in (BEGINNING[0], ITSELF.get(indicator.over))


def shareable_keys(indicators: Indicators, basis: FiguresBasis) -> frozenset[str]:
    """Whatever in the rows of an office others may have as well: the keys of partners, project codes, countries."""
    columns: dict[str, set[str]] = {}
    for indicator in filter(is_condensed, indicators.every):
        own = {indicator.of} if _counts_shareable(indicator) else set()
        if GIVER in columns_of(indicator):
            own.add(GIVER)
        columns.setdefault(indicator.over, set()).update(own & set(COLUMNS[indicator.over]))
    keys: set[Any] = set()
    for name, own in columns.items():
        table = basis.tables[name]
        for column in own:
            place = table.places[column]
            keys.update(row[place] for row in table.rows)
    return frozenset(key for key in keys if isinstance(key, str))


def part(indicator: Indicator, condensed: CondensedRows, shared: AbstractSet[str]) -> PartedRows:
    """The rows of an office parted; `shared` are at least all of `shareable_keys` that another office has as well, or
    that are one company with another by what was ruled. More of them make it larger, and change no figure."""
    table = FactTable(columns_of(indicator), ())
    of, giver = table.places[indicator.of], table.places.get(GIVER)
    may_be_shared = _counts_shareable(indicator)
    is_traced = indicator.of in COLUMNS[indicator.over]  # what a period derives is in no list of keys

    def is_alone(row: Row) -> bool:
        if giver is not None and row[giver] in shared:
            return False
        return not may_be_shared or (is_traced and isinstance(row[of], str) and row[of] not in shared)

    alone, others, missed = list[tuple[Row, int, str]](), list[tuple[Row, int, str]](), dict[str, int]()
    for entry in zip(condensed.rows, condensed.counts or repeat(1), condensed.reasons or repeat(""), strict=False):
        row, count, reason = entry
        if not is_alone(row):
            others.append(entry)
        elif not reason:
            alone.append(entry)
        elif reason != OUTSIDE:
            missed[reason] = missed.get(reason, 0) + count
    if may_be_shared:  # of what is counted once either all rows or none
        keys = {row[of] for row, _count, _reason in others}
        others += [entry for entry in alone if entry[0][of] in keys]
        alone = [entry for entry in alone if entry[0][of] not in keys]
    rows = CondensedRows([row for row, _count, _reason in others])
    own_missed = condensed.missed
    if hangs_on_givers(indicator):
        rows = rows._replace(counts=[own[1] for own in others], reasons=[own[2] for own in others])
        own_missed = NotCounted(sum(missed.values()), missed)
    tally = _tally(indicator, table, [row for row, _count, _reason in alone])
    return PartedRows(tally, own_missed, condensed.estimated, rows)


def part_products(indicator: Indicator, products: Sequence[Row], period: Period) -> PartedRows:
    """What the works of an office of which others have no edition come to, for an indicator that is over products."""
    basis = FiguresBasis({PRODUCTS: FactTable(COLUMNS[PRODUCTS], products)})
    figure = counted_of(indicator, Prepared(basis, period))
    assert figure.table is not None
    return PartedRows(_tally(indicator, figure.table, figure.counted), figure.not_counted, figure.estimated)


def _tally(indicator: Indicator, table: FactTable, rows: Sequence[Row]) -> Tally:
    if not rows:
        return Tally()
    value = value_of(indicator, table, rows)
    figure = Figure(indicator, _ANY, value, table, rows)
    return Tally(len(rows), value, {name: figure.groups(name) for name in indicator.dimensions})


_ANY = Period(date.min, date.max)


# --- putting together


@dataclass(frozen=True)
class CondensedBasis:
    """What the figures of several offices are put together from in a period.

    `products` are the rows of that table for what several of them may have editions of, `renamed` the keys of partners
    that were ruled to be one company with another, each with the key of that company.
    """

    offices: Sequence[PartedOffice]
    products: FactTable
    budgets: Mapping[int, Decimal]
    renamed: Mapping[str, str]

    def figures(self, definitions: Mapping[str, Indicator], period: Period) -> Mapping[str, Figure]:
        """The figures of these definitions, in their order, each without the records behind it."""
        figures: dict[str, Figure] = {}
        basis = FiguresBasis({PRODUCTS: self.products}, self.budgets)
        prepared = Prepared(basis, period)
        with undisturbed():
            for indicator in definitions.values():
                if indicator.measure is Measure.SHARE:
                    continue
                figures[indicator.id] = self._figure(indicator, prepared)
        return shares_of(definitions, figures, basis, period)

    def _figure(self, indicator: Indicator, prepared: Prepared) -> Figure:
        parts = [office.indicators[indicator.id] for office in self.offices]
        table, missed = FactTable(columns_of(indicator), ()), NotCounted.together(part.missed for part in parts)
        if indicator.over == PRODUCTS:
            own = counted_of(indicator, prepared)
            assert own.table is not None
            table, rows, missed = own.table, own.counted, NotCounted.together((missed, own.not_counted))
        elif hangs_on_givers(indicator):
            rows, judged = self._by_givers(indicator, table, [part.rows for part in parts], prepared)
            missed = NotCounted.together((missed, judged))
        else:
            rows = _put_together(indicator, [self._named(table, part.rows.rows) for part in parts])
        tally, is_estimated = Tally.together(part.tally for part in parts), any(part.estimated for part in parts)
        value = EXACT.add(value_of(indicator, table, rows), tally.value)
        return Figure(
            *(indicator, prepared.period, value, table, rows), missed=missed, estimated=is_estimated, tallied=tally
        )

    def _named(self, table: FactTable, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows with the keys of the companies that partners are by what was ruled."""
        at, renamed = table.places.get(GIVER), self.renamed
        if not renamed or at is None:
            return rows
        return [row if row[at] not in renamed else (*row[:at], renamed[row[at]], *row[at + 1 :]) for row in rows]

    @cached_property
    def _shared(self) -> Mapping[str, GiverSpan]:
        """The days of the givers that are known to several offices, or by several keys."""
        united: dict[str, GiverSpan] = {}
        for office in self.offices:
            for key, fields in office.givers.items():
                span, company = GiverSpan._make(fields), self.renamed.get(key, key)
                other = united.get(company, span)
                first, last = min(span.first, other.first), max(span.last, other.last)
                united[company] = GiverSpan(first, last, span.is_bound or other.is_bound)
        return united

    def _by_givers(
        self, indicator: Indicator, table: FactTable, parts: Sequence[CondensedRows], prepared: Prepared
    ) -> tuple[Sequence[Row], NotCounted]:
        """The rows that count and how many do not, of an indicator that reads what is known of givers: those of a giver
        that several offices know are judged again."""
        own, first = table.columns[1 : -len(GIVING)], prepared.first
        verdict = verdicts(indicator, FactTable((*BEGINNING, *own, *GIVING), ()), prepared)
        at, basis = table.places[GIVER], {giver: giving(span, first) for giver, span in self._shared.items()}
        counted, missed = list[Row](), dict[str, int]()
        for part in parts:
            for row, count, reason in zip(self._named(table, part.rows), part.counts, part.reasons, strict=True):
                if row[at] in basis:
                    about = *row[1 : -len(GIVING)], *basis[row[at]]
                    reasons = verdict((*_beginning(first if row[0] else ""), *about))
                    row, reason = (row[0], *about), OUTSIDE if reasons is None else next(iter(reasons), "")
                if not reason:
                    counted.append(row)
                elif reason != OUTSIDE:
                    missed[reason] = missed.get(reason, 0) + count
        return counted, NotCounted(sum(missed.values()), missed)


def _beginning(day: str) -> Row:
    return "", "", day, day


def _read_by_rules(indicator: Indicator) -> frozenset[str]:
    return indicator.scope.names().union(*(test.holds.names() for test in indicator.tests)) - set(PERIOD)


def _judged(indicator: Indicator, prepared: Prepared) -> CondensedRows:
    figure = counted_of(indicator, prepared)
    assert figure.table is not None
    own = list(map(_cutter(figure.table, columns_of(indicator)), figure.counted))
    return CondensedRows(_put_together(indicator, [own]), figure.not_counted, figure.estimated)


def _unjudged(indicator: Indicator, prepared: Prepared) -> CondensedRows:
    table, columns = prepared.table(indicator), columns_of(indicator)[1:]
    verdict, is_sum = verdicts(indicator, table, prepared), indicator.measure is Measure.SUM
    alike: dict[tuple[str, Row], int] = {}
    cut = _cutter(table, columns)
    for number, row in enumerate(table.rows):
        reasons, own = verdict(row), (bool(row[FIRST]), *cut(row))
        known = OUTSIDE if reasons is None else next(iter(reasons), "")
        key = known, (*own, number) if is_sum else own  # what is added up is added up row by row
        alike[key] = alike.get(key, 0) + 1
    rows = [row[: len(columns) + 1] for _reason, row in alike]
    return CondensedRows(rows, counts=list(alike.values()), reasons=[reason for reason, _row in alike])


def _cutter(table: FactTable, columns: Sequence[str]) -> Callable[[Row], Row]:
    """What leaves only these columns of a row."""
    places = [table.places[name] for name in columns]
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places)


def _put_together(indicator: Indicator, parts: Iterable[Sequence[Row]]) -> Sequence[Row]:
    """The rows of several parts: distinct ones once, sums of those that are alike in all but the sum."""
    if indicator.measure is Measure.DISTINCT:
        return list(dict.fromkeys(row for part in parts for row in part))
    if indicator.measure is not Measure.SUM:  # every report of persons by itself
        return [row for part in parts for row in part]
    sums: dict[Any, Decimal] = {}
    for part in parts:
        for of, *rest in part:
            alike = tuple(rest)
            sums[alike] = EXACT.add(sums.get(alike, Decimal(0)), Decimal(of))
    return [(of, *alike) for alike, of in sums.items()]
