"""The page of Headquarters: the offices heard of, the bundles that arrive, the returns."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_of
from desktop.base.errors import Cancelled, Problem
from desktop.base.numbers import format_number
from desktop.base.plausibility import age_in_days, is_of_the_future
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.bundles.folder import bundles_among
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.exchange import office_summary
from desktop.presenters.exchange.office_summary import OfficeRow
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RecordSummary, RowCell
from desktop.presenters.presenter import Presenter, Tone
from desktop.services.diligence import incidents
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import answering, arriving, door, overview
from desktop.services.exchange.headquarters.arriving import Arrivals
from desktop.services.exchange.headquarters.offices import OfficeLine
from desktop.services.exchange.sending import TOO_OLD_DAYS
from desktop.services.office import believed_clock, office_profile
from desktop.services.office.office_profile import KnownOffice
from desktop.store.states import BundleVerdict

if TYPE_CHECKING:
    from desktop.office import Office


OFFICE_COLUMNS = (
    ListColumn("region", N_("Region")),
    ListColumn("heard", N_("Last bundle")),
    ListColumn("changes", N_("Changes received"), figures=True),
    ListColumn("laptops", N_("Laptops"), figures=True),
    ListColumn("state", N_("State")),
)
ARRIVAL_COLUMNS = (
    ListColumn("office", N_("Office")),
    ListColumn("text", N_("What was done"), shown=False),
    ListColumn("state", N_("State")),
)


@dataclass(frozen=True)
class FileVerdict:
    """What became of one file: a word, its tone and a sentence."""

    name: str
    tone: Tone
    word: str
    text: str
    office: str = ""

    @property
    def cells(self) -> Mapping[str, RowCell]:
        """What it says in each column."""
        return {"office": RowCell(self.office), "text": RowCell(self.text), "state": RowCell(self.word)}


@dataclass(frozen=True)
class _Returns:
    """The returns that were written, and what was said of those that could not be, each with its office."""

    written: tuple[str, ...]
    unwritten: tuple[str, ...]


class HeadquartersPresenter(Presenter):
    """Shows the offices; takes in bundles and writes returns away from the window."""

    shows = frozenset({"partner", "device", "officer", "diligence_case", "decision", "agreement", "incident"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.listing = Listing(self, "offices", N_("Offices"), OFFICE_COLUMNS, first_title=N_("Office"))
        self.arrivals = Listing(self, "arrivals", N_("What was just imported"), ARRIVAL_COLUMNS, first_title=N_("File"))
        self._every: tuple[OfficeRow, ...] = ()
        self._urgent: Mapping[str, int] = {}
        self._known: Mapping[str, KnownOffice] = {}

    offices: tuple[OfficeRow, ...] = ()
    to_answer: tuple[str, ...] = ()
    verdicts: tuple[FileVerdict, ...] = ()
    written: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    silent_only = False
    busy = False

    def refresh(self) -> None:
        """Read again where every office stands."""
        state = overview.read(self.office.work, self.office.keys)
        with self.office.store.read() as session:
            self._urgent = incidents.urgent_by_office(session, self.office.work)
        self._known = office_profile.known(self.office.work)
        awaited = _("Authorized; nothing has arrived yet."), Tone.NEUTRAL, _("awaited")
        rows = [self._row(line, line.office in state.to_answer) for line in state.offices]
        first = _("Wait for its first bundle.")
        rows += [OfficeRow(code, *awaited, {"state": RowCell(awaited[2])}, next=first) for code in state.unheard]
        self._every = tuple(row for row in rows if row.tone == Tone.WARN or not self.silent_only)
        region = self.listing.filter("region")
        self.offices = tuple(row for row in self._every if not region or self._region(row.code) == region)
        self.to_answer = state.to_answer
        self.changed()

    def _row(self, line: OfficeLine, due: bool) -> OfficeRow:
        laptops = plural("{count} laptop", "{count} laptops", line.laptops)
        deeds = plural("{count} change received", "{count} changes received", line.changes)
        today = self.office.work.clock.today()
        last = _("last bundle {ago}").format(ago=labels.how_long_ago(line.heard_at, today)) if line.heard_at else ""
        names = ", ".join(line.first_deciders)
        first = _("decides without having been confirmed: {names}").format(names=names) if names else ""
        about = " · ".join(part for part in (last, deeds, laptops, first) if part)
        tone, state = self._state(line, today)
        if urgent := self._urgent.get(line.office):
            tone, state = Tone.WARN, plural("{count} urgent incident", "{count} urgent incidents", urgent)
        heard = day_of(line.heard_at) if line.heard_at else None
        cells = {
            "region": RowCell(self.region_of(line.office)),
            "heard": RowCell(labels.how_long_ago(line.heard_at, today) if line.heard_at else "", heard),
            "changes": RowCell(format_number(line.changes, language()), line.changes),
            "laptops": RowCell(str(line.laptops), line.laptops),
            "state": RowCell(state),
        }
        name = self._known[line.office].name if line.office in self._known else ""
        return OfficeRow(line.office, about, tone, state, cells, name, _next(line, today, due))

    def _region(self, office: str) -> str:
        """The id of its region; empty where its profile has not arrived."""
        return self._known[office].region if office in self._known else ""

    def region_of(self, office: str) -> str:
        """The region of an office in words; empty where its profile has not arrived."""
        return self.office.definitions.regions.labels.get(self._region(office), "")

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """The regions to choose from, with how many offices each has."""
        counts = Counter(self._region(row.code) for row in self._every)
        regions = self.office.definitions.regions.labels
        options = tuple(FilterOption(code, words, counts[code]) for code, words in regions.items() if counts[code])
        return (ListFilter("region", _("Region"), _("All regions"), options, self.listing.filter("region")),)

    def narrow(self, **codes: str) -> None:
        """Only the offices of a region; an empty code keeps all."""
        self.listing.narrow(**codes)

    def open_partners(self, office: object) -> None:
        """The partners of one office."""
        self.office.list_choices.narrow("partners", office=str(office))
        self.open_place("partners")

    def summarise(self, office: object, show: Callable[[RecordSummary], None]) -> None:
        """Read an office in short, away from the window."""
        row = next((each for each in self.offices if each.code == office), None)
        if row is not None:
            work, region = self.office.work, self.region_of(row.code)
            self.runner.quietly(lambda: office_summary.read(work, row, region), show)

    @staticmethod
    def _state(line: OfficeLine, today: date) -> tuple[Tone, str]:
        if line.waiting:
            return Tone.WARN, plural(
                "{count} bundle is waiting for an earlier one",
                "{count} bundles are waiting for an earlier one",
                line.waiting,
            )
        if line.disagreements:
            return Tone.WARN, plural("{count} disagreement", "{count} disagreements", line.disagreements)
        if line.set_aside:
            return Tone.WARN, plural("{count} value set aside", "{count} values set aside", line.set_aside)
        heard = day_of(line.heard_at) if line.heard_at else today
        if is_of_the_future(heard, today):  # a clock was wrong when its last bundle was taken in
            return Tone.WARN, _("last heard on a day still to come")
        if age_in_days(heard, today) > TOO_OLD_DAYS:
            return Tone.WARN, _("no news")
        return Tone.GOOD, _("up to date")

    @property
    def sentence(self) -> str:
        """How many offices, and how many wait for a return."""
        if not self.offices and not self.silent_only:
            return _("No office yet. Authorize the laptop of the first one.")
        count = plural("{count} office.", "{count} offices.", len(self.offices))
        if not self.to_answer:
            return _("{offices} No return is due.").format(offices=count)
        due = plural("{count} return is due.", "{count} returns are due.", len(self.to_answer))
        return _("{offices} {returns}").format(offices=count, returns=due)

    def show_silent(self, on: bool) -> None:
        """Only the offices that need a look, or all."""
        self.silent_only = on
        self.refresh()

    # --- what arrives

    def choose_bundles(self) -> None:
        """Any number of files."""
        self.asker.files(_("Bundles of offices"), "*.psb *.psbp *.eml *.txt *.zip", self.take_in)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in files, and folders of files; one bad file stops none of the others."""
        files = bundles_among(paths)
        office = self.office
        self._begin()

        def work(progress: Progress) -> Arrivals:
            return arriving.take_in(office.work, office.keys, office.folder, files, progress)

        self.runner.run(_("Importing bundles…"), work, self._show_reports)

    def _show_reports(self, came: Arrivals) -> None:
        waiting = (FileVerdict(_("Parts of a bundle"), Tone.WARN, _("awaited"), text) for text in came.awaited)
        self.verdicts = (*(_verdict(report) for report in came.reports), *waiting)
        self._end()

    @property
    def at_the_door(self) -> str:
        """How many bundles came over the Internet and wait to be imported; empty when there are none."""
        count = len(door.waiting(self.office.folder)) if self.office.is_hq else 0
        if not count:
            return ""
        return plural(
            "{count} bundle came over the Internet and waits to be imported.",
            "{count} bundles came over the Internet and wait to be imported.",
            count,
        )

    def take_in_arrived(self) -> None:
        """Import what came over the Internet. Raises Problem when it was imported meanwhile."""
        self.take_in(door.arrived(self.office.folder))

    @property
    def summary(self) -> str:
        """The verdicts counted, in one sentence."""
        good = sum(verdict.tone == Tone.GOOD for verdict in self.verdicts)
        files = plural("{count} file", "{count} files", len(self.verdicts))
        return _("{files}, of which {good} imported.").format(files=files, good=good)

    # --- what is returned

    def write_returns(self) -> None:
        """A return for every office that sent something since its last one."""
        if not self.to_answer:
            raise Problem(_("No return is due; nothing was written."), _("Import bundles first."), code="no-return-due")
        believed_clock.sealing_clock(self.office.work)  # each return would be refused for the same reason
        self.asker.folder(_("The stick or folder for the returns"), self._write_returns)

    def _write_returns(self, folder: Path) -> None:
        office, codes = self.office, self.to_answer
        self._begin()

        def work(progress: Progress) -> _Returns:
            names, problems = [], []
            for at, code in enumerate(codes):
                try:
                    progress.step(at, len(codes), code)
                    path = answering.answer(office.work, office.keys, code, folder)
                    office.offer_return(code, path)
                    names.append(_("{office}: {file}").format(office=code, file=path.name))
                except Problem as problem:  # one office's stops no other's
                    problems.append(_("{office}: {problem}").format(office=code, problem=problem))
                except Cancelled:
                    break
            return _Returns(tuple(names), tuple(problems))

        self.runner.run(_("Writing the returns…"), work, self._show_returns)

    def _show_returns(self, returns: "_Returns") -> None:
        self.written, self.unwritten = returns.written, returns.unwritten
        self._end()

    def enrol(self) -> None:
        """Recognise a laptop."""
        self.open_place("hq_enrol")

    def show_troubles(self) -> None:
        """Go to what disagrees or was set aside."""
        self.open_place("disagreements")

    def _begin(self) -> None:
        self.busy, self.problem = True, None
        self.verdicts, self.written, self.unwritten = (), (), ()
        self.changed()

    def _end(self) -> None:
        """Show what came of it, also when the records cannot be read again."""
        self.busy = False
        self.changed()
        self.refresh()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)


def _next(line: OfficeLine, today: date, due: bool) -> str:
    """What Headquarters has to do about an office: the most pressing thing."""
    heard = day_of(line.heard_at) if line.heard_at else today
    if line.waiting:
        return _("Ask the office for the bundle that is missing: another one waits for it.")
    if line.disagreements or line.set_aside:
        return _("Look at what disagrees or was set aside.")
    if due:
        return _("Write its return and hand it over: only a return tells the office what has arrived.")
    if is_of_the_future(heard, today):
        return _("Check the date of this computer and of the office’s laptop.")
    if age_in_days(heard, today) > TOO_OLD_DAYS:
        return _("Call the office: nothing has arrived for a long time.")
    return _("Nothing to do: what the office sent is here, and it was told so.")


def _verdict(report: BundleReport) -> FileVerdict:
    word, tone = labels.verdict_chip(report.verdict)
    text = report.text
    if report.verdict is BundleVerdict.APPLIED:
        parts = [_("Office {office}").format(office=report.office)]
        parts.append(plural("{count} change", "{count} changes", report.changes))
        if report.reviews:
            parts.append(plural("{count} disagreement", "{count} disagreements", report.reviews))
        if unapplied := report.parked + report.refused:
            parts.append(plural("{count} value set aside", "{count} values set aside", unapplied))
        text = " · ".join(parts)
    return FileVerdict(report.name, tone, word, text, report.office)
