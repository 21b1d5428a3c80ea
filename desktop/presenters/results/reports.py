"""The reports of an office or of Headquarters: which, over which period, in which language; as paper and as files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.files import clean_name, write_safely
from desktop.base.progress import Progress, Runner
from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, N_, _, in_series, language, pick
from desktop.definitions.indicator import Period
from desktop.definitions.report import ReportKind, UsualPeriod
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, NotedLine, RowCell
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.presenter import Confirmation
from desktop.services.office import office_profile
from desktop.services.office.rights import Right, may
from desktop.services.reports import building, handing_out
from desktop.services.reports.building import ReportFormat
from desktop.services.reports.handing_out import HandedReport
from desktop.services.results import narratives
from desktop.services.results.figure_words import period_in_words, period_words

if TYPE_CHECKING:
    from desktop.office import Office

SINCE, PARTNER, REGION = "since", "partner", "region"
NARRATIVE = "narrative"  # the section in the words of the office
HALVES = "-H1", "-H2"  # how a code of the filter ends that means half a year


class ReportsPresenter(PaperPresenter):
    """The kinds with what each contains; the one that is looked at is drawn, or saved in a format."""

    shows = frozenset({"office_profile"})

    def __init__(self, office: "Office", runner: Runner, kind: str = "", partner: str = "") -> None:
        super().__init__(office, runner)
        columns = (ListColumn("paragraph", N_("Paragraph")), ListColumn("period", N_("Usual period")))
        self.listing = Listing(self, "reports", N_("Reports"), columns, first_title=N_("Report"))
        self.kinds = building.kinds(office.work)
        self._chosen, self.partner = kind, partner
        self._regions: Mapping[str, str] = {}  # of each office at Headquarters
        self.givers: Sequence[tuple[str, str]] = ()  # of the period, by name, of whom there may be a report
        self.handed: HandedReport | None = None  # the report that is looked at, once it was handed out
        self._reading = 0

    def refresh(self) -> None:
        """Read who gave, of which a report to a partner may be; of several readings the last is shown."""
        self._reading += 1
        reading, work, period = self._reading, self.office.work, self.period
        self._read_handed()
        self._regions = office_profile.regions(work) if self.office.is_hq else {}
        self.changed()
        further = (self.partner,) if self.partner else ()
        if any(kind.of_partner for kind in self.kinds):
            self.runner.quietly(
                lambda: building.givers(work, period, further), lambda givers: self._show(reading, givers)
            )

    def _read_handed(self) -> None:
        kind = self.kind
        is_frozen = kind is not None and kind.frozen
        self.handed = handing_out.handed(self.office.work, kind, self.period) if kind and is_frozen else None

    def _show(self, reading: int, givers: Sequence[tuple[str, str]]) -> None:
        if reading == self._reading:
            self.givers = givers
            self.changed()

    # --- what is shown

    @property
    def kind(self) -> ReportKind | None:
        """The kind that is looked at: the one chosen, else the first; None where none is written."""
        return next((own for own in self.kinds if own.id == self._chosen), next(iter(self.kinds), None))

    @property
    def lines(self) -> Sequence[NotedLine]:
        """The kinds, each with what it contains."""
        return [
            NotedLine(
                own.id,
                pick(own.label),
                pick(own.about),
                {"paragraph": RowCell(own.paragraph), "period": RowCell(self._usual_words(own))},
            )
            for own in self.kinds
        ]

    @property
    def state(self) -> str:
        """The period and the language in which a report is written."""
        if self.kind is None:
            return ""
        return f"{period_in_words(self.period)} · {LANGUAGE_NAMES[self.spoken]}"

    @property
    def title_of_contents(self) -> str:
        """What the kind that is looked at is called."""
        return pick(self.kind.label) if self.kind is not None else ""

    @property
    def about(self) -> str:
        """What the kind that is looked at is for."""
        return pick(self.kind.about) if self.kind is not None else ""

    @property
    def contents(self) -> str:
        """Its sections in their order."""
        parts = self.kind.parts if self.kind is not None else ()
        return _("Contains: {sections}.").format(sections=in_series(language(), (pick(own.label) for own in parts)))

    @property
    def audience(self) -> str:
        """For whom the kind that is looked at is."""
        if self.kind is None:
            return ""
        if self.kind.internal:
            return _("It stays inside IOM: every page says so.")
        return _("It may be handed on: it names no private individual, nor anybody who asked for discretion (¶27).")

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """The periods and the languages."""
        begins, present = self.office.definitions.indicators.begins.year, self.office.work.today().year
        periods = [
            FilterOption(SINCE, _("Since {year}").format(year=begins), None),
            *(
                FilterOption(f"{year}{half}", self._period_words(f"{year}{half}"), None)
                for year in (present, present - 1)
                for half in HALVES
            ),
            *(FilterOption(str(year), str(year), None) for year in range(present, begins - 1, -1)),
        ]
        usual = _("The usual one: {period}").format(period=period_in_words(self._usual(self.kind))) if self.kind else ""
        own_language = LANGUAGE_NAMES[language()]
        languages = tuple(FilterOption(code, LANGUAGE_NAMES[code], None) for code in LANGUAGES if code != language())
        own = (
            ListFilter("period", _("Period covered"), usual, tuple(periods), self.listing.filter("period")),
            ListFilter("language", _("Language"), own_language, languages, self.listing.filter("language")),
        )
        if self.kind is not None and self.kind.regional:
            labels, there = self.office.definitions.regions.labels, set(self._regions.values())
            listed = tuple(FilterOption(id_, name, None) for id_, name in labels.items() if id_ in there)
            return (ListFilter(REGION, _("Region"), _("All regions"), listed, self.region), *own)
        if self.kind is None or not self.kind.of_partner:
            return own
        named = tuple(FilterOption(id_, name, None) for id_, name in self.givers)
        return (ListFilter(PARTNER, _("Partner"), _("Nobody chosen yet"), named, self.partner), *own)

    @property
    def period(self) -> Period:
        """The period that was chosen, else the usual one of the kind."""
        chosen = self.listing.filter("period")
        own = self._period(chosen)
        if own is not None:
            return own
        return self._usual(self.kind) if self.kind is not None else Period.year(self.office.work.today().year)

    @property
    def region(self) -> str:
        """The region of which alone the report is; empty for all."""
        chosen = self.listing.filter(REGION)
        is_regional = self.kind is not None and self.kind.regional
        return chosen if is_regional and chosen in self._regions.values() else ""

    @property
    def spoken(self) -> str:
        """The language of the report."""
        chosen = self.listing.filter("language")
        return chosen if chosen in LANGUAGES else language()

    def _usual_words(self, kind: ReportKind) -> str:
        if kind.period is UsualPeriod.MONTHS:
            return _("this month and the next")
        return period_in_words(self._usual(kind))

    def _usual(self, kind: ReportKind) -> Period:
        return building.usual_period(self.office.work, kind)

    def _period(self, code: str) -> Period | None:
        year, dash, half = code.partition("-")
        if code == SINCE:
            return Period(self.office.definitions.indicators.begins, Period.year(self.office.work.today().year).last)
        if not (year.isascii() and year.isdigit() and len(year) == len("2016") and int(year)):
            return None
        if not dash:
            return Period.year(int(year))
        return Period.half(int(year), 1 if f"-{half}" == HALVES[0] else 2)

    def _period_words(self, code: str) -> str:
        own = self._period(code)
        return period_in_words(own) if own is not None else code

    @property
    def frozen_sentence(self) -> str:
        """When the kind that is looked at was handed out over the period, and that it stays so; empty before."""
        if self.kind is None or not self.kind.frozen:
            return ""
        return self.handed.in_words() if self.handed is not None else _("It is frozen once it is handed out.")

    @property
    def may_hand_out(self) -> bool:
        """Whether this reader may hand it out, which nobody did yet."""
        right = Right.HEADQUARTERS if self.office.is_hq else Right.ADMINISTER
        if self.kind is None or not self.kind.frozen or not may(self.office.user, right):
            return False
        return self.handed is None

    @property
    def may_tell(self) -> bool:
        """Whether the kind that is looked at has words of the office, which this reader writes."""
        has_words = self.kind is not None and any(part.id == NARRATIVE for part in self.kind.parts)
        return has_words and narratives.may_write(self.office.work)

    @property
    def tell_words(self) -> str:
        """What the link to the words of the office says; empty where there is none."""
        words = _("In the words of the office: {period}")
        return words.format(period=period_in_words(self.period)) if self.may_tell else ""

    # --- gestures

    def open_narrative(self) -> None:
        """The page on which the office tells of the period."""
        first, last = map(date.isoformat, self.period)
        self.open_place("narrative", first=first, last=last)

    def hand_out(self) -> None:
        """Ask, then keep the report as it is now for ever."""
        kind, period = self.kind, self.period
        assert kind is not None
        question = Confirmation(
            _("Hand out and freeze?"),
            _(
                "The report over this period is kept as it is now, in three languages and every format. Records that "
                "are corrected later do not change it."
            ),
            _("Hand out and freeze"),
            _("Not yet"),
            grave=True,
        )
        self.asker.confirm(question, lambda: self._hand_out(kind, period))

    def _hand_out(self, kind: ReportKind, period: Period) -> None:
        work = self.office.work
        self.runner.run(
            _("Writing the report"),
            lambda progress: handing_out.hand_out(work, kind, period, progress),
            self._show_handed,
        )

    def _show_handed(self, handed: HandedReport) -> None:
        self.handed = handed
        self.tell(handed.in_words())

    def narrow(self, **codes: str) -> None:
        """Another period, another language, another partner."""
        if PARTNER in codes:
            self.partner = codes.pop(PARTNER)
            self.changed()
        if codes:
            self.listing.narrow(**codes)

    def look_at(self, key: object) -> None:
        """Say what another kind contains."""
        if key is not None and str(key) != (self.kind.id if self.kind is not None else ""):
            self._chosen = str(key)
            self._read_handed()
            self.changed()

    def open_kind(self, key: object) -> None:
        """Show the report of a kind as paper."""
        self.look_at(key)
        self.show_paper()

    def save_as(self, format_: ReportFormat) -> None:
        """Ask where to, and write the report there in a format, away from the window."""
        draft = self._draft(format_)

        def work(path: Path, progress: Progress) -> Path:
            target = path if path.suffix.lower() == f".{format_}" else path.with_name(f"{path.name}.{format_}")
            write_safely(target, draft(progress))
            return target

        def run(path: Path) -> None:
            self.runner.run(_("Writing the report"), partial(work, path), self._show_saved)

        self.asker.place_to_save(_("Save the report"), self._file_name(format_), run)

    def _show_saved(self, path: Path) -> None:
        self.tell(_("The report is in {file}").format(file=path))

    def _draft(self, format_: ReportFormat) -> Callable[[Progress], bytes]:
        work, kind, period, spoken = self.office.work, self.kind, self.period, self.spoken
        about, region = self.partner if kind is not None and kind.of_partner else "", self.region
        if kind is None:
            raise Problem(
                _("No report is written here."), _("Open the indicators, which have a sheet."), code="report-unknown"
            )

        def draft(progress: Progress) -> bytes:
            return handing_out.data(work, kind, period, spoken, format_, progress, about, region)

        return draft

    def _file_name(self, format_: ReportFormat) -> str:
        kind = self.kind
        title = kind.label[self.spoken] if kind is not None else ""
        whose = dict(self.givers).get(self.partner, "") if kind is not None and kind.of_partner else ""
        where = self.office.definitions.regions.labels.get(self.region, "")
        return clean_name(f"{' '.join(filter(None, (title, whose, where, period_words(self.period))))}.{format_}")

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the report as a file."""
        return self._file_name(ReportFormat.PDF)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Writing the report"), _("Save the report")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The report that is looked at."""
        return self._draft(ReportFormat.PDF)
