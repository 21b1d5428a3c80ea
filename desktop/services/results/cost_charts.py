"""The cost of the function in a year as charts: hours and dollars, month by source, the same on screen and paper."""

from collections.abc import Callable
from decimal import Decimal

from desktop.base.dates import MONTHS
from desktop.base.text import _, language, pick
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartSeries, ChartUnit, with_rest_together
from desktop.services.results.function_costs import CostYear, Spent
from desktop.services.work import Work


def hours(work: Work, year: CostYear) -> Chart | None:
    """The hours; None where they fell into fewer than two months, which nothing has to be drawn for."""
    return _by_month(work, year, _("Time, in hours"), ChartUnit(places=1), lambda spent: spent.hours)


def money(work: Work, year: CostYear) -> Chart | None:
    """The US dollars; None as for the hours."""
    unit = ChartUnit(currency="USD")
    return _by_month(work, year, _("Money, in US dollars"), unit, lambda spent: spent.usd)


def _by_month(
    work: Work, year: CostYear, title: str, unit: ChartUnit, worth: Callable[[Spent], Decimal]
) -> Chart | None:
    """A column for each month from the first to the last in which there is any of it; each datum's key is its month.

    What no file has a word for, arrived from elsewhere, is drawn last and together where there is too much of it.
    """
    amounts = {place: worth(spent) for place, spent in year.by_month.items() if worth(spent)}
    months = {month for month, _source in amounts}
    if len(months) < 2:
        return None
    stretch = range(min(months), max(months) + 1)
    names = {own.id: pick(own.short) for own in work.definitions.function.sources}
    spenders = {source for _month, source in amounts}
    sources = [code for code in (*names, *sorted(spenders - names.keys())) if code in spenders]
    series = [
        ChartSeries(
            names.get(code, code),
            tuple(ChartDatum(amounts.get((month, code), Decimal()), str(month)) for month in stretch),
        )
        for code in sources
    ]
    labels = tuple(MONTHS[language()][month - 1] for month in stretch)
    drawn = with_rest_together(series, _("Other"))
    return Chart(title, ChartKind.STACKED, labels, drawn, unit, language(), over_time=True)
