"""Sections about what the function cost beside what it brought (¶9, ¶30 b)."""

from collections.abc import Mapping
from decimal import Decimal

from desktop.base.numbers import EXACT
from desktop.base.places import DOLLARS
from desktop.base.text import _, language, pick
from desktop.definitions.indicator import RECEIVED
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartSeries, ChartUnit
from desktop.documents.reports.content import (
    ReportChart,
    ReportColumn,
    ReportNumber,
    ReportPiece,
    ReportRow,
    ReportTable,
    ReportWords,
)
from desktop.services.reports.basis import ReportBasis, usd
from desktop.services.reports.record_parts import costs_of, hours
from desktop.services.results import figure_words, function_costs
from desktop.services.results.function_costs import Spent

HUNDREDTH = Decimal("0.01")


def invested(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Year by year what was spent and what was received, and how much came for each dollar that was spent."""
    spent, received = _spent(basis), basis.every_year.values(RECEIVED)
    rows = []
    for year, came in received.items():
        own = spent.get(year, Spent())
        rows.append(
            ReportRow(
                (str(year), hours(own.plain_hours), usd(own.usd), usd(came), ReportNumber(_ratio(came, own.usd))),
                str(year),
            )
        )
    columns = (
        ReportColumn("year", _("Year"), 0.8),
        ReportColumn("hours", _("Hours"), 1.0, "right"),
        ReportColumn("spent", _("Spent, USD"), 1.3, "right"),
        ReportColumn("received", _("Received, USD"), 1.3, "right"),
        ReportColumn("ratio", _("Received for each dollar spent"), 1.3, "right"),
    )
    unknown = sum(own.unknown for own in spent.values())
    words = [
        _("Hours are not valued in dollars: they stand beside the money, not in it."),
        _("Private money takes years of investment to come, and does not cover core costs (¶9)."),
    ]
    if unknown:
        words.append(_("Amounts without a rate, in no sum of dollars: {count}.").format(count=unknown))
    return (
        *_drawn(spent, received),
        ReportTable("invested", "", columns, tuple(rows)),
        ReportWords(tuple(words), quiet=True),
    )


def _ratio(came: Decimal | None, spent: Decimal) -> Decimal | None:
    """None where nothing was spent: nothing can be said of it then."""
    if came is None or not spent:
        return None
    return EXACT.divide(came, spent).quantize(HUNDREDTH, context=EXACT)


def _spent(basis: ReportBasis) -> Mapping[int, Spent]:
    entries = costs_of(basis)
    years = range(basis.period.first.year, basis.period.last.year + 1)
    return {
        year: function_costs.together(own for own in entries if own.spent_on.startswith(str(year))) for year in years
    }


def _drawn(spent: Mapping[int, Spent], received: Mapping[int, Decimal | None]) -> tuple[ReportPiece, ...]:
    labels = tuple(map(str, received))
    costs = tuple(ChartDatum(spent.get(year, Spent()).usd, str(year)) for year in received)
    came = tuple(ChartDatum(value, str(year)) for year, value in received.items())
    series = (ChartSeries(_("Spent, USD"), costs), ChartSeries(_("Received, USD"), came))
    title = _("What was spent and what was received")
    chart = Chart(title, ChartKind.COLUMNS, labels, series, ChartUnit(currency=DOLLARS), language(), over_time=True)
    return (ReportChart("invested_drawn", chart, repeated=True),) if any(chart.values()) else ()


def purposes(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What the money and the time were for; nothing where none was spent, which the section of the cost says."""
    entries, labels = costs_of(basis), basis.work.definitions.function.purposes
    if not entries:
        return ()
    columns = (
        ReportColumn("purpose", _("What for"), 2.6),
        ReportColumn("hours", _("Hours"), 1.0, "right"),
        ReportColumn("usd", _("US dollars"), 1.2, "right"),
    )
    rows = []
    for code in (*labels, ""):
        own = function_costs.together(
            entry for entry in entries if (entry.purpose if entry.purpose in labels else "") == code
        )
        if own.entries:
            title = pick(labels[code]) if code else figure_words.as_heading(_("not said"))
            rows.append(ReportRow((title, hours(own.plain_hours), usd(own.usd)), code))
    empty = _("No cost of the function is recorded in the period.")
    return (ReportTable("purposes", "", columns, tuple(rows), when_empty=empty),)
