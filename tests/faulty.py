"""The program made to die at every point between two durable writes, in a process of its own."""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.base.faults import EVENT

DIED, DONE, BROKEN, REFUSED = 77, 0, 70, 3


@dataclass
class Hook:
    """Counts the points of this process and does `at` at the one whose number is `stop`; audit hooks stay for ever."""

    stop: int = -1
    at: Callable[[], None] = lambda: os._exit(DIED)
    points: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event != EVENT:
            return
        self.points.append(str(arguments[0]))
        if len(self.points) - 1 == self.stop:
            self.at()


def in_a_child(deed: Callable[[], object], hook: Hook) -> int:
    """Do the deed in a process split off from this one; the exit code, DIED when it was killed at its point."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = BROKEN
    try:
        sys.addaudithook(hook)
        deed()
        code = DONE
    except BaseException:  # whatever it is, the parent has to see it: this process ends here
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def points_of(deed: Callable[[], object], notes: Path) -> list[str]:
    """The points that a deed reaches on its way to its end, in order."""
    hook = Hook()

    def noted() -> None:
        deed()
        notes.write_text("\n".join(hook.points), "utf-8")

    assert in_a_child(noted, hook) == DONE
    return notes.read_text("utf-8").split("\n")


def deaths(prepare: Callable[[str], Callable[[], object]], notes: Path, part: int, parts: int) -> Iterator[str]:
    """Kill a deed at each of its points, once it has run to its end; yields the name of each try.

    The points are dealt out to `parts` tests; `part` is the number of this one.

    `prepare(name)` makes everything anew and returns the deed to do. Dying just before a commit leaves what dying after
    the write before it leaves: these points are passed over.
    """
    points = points_of(prepare("whole"), notes)
    for number, point in enumerate(points):
        if number % parts != part or (number and point == "before commit"):
            continue
        assert in_a_child(prepare(f"{number}"), Hook(number)) == DIED, point
        yield f"{number}"


def full_disks(prepare: Callable[[str], Callable[[], object]], notes: Path) -> Iterator[tuple[str, int]]:
    """Let the disk be full at each file that a deed writes, and only there; yields the name of each try and its end.

    The end is what `refusing` says: DONE when the deed could do without that file. `prepare` is that of `deaths`.
    """

    def refuse() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for number, point in enumerate(points_of(prepare("whole"), notes)):
        if point.startswith("before ") and point != "before commit":
            yield f"{number}", refusing(prepare(f"{number}"), Hook(number, refuse))


def refusing(deed: Callable[[], object], hook: Hook | None = None) -> int:
    """Do the deed in a process of its own: DONE, REFUSED when it ended in a Problem, BROKEN for anything else."""

    def tried() -> None:
        from desktop.base.errors import Problem

        try:
            deed()
        except Problem:
            os._exit(REFUSED)

    return in_a_child(tried, hook or Hook())


def limit_files(bytes_left: int) -> None:
    """From now on files of this process may not grow beyond so many bytes, as on a full disk."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, resource.RLIM_INFINITY))


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
