"""One indicator: its value, how it is counted, its years and groups, the records behind it and those left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.definitions.indicator import Figure, FigureUnit
from desktop.documents.charts.chart import MOST_LABELS, Chart
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.results import figure_words
from desktop.presenters.results.figure_words import value_words
from desktop.presenters.results.indicators import FiguresPresenter
from desktop.services.results import figure_records
from desktop.services.results.figure_records import FigureRecord
from desktop.services.results.figures import PeriodFigures

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class RecordLine:
    """A record behind a figure, or one that is not counted, as a row says it."""

    key: str
    title: str
    note: str
    cells: Mapping[str, RowCell]


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
        self.counted = Listing(self, "figure-counted", N_("What counts"), columns, first_title=N_("Record"))
        missed = (ListColumn("reason", N_("Why not")), *columns[:3])
        self.left_out = Listing(self, "figure-left-out", N_("Not counted"), missed, first_title=N_("Record"))
        self.records: Mapping[str, FigureRecord] = {}

    @property
    def _is_money(self) -> bool:
        own = next((own for own in self.office.definitions.indicators.every if own.id == self.id), None)
        return own is not None and own.unit is FigureUnit.USD

    def read_behind(self) -> None:
        work, ids, answer = self.office.work, self._record_ids(), self.answer
        self.runner.quietly(lambda: figure_records.read(work, ids), lambda records: self._show_records(answer, records))

    def _record_ids(self) -> Sequence[str]:
        ids: dict[str, None] = {}
        for figure in self._behind:
            ids |= dict.fromkeys(figure.records)
            ids |= dict.fromkeys(line.record for line in figure.left_out)
        return list(ids)

    def _show_records(self, answer: PeriodFigures | None, records: Mapping[str, FigureRecord]) -> None:
        if answer is self.answer:
            self.records = records
            self.changed()

    @property
    def figure(self) -> Figure | None:
        """The figure of the period."""
        return self.answer.figures.get(self.id) if self.answer is not None else None

    @property
    def _behind(self) -> Sequence[Figure]:
        """The figures that have records: its own, or those of which it is a share."""
        figure = self.figure
        if figure is None:
            return ()
        return [own for own in (figure.part, figure.whole) if own is not None] or [figure]

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
    def facts(self) -> Sequence[tuple[str, str]]:
        """Its paragraph, its rule in words, its version, what would make it move."""
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
        if figure.estimated:
            pairs.append(
                (_("Mind"), _("Some of these persons were not counted by a list: somebody may be in it twice."))
            )
        return pairs

    @property
    def chart(self) -> Chart | None:
        """Its last five years."""
        figure = self.figure
        return self.chart_of(figure.indicator) if figure is not None else None

    @property
    def group_charts(self) -> Sequence[Chart]:
        """The figure by each of its dimensions in which there is more than one group, or a group that is said."""
        definitions = self.office.definitions
        return [
            figure_words.groups_chart(definitions, figure, dimension, language())
            for figure in self._behind
            for dimension in figure.indicator.dimensions
            if 0 < len(groups := figure.groups(dimension)) <= MOST_LABELS and set(groups) != {""}
        ]

    @property
    def counted_lines(self) -> Sequence[RecordLine]:
        """The records behind it."""
        amounts = self._amounts
        return [self._line(record, "", amounts) for record in dict.fromkeys(r for f in self._behind for r in f.records)]

    @property
    def _amounts(self) -> Mapping[str, RowCell]:
        cells = {}
        for figure in self._behind:
            if figure.indicator.unit is FigureUnit.USD and figure.table is not None:
                place = figure.table.places[figure.indicator.of]
                for row in figure.counted:
                    words = figure_words.value_words(figure.indicator, row[place])
                    cells[row[0]] = RowCell(words, row[place])
        return cells

    @property
    def left_out_lines(self) -> Sequence[RecordLine]:
        """The records that are not counted, each with its reason."""
        answer = self.answer
        if answer is None:
            return ()
        reasons = answer.indicators.reasons
        lines = dict.fromkeys(line for figure in self._behind for line in figure.left_out)
        return [self._line(line.record, pick(reasons[line.reason]), {}) for line in lines]

    def _line(self, record: str, reason: str, amounts: Mapping[str, RowCell]) -> RecordLine:
        known_here = self.records.get(record)
        if known_here is None:
            return RecordLine(record, "…", reason, {"reason": RowCell(reason)})
        amount = amounts.get(record, RowCell())
        cells = {
            "on": RowCell(known_here.day_words(language()), known_here.on),
            "partner": RowCell(known_here.partner),
            "office": RowCell(known_here.office),
            "amount": amount,
            "reason": RowCell(reason),
        }
        parts = (reason, known_here.day_words(language()), known_here.partner, amount.text)
        return RecordLine(record, known_here.title or "–", " · ".join(part for part in parts if part), cells)

    @property
    def counts_words(self) -> str:
        """How many records count."""
        return plural("{count} record counts", "{count} records count", len(self.counted_lines))

    def open_record(self, key: object) -> None:
        """Where a record is shown."""
        record = self.records.get(str(key))
        if record is not None:
            self.open_place(record.place, **record.arguments)
