"""Write the list of what is in a frozen folder, which `passerelle check` compares: `packaging/digests.py FOLDER…`.

One line a file, as `sha256sum` writes them: the digest, two spaces, the path from the program's folder. To be run again
after programs were signed, which alters them.
"""

import hashlib
import sys
from pathlib import Path

PREFIX = "digests"  # desktop/base/intact.py reads every list of this name
PROGRAM = "passerelle"
LIBRARIES = "_internal"  # beside the program; build.spec leaves it as PyInstaller calls it


def write(folder: Path) -> Path:
    """Write the list of a frozen folder, or of a part that is laid over one, into its folder of libraries."""
    within = folder / LIBRARIES
    part = folder.name.removeprefix(PROGRAM)  # "-headquarters", each part has a list of its own
    target = within / f"{PREFIX}{part}.txt"
    target.unlink(missing_ok=True)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in files]
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(write(Path(name)))
