"""The six pillars of ¶30 with what the records say of each, revisions, and what peers published (¶7)."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language
from desktop.definitions.indicator import Period
from desktop.definitions.report import ReportKind
from desktop.documents.charts.chart import Chart
from desktop.documents.reports.content import (
    Report,
    ReportChart,
    ReportSection,
    ReportTable,
    ReportWords,
    cell_words,
)
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, NotedLine, RowCell
from desktop.presenters.paper import PaperPresenter
from desktop.services.office.rights import Right, may
from desktop.services.reports import building
from desktop.services.reports.building import ReportFormat

if TYPE_CHECKING:
    from desktop.office import Office

KIND = "pillars"


class PillarsPresenter(PaperPresenter):
    """The report of the pillars over a year, read away from the window; the same on paper."""

    shows = frozenset(
        {"strategy_figure", "contribution", "function_cost", "training", "focal_point", "lesson", "visibility_use"}
        | {"decision", "clearance", "partnership", "activity", "result", "register_edition"}
    )

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        columns = (ListColumn("value", N_("Value"), figures=True),)
        self.listing = Listing(self, "pillars", N_("The six pillars"), columns, first_title=N_("What"))
        self.kind: ReportKind = building.kind_of(office.work, KIND)
        self.report: Report | None = None
        self._reading = 0

    def refresh(self) -> None:
        """Read them again; of several readings the last is shown."""
        self._reading += 1
        reading, work, kind, period, spoken = self._reading, self.office.work, self.kind, self.period, language()
        if self.report is None:
            self.changed()
        self.runner.quietly(lambda: building.build(work, kind, period, spoken), partial(self._show, reading))

    def _show(self, reading: int, report: Report) -> None:
        if reading == self._reading:
            self.report = report
            self.changed()

    # --- what is shown

    @property
    def period(self) -> Period:
        """The year that was chosen, else the present one."""
        chosen = self.listing.filter("year")
        is_year = chosen.isascii() and chosen.isdigit() and len(chosen) == len("2016") and int(chosen) > 0
        return Period.year(int(chosen) if is_year else self.office.work.today().year)

    @property
    def state(self) -> str:
        """The year."""
        return str(self.period.first.year)

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """The years since the strategy began."""
        begins, present = self.office.definitions.indicators.begins.year, self.office.work.today().year
        years = tuple(FilterOption(str(year), str(year), None) for year in range(present, begins - 1, -1))
        return (ListFilter("year", _("Year"), _("This year"), years, self.listing.filter("year")),)

    @property
    def may_add(self) -> bool:
        """Whether this reader enters what a peer published."""
        return may(self.office.user, Right.HEADQUARTERS)

    def section(self, id_: str) -> ReportSection | None:
        """What the records say of one of them; None before they are read."""
        sections = self.report.sections if self.report is not None else ()
        return next((own for own in sections if own.id == id_), None)

    def words(self, id_: str) -> str:
        """What is said of it in sentences."""
        section = self.section(id_)
        pieces = section.pieces if section is not None else ()
        return "\n".join(text for own in pieces if isinstance(own, ReportWords) for text in own.paragraphs)

    def lines(self, id_: str) -> Sequence[NotedLine]:
        """What is said of it in numbers and lists."""
        return list(self._lines(id_))

    def _lines(self, id_: str) -> Iterator[NotedLine]:
        section, spoken = self.section(id_), language()
        for piece in section.pieces if section is not None else ():
            if not isinstance(piece, ReportTable):
                continue
            headings = [column.heading for column in piece.columns[1:]]
            for place, row in enumerate(piece.rows):
                title, *parts = [cell_words(cell, spoken) for cell in row.cells]
                key = f"{piece.id}.{place}"
                if len(parts) == 1:
                    yield NotedLine(key, title, parts[0], {"value": RowCell(parts[0])})
                    continue
                named = zip(headings, parts, strict=True)
                note = " · ".join(_("{name}: {text}").format(name=own, text=part) for own, part in named if part)
                yield NotedLine(key, title, note, {})

    def chart(self, id_: str) -> Chart | None:
        """What is drawn of it; None for nothing."""
        section = self.section(id_)
        pieces = section.pieces if section is not None else ()
        return next((own.chart for own in pieces if isinstance(own, ReportChart)), None)

    # --- gestures

    def narrow(self, **codes: str) -> None:
        """Another year."""
        self.listing.narrow(**codes)

    def add_peer(self) -> None:
        """Enter what another organization published."""
        self.open_place("strategy_figure")

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the paper as a file."""
        return _("The six pillars {year}.pdf").format(year=self.state)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Writing the report"), _("Save the report")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The same as on the page."""
        work, kind, period, spoken = self.office.work, self.kind, self.period, language()

        def draft(progress: Progress) -> bytes:
            report = building.build(work, kind, period, spoken, progress)
            return building.written(work, report, ReportFormat.PDF)

        return draft
