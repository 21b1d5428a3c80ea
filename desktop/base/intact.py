"""Whether the files of a frozen program are those that were built; the lists are written by packaging/digests.py."""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.text import _

LISTS = "digests*.txt"  # one of the program, and one of each part that was laid beside it
SHOWN = 3  # names that a sentence holds


def require_intact() -> int:
    """The number of files that are as they were built; 0 from source, where nothing lists them.

    Raises Problem for a file that is missing or altered, and for a frozen program without its list.
    """
    if not getattr(sys, "frozen", False):
        return 0
    program, listed = Path(sys.executable).parent, _listed()
    differing = [name for name, digest in listed.items() if _digest(program / name) != digest]
    if differing or not listed:
        names = ", ".join(f"“{name}”" for name in differing[:SHOWN]) or LISTS
        raise Problem(
            _("Missing or altered since this program was built: {names}.").format(names=names),
            _("Install the program again; no data is lost."),
            code="files-altered",
        )
    return len(listed)


def _listed() -> Mapping[str, str]:
    """The digest of each file by its path from the program's folder."""
    return {name: digest for path in paths.resources().parent.glob(LISTS) for digest, name in _lines(path)}


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        digest, _separator, name = line.partition("  ")
        yield digest, name


def _digest(path: Path) -> str:
    """In hexadecimal; empty for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
