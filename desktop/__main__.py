"""Start: the window without arguments, one of the commands with them."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.base import file_kinds
from desktop.base.errors import Problem
from desktop.base.process import forbid_dumps, tell

PICTURES = "--pictures"  # the program starts itself with this to take pictures of its own window
READER = "--read-bundle"  # the program starts itself with this to read a bundle in a capped process
NURSERY = "--start-readers"  # the program starts itself with this to have such processes forked
PARTS = "--window-parts"  # the program starts itself with this to see whether a window could stand
SCAN = "--scan-of"  # the program starts itself with this to have a signed pack scanned, in the demonstration
CHARTS = "--charts-of"  # the program starts itself with this to have charts drawn, in the demonstration
WINDOW_OPTIONS = ("--office", "--language")  # with which the window opens; a line of them alone names no command
INCOMPLETE = (  # in English: what reads the texts of other languages is what is missing
    "This installation of Passerelle is not complete: “{name}” is missing or damaged. Your records are safe."
    " Install the program again."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns 0 when done, 1 for a problem the user can act on, 2 for wrong usage."""
    forbid_dumps()
    command = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(command)
    except Problem as problem:  # before a window stands that could say it
        tell(str(problem))
        return 1
    except (ImportError, OSError) as error:
        tell(_sentence(error))
        return 1


def _sentence(error: ImportError | OSError) -> str:
    try:
        from desktop.base.system_errors import problem_of
    except ImportError as lack:
        return INCOMPLETE.format(name=lack.name)
    return str(problem_of(error))


def _is_for_window(command: Sequence[str]) -> bool:
    """Whether a line names no command: nothing, or only what the window is to open with, a file among it."""
    if command[:1] in ([PICTURES], [PARTS], [SCAN], [CHARTS]):
        return True
    values = False  # whether what comes next belongs to the option before
    for argument in command:
        name, equals, _value = argument.partition("=")
        opens = not argument.startswith("-") and (bool(file_kinds.ending_of(Path(argument))) or _is_a_file(argument))
        if not values and name not in WINDOW_OPTIONS and not opens:
            return False
        values = not values and not equals and not opens
    return True


def _is_a_file(argument: str) -> bool:
    """Whether an argument is a file of any other kind, which is refused in a sentence; no command has a dot in it."""
    return "." in argument and Path(argument).is_file()


def _run(command: Sequence[str]) -> int:
    if command[:1] == [READER]:
        from desktop.bundles import confined

        return confined.main(command[1:])
    if command[:1] == [NURSERY]:
        from desktop.bundles import nursery

        return nursery.main(command[1:])
    if not _is_for_window(command):
        from desktop import commands

        return commands.main(command)
    gc.disable()  # what is loaded now stays until the end: to look among it for what could go only delays the window
    from desktop.base.settings import load_settings, spoken_language
    from desktop.base.text import speak

    settings = load_settings()
    speak(spoken_language(settings))  # what is missing for a window is said in it
    if command[:1] == [PARTS]:
        from desktop.ui import parts

        return parts.main(command[1:])
    if command[:1] == [SCAN]:
        from desktop.ui import scanned_paper

        return scanned_paper.main(command[1:])
    if command[:1] == [CHARTS]:
        from desktop.ui import chart_pictures

        return chart_pictures.main(command[1:])
    if command[:1] == [PICTURES]:
        from desktop.ui import pictures

        gc.enable()
        return pictures.main(command)
    from desktop.ui import app

    gc.enable()
    return app.main(command, settings)


if __name__ == "__main__":
    sys.exit(main())
