"""What a chart tells, in sentences, for whoever cannot see it: trends, the highest, the lowest, what is not computable.

It says nothing that the numbers do not: a trend is between the first and the last that are computable, and what moves
by less than STABLE of the larger of the two is called stable.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from desktop.base.text import in_series, said_in
from desktop.documents.charts.chart import Chart, ChartKind

STABLE = Decimal("0.02")
MOST_NAMED = 6  # labels that are named one by one

Computed = tuple[int, Decimal]  # the place of a label and the number there


def told(chart: Chart) -> str:
    """A few whole sentences in the language of the chart, without its title."""
    if chart.is_empty:
        return chart.when_empty or said_in(chart.language, "Nothing can be computed here yet.")
    return " ".join(_sentences(chart))


def _sentences(chart: Chart) -> Iterator[str]:
    several = len(chart.series) > 1
    if several and chart.kind is ChartKind.STACKED:
        totals = [chart.total(place) for place in range(len(chart.labels))]
        yield from _named(chart, said_in(chart.language, "Total"), totals)
    for series in chart.series:
        values = [datum.value for datum in series.data]
        yield from _named(chart, series.name if several else "", values)
    yield from _marked(chart)
    yield from _against_reference(chart)


def _named(chart: Chart, name: str, values: Sequence[Decimal | None]) -> Iterator[str]:
    """What a row of numbers tells, after its name where it needs one."""
    computed = [(place, value) for place, value in enumerate(values) if value is not None]
    sentences = [*(_trend(chart, computed) if chart.over_time else _ends(chart, computed)), *_missing(chart, values)]
    for number, sentence in enumerate(sentences):
        if name and not number:
            yield said_in(chart.language, "{series}. {sentence}").format(
                series=name[0].upper() + name[1:], sentence=sentence
            )
        else:
            yield sentence


def _trend(chart: Chart, computed: Sequence[Computed]) -> Iterator[str]:
    if len(computed) < 2:
        yield from _only(chart, computed)
        return
    (first, start), (last, end) = computed[0], computed[-1]
    if abs(end - start) <= STABLE * max(abs(start), abs(end)):
        sentence = said_in(chart.language, "Stable between {first} and {last}: from {start} to {end}.")
    elif end > start:
        sentence = said_in(chart.language, "Rise from {start} to {end} between {first} and {last}.")
    else:
        sentence = said_in(chart.language, "Fall from {start} to {end} between {first} and {last}.")
    labels, unit = chart.labels, chart.spoken_value
    yield sentence.format(start=unit(start), end=unit(end), first=labels[first], last=labels[last])
    highest, lowest = max(computed, key=_number), min(computed, key=_number)
    if highest[1] > max(start, end):
        yield _at(said_in(chart.language, "Highest in {label}: {value}."), chart, highest)
    if lowest[1] < min(start, end):
        yield _at(said_in(chart.language, "Lowest in {label}: {value}."), chart, lowest)


def _ends(chart: Chart, computed: Sequence[Computed]) -> Iterator[str]:
    if len(computed) < 2:
        yield from _only(chart, computed)
        return
    highest, lowest = max(computed, key=_number), min(computed, key=_number)
    if highest[1] == lowest[1]:
        yield said_in(chart.language, "The same everywhere: {value}.").format(value=chart.spoken_value(highest[1]))
        return
    yield _at(said_in(chart.language, "Highest: {label}, {value}."), chart, highest)
    yield _at(said_in(chart.language, "Lowest: {label}, {value}."), chart, lowest)


def _only(chart: Chart, computed: Sequence[Computed]) -> Iterator[str]:
    for number in computed:
        yield _at(said_in(chart.language, "One number: {label}, {value}."), chart, number)


def _at(sentence: str, chart: Chart, number: Computed) -> str:
    return sentence.format(label=chart.labels[number[0]], value=chart.spoken_value(number[1]))


def _number(computed: Computed) -> Decimal:
    return computed[1]


def _missing(chart: Chart, values: Sequence[Decimal | None]) -> Iterator[str]:
    missing = [chart.labels[place] for place, value in enumerate(values) if value is None]
    if not missing:
        return
    if len(missing) == len(values):
        yield said_in(chart.language, "Nothing can be computed here yet.")
    elif len(missing) <= MOST_NAMED:
        labels = in_series(chart.language, missing)
        yield said_in(chart.language, "Not computable: {labels}.").format(labels=labels)
    else:
        counted = said_in(chart.language, "Not computable: {count} of {all}.")
        yield counted.format(count=len(missing), all=len(values))


def _marked(chart: Chart) -> Iterator[str]:
    """The rank of a datum that stands out, from the highest."""
    if len(chart.series) != 1:
        return
    values = [datum.value for datum in chart.series[0].data if datum.value is not None]
    for place, datum in enumerate(chart.series[0].data):
        if datum.marked and datum.value is not None:
            rank = 1 + sum(value > datum.value for value in values)
            sentence = said_in(chart.language, "{label}: rank {rank} of {count}, {value}.")
            value = chart.spoken_value(datum.value)
            yield sentence.format(label=chart.labels[place], rank=rank, count=len(values), value=value)


def _against_reference(chart: Chart) -> Iterator[str]:
    """Where the last number of a single series over time stands to the line of reference."""
    if chart.reference is None:
        return
    yield said_in(chart.language, "A line marks “{reference}”.").format(reference=chart.reference.words)
    computed = [(place, datum.value) for place, datum in enumerate(chart.series[0].data) if datum.value is not None]
    if len(chart.series) != 1 or not chart.over_time or not computed:
        return
    place, value = computed[-1]
    if value == chart.reference.value:
        sentence = said_in(chart.language, "In {label} the value ({value}) is on the line.")
    elif value < chart.reference.value:
        sentence = said_in(chart.language, "In {label} the value ({value}) is below the line ({line}).")
    else:
        sentence = said_in(chart.language, "In {label} the value ({value}) is above the line ({line}).")
    line = chart.spoken_value(chart.reference.value)
    yield sentence.format(label=chart.labels[place], value=chart.spoken_value(value), line=line)
