"""The year of the demonstration: givers, contributions, activities and results, and the files that tell of them."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.process import own_command
from desktop.base.progress import Progress
from desktop.base.text import _, language, pick
from desktop.commands.indicators import as_json
from desktop.definitions.indicator import RECEIVED, Figure, Period
from desktop.definitions.terms import Audience
from desktop.documents.charts import written
from desktop.documents.charts.chart import Chart
from desktop.documents.sheet import Content, Spreadsheet, workbook
from desktop.office import Office
from desktop.presenters.results.contribution_words import row_cells
from desktop.presenters.results.contributions import COLUMNS
from desktop.screening import library
from desktop.services.demo import function, givers, invented, year_of_giving, year_of_results
from desktop.services.demo.givers import SealingChief
from desktop.services.demo.year_of_giving import YearOfGiving
from desktop.services.office.list_choices import ListOrder
from desktop.services.reports import building
from desktop.services.reports.building import ReportFormat
from desktop.services.results import contribution_list, figure_words
from desktop.services.results.contribution_list import ContributionFilter
from desktop.services.results.figures import SHARE, FiguresReader, PeriodFigures, Scope, YearFigures
from desktop.services.results.register import edition_files, editions
from desktop.services.results.register.editions import EditionOrder
from desktop.store.records import Agreement, SealedEdition
from desktop.store.states import ContributionState

PATIENCE = 600.0  # seconds that a slow computer may take for the pictures
YEARS = 5  # of the trends
HALF = timedelta(days=182)  # the year that is told holds most of the last twelve months
IN_GROUPS = (  # of the indicators, each with the name of its picture
    (RECEIVED, "contribution.form", "forms"),
    (RECEIVED, "contribution.channel", "channels"),
    ("ADV-2", "activity.kind", "activities"),
    ("INN-3", "heads.sex", "assisted"),
)


@dataclass(frozen=True)
class YearTold:
    """The files that tell of the year, how many records are behind its figures, and where Headquarters differs."""

    year: int
    files: tuple[str, ...]
    records: int
    differences: tuple[str, ...]


def begin(office: Office, chief: SealingChief, proof: Path, folder: Path) -> tuple[YearOfGiving, Agreement]:
    """The rates, the givers with their agreements, and the draft of the foundation’s contribution agreement."""
    work, spoken = office.work, language()
    year_of_giving.keep_rates(work, folder)
    with library.open_index(office.lists) as index:
        known = {own: givers.known_before(work, own, chief, index, proof, spoken) for own in givers.GIVERS}
        draft = givers.foundation(work, chief, index, proof, spoken)
    return YearOfGiving(work, chief.officer, known, proof, spoken), draft


def play(year: YearOfGiving, donation: Agreement, contribution: Agreement) -> int:
    """Everything that arrives and happens in the year; returns how many contributions there are then."""
    year_of_giving.add(year, donation)
    year_of_giving.pay_instalment(year, contribution)
    year_of_results.add(year)
    year_of_results.follow(year)
    function.add(year.work, year.reader, year.givers[givers.RADIO].partner, year.language)
    return len(contribution_list.ordered(year.work, ContributionFilter(), ListOrder(), {}).ids)


def seal_register(office: Office, chief: SealingChief, folder: Path) -> SealedEdition:
    """Have the Chief of Mission seal the register of the year for Member States, and leave its pages and its activity
    file as they were sealed."""
    work, year = office.work.acting_as(chief.officer), _year_told(office)
    order = EditionOrder(Audience.MEMBERS, Period.year(year))
    sealed = editions.seal(work, order, chief.seed, Progress())
    every = [own.name for own in sealed.files]
    for form, target in ((edition_files.PAGES_FORM, f"register-{year}"), ("xml", f"iati-{year}.xml")):
        names = edition_files.names_of(every, form, language())
        edition_files.save(editions.hand_out(work, sealed.id, names), folder / target)
    return sealed


def _year_told(office: Office) -> int:
    """The calendar year that holds most of the last twelve months."""
    return (office.work.today() - HALF).year


def tell(office: Office, desk: Office, folder: Path) -> YearTold:
    """Leave the figures, the ledger and the charts of the year in the folder, and hold them against Headquarters’."""
    year = _year_told(office)
    period, scope = Period.year(year), Scope(frozenset({invented.OFFICE}))
    reader = FiguresReader(office.work, scope)
    answer, years = reader.of_period(period), reader.of_years(range(year - YEARS + 1, year + 1), (RECEIVED, SHARE))
    there = FiguresReader(desk.work, scope).of_period(period)
    figures, ledger = f"indicators-{year}.json", f"ledger-{year}.xlsx"
    write_safely(folder / figures, json.dumps(as_json(answer), ensure_ascii=False, indent=1).encode())
    write_safely(folder / ledger, _ledger(office, year))
    reports = _reports(office, folder, period)
    pictures = {f"chart-{name}-{year}.png": chart for name, chart in _charts(office, answer, years).items()}
    _draw(pictures, folder)
    counted = {record for figure in answer.figures.values() for record in figure.records}
    return YearTold(year, (figures, ledger, *reports, *pictures), len(counted), tuple(differences(answer, there)))


def _reports(office: Office, folder: Path, period: Period) -> Sequence[str]:
    """The report of the office over the year, on paper and as a workbook."""
    work, kind = office.work, building.kind_of(office.work, "office")
    report = building.build(work, kind, period, language())
    names = []
    for format_ in (ReportFormat.PDF, ReportFormat.XLSX):
        names.append(f"report-{period.first.year}.{format_}")
        write_safely(folder / names[-1], building.written(work, report, format_))
    return names


def differences(here: PeriodFigures, there: PeriodFigures) -> Sequence[str]:
    """Where the figures of Headquarters are not those of the office, to the cent and the record, by indicator."""
    found = []
    for period, ours, theirs in (("", here.figures, there.figures), ("before ", here.before, there.before)):
        for code in sorted({*ours, *theirs}):
            own, other = _compared(ours.get(code)), _compared(theirs.get(code))
            found += [f"{period}{code}: {name}" for name in own if own[name] != other[name]]
    return found


def _compared(figure: Figure | None) -> Mapping[str, str]:
    """What is compared of a figure, each part as text."""
    if figure is None:
        return dict.fromkeys(("value", "groups", "records", "left_out"), "")
    groups = {name: sorted(map(str, figure.groups(name).items())) for name in figure.indicator.dimensions}
    return {
        "value": f"{figure.value} {figure.missing} {figure.budget}",
        "groups": str(groups),
        "records": str(sorted(figure.records)),
        "left_out": str(sorted((line.record, line.reason) for line in figure.left_out)),
    }


def _ledger(office: Office, year: int) -> bytes:
    """What arrived in the year, and what is still expected, with every column of the page."""
    work, rules = office.work, office.definitions.contributions

    def sheet(title: str, *filters: ContributionFilter) -> Spreadsheet:
        ids = [id_ for own in filters for id_ in contribution_list.ordered(work, own, ListOrder(), {}).ids]
        rows: list[list[Content]] = []
        for listed in contribution_list.lines(work, ids):
            cells = row_cells(rules, listed)
            rows.append([listed.partner, *(cells[column.key].content for column in COLUMNS)])
        return Spreadsheet(title, (_("Partner"), *(_(column.title) for column in COLUMNS)), rows)

    expected = (ContributionFilter(standing=own) for own in (ContributionState.CONFIRMED, ContributionState.PROMISED))
    return workbook([sheet(str(year), ContributionFilter(year=str(year))), sheet(_("Still promised"), *expected)])


def _charts(office: Office, answer: PeriodFigures, years: YearFigures) -> Mapping[str, Chart]:
    """The charts of the pages, by the name of their picture."""
    spoken, target = language(), answer.indicators.target_percent
    share = answer.figures[SHARE].indicator
    charts = {
        "received": figure_words.contributions_by_year(years, _("Contributions received"), spoken),
        "share": figure_words.by_year(years, share, target, spoken),
    }
    for code, dimension, name in IN_GROUPS:
        figure = answer.figures[code]
        if groups := figure.groups(dimension):
            chart = figure_words.groups_chart(office.definitions, figure, dimension, groups, spoken)
            charts[name] = replace(chart, title=f"{pick(figure.indicator.short)} · {chart.title}")
    return charts


def _draw(charts: Mapping[str, Chart], folder: Path) -> None:
    """Have the charts drawn by the window’s part of the program, in a process of its own."""
    with TemporaryDirectory() as place:
        source = Path(place) / "charts.json"
        write_safely(source, json.dumps({name: written.written(chart) for name, chart in charts.items()}).encode())
        command = [*own_command("desktop"), "--charts-of", str(source), str(folder)]
        try:
            # our own program: no part of the command comes from outside
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603
        except subprocess.SubprocessError as error:
            raise Problem(
                _("The charts could not be drawn; everything before them is there."),
                _("Check with “passerelle check” that this installation is complete."),
                code="demonstration-not-drawn",
            ) from error
