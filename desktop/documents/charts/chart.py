"""What a chart shows: series of exact numbers over the same labels, in one language. No colour, no place, no size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from desktop.base.numbers import EXACT, NO_BREAK, format_number, share_decimals, share_figures, with_percent
from desktop.base.text import LANGUAGES, said_in
from desktop.documents.sheet import Content, Spreadsheet

MOST_SERIES = 6  # that patterns and colours tell apart
MOST_LABELS = 40  # rows that one page holds


class ChartKind(StrEnum):
    """How the numbers are drawn; columns and stacks whose labels are too long for them lie down."""

    COLUMNS = "columns"
    STACKED = "stacked"
    LINES = "lines"
    ROWS = "rows"


class ChartMagnitude(StrEnum):
    """In what the numbers of a chart are written where there is no room for all their digits."""

    ONES = "1"
    THOUSANDS = "1000"
    MILLIONS = "1000000"
    BILLIONS = "1000000000"

    @property
    def factor(self) -> Decimal:
        return Decimal(self.value)


@dataclass(frozen=True, slots=True)
class ChartUnit:
    """In what a chart counts: `words` below its title, decimals at most on the drawing, a currency or a percentage.

    The table and what is spoken never hide a decimal that a number has; a share has two at most.
    """

    words: str = ""
    places: int = 0
    currency: str = ""
    percent: bool = False

    def heading(self, language: str, magnitude: ChartMagnitude = ChartMagnitude.ONES) -> str:
        """What stands below the title: "USD", "partenariats, en milliers"; empty when there is nothing to say."""
        words = self.words or self.currency
        sentence = {
            ChartMagnitude.ONES: "{unit}" if words else "",
            ChartMagnitude.THOUSANDS: said_in(language, "{unit}, in thousands"),
            ChartMagnitude.MILLIONS: said_in(language, "{unit}, in millions"),
            ChartMagnitude.BILLIONS: said_in(language, "{unit}, in billions"),
        }[magnitude]
        text = sentence.format(unit=words)
        return text if words else text.lstrip(", ")

    def drawn(
        self, value: Decimal, language: str, magnitude: ChartMagnitude = ChartMagnitude.ONES, least: int = 1
    ) -> str:
        """A number as it stands beside its mark; what rounds to nothing there is not said to be nothing. A share has
        no fewer decimals than `least`."""
        if magnitude is not ChartMagnitude.ONES:
            scaled = value / magnitude.factor
            places = 0 if abs(scaled) >= 100 or scaled == scaled.to_integral_value() else 1
        else:
            scaled, places = value, 0 if self.places and value == value.to_integral_value() else self.places
        text = (
            share_figures(value, language, max(least, 1)) if self.percent else format_number(scaled, language, places)
        )
        if value and not any(letter in "123456789" for letter in text):
            text = f"≈{NO_BREAK}0"
        return self._with_percent(text, language)

    def tick(self, scaled: Decimal, language: str, places: int) -> str:
        """A number at a hairline, in the magnitude of its drawing already."""
        return self._with_percent(format_number(scaled, language, places), language)

    def points(self, value: Decimal, language: str, least: int = 0) -> str:
        """A number whole, without its currency: an amount with cents has two decimals, a share two at most, another
        number no fewer than `least`."""
        if self.percent:
            return share_figures(value, language, max(least, 1))
        own = self.decimals(value)
        return format_number(value, language, max(own, least))

    def decimals(self, value: Decimal) -> int:
        """The decimals that a number needs: those that it has, two for an amount with cents, a share two at most."""
        if self.percent:
            return share_decimals(value)
        own = max(0, -int(value.normalize(EXACT).as_tuple().exponent))
        return max(own, 2) if own and self.currency else own

    def exact(self, value: Decimal, language: str, least: int = 0) -> str:
        """A number whole, with its currency: "82 560 USD", "4,0 %"; `least` as `points` takes it."""
        text = self._with_percent(self.points(value, language, least), language)
        if not self.currency:
            return text
        return f"{self.currency}{NO_BREAK}{text}" if language == "en" else f"{text}{NO_BREAK}{self.currency}"

    def _with_percent(self, text: str, language: str) -> str:
        return with_percent(text, language) if self.percent else text


@dataclass(frozen=True, slots=True)
class ChartDatum:
    """A number, None where it is not computable, and the key under which its records are found.

    A `marked` one stands out from the others of its series, as an office among those of its region.
    """

    value: Decimal | None
    key: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """A row of numbers, one for each label of its chart."""

    name: str
    data: tuple[ChartDatum, ...]


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A value that the others are read against, and what it is: "Objectif : 5 %"."""

    value: Decimal
    words: str


@dataclass(frozen=True)
class Chart:
    """Series over the same labels. `over_time` ones have an order: some of their labels may be left out.

    `when_empty` is said where no number is computable. Raises ValueError for a series that is longer or shorter than
    the labels, for more than MOST_SERIES series or MOST_LABELS labels, and for a number that is not finite.
    """

    title: str
    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    unit: ChartUnit
    language: str
    over_time: bool = False
    reference: ReferenceLine | None = None
    when_empty: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"unknown language {self.language!r}")
        if len(self.series) > MOST_SERIES or len(self.labels) > MOST_LABELS:
            raise ValueError(f"a chart of {len(self.series)} series and {len(self.labels)} labels")
        for series in self.series:
            if len(series.data) != len(self.labels):
                raise ValueError(f"{len(series.data)} numbers for {len(self.labels)} labels")
        if not all(value.is_finite() for value in self.values()):
            raise ValueError("a number that is not finite")

    def values(self) -> Iterator[Decimal]:
        """Every number that is computable."""
        for series in self.series:
            yield from (datum.value for datum in series.data if datum.value is not None)

    @property
    def is_empty(self) -> bool:
        """Whether no number is computable."""
        return next(self.values(), None) is None

    def total(self, place: int) -> Decimal | None:
        """What the series have together at a label; None where one of them is not computable."""
        values = [series.data[place].value for series in self.series]
        known_values = [value for value in values if value is not None]
        return sum(known_values, Decimal()) if len(known_values) == len(values) and values else None

    def spoken(self, series: int, place: int) -> str:
        """What one mark says: "2026, argent : 82 560 USD"."""
        datum, label = self.series[series].data[place], self.labels[place]
        value = self.spoken_value(datum.value)
        if len(self.series) == 1:
            return said_in(self.language, "{label}: {value}").format(label=label, value=value)
        name = self.series[series].name
        return said_in(self.language, "{label}, {series}: {value}").format(label=label, series=name, value=value)

    def spoken_value(self, value: Decimal | None) -> str:
        """A number whole, or that it is not computable."""
        return said_in(self.language, "not computable") if value is None else self.unit.exact(value, self.language)

    def tabled_value(self, value: Decimal | None) -> str:
        """The same for a table: with as many decimals as every other number of the chart."""
        if value is None:
            return self.spoken_value(value)
        return self.unit.exact(value, self.language, self.decimals)

    @cached_property
    def decimals(self) -> int:
        """The decimals of every number of its table: those of the one that needs most."""
        return max(map(self.unit.decimals, self.values()), default=0)

    def sheet(self) -> Spreadsheet:
        """The numbers as a table: a line for each label, a column for each series, empty where not computable."""
        names = tuple(series.name for series in self.series)
        rows: list[tuple[Content, ...]] = [
            (label, *(series.data[place].value for series in self.series)) for place, label in enumerate(self.labels)
        ]
        return Spreadsheet(self.title, (self.unit.heading(self.language), *names), rows)


def with_rest_together(series: Sequence[ChartSeries], rest: str) -> tuple[ChartSeries, ...]:
    """At most MOST_SERIES series: the last ones that are too many become one of the name `rest`, added up.

    A sum is not computable where one of its numbers is not. Its data have the keys of the first series.
    """
    if len(series) <= MOST_SERIES:
        return tuple(series)
    own, others = series[: MOST_SERIES - 1], series[MOST_SERIES - 1 :]
    columns = zip(*(line.data for line in others), strict=True)
    return (*own, ChartSeries(rest, tuple(_together(column) for column in columns)))


def _together(data: Sequence[ChartDatum]) -> ChartDatum:
    values = [datum.value for datum in data if datum.value is not None]
    return ChartDatum(sum(values, Decimal()) if len(values) == len(data) else None, data[0].key)
