"""The cost of the function in a year as paper: month by source, whom it was spent on, at Headquarters by office."""

from collections.abc import Mapping
from decimal import Decimal

from desktop.base.dates import MONTHS
from desktop.base.numbers import format_number
from desktop.base.text import N_, _, language, pick, plural
from desktop.documents.enclosures.sums_sheet import PrintedSums, SumsSheet, draw_sums
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.results import cost_charts
from desktop.services.results.function_costs import CostYear, Spent
from desktop.services.work import Work

PARTNERS = 20  # that are printed


def pdf(work: Work, year: CostYear, offices: Mapping[str, tuple[str, str]]) -> bytes:
    """The sheet as PDF bytes in the language now spoken; `offices` are the name and region of each by code, if any."""
    spoken = language()
    months = sorted({month for month, _source in year.by_month})
    sources = [own.id for own in work.definitions.function.sources]
    heads = [pick(own.short) for own in work.definitions.function.sources]
    rows = [_row(MONTHS[spoken][month - 1].capitalize(), year, sources, (month,)) for month in months]
    columns = [f"{head}, {unit}" for head in (*heads, _("Total")) for unit in ("h", "USD")]
    tables = [
        PrintedSums(
            _("Month by month"), (_("Month"), *columns), tuple(rows), _row(_("Total"), year, sources, tuple(months))
        )
    ]
    plain = (_("Hours"), _("US dollars"))
    partners = tuple(
        (own.name or _("The function as a whole"), *_figures(own.spent)) for own in year.partners[:PARTNERS]
    )
    tables.append(PrintedSums(_("Partners that cost most"), (_("Partner"), *plain), partners))
    if offices:
        by_office: dict[str, Spent] = {}
        for (code, _source), spent in year.by_office.items():
            by_office[code] = by_office.get(code, Spent()) + spent
        listed = tuple((code, offices.get(code, ("", ""))[1], *_figures(by_office[code])) for code in sorted(by_office))
        tables.append(PrintedSums(_("By office"), (_("Office"), _("Region"), *plain), listed))
    unknown = year.total.unknown
    note = plural(
        "{count} amount has no rate: it is in no sum of dollars.",
        "{count} amounts have no rate: they are in no sum of dollars.",
        unknown,
    )
    content = SumsSheet(
        _("Cost of the function {year}").format(year=year.year),
        N_("Private-sector function (¶30 b)"),
        "cost-of-the-function",
        (note,) if unknown else () if months else (_("No cost of the function is recorded in the period."),),
        tuple(tables) if months else (),
        tuple(chart for chart in (cost_charts.hours(work, year), cost_charts.money(work, year)) if chart is not None),
    )
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    reference = f"{profile.code}-F-{year.year}"
    made_at, paper = work.clock.stamp(), office_paper.of(work)
    return draw_sums(content, spoken, reference, made_at, profile.name, mark, paper).data


def _row(title: str, year: CostYear, sources: list[str], months: tuple[int, ...]) -> tuple[str, ...]:
    """The hours and dollars of these months by source, and together."""
    sums = [sum((year.by_month.get((month, code), Spent()) for month in months), Spent()) for code in sources]
    together = sum((spent for (month, _code), spent in year.by_month.items() if month in months), Spent())
    return (title, *(figure for spent in (*sums, together) for figure in _figures(spent)))


def _figures(spent: Spent) -> tuple[str, str]:
    return _number(spent.plain_hours), _number(spent.usd, 2)


def _number(number: Decimal, places: int | None = None) -> str:
    return format_number(number, language(), places) if number else ""
