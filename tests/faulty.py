"""The program made to die at every point between two durable writes, in a process of its own."""

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from desktop.base.faults import EVENT

DIED, DONE, BROKEN = 77, 0, 70


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


def deaths(prepare: Callable[[int], Callable[[], object]]) -> Iterator[int]:
    """Kill a deed at its first point, its second and so on until it runs to its end; yields the number of each death.

    `prepare(number)` makes everything anew and returns the deed to do.
    """
    number = 0
    while (code := in_a_child(prepare(number), Hook(number))) == DIED:
        yield number
        number += 1
    assert code == DONE, f"the deed failed at its end: {code}"
    assert number, "the deed reaches no point"
