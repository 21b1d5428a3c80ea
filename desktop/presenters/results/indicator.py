"""One indicator: its value, how it is counted, its years and groups, the records behind it and those left out."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.definitions.indicator import Figure, FigureUnit, Period
from desktop.documents.charts.chart import MOST_LABELS, Chart
from desktop.presenters.listing import ListColumn, Listing, NotedLine
from desktop.presenters.results import behind_figure, confirmed_words
from desktop.presenters.results.behind_figure import RecordsBehind
from desktop.presenters.results.indicators import FiguresPresenter
from desktop.services.results import figure_records, figure_words
from desktop.services.results.confirmed import ComparedFigure, ComparedFigures
from desktop.services.results.figure_records import FigureRecord
from desktop.services.results.figure_words import value_words
from desktop.services.results.figures import FiguresReader, PeriodFigures, YearFigures

if TYPE_CHECKING:
    from desktop.office import Office

MOST_NAMED = 20  # records of one cause


class IndicatorPresenter(FiguresPresenter):
    """The figure of an indicator; of a share also those of its part and its whole."""

    def __init__(self, office: "Office", runner: Runner, id: str = "RES-1") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id = id
        columns = (
            ListColumn("on", N_("Day")),
            ListColumn("partner", N_("Partner")),
            ListColumn("office", N_("Office"), shown=office.is_hq),
            ListColumn("amount", N_("US dollars"), figures=True, shown=self._is_money),
        )
        record, arrange = N_("Record"), self._arrange
        self.counted = Listing(self, "figure-counted", N_("What counts"), columns, first_title=record, arrange=arrange)
        missed = (ListColumn("reason", N_("Why not"), sentences=True), *columns[:3])
        self.left_out = Listing(self, "figure-left-out", N_("Not counted"), missed, first_title=record, arrange=arrange)
        self._behind: tuple[RecordsBehind, RecordsBehind] | None = None
        self.counted_lines: Sequence[NotedLine] = ()
        self.left_out_lines: Sequence[NotedLine] = ()
        self.chart: Chart | None = None  # five years of it
        self.group_charts: Sequence[Chart] = ()
        self.region_chart: Chart | None = None  # the offices of the region, where Headquarters told of them
        self.causes: Sequence[tuple[str, Sequence[NotedLine]]] = ()  # why Headquarters has another figure, and which
        self._overs: Sequence[str] = ()  # the tables of facts whose rows are behind it

    @property
    def _is_money(self) -> bool:
        own = next((own for own in self.office.definitions.indicators.every if own.id == self.id), None)
        return own is not None and own.unit is FigureUnit.USD

    @property
    def trends(self) -> Collection[str]:
        return (self.id,)

    def read_figures(self, reader: FiguresReader, period: Period) -> PeriodFigures:
        return reader.of_period(period)

    def work_out(self, answer: PeriodFigures, years: YearFigures, compared: ComparedFigures) -> Callable[[], None]:
        figure = answer.figures.get(self.id)
        if figure is None:
            return lambda: None
        behind, work = figure.behind, self.office.work
        overs = [own.indicator.over for own in behind if own.indicator.over]
        lists = (
            RecordsBehind(work, overs, behind_figure.counted(behind), self._ahead),
            RecordsBehind(work, overs, behind_figure.left_out(behind, answer.indicators.reasons), self._ahead),
        )
        counted, left_out = lists[0].lines(self.counted), lists[1].lines(self.left_out)
        target = answer.indicators.target_percent
        chart = figure_words.by_year(years, figure.indicator, target, language())
        groups = self._groups(behind)
        own = compared.figures.get(self.id)
        named = {id_ for cause in own.causes for id_ in cause.records[:MOST_NAMED]} if own is not None else set()
        records = figure_records.read(work, overs, named)
        causes = list(self._causes(compared, own, records)) if own is not None else []

        standing = compared.standing(figure)
        among = None
        if standing is not None and len(standing.offices) <= MOST_LABELS:
            among = confirmed_words.region_chart(figure.indicator, standing, self.office.profile.name, language())

        def show() -> None:
            self.causes, self.region_chart = causes, among
            self._behind, self._overs = lists, overs
            self.counted_lines, self.left_out_lines = counted, left_out
            self.chart, self.group_charts = chart, groups

        return show

    def _ahead(self, read: Callable[[], object]) -> None:
        """Read lines that nobody looks at yet, away from the window."""
        self.runner.quietly(read, lambda _lines: None)

    def _arrange(self) -> None:
        """Put both lists into another order, away from the window."""
        behind = self._behind
        if behind is None:
            return
        counted, left_out = behind

        def show(lines: tuple[Sequence[NotedLine], Sequence[NotedLine]]) -> None:
            if behind is self._behind:
                self.counted_lines, self.left_out_lines = lines
                self.changed()

        self.runner.quietly(lambda: (counted.lines(self.counted), left_out.lines(self.left_out)), show)

    def _causes(
        self, compared: ComparedFigures, own: ComparedFigure, records: Mapping[str, FigureRecord]
    ) -> Iterator[tuple[str, Sequence[NotedLine]]]:
        spoken, reasons = language(), self.office.definitions.indicators.reasons
        for cause in own.causes:
            lines = []
            for id_ in cause.records[:MOST_NAMED]:
                record = records.get(id_)
                title = record.title if record is not None else compared.united.get(id_, "")
                parts = (record.day_words(spoken), record.partner) if record is not None else ()
                lines.append(NotedLine(id_, title or "–", " · ".join(filter(None, parts)), {}))
            yield confirmed_words.cause_words(own, cause, reasons), lines

    def _groups(self, behind: Sequence[Figure]) -> Sequence[Chart]:
        """The figures by each of their dimensions in which something is said."""
        charts = []
        for figure in behind:
            for dimension in figure.indicator.dimensions:
                groups = figure.groups(dimension)
                if 0 < len(groups) <= MOST_LABELS and set(groups) != {""}:
                    own = figure_words.groups_chart(self.office.definitions, figure, dimension, groups, language())
                    charts.append(own)
        return charts

    @property
    def figure(self) -> Figure | None:
        """The figure of the period."""
        return self.answer.figures.get(self.id) if self.answer is not None else None

    @property
    def title(self) -> str:
        """What it is called."""
        own = next((own for own in self.office.definitions.indicators.every if own.id == self.id), None)
        return pick(own.label) if own is not None else self.id

    @property
    def value(self) -> str:
        """The value in words; of a share how it comes about."""
        figure = self.figure
        if figure is None:
            return ""
        if figure.value is None:
            lacks = _(figure_words.LACKS[figure.missing])
            return _("Not computable: {why}.").format(why=lacks)
        if figure.indicator.unit is FigureUnit.PERCENT and self.answer is not None and figure.whole is None:
            return figure_words.five_percent_sentence(self.answer.five_percent)
        if figure.whole is not None and figure.part is not None:
            return _("{part} of {whole} partners: {share}").format(
                part=value_words(figure.part.indicator, figure.part.value),
                whole=value_words(figure.whole.indicator, figure.whole.value),
                share=value_words(figure.indicator, figure.value),
            )
        words = value_words(figure.indicator, figure.value)
        if figure.indicator.unit is FigureUnit.USD:
            return words
        return f"{words} {figure_words.unit_words(figure.indicator)}"

    @property
    def confirmed_sentence(self) -> str:
        """On which day Headquarters worked this figure out, or that it has not."""
        confirmed, answer = self.compared.confirmed, self.answer
        if confirmed is None or answer is None or confirmed.of_period(answer.period) is None:
            return super().confirmed_sentence
        return confirmed_words.day_words(confirmed)

    @property
    def confirmed_facts(self) -> Sequence[tuple[str, str]]:
        """The figure of this office, that of Headquarters, the difference; empty at Headquarters itself."""
        figure, compared = self.figure, self.compared.figures.get(self.id)
        if figure is None or compared is None:
            return ()
        pairs = [
            (_("This office"), value_words(figure.indicator, figure.value)),
            (_("Headquarters"), confirmed_words.confirmed_words(compared)),
        ]
        if compared.differs:
            pairs.append((_("Difference"), confirmed_words.difference_words(compared)))
        standing = self.compared.standing(figure)
        if standing is not None:
            words = confirmed_words.region_words(self.office.definitions, figure.indicator, standing)
            pairs.append((_("In the region"), words))
        shared = self.compared.shared(figure)
        if shared:
            named = [f"{own.name} ({', '.join(own.offices)})" for own in shared[:MOST_NAMED]]
            more = len(shared) - MOST_NAMED
            named += [plural("{count} more", "{count} more", more)] if more > 0 else []
            pairs.append((_("Counted once in the world"), "; ".join(named)))
        return pairs

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Its paragraph, its rule in words, its version, what would make it move, what is aimed at."""
        figure, answer = self.figure, self.answer
        if figure is None or answer is None:
            return ()
        own = figure.indicator
        version = _("version {number}, since {day}").format(number=own.version, day=own.since.year)
        pairs = [
            (_("How it is counted"), pick(own.rule)),
            (_("Source"), f"¶{own.paragraph} · {version}"),
            (_("What makes it move"), pick(own.moves)),
        ]
        target = answer.targets.get(own.id)
        if target is not None:
            pairs.append((_("Target of the office"), value_words(own, target)))
        definitions, offices = self.office.definitions, self.office_names
        pairs += [figure_words.aim_words(definitions, own, aim, offices) for aim in answer.aims_of(own.id)]
        if figure.estimated:
            pairs.append(
                (_("Mind"), _("Some of these persons were not counted by a list: somebody may be in it twice."))
            )
        return pairs

    def open_record(self, key: object) -> None:
        """Where a record is shown."""
        record = figure_records.read(self.office.work, self._overs, [str(key)]).get(str(key))
        if record is not None:
            self.open_place(record.place, **record.arguments)

    def open_cause(self, key: object) -> None:
        """Where a record is shown that a cause of a difference concerns."""
        if str(key) in self.compared.united:
            self.open_place("partner", id=str(key))
        else:
            self.open_record(key)
