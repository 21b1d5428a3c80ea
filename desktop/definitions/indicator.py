"""The indicators of the strategy as data, and the one function that computes each of them (¶29; dossier 4.3, 4.4).

An indicator looks at the rows of one table of facts. A row is within its scope or not; a row within it that fulfils
every test is counted, the others are listed with the reason of the first test that fails. Nothing is ever estimated:
what cannot be computed has no value, which is not 0. The same function serves the screen, the paper and Headquarters.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from desktop.base.numbers import EXACT
from desktop.base.progress import undisturbed
from desktop.base.text import Text, _
from desktop.definitions.facts import Facts
from desktop.definitions.rules import ALWAYS, Rule
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.terms import PartnershipCode

Report = TypeVar("Report")
Row = tuple[Any, ...]  # the contents of a row of facts, in the order of the columns of its table
BUDGET = "budget"
RECEIVED = "RES-1"  # what was received (¶29 c iii a)
MISSING_DAY = "day"
WITHDRAWN = "withdrawn"
SAME_PERSONS = "same_persons"
ASSISTED = "INN-3"  # persons assisted through innovations (¶29 b iii c)
LONG = 365  # days; giving over more than these is long-term (¶29 c iii c)
HUNDRED = Decimal(100)

# Every row begins with the record that it is about, the office of that record, and the days between which it happened:
# ISO texts, both empty where they are missing. Columns that hold several values hold tuples.
RECORD, OFFICE, FIRST, LAST = 0, 1, 2, 3
BEGINNING = ("record", "office", "first", "last")
_PARTNER = ("partner.key", "partner.group", "partner.subtype", "partner.region")
_ACTIVITY = ("activity.kind", "activity.withdrawn", "activity.evidence", "activity.themes")
_INNOVATION = ("innovation.id", "innovation.withdrawn", "innovation.office", "innovation.counts", "innovation.reached")
SPANS = "partnership.spans"  # pairs of days between which an agreement is in force, the last one "9999" without an end
HEADS = "heads"  # of persons assisted: a dimension of forms/results.toml, a group of it, how many persons
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contributions": (
        *BEGINNING,
        *_PARTNER,
        *("contribution.kind", "contribution.form", "contribution.channel", "contribution.earmark"),
        *("contribution.themes", "contribution.withdrawn", "contribution.counterpart"),
        *("contribution.symbolic", "contribution.valued", "contribution.unread", "contribution.usd"),
        *("contribution.refund", "contribution.amount", "contribution.repays", "agreement.days"),
    ),
    "activities": (
        *(*BEGINNING, *_PARTNER, *_ACTIVITY, "activity.role", "activity.project", "activity.donor"),
        *("activity.country_list", "agreement.signed"),
    ),
    "countries": (
        *(*BEGINNING, *_ACTIVITY, "activity.supported", "activity.country", "activity.region", "agreement.signed"),
    ),
    "products": (
        *(*BEGINNING, "product.key", "product.kind", "product.themes", "product.language"),
        *("product.withdrawn", "product.roles", "agreement.signed"),
    ),
    "innovations": (
        *(*BEGINNING, *_PARTNER, *_INNOVATION, "innovation.sort", "partnership.key", "partnership.types", SPANS),
    ),
    "replications": (
        *(*BEGINNING, *_INNOVATION, "partnership.key", "partnership.types", SPANS),
        *("replication.withdrawn", "replication.office", "replication.region", "replication.began"),
    ),
    "assisted": (
        *(*BEGINNING, *_INNOVATION, "assisted.withdrawn", "assisted.persons", "assisted.method", "assisted.others"),
        *("agreement.signed", HEADS),
    ),
    "partnerships": (
        *(*BEGINNING, *_PARTNER, "partnership.key", "partnership.types", "partnership.form", "partnership.level"),
        *("partnership.signed", "partnership.renewal", "partnership.withdrawn"),
    ),
    "participants": (*BEGINNING, *_PARTNER, "partnership.types", "partnership.withdrawn", SPANS),
}
DERIVED: Mapping[str, tuple[str, ...]] = {  # what the period decides of a row, by its table
    "contributions": ("contribution.returned", "giving.repeated", "giving.agreement", "giving.basis", "giving.new"),
    "innovations": ("partnership.active", "innovation.new"),
    "replications": ("partnership.active",),
    "participants": ("partnership.active",),
}
GIVER = "partner.key"
RETURNED, *GIVING = DERIVED["contributions"]  # whether it was paid back, and what all gifts of its giver say
NOT_GIVING = False, False, "", "no"
PERIOD = ("period.first", "period.last")


class Measure(StrEnum):
    """How the rows that count become a figure."""

    DISTINCT = "distinct"
    SUM = "sum"
    PERSONS = "persons"
    SHARE = "share"


class FigureUnit(StrEnum):
    """What a figure is a number of."""

    PARTNERS = "partners"
    PARTNERSHIPS = "partnerships"
    COUNTRIES = "countries"
    PRODUCTS = "products"
    PERSONS = "persons"
    PROJECTS = "projects"
    USD = "usd"
    PERCENT = "percent"


class Period(NamedTuple):
    """The days from `first` to `last`, both within it."""

    first: date
    last: date

    @classmethod
    def year(cls, year: int) -> "Period":
        """A calendar year, as the accounts of the Organization close on 31 December (dossier 4.3)."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def half(cls, year: int, number: int) -> "Period":
        """The first (1) or second (2) half of a calendar year."""
        return cls(date(year, 1, 1), date(year, 6, 30)) if number == 1 else cls(date(year, 7, 1), date(year, 12, 31))

    @property
    def which_half(self) -> int:
        """1 or 2 for half of a calendar year; 0 for any other days."""
        return next((number for number in (1, 2) if self == Period.half(self.first.year, number)), 0)

    @property
    def years(self) -> Sequence[int]:
        """The years that it is made of; none where it begins or ends within one."""
        if self.first != date(self.first.year, 1, 1) or self.last != date(self.last.year, 12, 31):
            return ()
        return range(self.first.year, self.last.year + 1)


@dataclass(frozen=True)
class FactTable:
    """The rows of one table of facts, whose columns are those of `COLUMNS`."""

    columns: tuple[str, ...]
    rows: Sequence[Row]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each column stands in a row."""
        return {name: place for place, name in enumerate(self.columns)}


@dataclass(frozen=True)
class FiguresBasis:
    """Everything that figures are computed from: the tables of facts by name, and budgets in US dollars by year."""

    tables: Mapping[str, FactTable]
    budgets: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CountingTest:
    """What a row must fulfil to be counted, and the id of the reason why it is not."""

    reason: str
    holds: Rule


@dataclass(frozen=True)
class Indicator:
    """An indicator in one version. `type` is None for a figure that only supports others, as givers do."""

    id: str
    version: int
    since: date
    type: PartnershipCode | None
    paragraph: str
    unit: FigureUnit
    measure: Measure
    label: Text
    short: Text
    rule: Text
    moves: Text
    over: str = ""
    of: str = ""
    item: str = ""
    dated: bool = True
    part: str = ""
    whole: str = ""
    scope: Rule = ALWAYS
    tests: tuple[CountingTest, ...] = ()
    dimensions: tuple[str, ...] = ()


class SignMeasure(StrEnum):
    """How a sign of an outcome is read from figures."""

    VALUE = "value"
    GROWTH = "growth"
    REACH = "reach"
    GROUP = "group"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class OutcomeSign:
    """What tells how far the outcome of a type of partnership has come (¶29 a to d, ii): read from the figure `of`."""

    id: str
    type: PartnershipCode
    measure: SignMeasure
    of: str
    label: Text
    by: str = ""
    group: str = ""
    whole: str = ""


@dataclass(frozen=True)
class Indicators:
    """All of them. A period is counted by the version in force on its last day."""

    version: str
    digest: str
    target_percent: Decimal
    begins: date
    baseline: date
    reasons: Mapping[str, Text]
    every: tuple[Indicator, ...]
    signs: tuple[OutcomeSign, ...] = ()

    def of_period(self, period: Period) -> Mapping[str, Indicator]:
        """The definitions by which a period is counted, by id, in the order of the file."""
        in_force: dict[str, Indicator] = {}
        for indicator in self.every:
            former = in_force.get(indicator.id)
            if former is None or former.since <= indicator.since <= period.last:
                in_force[indicator.id] = indicator
        return in_force


class LeftOut(NamedTuple):
    """A record within the scope of an indicator that is not counted, its office, and the id of the reason."""

    record: str
    office: str
    reason: str


class NotCounted(NamedTuple):
    """How many records are not counted, and how many for each reason: a record with several rows may have several."""

    records: int = 0
    reasons: Mapping[str, int] = MappingProxyType({})

    @classmethod
    def together(cls, parts: "Iterable[NotCounted]") -> "NotCounted":
        """Those of several offices, none of which has a record of another."""
        records, reasons = 0, dict[str, int]()
        for part in parts:
            records += part.records
            for reason, count in part.reasons.items():
                reasons[reason] = reasons.get(reason, 0) + count
        return cls(records, reasons)


class Tally(NamedTuple):
    """What `rows` rows come to that have nothing in common with any others: their value, and its groups by dimension.

    Such may be added up.
    """

    rows: int = 0
    value: Decimal = Decimal(0)
    groups: Mapping[str, Mapping[Any, Decimal]] = MappingProxyType({})

    @classmethod
    def together(cls, parts: "Iterable[Tally]") -> "Tally":
        """Several in one, the groups of each dimension in the order of their texts."""
        rows, value, groups = 0, Decimal(0), dict[str, dict[Any, Decimal]]()
        with localcontext(EXACT):
            for part in parts:
                rows, value = rows + part.rows, value + part.value
                for dimension, amounts in part.groups.items():
                    sums = groups.setdefault(dimension, {})
                    for group, amount in amounts.items():
                        sums[group] = sums[group] + amount if group in sums else amount
        return cls(rows, value, {name: dict(sorted(sums.items(), key=_by_text)) for name, sums in groups.items()})


NO_TALLY = Tally()


@dataclass(frozen=True)
class Figure:
    """What an indicator comes to in a period.

    `value` is None where it cannot be computed, and `missing` then names what lacks. `counted` are the rows behind it,
    which `table` describes; a share has none of its own: `part` and `whole` hold its two figures. `estimated` is
    whether some of the persons were not counted by a list, so that somebody may be in it twice. One that was put
    together from what offices condensed names no records: its rows are those by which it is read, beside what is
    `tallied`, and `missed` is how many are left out.
    """

    indicator: Indicator
    period: Period
    value: Decimal | None
    table: FactTable | None = None
    counted: Sequence[Row] = ()
    left_out: Sequence[LeftOut] = ()
    part: "Figure | None" = None
    whole: "Figure | None" = None
    budget: Decimal | None = None
    missing: str = ""
    estimated: bool = False
    missed: NotCounted | None = None
    tallied: Tally = NO_TALLY

    @property
    def is_empty(self) -> bool:
        """Whether nothing counts."""
        return not self.counted and not self.tallied.rows

    @property
    def not_counted(self) -> NotCounted:
        """How many records are left out, and why."""
        if self.missed is not None:
            return self.missed
        reasons = Counter(line.reason for line in self.left_out)
        return NotCounted(len({line.record for line in self.left_out}), dict(reasons))

    def groups(self, dimension: str) -> Mapping[Any, Decimal]:
        """The figure for each group of a dimension of its indicator; a row may be in several, as of several themes.

        What is not said of a row is the group "". Distinct things that are in several groups count in each.
        """
        if self.table is None:
            return {}
        own = Tally(groups={dimension: self._groups_of_rows(self.table, dimension)})
        return Tally.together((own, self.tallied)).groups[dimension] if self.tallied.rows else own.groups[dimension]

    def records_by(self, dimension: str) -> Mapping[Any, frozenset[str]]:
        """The records behind each group of a dimension, as `groups` has them."""
        if self.table is None:
            return {}
        behind: dict[Any, set[str]] = {}
        for row in self.counted:
            content = row[self.table.places[dimension]]
            for group in (content or ("",)) if isinstance(content, tuple) else (content,):
                behind.setdefault(group, set()).add(row[RECORD])
        return {group: frozenset(own) for group, own in behind.items()}

    def _groups_of_rows(self, table: FactTable, dimension: str) -> Mapping[Any, Decimal]:
        name, _dot, parted = dimension.partition(".")
        if name == HEADS:
            return self._heads(table, parted)
        place = table.places[dimension]
        rows: dict[Any, list[Row]] = {}
        for row in self.counted:
            content = row[place]
            for group in (content or ("",)) if isinstance(content, tuple) else (content,):
                rows.setdefault(group, []).append(row)
        return {group: value_of(self.indicator, table, own) for group, own in sorted(rows.items(), key=_by_text)}

    def _heads(self, table: FactTable, dimension: str) -> Mapping[Any, Decimal]:
        """The persons of each group of a dimension, and under "" those of whom nobody said it."""
        counts = {"": value_of(self.indicator, table, self.counted)}
        place = table.places[HEADS]
        for row in self.counted:
            for own, group, count in row[place]:
                if own == dimension:
                    counts[group] = counts.get(group, Decimal(0)) + count
                    counts[""] -= count
        return dict(sorted(counts.items()))

    @property
    def behind(self) -> "Sequence[Figure]":
        """The figures that have records: itself, or those of which it is a share."""
        return [own for own in (self.part, self.whole) if own is not None] or [self]

    @property
    def records(self) -> Sequence[str]:
        """The ids of the records that count, each once, in the order of the rows; none of a figure put together."""
        return [] if self.missed is not None else list(dict.fromkeys(row[RECORD] for row in self.counted))


def measure(indicators: Indicators, basis: FiguresBasis, period: Period) -> Mapping[str, Figure]:
    """Every indicator over a period, by id."""
    definitions = indicators.of_period(period)
    prepared = Prepared(basis, period)
    figures: dict[str, Figure] = {}
    with undisturbed():
        for indicator in definitions.values():
            if indicator.measure is not Measure.SHARE:
                figures[indicator.id] = counted_of(indicator, prepared)
    return shares_of(definitions, figures, basis, period)


def shares_of(
    definitions: Mapping[str, Indicator], figures: Mapping[str, Figure], basis: FiguresBasis, period: Period
) -> Mapping[str, Figure]:
    """These figures with those that are shares of them, in the order of the definitions."""
    return {
        id_: _share(indicator, figures, basis, period) if indicator.measure is Measure.SHARE else figures[id_]
        for id_, indicator in definitions.items()
    }


# --- counting


class Prepared:
    """The tables with what the period decides of each row, each made when it is first needed."""

    def __init__(self, basis: FiguresBasis, period: Period) -> None:
        self.period = period
        self.first, self.last = period.first.isoformat(), period.last.isoformat()
        self._basis = basis
        self._tables: dict[tuple[str, bool], FactTable] = {}

    def plain(self, name: str) -> FactTable:
        """A table as it was read."""
        return self._basis.tables.get(name) or FactTable(COLUMNS[name], ())

    @cached_property
    def returned(self) -> frozenset[str]:
        """The receipts of which everything was paid back by the end of the period."""
        return returned_by(self.plain("contributions"), self.last)

    @cached_property
    def givers(self) -> "Mapping[str, GiverSpan]":
        """The givers until the end of the period by their keys."""
        return giver_spans(self.plain("contributions"), self.returned, self.last)

    def table(self, indicator: Indicator) -> FactTable:
        """The rows that an indicator is over, with their derived columns: where its days say which belong to the
        period, those of the period and those without a day."""
        wanted = indicator.over, indicator.dated
        if wanted not in self._tables:
            table, first, last = self.plain(indicator.over), self.first, self.last
            if indicator.dated:
                within = [row for row in table.rows if not row[FIRST] or (row[FIRST] <= last and row[LAST] >= first)]
                table = FactTable(table.columns, within)
            self._tables[wanted] = _derived(indicator.over, table, self)
        return self._tables[wanted]


def _derived(name: str, table: FactTable, prepared: Prepared) -> FactTable:
    columns = (*table.columns, *DERIVED.get(name, ()))
    if name == "contributions":
        return FactTable(columns, _givers(table, prepared))
    if name not in DERIVED:
        return table
    spans = table.places[SPANS]
    first, last = prepared.first, prepared.last

    def active(row: Row) -> bool:
        return any(begins <= last and ends >= first for begins, ends in row[spans])

    if name == "innovations":
        reached = table.places["innovation.reached"]
        return FactTable(columns, [(*row, active(row), "yes" if row[reached] >= first else "no") for row in table.rows])
    return FactTable(columns, [(*row, active(row)) for row in table.rows])


class GiverSpan(NamedTuple):
    """The days of the first and the last gift of a partner until the end of a period, and whether one of the gifts is
    under an agreement that runs for long."""

    first: str
    last: str
    is_bound: bool


def _givers(table: FactTable, prepared: "Prepared") -> Sequence[Row]:
    """Contributions with what is known of their giver by the end of the period: whether it gives for long."""
    key, returned, first = table.places[GIVER], prepared.returned, prepared.first
    basis = {giver: giving(span, first) for giver, span in prepared.givers.items()}
    return [(*row, row[RECORD] in returned, *basis.get(row[key], NOT_GIVING)) for row in table.rows]


def returned_by(table: FactTable, last: str) -> frozenset[str]:
    """The receipts of which everything was paid back by a day."""
    places = table.places
    refund, withdrawn = places["contribution.refund"], places["contribution.withdrawn"]
    amount, repays = places["contribution.amount"], places["contribution.repays"]
    repaid: dict[str, Decimal] = {}
    for row in table.rows:
        if row[refund] and not row[withdrawn] and row[FIRST] and row[FIRST] <= last and row[amount]:
            repaid[row[repays]] = EXACT.add(repaid.get(row[repays], Decimal(0)), row[amount])
    if not repaid:
        return frozenset()
    return frozenset(
        row[RECORD]
        for row in table.rows
        if row[amount] is not None and not row[refund] and repaid.get(row[RECORD], Decimal(0)) >= row[amount]
    )


def giver_spans(table: FactTable, returned: Collection[str], last: str) -> Mapping[str, GiverSpan]:
    """For each giver by a day the days between which it gave what was not paid back."""
    places = table.places
    key, refund, withdrawn = places[GIVER], places["contribution.refund"], places["contribution.withdrawn"]
    counterpart, symbolic = places["contribution.counterpart"], places["contribution.symbolic"]
    days = places["agreement.days"]
    spans: dict[str, tuple[str, str]] = {}
    bound: set[str] = set()
    for row in table.rows:
        day = row[FIRST]
        if not day or day > last or row[refund] or row[withdrawn] or row[counterpart] or row[symbolic]:
            continue
        if row[RECORD] in returned:
            continue
        giver = row[key]
        former = spans.get(giver)
        if former is None:
            spans[giver] = day, day
        elif day < former[0]:
            spans[giver] = day, former[1]
        elif day > former[1]:
            spans[giver] = former[0], day
        if row[days] is not None and row[days] > LONG:
            bound.add(giver)
    return {giver: GiverSpan(begun, end, giver in bound) for giver, (begun, end) in spans.items()}


def giving(span: GiverSpan, first: str) -> tuple[bool, bool, str, str]:
    """What the span of a giver says in the columns `GIVING` of a period that begins on a day."""
    again = _days_apart(span.first, span.last) > LONG
    reason = "repeated" if again else "agreement" if span.is_bound else ""
    return again, span.is_bound, reason, "yes" if span.first >= first else "no"


def _days_apart(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def counted_of(indicator: Indicator, prepared: Prepared) -> Figure:
    """The figure of an indicator that is no share of others."""
    table = prepared.table(indicator)
    verdict = verdicts(indicator, table, prepared)
    counted: list[Row] = []
    left_out: dict[LeftOut, None] = {}
    for row in table.rows:
        reasons = verdict(row)
        if reasons is None:
            continue
        if reasons:
            left_out[LeftOut(row[RECORD], row[OFFICE], reasons[0])] = None
        else:
            counted.append(row)
    estimated = False
    if indicator.measure is Measure.PERSONS:
        chosen = _largest(indicator, table, counted)
        taken = {row[RECORD] for row in chosen}
        for row in counted:
            if row[RECORD] not in taken:
                left_out[LeftOut(row[RECORD], row[OFFICE], SAME_PERSONS)] = None
        counted = chosen
        method = table.places["assisted.method"]
        estimated = any(row[method] != "list" for row in counted)
    counted_records = {row[RECORD] for row in counted}
    missed = [line for line in left_out if line.record not in counted_records]
    value = value_of(indicator, table, counted)
    return Figure(indicator, prepared.period, value, table, counted, missed, estimated=estimated)


def verdicts(indicator: Indicator, table: FactTable, prepared: Prepared) -> Callable[[Row], tuple[str, ...] | None]:
    """For a row None when it lies outside the scope, else the reasons why it does not count; none when it does.

    Rows that are alike in all that the rules read are judged once: there are few kinds of them among many thousands.
    """
    names = sorted(
        (indicator.scope.names() | {name for test in indicator.tests for name in test.holds.names()}) - set(PERIOD)
    )
    period = dict(zip(PERIOD, (prepared.first, prepared.last), strict=True))
    weighed = indicator.scope.weighed().union(*(test.holds.weighed() for test in indicator.tests))
    compared = indicator.scope.compared().union(*(test.holds.compared() for test in indicator.tests))
    asked = [table.places[name] for name in names if name not in weighed]  # of sums whether they are known, no more
    places = [table.places[name] for name in names if name in weighed]
    reads = itemgetter(*places) if places else lambda row: ()
    judged: dict[Any, tuple[str, ...] | None] = {}
    alike: dict[Any, tuple[str, ...] | None] = {}  # of what is only asked to be true, all that is true is alike
    bare = [(table.places[name], name in compared) for name in names]

    def judge(row: Row) -> tuple[str, ...] | None:
        contents = [row[table.places[name]] for name in names]
        return reasons_of(indicator, {**dict(zip(names, map(_plain, contents), strict=True)), **period})

    def verdict(row: Row) -> tuple[str, ...] | None:
        key = (*[row[place] is None for place in asked], reads(row)) if asked else reads(row)
        if key not in judged:
            same = tuple(row[place] if is_compared else row[place] and True for place, is_compared in bare)
            if same not in alike:
                alike[same] = judge(row)
            judged[key] = alike[same]
        reasons = judged[key]
        if not indicator.dated or row[FIRST] or reasons is None or WITHDRAWN in reasons:
            return reasons
        return (MISSING_DAY, *(reason for reason in reasons if reason != MISSING_DAY))

    return verdict


def reasons_of(indicator: Indicator, known: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Why something of which these facts are known is not counted by an indicator: its reasons, the first of which is
    the one that is told; none where it is counted, and None for what lies outside its scope."""
    facts = Facts.of(known)
    if not indicator.scope.holds(facts):
        return None
    return tuple(test.reason for test in indicator.tests if not test.holds.holds(facts))


@dataclass(frozen=True)
class CountsFor:
    """The indicators that count a record, by id, and what it lacks for each of the others that are about it."""

    counted: tuple[str, ...] = ()
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOT_CONCERNED = CountsFor()


def counts_for(indicators: Indicators, basis: FiguresBasis) -> Mapping[str, CountsFor]:
    """For which indicators the records behind these facts count in the period of their own day, by the record.

    A record with several rows, as of several partners, counts with one of them; else the row that lacks least speaks.
    """
    always = Prepared(basis, Period(date.min, date.max))
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for indicator in indicators.of_period(always.period).values():
        if indicator.over not in basis.tables:
            continue
        table = always.table(indicator)
        verdict = verdicts(indicator, table, always)
        for row in table.rows:
            reasons = verdict(row)
            if reasons is not None:
                own = found.setdefault(row[RECORD], {})
                own[indicator.id] = min(own.get(indicator.id, reasons), reasons, key=len)
    return {
        record: CountsFor(
            tuple(id_ for id_, reasons in own.items() if not reasons),
            {id_: reasons for id_, reasons in own.items() if reasons},
        )
        for record, own in found.items()
    }


def _plain(content: Any) -> Any:
    return list(content) if isinstance(content, tuple) else content


def _largest(indicator: Indicator, table: FactTable, rows: Sequence[Row]) -> list[Row]:
    """Of the reports of one item that may be of the same persons the largest; those of other persons besides."""
    item, persons, others = table.places[indicator.item], table.places[indicator.of], table.places["assisted.others"]
    by_item: dict[str, list[Row]] = {}
    for row in rows:
        by_item.setdefault(row[item], []).append(row)
    chosen = [each_once(own, itemgetter(persons), itemgetter(others)) for own in by_item.values()]
    return [row for own in chosen for row in own]


def each_once(
    reports: Sequence[Report], persons: Callable[[Report], int], others: Callable[[Report], bool]
) -> list[Report]:
    """Of several reports on what one thing did for persons those that say nobody twice (dossier 4.4 INN-3: the figure
    is taken once for each item): the largest, and those that are said to be of others."""
    same = [report for report in reports if not others(report)]
    return [*([max(same, key=persons)] if same else []), *(report for report in reports if others(report))]


def value_of(indicator: Indicator, table: FactTable, rows: Iterable[Row]) -> Decimal:
    """What the rows that count come to."""
    place = table.places[indicator.of]
    if indicator.measure is Measure.DISTINCT:
        return Decimal(len({row[place] for row in rows}))
    with localcontext(EXACT):
        return sum((Decimal(row[place]) for row in rows), Decimal(0))


def _share(indicator: Indicator, figures: Mapping[str, Figure], basis: FiguresBasis, period: Period) -> Figure:
    part = figures[indicator.part]
    if indicator.whole == BUDGET:
        years = period.years
        complete = bool(years) and all(year in basis.budgets for year in years)
        whole = sum((basis.budgets[year] for year in years), Decimal(0)) if complete else None
        value = _percent(part.value, whole)
        lacks = "" if value is not None else BUDGET if years else "whole_years"
        return Figure(indicator, period, value, part=part, budget=whole, missing=lacks)
    all_of = figures[indicator.whole]
    value = _percent(part.value, all_of.value)
    return Figure(
        indicator, period, value, part=part, whole=all_of, missing="" if value is not None else indicator.whole
    )


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole or whole < 0:
        return None
    return EXACT.divide(EXACT.multiply(part, HUNDRED), whole)


def _by_text(entry: tuple[Any, object]) -> str:
    return str(entry[0])


# --- the file

KEYS = ("id", "version", "target_percent", "begins", "baseline", "reasons", "indicators", "signs")
BESIDE: Mapping[SignMeasure, tuple[str, ...]] = {  # what a sign is read from beside its figure
    SignMeasure.VALUE: (),
    SignMeasure.GROWTH: (),
    SignMeasure.REACH: ("by",),
    SignMeasure.GROUP: ("by", "group"),
    SignMeasure.SHARE: ("whole",),
}
ENTRY = ("id", "version", "since", "type", "paragraph", "unit", "measure", "label", "short", "rule", "moves")
COUNTING = ("over", "of", "item", "dated", "scope", "tests", "dimensions")


def load_indicators(path: Path) -> Indicators:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return indicators_of(read_toml(path))


def indicators_of(source: Source) -> Indicators:
    """What a file that was read declares."""
    top = source.top("indicators")
    top.only(KEYS)
    top.one_of("id", ("indicators",))
    reasons = {code.id: code.label for code in top.labelled_codes("reasons")}
    tables = top.nameless_tables("indicators")
    every = tuple(_indicator(table, reasons) for table in tables)
    ids = {indicator.id for indicator in every}
    versions: set[tuple[str, int]] = set()
    for table, indicator in zip(tables, every, strict=True):
        if (indicator.id, indicator.version) in versions:
            raise table.refuse("definition-id-twice", _("this id is given twice."), "id")
        versions.add((indicator.id, indicator.version))
        for key, other in (("part", indicator.part), ("whole", indicator.whole)):
            if other and other not in ids | ({BUDGET} if key == "whole" else set()):
                raise table.refuse("definition-code-unknown", _("“{key}” names no indicator.").format(key=key), key)
    return Indicators(
        version=top.string("version"),
        digest=source.digest,
        target_percent=Decimal(top.number("target_percent")),
        begins=_day(top, "begins"),
        baseline=_day(top, "baseline"),
        reasons=reasons,
        every=every,
        signs=tuple(_sign(table, every) for table in top.tables("signs", required=False)),
    )


def _sign(table: DefinitionTable, every: Sequence[Indicator]) -> OutcomeSign:
    how = table.code("measure", SignMeasure)
    table.only(("id", "type", "measure", "of", "label", *BESIDE[how]))
    ids = tuple(dict.fromkeys(indicator.id for indicator in every))
    of = table.one_of("of", ids)
    dimensions = [set(indicator.dimensions) for indicator in every if indicator.id == of]
    return OutcomeSign(
        id=table.string("id"),
        type=table.code("type", PartnershipCode),
        measure=how,
        of=of,
        label=table.text("label"),
        by=table.one_of("by", sorted(set.intersection(*dimensions))) if "by" in BESIDE[how] else "",
        group=table.string("group") if "group" in BESIDE[how] else "",
        whole=table.one_of("whole", ids) if "whole" in BESIDE[how] else "",
    )


def _indicator(table: DefinitionTable, reasons: Mapping[str, Text]) -> Indicator:
    how = table.code("measure", Measure)
    table.only((*ENTRY, *(("part", "whole") if how is Measure.SHARE else COUNTING)))
    common = Indicator(
        id=table.string("id"),
        version=table.number("version"),
        since=_day(table, "since"),
        type=table.optional_code("type", PartnershipCode),
        paragraph=table.string("paragraph"),
        unit=table.code("unit", FigureUnit),
        measure=how,
        label=table.text("label"),
        short=table.text("short"),
        rule=table.text("rule"),
        moves=table.text("moves"),
    )
    if how is Measure.SHARE:
        return replace(common, part=table.string("part"), whole=table.string("whole"))
    over = table.one_of("over", tuple(COLUMNS))
    columns = (*COLUMNS[over], *DERIVED.get(over, ()))
    tests = []
    for test in table.nameless_tables("tests"):
        test.only(("reason", "holds"))
        tests.append(CountingTest(test.one_of("reason", tuple(reasons)), _over(test, "holds", columns)))
    return replace(
        common,
        over=over,
        of=table.one_of("of", columns),
        item=table.one_of("item", columns) if how is Measure.PERSONS else "",
        dated=table.flag("dated"),
        scope=_over(table, "scope", columns),
        tests=tuple(tests),
        dimensions=_dimensions(table, columns),
    )


def _dimensions(table: DefinitionTable, columns: Sequence[str]) -> tuple[str, ...]:
    """By what the figure is broken down: columns of its rows, and of persons the dimensions of their head counts."""
    heads = [name for name in table.strings("dimensions") if HEADS in columns and name.startswith(f"{HEADS}.")]
    return table.codes("dimensions", (*columns, *heads))


def _over(table: DefinitionTable, key: str, columns: Sequence[str]) -> Rule:
    """A rule over the facts of a table."""
    rule = table.rule(key)
    for name in sorted(rule.names() - set(columns) - set(PERIOD)):
        wrong = _("the rule “{key}” reads “{name}”, which these rows do not have.").format(key=key, name=name)
        raise table.refuse("definition-rule", wrong, key)
    return rule


def _day(table: DefinitionTable, key: str) -> date:
    try:
        return date.fromisoformat(table.string(key))
    except ValueError as error:
        wrong = _("“{text}” in “{key}” is not written like “{example}”.")
        wrong = wrong.format(text=table.string(key), key=key, example="2016-01-01")
        raise table.refuse("definition-text-shape", wrong, key) from error
