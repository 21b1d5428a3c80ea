"""The window: everything that knows Qt."""

import builtins
import sys

import PySide6.QtCore  # noqa: F401

if sys.version_info < (3, 12):
    # PySide6 6.12 gives back None, True and False without taking a reference to them, as is right only where they are
    # immortal: Python 3.11 aborts after some thousand calls, or when it ends. As many references as no day at the
    # window uses up keep them alive here.
    import ctypes

    for _one in (None, True, False):
        ctypes.c_ssize_t.from_address(id(_one)).value += sys.maxsize // 2

# From its own import on PySide6 takes part in every other: it reads the whole text of each module, to see whether that
# asks for other names by `from __feature__ import …`, and keeps all of them, 25 megabytes. None here does.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
