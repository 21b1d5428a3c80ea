"""A bundle with which the program was started, as a double click does: the program that runs already gets it.

One program of this user listens: it holds a lock in the folder of the settings, and looks at requests that others leave
beside it. A request names a file and nothing else; what may be done with it, the page of that file says.
"""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from desktop.base.errors import Problem
from desktop.base.files import discard, make_folder, write_safely
from desktop.base.lock import FolderLock
from desktop.base.text import _
from desktop.base.values import new_id

FOLDER, LOCK, REQUEST = "opening", "running", ".request"
LONGEST = 4096  # bytes of a path
SUFFIX = ".psb"  # of what may be opened so


class OpenedFiles(QObject):
    """Whether this program listens, and what it is asked to open. `asked` tells a path."""

    asked = Signal(object)

    def __init__(self, settings: Path) -> None:
        super().__init__()
        self.folder = settings / FOLDER
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

    def hand_over(self, path: Path) -> bool:
        """Ask the program that listens to open a file; False where that cannot be said."""
        try:
            write_safely(self.folder / f"{new_id()}{REQUEST}", str(path.absolute()).encode())
        except (OSError, Problem):
            return False
        return True

    def look(self, _folder: str = "") -> None:
        """Take the requests that lie there, each once."""
        for request in sorted(self.folder.glob(f"*{REQUEST}")):
            with suppress(OSError, ValueError):
                written = request.read_bytes()[:LONGEST].decode()
                discard(request)
                if may_open(path := Path(written)):
                    self.asked.emit(path)

    def close(self) -> None:
        """Listen no more."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._lock is not None:
            self._lock.__exit__(None, None, None)
            self._lock = None


def may_open(path: Path) -> bool:
    """Whether this is a bundle that is there; nothing else is opened so."""
    return path.suffix.lower() == SUFFIX and path.is_file()


def _running() -> Problem:
    return Problem(
        _("Passerelle runs already; the file is opened there."),
        _("Look at its window."),
        code="runs-already",
    )
