"""A crash leaves no image of the memory behind."""

import os
import subprocess
import sys
from pathlib import Path

from tests.systems import only_where

ROOT = Path(__file__).parents[2]
SCRIPT = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
from desktop.base.process import forbid_dumps
if sys.argv[1] == "forbidden":
    forbid_dumps()
import ctypes
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
"""


@only_where(sys.platform == "linux", "Linux is asked whether a process is dumped")
def test_the_process_is_not_dumped() -> None:
    def asked(how: str) -> list[str]:
        return subprocess.check_output([sys.executable, "-c", SCRIPT, how], cwd=ROOT, text=True).split()

    assert asked("forbidden") == ["0", "0"]
    assert asked("allowed") == ["-1", "1"]


@only_where(sys.platform == "linux", "Linux is asked whether a process is dumped")
def test_the_program_forbids_it_before_anything_else() -> None:
    script = "import ctypes, desktop.__main__ as m\n"
    script += "try:\n    m.main(['partners', '--help'])\nexcept SystemExit:\n    pass\n"
    script += "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == "0"
