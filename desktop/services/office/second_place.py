"""The second place for backups, outside this computer: a stick or a shared folder, known by a mark written into it.

An unplugged stick leaves its empty mount folder behind, and another stick may come under the same letter: only the mark
tells that copies really go there.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _
from desktop.base.values import new_id
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Local
from desktop.store.store import Store, recall_in

SECOND = "backups"  # the name in this computer's store
MARK = ".passerelle-backups"  # the file of the mark
FORM = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class SecondPlace:
    """The chosen folder, its mark, and when a copy was last made and read back there; empty before the first."""

    folder: Path
    mark: str
    copied_at: str

    @property
    def is_there(self) -> bool:
        """Whether it is really that folder which is reached now."""
        return bool(self.mark) and _mark_in(self.folder) == self.mark


def read(machine: Store) -> SecondPlace | None:
    """The second place, when one was chosen."""
    with machine.read() as session:
        return read_in(session)


def read_in(session: Session) -> SecondPlace | None:
    """The same, read with what else a page reads."""
    saved = recall_in(session, SECOND)
    folder = str(saved.get("folder", ""))
    return SecondPlace(Path(folder), str(saved.get("mark", "")), str(saved.get("copied_at", ""))) if folder else None


def choose(work: Work, folder: Path | None) -> None:
    """Choose the second place and write its mark, or have none any more.

    Raises Problem when the folder is not there or cannot be written; the former choice stays.
    """
    require(work.officer, Right.ADMINISTER)
    if folder is None:
        work.machine.remember(SECOND, {})
        return
    if not folder.is_dir():
        raise Problem(
            _("“{name}” is not there; the second place for backups was not changed.").format(name=folder.name),
            _("Plug the stick in or connect the folder, then choose it again."),
            code="second-place-not-there",
        )
    mark = _mark_in(folder)
    if not mark:
        mark = new_id()
        write_safely(folder / MARK, f"{mark}\n".encode())
    work.machine.remember(SECOND, {"folder": str(folder), "mark": mark, "copied_at": ""})


def choose_again(work: Work, place: SecondPlace) -> None:
    """Have the second place again that was given up, as it was, whether or not it is reached now."""
    require(work.officer, Right.ADMINISTER)
    work.machine.remember(SECOND, {"folder": str(place.folder), "mark": place.mark, "copied_at": place.copied_at})


def note_copy(machine: Store, folder: Path, moment: str) -> None:
    """Note that a copy was made and read back in the second place, if it is this folder."""
    with machine.note() as session:
        place = read_in(session)
        if place is not None and place.folder == folder:
            value = {"folder": str(folder), "mark": place.mark, "copied_at": moment}
            session.merge(Local(name=SECOND, value=value))


def _mark_in(folder: Path) -> str:
    """The mark that a folder bears; empty when it bears none or cannot be reached."""
    try:
        with (folder / MARK).open("rb") as file:
            text = file.read(64).decode("ascii", "replace").strip()
    except OSError:
        return ""
    return text if FORM.fullmatch(text) else ""
