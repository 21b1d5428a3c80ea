"""Memory of the reader's own process capped by a Windows job object; only ever imported there."""

import ctypes
import sys

JOB_OBJECT_LIMIT_PROCESS_MEMORY = 0x100
JOB_OBJECT_LIMIT_ACTIVE_PROCESS = 0x8
EXTENDED = 9  # JobObjectExtendedLimitInformation


class _Basic(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least", ctypes.c_size_t),
        ("most", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _Extended(ctypes.Structure):
    _fields_ = (
        ("basic", _Basic),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process", ctypes.c_size_t),
        ("peak_job", ctypes.c_size_t),
    )


class _Counters(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("faults", ctypes.c_uint32), *((f"n{i}", ctypes.c_size_t) for i in range(8)))


def cap_memory(more: int) -> None:
    """Let this process commit at most `more` bytes beyond what it uses now, and start no other.

    Raises OSError when Windows refuses: then the process must read nothing.
    """
    if sys.platform != "win32":
        return
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    state = ctypes.WinDLL("psapi", use_last_error=True)
    kernel.GetCurrentProcess.restype = kernel.CreateJobObjectW.restype = ctypes.c_void_p
    this = ctypes.c_void_p(kernel.GetCurrentProcess())
    counters = _Counters(size=ctypes.sizeof(_Counters))
    _require(state.GetProcessMemoryInfo(this, ctypes.byref(counters), counters.size))
    limit = _Extended()
    limit.basic.flags = JOB_OBJECT_LIMIT_PROCESS_MEMORY | JOB_OBJECT_LIMIT_ACTIVE_PROCESS
    limit.basic.processes = 1
    limit.process_memory = counters.n6 + more  # PagefileUsage: what the process has committed
    job = ctypes.c_void_p(_require(kernel.CreateJobObjectW(None, None)))
    _require(kernel.SetInformationJobObject(job, EXTENDED, ctypes.byref(limit), ctypes.sizeof(limit)))
    _require(kernel.AssignProcessToJobObject(job, this))


def _require(answer: int | None) -> int:
    """What a call of Windows gave; raises OSError when that is nothing."""
    if not answer and sys.platform == "win32":
        raise ctypes.WinError(ctypes.get_last_error())
    return answer or 0
