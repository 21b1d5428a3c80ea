"""Start: the window without arguments, one of the commands with them."""

import sys
from collections.abc import Sequence

from desktop.base.process import forbid_dumps

PICTURES = "--pictures"  # the program starts itself with this to take pictures of its own window
READER = "--read-bundle"  # the program starts itself with this to read a bundle in a capped process


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns 0 when done, 1 for a problem the user can act on, 2 for wrong usage."""
    forbid_dumps()
    command = list(sys.argv[1:] if arguments is None else arguments)
    if command[:1] == [READER]:
        from desktop.bundles import reader

        return reader.main(command[1:])
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
