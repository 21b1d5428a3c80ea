"""Where the road to Windows lies: a folder of this machine that git does not see, and what is finished in it."""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LOCK = PROJECT / "packaging" / "lock.txt"
HERE = Path(__file__).resolve().parent


class Blocked(Exception):
    """The road ends here; the message says what to do."""


def say(sentence: str) -> None:
    """One plain sentence on this terminal, at once."""
    print(sentence, flush=True)


def road_folder() -> Path:
    """`.windows` in the project, or what PASSERELLE_WINDOWS names: several clones can use one."""
    return Path(os.environ.get("PASSERELLE_WINDOWS") or PROJECT / ".windows").absolute()


class Road:
    """The folder with the Debian root, the Windows Python, the libraries and the Wine prefixes.

    `step` does each part of the set-up once, and again when what it was made from has changed; an interruption leaves a
    step undone, never half done.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "root"  # Debian
        self.python = folder / "python"
        self.wheels = folder / "wheels"
        self.stand_ins = folder / "stand-ins"
        self.prefix = folder / "prefix"  # Wine's drive C: and registry for the tests
        self._done = folder / "done"

    def step(self, name: str, sentence: str, made_from: Iterable[bytes], work: Callable[[], None]) -> None:
        """Do `work` unless it was finished before from the same things."""
        digest = _digest(made_from)
        done = self._done / name
        if done.is_file() and done.read_text(encoding="ascii") == digest:
            return
        say(sentence)
        self._done.mkdir(parents=True, exist_ok=True)
        done.unlink(missing_ok=True)
        work()
        done.write_text(digest, encoding="ascii")

    def is_set_up(self) -> bool:
        """Whether every step was finished once; whether from these very versions, only the set-up tells."""
        return (self._done / "prefix").is_file()


def fresh(folder: Path) -> Path:
    """An empty folder in which to make what will be `folder`: it takes that name when it is whole."""
    part = folder.with_name(folder.name + ".part")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir(parents=True)
    return part


def put_in_place(part: Path, folder: Path) -> None:
    """Give the finished folder its name; what bore it before is deleted."""
    if folder.exists():
        shutil.rmtree(folder)
    part.rename(folder)


def need_linux_and_root() -> None:
    """The road uses a Debian root of its own, which only the superuser can enter; raises Blocked."""
    if not sys.platform.startswith("linux"):
        raise Blocked("The road to Windows is walked on Debian: on Windows itself `dev.py test` and `build` do it all.")
    if os.geteuid() != 0:
        raise Blocked("A Debian root can be entered by the superuser only: start this as root, best in a container.")


def _digest(made_from: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for piece in made_from:
        whole.update(hashlib.sha256(piece).digest())
    return whole.hexdigest()
