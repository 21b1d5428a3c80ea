"""What Headquarters sets for the strategy: every target, baseline and budget, narrowed by what, year and for whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import N_, UNKNOWN, CodeTable, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.definitions.loading import Definitions
from desktop.presenters.listing import ListColumn, ListFilter, Listing, RowCell, list_filter
from desktop.presenters.narrowed_list import NarrowedList
from desktop.services.office.rights import Right, may
from desktop.services.results import strategy_figures
from desktop.services.results.figure_words import scope_words, value_words
from desktop.services.results.strategy_figures import StrategyFigures
from desktop.store.records import StrategyFigure
from desktop.store.states import FigureMeaning

if TYPE_CHECKING:
    from desktop.office import Office

MEANINGS: Mapping[str, str] = CodeTable(
    {
        FigureMeaning.TARGET: N_("Target"),
        FigureMeaning.BASELINE: N_("Baseline"),
        FigureMeaning.BUDGET: N_("Budget of IOM"),
        FigureMeaning.PEER: N_("Total of a peer"),
    },
    UNKNOWN,
)
COLUMNS = (
    ListColumn("meaning", N_("What it is")),
    ListColumn("year", N_("Year")),
    ListColumn("scope", N_("For whom")),
    ListColumn("amount", N_("Number"), figures=True),
    ListColumn("source", N_("Document")),
    ListColumn("dated_on", N_("Its day"), shown=False),
    ListColumn("by", N_("Written by"), shown=False),
)


@dataclass(frozen=True)
class StrategyLine:
    """A figure as a row."""

    figure: StrategyFigure
    title: str
    note: str
    cells: Mapping[str, RowCell]


def about_words(definitions: Definitions, figure: StrategyFigure) -> str:
    """Of what a figure is: an indicator in short, or the budget."""
    if figure.meaning == FigureMeaning.BUDGET:
        return _(MEANINGS[FigureMeaning.BUDGET])
    if figure.meaning == FigureMeaning.PEER:
        return _("Private income of {name}").format(name=figure.scope)
    return next(
        (pick(own.short) for own in definitions.indicators.every if own.id == figure.indicator), figure.indicator
    )


def amount_words(definitions: Definitions, figure: StrategyFigure) -> str:
    """Its number with its unit."""
    amount = Decimal(figure.amount or 0)
    if figure.meaning in strategy_figures.OF_NO_INDICATOR:
        return format_money(amount, DOLLARS, language())
    indicator = next((own for own in definitions.indicators.every if own.id == figure.indicator), None)
    return value_words(indicator, amount) if indicator is not None else str(amount)


class StrategyFiguresPresenter(NarrowedList):
    """All that is on record, read away from the window."""

    shows = frozenset({"strategy_figure", "officer"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        first = N_("Indicator")
        self.listing = Listing(self, "strategy-figures", N_("Targets and baselines"), COLUMNS, first_title=first)
        self.every: Sequence[StrategyLine] = ()

    @property
    def may_add(self) -> bool:
        """Whether this reader writes them."""
        return may(self.office.user, Right.HEADQUARTERS) and self.office.is_hq

    def refresh(self) -> None:
        """Read them again."""
        work = self.office.work
        if not self.is_read:
            self.changed()
        self.runner.quietly(lambda: strategy_figures.every(work), self._show)

    def _show(self, answer: StrategyFigures) -> None:
        self.is_read = True
        self.every = [self._line(figure, answer) for figure in answer.every if not figure.archived]
        self.changed()

    def _line(self, figure: StrategyFigure, answer: StrategyFigures) -> StrategyLine:
        definitions = self.office.definitions
        names = {code: own.name for code, own in answer.offices.items()}
        meaning, scope = _(MEANINGS[figure.meaning]), scope_words(definitions, figure.scope, names)
        amount, day = amount_words(definitions, figure), day_in_words(figure.dated_on, language())
        cells = {
            "meaning": RowCell(meaning),
            "year": RowCell(figure.year),
            "scope": RowCell(scope),
            "amount": RowCell(amount, Decimal(figure.amount or 0)),
            "source": RowCell(figure.source),
            "dated_on": RowCell(day, day_known(figure.dated_on or "")),
            "by": RowCell(answer.names.get(figure.set_by, "")),
        }
        note = " · ".join(part for part in (meaning, figure.year, scope, amount, figure.source) if part)
        return StrategyLine(figure, about_words(definitions, figure), note, cells)

    @property
    def lines(self) -> Sequence[StrategyLine]:
        """Those that the filters leave."""
        of, is_left = self.listing.filter, self.narrowing()
        return [
            line
            for line in self.every
            if of("meaning") in ("", line.figure.meaning)
            and of("year") in ("", line.figure.year)
            and is_left("", line.title, line.cells)
        ]

    @property
    def state(self) -> str:
        """How many there are."""
        return plural("{count} figure", "{count} figures", len(self.every)) if self.is_read else ""

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what they can be narrowed."""
        meanings = Counter(str(line.figure.meaning) for line in self.every)
        years = Counter(line.figure.year for line in self.every)
        words = [(code, _(label)) for code, label in MEANINGS.items()]
        chosen = self.listing.filter
        listed = [(year, year) for year in sorted(years, reverse=True)]
        return (
            list_filter("meaning", _("What it is"), _("All of them"), words, meanings, chosen("meaning")),
            list_filter("year", _("Year"), _("All years"), listed, years, chosen("year")),
        )

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "strategy_figure", {"id": str(key)}

    def add(self) -> None:
        """Write another one."""
        self.open_place("strategy_figure")
