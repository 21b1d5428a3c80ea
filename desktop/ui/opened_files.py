"""What the program was started for, a file or nothing but its window: the program that runs already gets it.

One program of this user listens: it holds a lock in the folder of the settings, and looks at requests that others leave
beside it. A request names a file, or nothing where only the window is wanted; what may be done with a file, its page
says. Whoever asks waits until it was taken, and takes it back where nobody does: it then opens a window itself.
"""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEventLoop, QFileSystemWatcher, QObject, QTimer, Signal

from desktop.base import file_kinds
from desktop.base.errors import Problem
from desktop.base.files import discard, make_folder, write_safely
from desktop.base.lock import FolderLock
from desktop.base.process import let_others_come_forward
from desktop.base.text import _
from desktop.base.values import new_id

FOLDER, LOCK, REQUEST = "opening", "running", ".request"
LONGEST = 4096  # bytes of a path
PATIENCE, LOOK = 10_000, 50  # milliseconds: how long a request waits to be taken, and how often its asker looks


class OpenedFiles(QObject):
    """Whether this program listens, and what it is asked to open; `asked` tells a path, or None for its window."""

    asked = Signal(object)

    def __init__(self, settings: Path, patience: int = PATIENCE) -> None:
        super().__init__()
        self.folder = settings / FOLDER
        self._patience = patience
        self._lock: FolderLock | None = None
        self._watcher: QFileSystemWatcher | None = None

    def listen(self) -> bool:
        """Listen from now on; False where another program of this user does already, or nothing can be written."""
        lock = FolderLock(self.folder / LOCK, _running())
        try:
            make_folder(self.folder)
            lock.__enter__()
        except (OSError, Problem):
            return False
        self._lock = lock
        for left in self.folder.glob(f"*{REQUEST}"):  # nobody answered it: whoever asked has given up since
            discard(left)
        self._watcher = QFileSystemWatcher([str(self.folder)], self)
        self._watcher.directoryChanged.connect(self.look)
        return True

    def hand_over(self, path: Path | None = None) -> bool:
        """Ask the program that listens to open a file, or to show its window; False where it does not take that up."""
        request = self.folder / f"{new_id()}{REQUEST}"
        let_others_come_forward()
        try:
            write_safely(request, str(path.absolute()).encode() if path is not None else b"")
            self._wait_while_there(request)
            request.unlink()
        except FileNotFoundError:
            return True
        except (OSError, Problem):
            return False
        return False

    def _wait_while_there(self, request: Path) -> None:
        """Return when a request was taken, or when patience ends."""
        waiting, again = QEventLoop(), QTimer(interval=LOOK)
        again.timeout.connect(lambda: None if request.exists() else waiting.quit())
        again.start()
        QTimer.singleShot(self._patience, waiting, waiting.quit)
        waiting.exec()

    def look(self, _folder: str = "") -> None:
        """Take the requests that lie there, each once: one that is gone was taken back."""
        for request in sorted(self.folder.glob(f"*{REQUEST}")):
            with suppress(OSError, ValueError):
                written = request.read_bytes()[:LONGEST].decode()
                request.unlink()
                if not written:
                    self.asked.emit(None)
                elif file_kinds.ending_of(Path(written)):
                    self.asked.emit(Path(written))

    def close(self) -> None:
        """Listen no more."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._lock is not None:
            self._lock.__exit__(None, None, None)
            self._lock = None


def _running() -> Problem:
    return Problem(
        _("Passerelle runs already; the file is opened there."),
        _("Look at its window."),
        code="runs-already",
    )
