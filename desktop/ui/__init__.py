"""The window: everything that knows Qt."""

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12 gives back None without taking a reference to it, as is right only where None is immortal: Python
    # 3.11 aborts after some thousand calls. So many references as no day at the window can use up make it immortal here.
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value += sys.maxsize // 2
