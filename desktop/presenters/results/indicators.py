"""The thirteen indicators and the five per cent: a period at a glance, by the four types of partnership of ¶29."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.definitions.indicator import RECEIVED, Figure, Period, SignMeasure
from desktop.definitions.strategy import PartnershipType
from desktop.documents.charts.chart import Chart
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, NotedLine, RowCell
from desktop.presenters.office_filters import office_filters, offices_chosen
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.presenter import Presenter
from desktop.presenters.results import confirmed_words
from desktop.services import outlook
from desktop.services.exchange.headquarters import answering
from desktop.services.exchange.headquarters.answering import FiguresOfOffice
from desktop.services.office import office_profile
from desktop.services.office.office_profile import KnownOffice
from desktop.services.office.rights import Right, may
from desktop.services.outlook import Outlook
from desktop.services.results import confirmed, figure_words, figures, figures_sheet, outcomes, period_words, periods
from desktop.services.results.confirmed import ComparedFigure, ComparedFigures
from desktop.services.results.figure_words import value_words
from desktop.services.results.figures import SHARE, FiguresReader, FivePercent, PeriodFigures, Scope, YearFigures
from desktop.services.results.figures_sheet import FiguresSheet, FigureWords
from desktop.services.results.periods import ListedPeriod

if TYPE_CHECKING:
    from desktop.office import Office

YEARS = 5  # that a trend shows, the last of them the one that is looked at
SINCE = "since"  # the filter for everything since the strategy began
FIGURE_RECORDS = frozenset(
    {"contribution", "activity", "result", "partnership", "agreement", "earlier_agreement", "partner", "party"}
    | {"budget", "target", "strategy_figure", "company_ruling"}
)  # whose changes may alter a figure


class FiguresPresenter(Presenter):
    """What every page of figures has: a period and, at Headquarters, offices; read away from the window."""

    shows = FIGURE_RECORDS

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        columns = (
            ListColumn("value", N_("Value"), figures=True),
            ListColumn("confirmed", N_("Headquarters"), figures=True, shown=not office.is_hq),
            ListColumn("before", N_("Period before"), figures=True),
            ListColumn("target", N_("Target"), figures=True),
            ListColumn("left_out", N_("Not counted"), figures=True),
        )
        self.listing = Listing(self, "indicators", N_("Indicators"), columns, first_title=N_("Indicator"))
        self.answer: PeriodFigures | None = None
        self.compared = ComparedFigures()  # with those that Headquarters confirmed; at Headquarters with none
        self.closing: ListedPeriod | None = None  # of exactly the period that is looked at, where it is signed
        self.heard: FiguresOfOffice | None = None  # at Headquarters, what the one office that is chosen has heard
        self._offices: Mapping[str, KnownOffice] = {}
        self._reading = 0

    def refresh(self) -> None:
        """Read the figures again; of several readings the last is shown."""
        self._reading += 1
        reading, work, period = self._reading, self.office.work, self.period
        at_headquarters = self.office.is_hq
        if self.answer is None:
            self.changed()

        def read() -> Callable[[], None]:
            with work.store.one_state():
                return read_all()

        def read_all() -> Callable[[], None]:
            offices = office_profile.known(work) if at_headquarters else {}
            reader = FiguresReader(work, self._scope({code: own.region for code, own in offices.items()}))
            last = period.last.year
            years = reader.of_years(range(last - YEARS + 1, last + 1), self.trends)
            answer = self.read_figures(reader, period)
            compared = ComparedFigures() if at_headquarters else confirmed.compare(work, answer)
            if any(own.differs for own in compared.figures.values()):  # the cause is looked for among the records
                answer = reader.of_period(period)
                compared = confirmed.compare(work, answer)
            one_office = at_headquarters and answer.scope.offices is not None and not answer.scope.region
            heard = answering.figures_told(work, answer.scope.name) if one_office and answer.scope.name else None
            show_besides = self.work_out(answer, years, compared)
            closing = periods.standing(work, answer.scope, period)
            glance = reader.overview(
                period
            )  # the page keeps no rows of facts: to look for garbage among them holds it up
            beside = compared.beside(glance.figures)

            def show() -> None:
                self.answer, self._offices, self.compared, self.heard = glance, offices, beside, heard
                self.closing = closing
                show_besides()

            return show

        self.runner.quietly(read, lambda show: self._show(reading, show))

    def _show(self, reading: int, show: Callable[[], None]) -> None:
        if reading == self._reading:
            show()
            self.changed()

    @property
    @abstractmethod
    def trends(self) -> Collection[str]:
        """The indicators of which a page shows several years."""

    @abstractmethod
    def read_figures(self, reader: FiguresReader, period: Period) -> PeriodFigures:
        """What the page shows of the period: with the records behind the figures, or at a glance."""

    @abstractmethod
    def work_out(self, answer: PeriodFigures, years: YearFigures, compared: ComparedFigures) -> Callable[[], None]:
        """Work out, away from the window, what a page shows beside the figures; what is given back puts it there."""

    def _scope(self, regions: Mapping[str, str]) -> Scope:
        if not self.office.is_hq:
            return figures.own_scope(self.office.work)
        chosen = offices_chosen(self.listing, regions)
        region = self.listing.filter("region") if chosen is not None and not self.listing.filter("office") else ""
        return Scope(chosen, region)

    @property
    def period(self) -> Period:
        """The period that is looked at: the year that was chosen, the present one, or all since the strategy began."""
        chosen, today = self.listing.filter("year"), self.office.work.today()
        if chosen == SINCE:
            return Period(self.office.definitions.indicators.begins, date(today.year, 12, 31))
        is_year = chosen.isascii() and chosen.isdigit() and len(chosen) == 4 and int(chosen) > 0
        return Period.year(int(chosen) if is_year else today.year)

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """The years, and at Headquarters the offices and regions."""
        begins, present = self.office.definitions.indicators.begins.year, self.office.work.today().year
        years = [FilterOption(str(year), str(year), None) for year in range(present, begins - 1, -1)]
        since = FilterOption(SINCE, _("Since {year}").format(year=begins), None)
        own = ListFilter("year", _("Year"), _("This year"), (*years, since), self.listing.filter("year"))
        if not self.office.is_hq:
            return (own,)
        regions = {code: office.region for code, office in self._offices.items()}
        counts = dict.fromkeys(self._offices, 1)
        return (own, *office_filters(self.listing, regions, self.office.definitions.regions.labels, counts))

    def narrow(self, **codes: str) -> None:
        """Another period, or only some offices."""
        self.listing.narrow(**codes)

    @property
    def may_aim(self) -> bool:
        """Whether this reader's role writes the budget and the targets of this office."""
        return may(self.office.user, Right.ADMINISTER) and not self.office.is_hq

    @property
    def confirmed_sentence(self) -> str:
        """Whether Headquarters confirmed the period, and how many figures differ; there, what the office has heard."""
        if self.answer is None or self.office.is_hq:
            return confirmed_words.told_words(self.heard) if self.heard is not None else ""
        begins = self.office.definitions.indicators.begins.year
        return confirmed_words.standing_words(self.compared, self.answer.period, begins)

    @property
    def closing_sentence(self) -> str:
        """Whether the figures of the period are signed, and what came of them since."""
        return period_words.state(self.closing) if self.closing is not None else ""

    @property
    def may_set(self) -> bool:
        """Whether this reader sets targets, the baseline and the budget of IOM, at Headquarters."""
        return may(self.office.user, Right.HEADQUARTERS) and self.office.is_hq

    @property
    def office_names(self) -> Mapping[str, str]:
        """The names of the offices known here, by code."""
        profile = self.office.profile
        return {profile.code: profile.name, **{code: own.name for code, own in self._offices.items()}}

    @property
    def state(self) -> str:
        """The period, and whose figures they are."""
        answer = self.answer
        if answer is None:
            return ""
        scope = answer.scope
        if scope.region:
            whose = self.office.definitions.regions.labels.get(scope.region, scope.region)
        elif scope.offices is not None and len(scope.offices) == 1:
            code = next(iter(scope.offices))
            whose = self._offices[code].name if code in self._offices else self.office.profile.name
        else:
            whose = _("All offices")
        return " · ".join(part for part in (figure_words.period_words(answer.period), whose) if part)


class IndicatorsPresenter(FiguresPresenter, PaperPresenter):
    """All of them, what would close the gap, and what waits for the Chief of Mission: on one page and on paper."""

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.outlook: Outlook | None = None
        self.charts: Sequence[Chart] = ()  # what was received by heading, and its share of the budget, over five years

    @property
    def trends(self) -> Collection[str]:
        return RECEIVED, SHARE

    def read_figures(self, reader: FiguresReader, period: Period) -> PeriodFigures:
        return reader.overview(period)

    def work_out(self, answer: PeriodFigures, years: YearFigures, compared: ComparedFigures) -> Callable[[], None]:
        ahead, spoken = outlook.of(self.office.work, answer.scope), language()
        share, target = answer.figures[SHARE].indicator, answer.indicators.target_percent
        received = figure_words.contributions_by_year(years, _("Contributions received"), spoken)
        charts = (received, figure_words.by_year(years, share, target, spoken))

        def show() -> None:
            self.outlook, self.charts = ahead, charts

        return show

    @property
    def outlook_lines(self) -> Sequence[tuple[str, str]]:
        """What would bring the office nearer to its target, and what waits: each with the place that shows it."""
        return outlook.in_words(self.outlook) if self.outlook is not None else ()

    @property
    def five_percent(self) -> FivePercent | None:
        """How far the office is from its share of the budget."""
        return self.answer.five_percent if self.answer is not None else None

    @property
    def five_percent_sentence(self) -> str:
        """The same in words."""
        five = self.five_percent
        return figure_words.five_percent_sentence(five) if five is not None else ""

    @property
    def types(self) -> Sequence[PartnershipType]:
        """The types of partnership, each with its aim and its indicators."""
        return self.office.definitions.strategy.types

    def lines_of(self, kind: PartnershipType) -> Sequence[NotedLine]:
        """The indicators of one type."""
        answer = self.answer
        if answer is None:
            return ()
        return [self._line(answer, answer.figures[id_]) for id_ in kind.indicators if id_ in answer.figures]

    def outcome_signs_of(self, kind: PartnershipType) -> str:
        """How far the outcome of one type has come, a line for each sign."""
        return "\n".join(
            _("{label}: {value}").format(label=line.title, value=f"{line.cells['value'].text} {line.note}".rstrip())
            for line in self.outcome_lines_of(kind)
        )

    def outcome_lines_of(self, kind: PartnershipType) -> Sequence[NotedLine]:
        """How far the outcome of one type has come, beyond what is an indicator of its own."""
        regions = self.office.definitions.regions.labels
        readings = outcomes.read(self.answer, regions) if self.answer is not None else ()
        return [
            NotedLine(
                own.sign.id,
                pick(own.sign.label),
                figure_words.sign_note(own),
                {"value": RowCell(figure_words.sign_words(own), own.value)},
            )
            for own in readings
            if own.sign.type == kind.id and own.sign.measure is not SignMeasure.VALUE
        ]

    def _line(self, answer: PeriodFigures, figure: Figure) -> NotedLine:
        indicator = figure.indicator
        before, target = answer.before.get(indicator.id), answer.targets.get(indicator.id)
        aimed = target if target is not None or not self.office.is_hq else answer.headquarters_target(indicator.id)
        left_out = figure.not_counted.records
        compared = self.compared.figures.get(indicator.id)
        there = confirmed_words.confirmed_words(compared)
        theirs = compared.theirs if compared is not None else None
        cells = {
            "value": RowCell(value_words(indicator, figure.value), figure_words.tabled(indicator, figure.value)),
            "confirmed": RowCell(there, figure_words.tabled(indicator, theirs.value) if theirs is not None else None),
            "before": RowCell(value_words(indicator, before.value), figure_words.tabled(indicator, before.value))
            if before is not None
            else RowCell(),
            "target": RowCell(value_words(indicator, aimed) if aimed is not None else "", aimed),
            "left_out": RowCell(str(left_out) if left_out else "", left_out),
        }
        shown = ("value", "confirmed", "target") if not self.office.is_hq else ("value", "target")
        named = {column.key: _(column.title) for column in self.listing.columns}
        values = [_("{name}: {text}").format(name=named[key], text=cells[key].text) for key in shown if cells[key].text]
        note = " · ".join(filter(None, (*values, self.brief(indicator.id), self._note(figure, left_out))))
        return NotedLine(indicator.id, pick(indicator.label), note, cells)

    def brief(self, id_: object) -> str:
        """What Headquarters aims at for this office, which stands below the name of the indicator."""
        answer = self.answer
        ruled = answer.headquarters_target(str(id_)) if answer is not None else None
        if answer is None or ruled is None or (self.office.is_hq and str(id_) not in answer.targets):
            return ""
        words = value_words(answer.figures[str(id_)].indicator, ruled)
        return _("Target of Headquarters: {number}").format(number=words)

    @property
    def difference_lines(self) -> Sequence[NotedLine]:
        """The figures of which Headquarters has another one, each with the difference and why; none where one sentence
        above says why for all of them."""
        if confirmed_words.only_later(self.compared) is not None:
            return ()
        return [self._difference_line(own) for own in confirmed_words.differences(self.compared)]

    def _difference_line(self, compared: ComparedFigure) -> NotedLine:
        indicator, there = compared.own.indicator, confirmed_words.confirmed_words(compared)
        title = _("{indicator}: {own} here, {theirs} at Headquarters").format(
            indicator=pick(indicator.short), own=value_words(indicator, compared.own.value), theirs=there
        )
        causes = confirmed_words.causes_in_words(compared, self.office.definitions.indicators.reasons)
        return NotedLine(indicator.id, title, " ".join(causes), {})

    @staticmethod
    def _note(figure: Figure, left_out: int) -> str:
        parts = []
        if figure.value is None:
            parts.append(_(figure_words.LACKS[figure.missing]))
        elif figure.is_empty and figure.table is not None:
            parts.append(pick(figure.indicator.moves))
        if figure.estimated:
            parts.append(_("somebody may be in it twice"))
        if left_out:
            parts.append(plural("{count} record is not counted", "{count} records are not counted", left_out))
        return " · ".join(parts)

    # --- gestures

    def open_figure(self, key: object) -> None:
        """The records behind a figure."""
        self.open_place("indicator", id=str(key))

    def open_budget(self) -> None:
        """Write the budget of the year."""
        years = self.period.years
        self.open_place("budget", year=str(years[-1] if years else self.period.last.year))

    def open_strategy_figures(self) -> None:
        """What Headquarters sets for the strategy."""
        self.open_place("strategy_figures")

    def open_periods(self) -> None:
        """The periods whose figures are signed off."""
        self.open_place("periods")

    def open_register(self) -> None:
        """What of partnerships is told to Member States and the public."""
        self.open_place("register")

    def open_line(self, place: str) -> None:
        """Where a line of the outlook is shown."""
        self.open_place(place)

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the sheet as a file."""
        return _("Indicators {period}.pdf").format(period=figure_words.period_words(self.period))

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the sheet"), _("Save the sheet")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The figures as they are shown, from the same answer."""
        work, content = self.office.work, self._sheet()
        return lambda progress: figures_sheet.pdf(work, content)

    def _sheet(self) -> FiguresSheet:
        answer = self.answer
        if answer is None:
            raise Problem(
                _("The figures are not computed yet; nothing was drawn."),
                _("Wait a moment, then try again."),
                code="figures-not-read",
            )
        types = tuple(
            (pick(kind.label), tuple(map(self._printed, (*self.lines_of(kind), *self.outcome_lines_of(kind)))))
            for kind in self.types
        )
        reasons = tuple(
            (figure.indicator.id, words, str(count))
            for figure in answer.figures.values()
            if figure.indicator.type is not None
            for words, count in figure_words.reasons_in_words(figure, answer.indicators.reasons)
        )
        return FiguresSheet(
            figure_words.period_words(answer.period),
            self.state.partition(" · ")[2],
            tuple(filter(None, (self.five_percent_sentence, self.confirmed_sentence, self.closing_sentence)))
            + tuple(words for _place, words in self.outlook_lines),
            types,
            tuple(self.charts),
            reasons,
            answer.indicators.version,
            tuple(self._printed_differences(answer)),
            self.office.is_hq,
        )

    def _printed(self, line: NotedLine) -> FigureWords:
        names = ("value", "confirmed", "before", "target", "left_out")
        title = " · ".join(filter(None, (line.title, self.brief(line.key))))
        return FigureWords(title, *(line.cells.get(name, RowCell()).text for name in names))

    def _printed_differences(self, answer: PeriodFigures) -> Iterator[tuple[str, str, str, str]]:
        for id_, compared in self.compared.figures.items():
            if compared.differs and compared.own.indicator.type is not None:
                own, there = value_words(compared.own.indicator, compared.own.value), compared
                causes = " ".join(confirmed_words.causes_in_words(compared, answer.indicators.reasons))
                yield id_, own, confirmed_words.confirmed_words(there), causes
