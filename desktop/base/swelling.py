"""Packages (ZIP) that swell to many times their size when they are opened, and what opening a damaged one raises."""

import zipfile
import zlib

MOST = 512 << 20  # bytes that a package may unfold to: the largest workbook of 25 MB stays below
SUSPECT, MOST_TIMES = 64 << 20, 200  # from the first on, no document unfolds to more than this many times its size
# What `zipfile` raises for a package that is damaged, under a password, or folded in a way that nobody knows
DAMAGED_PACKAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, KeyError, EOFError, OSError)


def swells(package: zipfile.ZipFile, size: int) -> bool:
    """Whether a package of `size` bytes unfolds beyond what any document does, as its directory says.

    Who reads its parts reads no more of them than the directory says.
    """
    unfolded = sum(part.file_size for part in package.infolist())
    return unfolded > MOST or (unfolded > SUSPECT and unfolded > size * MOST_TIMES)
