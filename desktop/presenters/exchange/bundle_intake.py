"""Bundles that Headquarters imports at a screen: chosen, dropped, or come over the Internet; each gets its verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.bundles.folder import BY_MAIL, bundles_among
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.presenter import Presenter, Tone
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import arriving, door
from desktop.services.exchange.headquarters.arriving import Arrivals, OfferedFile
from desktop.store.states import BundleVerdict

if TYPE_CHECKING:
    from desktop.office import Office

IMPORTED_COLUMNS = (
    ListColumn("office", N_("Office")),
    ListColumn("text", N_("What was done"), shown=False),
    ListColumn("state", N_("State")),
)
MAY_HOLD = frozenset({*BY_MAIL, ".txt", ".zip"})  # by its ending, a file in which a bundle may come


@dataclass(frozen=True)
class FileVerdict:
    """What became of one file: a word, its tone and a sentence."""

    name: str
    tone: Tone
    word: str
    text: str
    office: str = ""

    @property
    def asks_for_a_look(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.tone in (Tone.WARN, Tone.BAD)

    @property
    def cells(self) -> Mapping[str, RowCell]:
        """What it says in each column."""
        return {"office": RowCell(self.office), "text": RowCell(self.text), "state": RowCell(self.word)}


class BundleIntakePresenter(Presenter):
    """A screen on which bundles are dropped; imports them away from the window, with progress and Stop."""

    verdicts: tuple[FileVerdict, ...] = ()
    busy = False
    offered: OfferedFile | None = None

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        imported = N_("What was just imported")
        self.arrivals = Listing(self, "arrivals", imported, IMPORTED_COLUMNS, first_title=N_("File"))

    def choose_bundles(self) -> None:
        """Any number of files."""
        self.asker.files(_("Bundles of offices"), "*.psb *.psbp *.eml *.txt *.zip", self.take_in)

    @staticmethod
    def may_hold_bundles(paths: Sequence[Path]) -> bool:
        """Whether these are folders, or files of the kinds that bring bundles."""
        return all(path.is_dir() or path.suffix.lower() in MAY_HOLD for path in paths)

    def offer(self, path: Path) -> None:
        """Look at a file that was opened from outside, a bundle or a part of one; it is imported only when asked."""
        office = self.office
        self.begin()

        def show(offered: OfferedFile) -> None:
            self.offered = offered
            self.end()

        title = _("Looking into the file…")
        self.runner.run(title, lambda progress: arriving.look_at(office.work, office.keys, path), show)

    @property
    def offer_words(self) -> str:
        """Where the file that was opened comes from; empty when there is none."""
        if self.offered is None:
            return ""
        name, envelope = self.offered.path.name, self.offered.envelope
        if envelope is None:
            return _("“{name}” is one part of a bundle that was cut for e-mail. Nothing of it is imported yet.").format(
                name=name
            )
        if envelope.sender is None:
            return _("“{name}” comes from a laptop that is not known here. Nothing of it is imported yet.").format(
                name=name
            )
        return _(
            "“{name}” is whole and signed by the laptop “{laptop}” of office {office}, on {day}. "
            "Nothing of it is imported yet."
        ).format(
            name=name,
            laptop=envelope.sender.label,
            office=envelope.sender.office,
            day=day_in_words(envelope.header.created[:10], language()),
        )

    def set_offer_aside(self) -> None:
        """The file that was opened is not wanted now; it stays where it lies."""
        self.offered = None
        self.changed()

    def take_in_offered(self) -> None:
        """Import the file that was opened."""
        if self.offered is not None:
            self.take_in([self.offered.path])

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in files, and folders of files; one bad file stops none of the others."""
        office = self.office
        office.store.require_writing()
        files = bundles_among(paths)
        self.begin()

        def work(progress: Progress) -> Arrivals:
            return arriving.take_in(office.work, office.keys, office.folder, files, progress)

        self.runner.run(_("Importing bundles…"), work, self._show_reports)

    def _show_reports(self, came: Arrivals) -> None:
        waiting = (FileVerdict(_("Parts of a bundle"), Tone.WARN, _("awaited"), text) for text in came.awaited)
        verdicts = (*(_verdict(report) for report in came.reports), *waiting)
        self.verdicts = tuple(sorted(verdicts, key=lambda verdict: not verdict.asks_for_a_look))
        self.end()

    @property
    def at_the_door(self) -> str:
        """How many bundles came over the Internet and wait to be imported; empty when there are none."""
        takes = self.office.is_hq and not self.only_reads
        count = len(door.waiting(self.office.folder)) if takes else 0
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
        look = sum(verdict.asks_for_a_look for verdict in self.verdicts)
        known = len(self.verdicts) - good - look
        files = plural("{count} file", "{count} files", len(self.verdicts))
        parts = [
            plural("{count} imported", "{count} imported", good),
            *([plural("{count} already known", "{count} already known", known)] if known else []),
            *([plural("{count} to look at", "{count} to look at", look)] if look else []),
        ]
        return _("{files}: {parts}.").format(files=files, parts=", ".join(parts))

    def begin(self) -> None:
        """Longer work begins: what the one before came to is not shown any more."""
        self.busy, self.problem, self.verdicts, self.offered = True, None, (), None
        self.changed()

    def end(self) -> None:
        """Show what came of it, also when the records cannot be read again."""
        self.busy = False
        self.changed()
        self.refresh()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)


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
