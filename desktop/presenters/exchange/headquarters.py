"""The page of Headquarters: the offices heard of, the bundles that arrive, the returns."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Cancelled, Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, plural
from desktop.presenters.exchange import office_lines, office_summary
from desktop.presenters.exchange.bundle_intake import BundleIntakePresenter
from desktop.presenters.exchange.office_summary import OfficeRow
from desktop.presenters.listing import ListFilter, Listing, RecordSummary, list_filter
from desktop.services.exchange.headquarters import answering, overview
from desktop.services.exchange.headquarters.overview import HeadquartersOverview
from desktop.services.office import believed_clock

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class _Returns:
    """The returns that were written, and what was said of those that could not be, each with its office."""

    written: tuple[str, ...]
    unwritten: tuple[str, ...]


class HeadquartersPresenter(BundleIntakePresenter):
    """Shows the offices; takes in bundles and writes returns away from the window."""

    shows = frozenset({"partner", "device", "officer", "diligence_case", "decision", "agreement", "incident"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.listing = Listing(self, "offices", N_("Offices"), office_lines.COLUMNS, first_title=N_("Office"))
        self._every: Sequence[OfficeRow] = ()
        self.is_read = False
        self._reading = 0

    to_answer: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()

    def refresh(self) -> None:
        """Read again where every office stands, away from the window; of several readings the last is shown."""
        self._reading += 1
        reading, work, keys = self._reading, self.office.work, self.office.keys

        def show(state: HeadquartersOverview) -> None:
            if reading == self._reading:
                self._every = office_lines.rows(work.definitions, state, work.clock.today())
                self.to_answer, self.is_read = state.to_answer, True
                self.changed()

        self.changed()
        self.runner.quietly(lambda: overview.read(work, keys), show)

    @property
    def offices(self) -> Sequence[OfficeRow]:
        """The offices that the filters leave."""
        region, reason = self.listing.filter("region"), self.listing.filter("attention")
        return [
            row
            for row in self._every
            if (not region or row.region == region) and (not reason or reason in row.attention)
        ]

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """The regions, and why an office needs a look, with how many offices each leaves."""
        region, reason = self.listing.filter("region"), self.listing.filter("attention")
        regions = tuple(self.office.definitions.regions.labels.items())
        by_region = Counter(row.region for row in self._every if not reason or reason in row.attention)
        of_region = [row for row in self._every if not region or row.region == region]
        by_reason = Counter(why for row in of_region for why in row.attention)
        reasons = office_lines.attention_choices()
        return (
            list_filter("region", _("Region"), _("All regions"), regions, by_region, region),
            list_filter("attention", _("To look at"), _("All offices"), reasons, by_reason, reason),
        )

    def narrow(self, **codes: str) -> None:
        """Only the offices of a region, or that need a look; an empty code keeps all."""
        self.listing.narrow(**codes)

    def open_map(self) -> None:
        """The same offices on a map."""
        self.open_place("hq_map")

    def open_office(self, office: object) -> None:
        """The page of one office."""
        self.open_place("hq_office", code=str(office))

    def summarise(self, office: object, show: Callable[[RecordSummary], None]) -> None:
        """Read an office in short, away from the window."""
        row = next((line for line in self._every if line.code == office), None)
        if row is not None:
            work = self.office.work
            self.runner.quietly(lambda: office_summary.read(work, row), show)

    @property
    def sentence(self) -> str:
        """How many offices, and how many wait for a return."""
        if not self.is_read:
            return ""
        if not self._every:
            return _("No office yet. Authorize the laptop of the first one.")
        count = plural("{count} office.", "{count} offices.", len(self.offices))
        if not self.to_answer:
            return _("{offices} No return is due.").format(offices=count)
        due = plural("{count} return is due.", "{count} returns are due.", len(self.to_answer))
        return _("{offices} {returns}").format(offices=count, returns=due)

    # --- what is returned

    def write_returns(self) -> None:
        """A return for every office that sent something since its last one."""
        if not self.to_answer:
            raise Problem(_("No return is due; nothing was written."), _("Import bundles first."), code="no-return-due")
        believed_clock.sealing_clock(self.office.work)  # each return would be refused for the same reason
        self.asker.folder(_("The stick or folder for the returns"), self._write_returns)

    def _write_returns(self, folder: Path) -> None:
        office, codes = self.office, self.to_answer
        self.begin()

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
        self.end()

    def enrol(self) -> None:
        """Recognise a laptop."""
        self.open_place("hq_enrol")

    def show_troubles(self) -> None:
        """Go to what disagrees or was set aside."""
        self.open_place("disagreements")

    def begin(self) -> None:
        """Longer work begins: what the one before came to is not shown any more."""
        self.written, self.unwritten = (), ()
        super().begin()
