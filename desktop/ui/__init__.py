"""The window: everything that knows Qt."""

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12 gives back None without taking a reference to it, as is right only where None is immortal: Python
    # 3.11 aborts after some thousand calls. As many references as no day at the window uses up keep it alive here.
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value += sys.maxsize // 2
