"""The files of contents that Headquarters publishes: what they are called, and a folder of them read and written.

A name is the path inside `forms/` with `/` between its parts. Only a type of agreement, a clause and a message kit may
be a file that the program does not know: the others are read by their names. Nothing else passes, so that no name leads
out of the folder.
"""

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import clean_name, make_folder, write_again
from desktop.base.text import _
from desktop.definitions.source import read_text

NAME = re.compile(r"(?:(?:agreements|clauses|diligence|kits)/)?[A-Za-z][A-Za-z0-9_-]{0,59}\.(?:toml|clause)")
NEW = re.compile(r"agreements/[a-z0-9_]+\.toml|clauses/[A-Z]-[A-Z0-9]+\.clause|kits/[a-z0-9_]+\.toml")
MOST = 500  # files of contents
LARGEST = 2 << 20  # bytes of a file
TOGETHER = 12 << 20  # bytes of all files
LOOKED_AT = 2_000  # entries of a chosen folder at most
PASSED_OVER = (".", "~$")  # how files begin that other programs leave lying

ContentTexts = Mapping[str, str]  # the texts of files by their names


@dataclass(frozen=True)
class ChosenContents:
    """What somebody chose to publish: the texts by name, and a Problem for each file that cannot be taken."""

    texts: ContentTexts
    faults: tuple[Problem, ...] = ()


def is_content_name(name: str) -> bool:
    """Whether a file of contents may bear this name on every system."""
    return NAME.fullmatch(name) is not None and clean_name(name.rpartition("/")[2]) == name.rpartition("/")[2]


def read_contents(folder: Path) -> dict[str, str]:
    """Every file of contents below a folder; what bears another name is left out. Raises Problem."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: read_text(folder / name)[0] for name in names if is_content_name(name)}


def chosen_contents(path: Path, names: Collection[str]) -> ChosenContents:
    """A file, or the files below a folder, under the names they have among the contents of these `names`.

    A file is known by its path in the folder, else by its own name where one known file alone bears it.
    """
    texts: dict[str, str] = {}
    faults: list[Problem] = []
    for file, inside in _files_of(path):
        name = _name_of(inside, names)
        try:
            if name is None or name in texts:
                raise _unknown(inside) if name is None else _twice(inside)
            if file.stat().st_size > LARGEST:
                raise _too_large(inside)
            texts[name] = read_text(file)[0]
        except OSError:
            faults.append(_unreadable(inside))
        except Problem as problem:
            faults.append(problem)
    return ChosenContents(texts, tuple(faults))


def write_contents(texts: ContentTexts, folder: Path) -> None:
    """Make a folder hold exactly these files; what it holds already as it should is left as it is.

    Raises ValueError for a name that is none of a file of contents, before anything is written.
    """
    for name in texts:
        if not is_content_name(name):
            raise ValueError(f"no file of contents: {name!r}")
    make_folder(folder)
    for foreign in folder.rglob("*"):
        if foreign.is_symlink() or (foreign.is_file() and foreign.relative_to(folder).as_posix() not in texts):
            foreign.unlink()
    for name, text in texts.items():
        target, content = folder / name, text.encode()
        if not target.is_file() or target.read_bytes() != content:
            make_folder(target.parent)
            write_again(target, content)


def _files_of(path: Path) -> list[tuple[Path, str]]:
    """The files to look at, each with its path inside the chosen folder; links are not followed."""
    if path.is_file():
        return [(path, path.name)]
    if not path.is_dir():
        raise Problem(
            _("“{name}” is not there; nothing was published.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
            code="contents-not-there",
        )
    listed: list[tuple[Path, str]] = []
    looked_at = 0
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(PASSED_OVER))
        looked_at += len(folders) + len(names)
        if looked_at > LOOKED_AT:
            raise Problem(
                _("“{name}” holds too many files to be rules and templates; nothing was published.").format(
                    name=path.name
                ),
                _("Choose the folder that holds the changed files alone."),
                code="contents-too-many",
            )
        for name in sorted(names):
            file = Path(folder) / name
            if not name.startswith(PASSED_OVER) and not file.is_symlink():
                listed.append((file, file.relative_to(path).as_posix()))
    return listed


def _name_of(inside: str, names: Collection[str]) -> str | None:
    """The name of contents for a path inside the chosen folder; None for what is none."""
    own = inside.rpartition("/")[2]
    for end in (inside, "/".join(inside.split("/")[-2:])):
        if end in names or (NEW.fullmatch(end) and is_content_name(end)):
            return end
    alike = [name for name in names if name.rpartition("/")[2] == own]
    if len(alike) == 1:
        return alike[0]
    clause = f"clauses/{own}"
    return clause if NEW.fullmatch(clause) else None


def _unknown(name: str) -> Problem:
    return Problem(
        _("“{name}” is no file of rules or templates; nothing was published.").format(name=name),
        _("Take it out of the folder, or give it the name of the file that it replaces."),
        code="contents-unknown-file",
    )


def _twice(name: str) -> Problem:
    return Problem(
        _("“{name}” is there twice; nothing was published.").format(name=name),
        _("Leave the one that is to be published."),
        code="contents-file-twice",
    )


def _too_large(name: str) -> Problem:
    return Problem(
        _("“{name}” is larger than 2 MB; nothing was published.").format(name=name),
        _("Check that it is the right file."),
        code="contents-file-too-large",
    )


def _unreadable(name: str) -> Problem:
    return Problem(
        _("“{name}” cannot be read; nothing was published.").format(name=name),
        _("Check that the folder or the stick is present, then try again."),
        code="contents-file-unreadable",
    )
