"""Start: the window without arguments, one of the commands with them."""

import sys
from collections.abc import Sequence

from desktop.base.process import forbid_dumps

PICTURES = "--pictures"  # the program starts itself with this to take pictures of its own window
READER = "--read-bundle"  # the program starts itself with this to read a bundle in a capped process
NURSERY = "--start-readers"  # the program starts itself with this to have such processes forked
INCOMPLETE = (  # in English: what reads the texts of other languages may be what is missing
    "This installation of Passerelle is not complete: the library “{library}” is missing. Your records are safe."
    " Install the program again; from its sources, run “python3 packaging/dev.py run”."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns 0 when done, 1 for a problem the user can act on, 2 for wrong usage."""
    forbid_dumps()
    command = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(command)
    except ModuleNotFoundError as error:
        print(INCOMPLETE.format(library=error.name), file=sys.stderr)
        return 1
    except OSError as error:  # before a window stands that could say it
        from desktop.base.system_errors import problem_of

        print(problem_of(error), file=sys.stderr)
        return 1


def _run(command: Sequence[str]) -> int:
    if command[:1] == [READER]:
        from desktop.bundles import confined

        return confined.main(command[1:])
    if command[:1] == [NURSERY]:
        from desktop.bundles import nursery

        return nursery.main(command[1:])
    if command[:1] == [PICTURES]:
        from desktop.ui import pictures

        return pictures.main(command)
    if command and command[0] != "--office":
        from desktop import commands

        return commands.main(command)
    from desktop.ui import app

    return app.main(command)


if __name__ == "__main__":
    sys.exit(main())
