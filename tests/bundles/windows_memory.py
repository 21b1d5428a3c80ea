"""How much memory a process of Windows has taken."""

import ctypes
import sys

LIMITED_QUERY = 0x1000


class Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS."""

    _fields_ = [
        ("size", ctypes.c_uint32),
        ("faults", ctypes.c_uint32),
        *((name, ctypes.c_size_t) for name in ("most", "now", "a", "b", "c", "d", "pages", "most_pages")),
    ]


def most_memory_of_windows(pid: int) -> int:
    """The peak of its working set, in bytes."""
    assert sys.platform == "win32"
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = ctypes.c_void_p
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    kernel.K32GetProcessMemoryInfo.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32]
    counters = Counters(size=ctypes.sizeof(Counters))
    process = kernel.OpenProcess(LIMITED_QUERY, False, pid)
    try:
        if not kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.size):
            raise ctypes.WinError(ctypes.get_last_error())
    finally:
        kernel.CloseHandle(process)
    return int(counters.most)
