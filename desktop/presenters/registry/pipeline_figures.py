"""Where the pipeline stands: how many partnerships are at each stage, what they are worth, how many sleep."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.numbers import format_money
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, pick
from desktop.documents.charts.chart import Chart
from desktop.presenters.listing import ListColumn, ListFilter, Listing, NotedLine, RowCell
from desktop.presenters.office_filters import office_filters, offices_chosen
from desktop.presenters.paper import PaperPresenter
from desktop.services import pipeline
from desktop.services.office import office_profile
from desktop.services.partner_papers import pipeline_sheet
from desktop.services.pipeline import StageSum

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("count", N_("Partnerships"), figures=True),
    ListColumn("overdue", N_("Overdue"), figures=True),
    ListColumn("dormant", N_("Dormant"), figures=True),
    ListColumn("value", N_("Planned worth"), figures=True),
    ListColumn("unknown", N_("Of unknown worth"), figures=True),
)


class PipelineFiguresPresenter(PaperPresenter):
    """The stages with their sums, drawn and listed; at Headquarters of some offices or of all. On one sheet too."""

    shows = frozenset({"partnership", "partner", "diligence_case", "decision", "clearance", "agreement", "answer"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.listing = Listing(self, "pipeline-figures", N_("By stage"), COLUMNS, first_title=N_("Stage"))
        self.sums: tuple[StageSum, ...] = ()
        self.charts: tuple[Chart, ...] = ()
        self._regions: Mapping[str, str] = {}
        self._of_offices: Mapping[str, int] = {}
        self._reading = 0
        self.is_read = False

    def refresh(self) -> None:
        """Read the pipeline again; of several readings the last is shown."""
        self._reading += 1
        reading, work, is_hq = self._reading, self.office.work, self.office.is_hq
        if not self.is_read:
            self.changed()

        def read() -> Callable[[], None]:
            regions = office_profile.regions(work) if is_hq else {}
            chosen = offices_chosen(self.listing, regions) if is_hq else None
            cards = [card for card in pipeline.read(work) if card.living]
            counts: dict[str, int] = {}
            for card in cards:
                counts[card.office] = counts.get(card.office, 0) + 1
            sums = pipeline.by_stage(card for card in cards if chosen is None or card.office in chosen)
            charts = pipeline_sheet.charts(work, sums)

            def show() -> None:
                self.sums, self.charts, self.is_read = sums, charts, True
                self._regions, self._of_offices = regions, counts

            return show

        self.runner.quietly(read, lambda show: self._show(reading, show))

    def _show(self, reading: int, show: Callable[[], None]) -> None:
        if reading == self._reading:
            show()
            self.changed()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is under way."""
        return self.is_read and not any(own.count for own in self.sums)

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """At Headquarters the offices and regions; an office sees its own pipeline."""
        if not self.office.is_hq:
            return ()
        labels = self.office.definitions.regions.labels
        return office_filters(self.listing, self._regions, labels, self._of_offices)

    def narrow(self, **codes: str) -> None:
        """Only some offices."""
        self.listing.narrow(**codes)

    @property
    def state(self) -> str:
        """Whose pipeline it is."""
        if not self.office.is_hq:
            return self.office.profile.name
        office, region = self.listing.filter("office"), self.listing.filter("region")
        labels = self.office.definitions.regions.labels
        return " · ".join(filter(None, (office, labels.get(region, region)))) or _("All offices")

    @property
    def lines(self) -> Sequence[NotedLine]:
        """The stages, each with its sums."""
        stages = self.office.definitions.pipeline.by_stage
        return [
            NotedLine(str(own.stage), pick(stages[own.stage].label), _money(own.usd), self._cells(own))
            for own in self.sums
        ]

    @staticmethod
    def _cells(own: StageSum) -> Mapping[str, RowCell]:
        counts = {"count": own.count, "overdue": own.overdue, "dormant": own.dormant, "unknown": own.unknown}
        cells = {name: RowCell(str(count) if count or name == "count" else "", count) for name, count in counts.items()}
        return {**cells, "value": RowCell(_money(own.usd), own.usd)}

    def open_stage(self, key: object) -> None:
        """The partnerships of a stage, in the list of the pipeline."""
        self.open_place("pipeline", stage=str(key))

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the sheet as a file."""
        return _("Pipeline {day}.pdf").format(day=self.office.work.today().isoformat())

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the sheet"), _("Save the sheet")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The sums as they are shown."""
        work, sums, whose = self.office.work, self.sums or pipeline.by_stage(()), self.state
        return lambda _progress: pipeline_sheet.pdf(work, sums, whose)


def _money(usd: Decimal) -> str:
    return format_money(str(usd), places.DOLLARS, language()) if usd else ""
