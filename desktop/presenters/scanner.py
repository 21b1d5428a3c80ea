"""“From the scanner”: what has newly arrived in the folder that the scanner writes into, with its first page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.base.dates import format_moment
from desktop.base.errors import Problem
from desktop.base.numbers import format_size
from desktop.base.text import _, language, plural
from desktop.documents.scans import as_pdf
from desktop.presenters.presenter import Presenter, Tone
from desktop.services.office import scanner
from desktop.services.office.scanner import ArrivedScan, ScanState
from desktop.store.files import read_file

NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class ScanLine:
    """A scan in the list: its name, its size and when it was written, and a word for its state, empty when ready."""

    path: Path
    title: str
    note: str
    state: str
    tone: Tone
    is_offered: bool


def _nobody() -> None:
    """No panel yet."""


class ScannerFolder:
    """What a page shows of the scanner's folder while its panel is open; `changed` tells the panel."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self.changed: Callable[[], None] = _nobody
        self.is_open = False
        self.shows_taken = False
        self.problem: Problem | None = None
        self.picture = b""  # the scan looked at, as a PDF; empty while there is none
        self.shown: Path | None = None  # the scan looked at
        self.files: tuple[ArrivedScan, ...] = ()
        self._looking = False

    @property
    def folder(self) -> Path | None:
        """The folder of this computer's scanner, None until somebody chose it."""
        return scanner.folder(self._presenter.office.work)

    def open(self) -> None:
        """Show what has arrived; the first time, ask for the folder."""
        if self.folder is None:
            self.choose_folder()
            return
        self.is_open = True
        self.look()

    def close(self) -> None:
        """Show nothing any more."""
        self.is_open = False
        self.changed()

    def choose_folder(self) -> None:
        """Ask for the folder into which the scanner writes; this computer remembers it."""
        self._presenter.asker.folder(_("Into which folder does the scanner write?"), self._chosen)

    def _chosen(self, folder: Path) -> None:
        scanner.choose(self._presenter.office.work, folder)
        self.files, self.shown, self.picture, self.is_open = (), None, b"", True
        self.look()

    def look(self) -> None:
        """Look into the folder again, away from the window; a look that is under way is enough."""
        if self._looking or not self.is_open:
            return
        self._looking = True
        work, before = self._presenter.office.work, self.files

        def looked() -> tuple[tuple[ArrivedScan, ...], Problem | None]:
            try:
                return scanner.look(work, before), None
            except Problem as problem:
                return (), problem

        self._presenter.runner.quietly(looked, lambda found: self._show(*found))

    def _show(self, files: tuple[ArrivedScan, ...], problem: Problem | None) -> None:
        self._looking = False
        before, self.files, self.problem = (self.lines, str(self.problem)), files, problem
        if not self.is_open or before == (self.lines, str(problem)):
            return
        if not self.picture and self.shown is not None and self._is_whole(self.shown):
            self._read_picture(self.shown)
        self.changed()

    def show_taken(self, on: bool) -> None:
        """Show those too that were taken already, or no longer."""
        self.shows_taken = on
        self.changed()

    @property
    def lines(self) -> Sequence[ScanLine]:
        """What has arrived, the newest first."""
        return [_line(file) for file in self.files if self.shows_taken or file.state is not ScanState.TAKEN]

    @property
    def taken(self) -> str:
        """How many were taken before, in words; empty when none was."""
        count = sum(file.state is ScanState.TAKEN for file in self.files)
        return plural("Show the one taken already", "Show the {count} taken already", count) if count else ""

    def offered(self, chosen: Sequence[Path]) -> list[Path]:
        """Those of the chosen ones that can be taken, in the order of the list."""
        return [line.path for line in self.lines if line.is_offered and line.path in chosen]

    def show(self, path: Path) -> None:
        """Look at a scan; `picture` comes when it was read."""
        if path == self.shown:
            return
        self.shown, self.picture = path, b""
        if self._is_whole(path):
            self._read_picture(path)
        self.changed()

    def _is_whole(self, path: Path) -> bool:
        return any(file.path == path and file.state in (ScanState.READY, ScanState.TAKEN) for file in self.files)

    def _read_picture(self, path: Path) -> None:
        self._presenter.runner.quietly(lambda: _picture(path), lambda picture: self._show_picture(path, picture))

    def _show_picture(self, path: Path, picture: bytes) -> None:
        if path == self.shown:
            self.picture = picture
            self.changed()


def _picture(path: Path) -> bytes:
    try:
        return as_pdf(read_file(path), path.name)
    except Problem:
        return b""  # it is being written, or is damaged: its line says so


def _line(file: ArrivedScan) -> ScanLine:
    spoken = language()
    moment = datetime.fromtimestamp(file.written / NANOSECONDS, UTC)
    note = f"{format_moment(moment, spoken)} · {format_size(file.size, spoken)}"
    words = {
        ScanState.ARRIVING: _("being written"),
        ScanState.READY: "",
        ScanState.DAMAGED: _("incomplete"),
        ScanState.TAKEN: _("taken already"),
    }
    tones = {ScanState.ARRIVING: Tone.INFO, ScanState.DAMAGED: Tone.WARN}
    offered = file.state is not ScanState.ARRIVING
    return ScanLine(file.path, file.path.name, note, words[file.state], tones.get(file.state, Tone.NEUTRAL), offered)
