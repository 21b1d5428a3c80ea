"""The program made to die at every point between two durable writes, in a process of its own."""

import errno
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from desktop.base.errors import Problem
from desktop.base.faults import EVENT
from desktop.base.text import language, speak

DIED, DONE, BROKEN, REFUSED = 77, 0, 70, 3
SPLITS = hasattr(os, "fork")
# A folder on a small disk of its own, to be filled where files know no limit
SMALL_DISK = os.environ.get("PASSERELLE_SMALL_DISK", "")
can_fill = pytest.mark.skipif(
    not (SPLITS or SMALL_DISK), reason="a full disk is played by a limit of POSIX, or on the disk PASSERELLE_SMALL_DISK"
)
# Of the points of a deed, where each try needs a process that loads everything anew
SHARE = 1 if SPLITS else 6

Deed = Callable[[], object]  # what pickle can hand to another process: functions of modules, and `partial`


def die() -> None:
    """As when the machine stops."""
    os._exit(DIED)


def fill_up() -> None:
    """As when the disk is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@dataclass
class Hook:
    """Counts the points of this process and does `at` at the one whose number is `stop`; audit hooks stay for ever."""

    stop: int = -1
    at: Callable[[], None] = die
    points: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event != EVENT:
            return
        self.points.append(str(arguments[0]))
        if len(self.points) - 1 == self.stop:
            self.at()


def in_a_child(deed: Deed, hook: Hook, notes: Path | None = None) -> int:
    """Do the deed in another process; the exit code, DIED when it was killed at its point.

    The process is split off from this one, or, on Windows, a new one. Into `notes` go the points that it reached.
    """
    handed = packed(deed, hook, notes)  # also where it is not needed: so that it can be done on Windows
    if not SPLITS:
        return in_a_new_process(handed)
    child = os.fork()
    if not child:
        end_with(deed, hook, notes)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def packed(deed: Deed, hook: Hook, notes: Path | None = None) -> bytes:
    """What a new process takes."""
    return pickle.dumps((deed, hook, notes, language()))


def in_a_new_process(handed: bytes) -> int:
    """As `in_a_child` where processes are not split; `handed` is what was packed."""
    command = [sys.executable, "-c", f"from {__name__} import go_on; go_on()"]
    root = Path(__file__).resolve().parents[1]
    try:
        return subprocess.run(command, input=handed, cwd=root, check=False).returncode
    finally:
        make_room()  # a limit ends with the process that has it


def go_on() -> NoReturn:
    """What a new process does."""
    from tests.guessing import Guesses

    Guesses().put_in_place()
    deed, hook, notes, spoken = pickle.load(sys.stdin.buffer)
    speak(spoken)
    end_with(deed, hook, notes)


def end_with(deed: Deed, hook: Hook, notes: Path | None) -> NoReturn:
    """End this process with the deed."""
    code = BROKEN
    try:
        sys.addaudithook(hook)
        deed()
        if notes:
            notes.write_text("\n".join(hook.points), "utf-8")
        code = DONE
    except BaseException:  # whatever it is, the parent has to see it: this process ends here
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def points_of(deed: Deed, notes: Path) -> list[str]:
    """The points that a deed reaches on its way to its end, in order."""
    assert in_a_child(deed, Hook(), notes) == DONE
    return notes.read_text("utf-8").split("\n")


def deaths(prepare: Callable[[str], Deed], notes: Path, share: int) -> Iterator[str]:
    """Kill a deed at each of its points, or at one in so many, once it has run to its end; yields the name of each try.

    `prepare(name)` makes everything anew and returns the deed to do. Dying just before a commit leaves what dying after
    the write before it leaves: these points are passed over.
    """
    points = points_of(prepare("whole"), notes)
    for number, point in enumerate(points):
        if number % share or (number and point == "before commit"):
            continue
        assert in_a_child(prepare(f"{number}"), Hook(number)) == DIED, point
        yield f"{number}"


def full_disks(prepare: Callable[[str], Deed], notes: Path) -> Iterator[tuple[str, int]]:
    """Let the disk be full at each file that a deed writes, and only there; yields the name of each try and its end.

    The end is what `refusing` says: DONE when the deed could do without that file. `prepare` is that of `deaths`.
    """
    points = enumerate(points_of(prepare("whole"), notes))
    files = [number for number, point in points if point.startswith("before ") and point != "before commit"]
    for number in files[::SHARE]:
        yield f"{number}", refusing(prepare(f"{number}"), Hook(number, fill_up))


def refusing(deed: Deed, hook: Hook | None = None) -> int:
    """Do the deed in a process of its own: DONE, REFUSED when it ended in a Problem, BROKEN for anything else."""
    return in_a_child(partial(_tried, deed), hook or Hook())


def _tried(deed: Deed) -> None:
    try:
        deed()
    except Problem:
        os._exit(REFUSED)


def limit_files(room: int, beyond: Path | None = None) -> None:
    """From now on files of this process may not grow beyond `room` bytes, or so many beyond a file, as on a full disk.

    On Windows, where files know no limit, the small disk is filled until so many bytes are left.
    """
    if sys.platform == "win32":
        _fill(room)
        return
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    most = room + (beyond.stat().st_size if beyond else 0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def make_room() -> None:
    """There is room again."""
    if sys.platform == "win32":
        if SMALL_DISK:
            _filler().unlink(missing_ok=True)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _fill(room: int) -> None:
    with _filler().open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue  # full for this size
        if room:
            file.truncate(max(os.fstat(file.fileno()).st_size - room, 0))


def _filler() -> Path:
    return Path(SMALL_DISK) / "filler"


def obey_modes() -> bool:
    """From now on the modes of files and folders hold for this process too, should it be an administrator's.

    Whether they do: only Linux lets go of the one right to ignore them.
    """
    import ctypes

    if os.name == "nt":
        return False
    if os.geteuid() != 0:
        return True
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    head, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()  # two of effective, permitted, inherited
    if libc.capget(head, sets) != 0:
        return False
    for place in (0, 1):
        sets[place] &= ~0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    return bool(libc.capset(head, sets) == 0)
