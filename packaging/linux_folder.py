"""The Linux folder that takes updates: the launcher beside the frozen program, which lies in a folder of its version.

`python3 packaging/dev.py linux-folder` freezes, then starts this; the folder is dist/linux/Passerelle. Without the
launcher a frozen folder runs as well, and its updates are copied in its place by hand.
"""

import shutil
import sys
from pathlib import Path

from dev import ROOT, Failed, stated

FROZEN, TARGET = ROOT / "dist" / "passerelle", ROOT / "dist" / "linux" / "Passerelle"
LAUNCHER = ROOT / "packaging" / "linux" / "launcher.sh"


def lay_out(frozen: Path, target: Path, version: str) -> None:
    """Lay out the folder as it is copied onto a stick; raises Failed where nothing was frozen."""
    if not (frozen / "passerelle").is_file():
        raise Failed(f"There is no frozen program for Linux in {frozen}.")
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    shutil.copytree(frozen, target / version, symlinks=True)
    shutil.copyfile(LAUNCHER, target / "passerelle")
    (target / "passerelle").chmod(0o755)
    (target / "current").write_text(f"{version}\n", encoding="ascii")


def main() -> int:
    try:
        lay_out(FROZEN, TARGET, stated(ROOT)[0])
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
