"""What the program asks of the system for its own process."""

import sys
from collections.abc import Sequence


def forbid_dumps() -> None:
    """Leave no image of this process's memory, with keys and names in it, on the disk when it crashes.

    On Linux the limit alone does not hold where crashes are piped to a collector, so the process is marked as one that
    is not to be dumped. On Windows no report is made of a crash.
    """
    if sys.platform == "win32":
        import ctypes

        no_critical_errors, no_crash_report = 0x0001, 0x0002
        ctypes.windll.kernel32.SetErrorMode(no_critical_errors | no_crash_report)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        set_dumpable = 4  # PR_SET_DUMPABLE, see prctl(2)
        ctypes.CDLL(None).prctl(set_dumpable, 0, 0, 0, 0)


def tell(sentence: str) -> None:
    """Say a sentence where no window of the program can: on standard error, or in a box of Windows without it."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr, flush=True)
    elif sys.platform == "win32":
        import ctypes

        error_sign = 0x10  # MB_ICONERROR
        ctypes.windll.user32.MessageBoxW(None, sentence, "Passerelle", error_sign)


def let_others_come_forward() -> None:
    """Let the program of this user that runs already bring its window before the others: Windows asks whoever has it.

    To be called by a program that a user has just started. Elsewhere nothing has to be allowed.
    """
    if sys.platform == "win32":
        import ctypes

        any_process = -1  # ASFW_ANY
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)


def own_command(module: str, flag: str = "") -> Sequence[str]:
    """How this program starts a module of its own in another process: `flag` tells the frozen program which.

    From source, what lies in the folder where it was started is never taken for its own code.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, flag] if flag else [sys.executable]
    return [sys.executable, "-P", "-m", module]
