"""Figures from what offices condensed each for itself: the same counting, stopped half-way (dossier 4.3).

Of the rows behind a figure most are alike in all that the figure is read by, once those that count are told from the
others. What is left of an office is small enough to be kept; put together by what the rows hold, never by adding
figures, it gives the figures of a region or of the Organization. Whether somebody gives for long hangs on what every
office received from the same company: such rows are condensed first and judged after they were put together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from desktop.base.numbers import EXACT
from desktop.base.progress import undisturbed
from desktop.definitions.indicator import (
    BEGINNING,
    FIRST,
    GIVER,
    GIVING,
    HEADS,
    LAST,
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
    counted_of,
    giver_spans,
    giving,
    returned_by,
    shares_of,
    value_of,
    verdicts,
)

PRODUCTS = "products"  # the table whose rows are made of the editions of all offices
METHOD = "assisted.method"
DATED = "dated"  # whether a row that is still to be judged has a day
OUTSIDE = "-"  # in the place of a reason, of what an indicator is not about


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


@dataclass(frozen=True)
class CondensedOffice:
    """Everything of one office in one period: by indicator, and of its givers by their keys the fields of a
    `GiverSpan`."""

    indicators: Mapping[str, CondensedRows]
    givers: Mapping[str, tuple[str, str, bool]]


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
        received = prepared.plain("contributions")
        givers = giver_spans(received, returned_by(received, prepared.last), prepared.last)
    return CondensedOffice(condensed, givers)


@dataclass(frozen=True)
class CondensedBasis:
    """What the figures of several offices are put together from in a period.

    `products` are the rows of that table over all of them, `renamed` the keys of partners that were ruled to be one
    company with another, each with the key of that company.
    """

    offices: Sequence[CondensedOffice]
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
                if indicator.over == PRODUCTS:
                    figures[indicator.id] = counted_of(indicator, prepared)
                else:
                    figures[indicator.id] = self._figure(indicator, prepared)
        return shares_of(definitions, figures, basis, period)

    def _figure(self, indicator: Indicator, prepared: Prepared) -> Figure:
        parts = [office.indicators[indicator.id] for office in self.offices]
        table, missed = FactTable(columns_of(indicator), ()), NotCounted.together(part.missed for part in parts)
        if hangs_on_givers(indicator):
            rows, missed = self._by_givers(indicator, table, parts, prepared)
        else:
            rows = _put_together(indicator, [self._named(table, part.rows) for part in parts])
        value, is_estimated = value_of(indicator, table, rows), any(part.estimated for part in parts)
        return Figure(indicator, prepared.period, value, table, rows, missed=missed, estimated=is_estimated)

    def _named(self, table: FactTable, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows with the keys of the companies that partners are by what was ruled."""
        at, renamed = table.places.get(GIVER), self.renamed
        if not renamed or at is None:
            return rows
        return [row if row[at] not in renamed else (*row[:at], renamed[row[at]], *row[at + 1 :]) for row in rows]

    @cached_property
    def _shared(self) -> Mapping[str, GiverSpan]:
        """The days of the givers that are known to several offices, or by several keys: few among many."""
        known, shared = set[str](), {*self.renamed, *self.renamed.values()}
        for office in self.offices:
            own = set(office.givers)
            shared |= known & own
            known |= own
        united: dict[str, GiverSpan] = {}
        for office in self.offices:
            for key in shared & office.givers.keys():
                span, company = GiverSpan._make(office.givers[key]), self.renamed.get(key, key)
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
    own = [_cut(figure.table, columns_of(indicator), row) for row in figure.counted]
    return CondensedRows(_put_together(indicator, [own]), figure.not_counted, figure.estimated)


def _unjudged(indicator: Indicator, prepared: Prepared) -> CondensedRows:
    table, columns = prepared.table(indicator.over), columns_of(indicator)[1:]
    verdict, is_sum = verdicts(indicator, table, prepared), indicator.measure is Measure.SUM
    alike: dict[tuple[str, Row], int] = {}
    for number, row in enumerate(table.rows):
        if indicator.dated and row[FIRST] and (row[FIRST] > prepared.last or row[LAST] < prepared.first):
            continue
        reasons, own = verdict(row), (bool(row[FIRST]), *_cut(table, columns, row))
        known = OUTSIDE if reasons is None else next(iter(reasons), "")
        key = known, (*own, number) if is_sum else own  # what is added up is added up row by row
        alike[key] = alike.get(key, 0) + 1
    rows = [row[: len(columns) + 1] for _reason, row in alike]
    return CondensedRows(rows, counts=list(alike.values()), reasons=[reason for reason, _row in alike])


def _cut(table: FactTable, columns: Sequence[str], row: Row) -> Row:
    places = table.places
    return tuple(row[places[name]] for name in columns)


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
