"""The window: everything that knows Qt."""

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12 gives back None, True and False without taking a reference to them, as is right only where they are
    # immortal: Python 3.11 aborts after some thousand calls, or when it ends. As many references as no day at the
    # window uses up keep them alive here.
    import ctypes

    for _one in (None, True, False):
        ctypes.c_ssize_t.from_address(id(_one)).value += sys.maxsize // 2
