"""The folder an office lives in: alone in it, private to this account, and not copied behind the program's back."""

import os
import sys
from itertools import pairwise
from pathlib import Path, PurePath

from desktop.base.errors import Problem
from desktop.base.lock import FolderLock
from desktop.base.text import _
from desktop.store.synchronised import onedrive_roots, synchroniser

DATABASE = "passerelle.db"
SLOTS = "slots.json"
LOCK = "passerelle.lock"
FOLDER_GONE = "office-folder-gone"  # the code of the Problem when the folder goes away while the office is open
BEGUN = "passerelle.begun"  # lies in a folder while an office is set up in it

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "fuse.rclone"})
_REMOTE_DRIVE = 4  # GetDriveTypeW's DRIVE_REMOTE


def require_suitable(folder: Path) -> None:
    """Raise Problem when the database must not live in `folder`: a synchronised folder, a share, a roaming profile."""
    name = synchroniser(folder.absolute(), os.environ, onedrive_roots())
    if name:
        raise Problem(
            _("This folder is copied by {program} while the program writes, which damages a database.").format(
                program=name
            ),
            _("Choose a folder of this computer that is not synchronized; backups may go to the synchronized one."),
            code="folder-copied-by-a-program",
        )
    if is_remote(folder):
        raise Problem(
            _("This folder is on another machine, where a database can be damaged when the network drops."),
            _("Choose a folder on this computer's own disk; backups may go to the network."),
            code="folder-on-another-machine",
        )
    if is_roaming(folder):
        raise Problem(
            _("This folder is copied between computers by Windows, which damages a database."),
            _("Choose the folder that the program proposes."),
            code="folder-copied-by-windows",
        )


def is_remote(folder: Path) -> bool:
    """Whether the folder lies on another machine: a UNC path, a mapped drive, a mounted share."""
    if str(folder).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.absolute().anchor) == _REMOTE_DRIVE)
    mounts = Path("/proc/self/mountinfo")
    return mounts.exists() and file_system(folder.absolute(), mounts.read_text()) in _NETWORK


def file_system(folder: PurePath, mountinfo: str) -> str:
    """The type of the file system that holds the folder, by Linux's `/proc/self/mountinfo`."""
    kind, depth = "", -1
    for line in mountinfo.splitlines():
        left, _dash, right = line.partition(" - ")
        mount = PurePath(left.split()[4].replace("\\040", " "))
        if folder.is_relative_to(mount) and len(mount.parts) >= depth:
            kind, depth = right.split()[0], len(mount.parts)
    return kind


def is_roaming(folder: PurePath) -> bool:
    """Whether Windows copies the folder with the user's profile."""
    parts = [part.casefold() for part in folder.parts]
    return any(pair == ("appdata", "roaming") for pair in pairwise(parts))


def prepare(folder: Path) -> None:
    """Make the folder, readable by this account only; raises Problem when it cannot be made or is unsuitable."""
    require_suitable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise Problem(
            _("The folder “{name}” cannot be written; nothing was created.").format(name=folder.name),
            _("Choose another folder of this computer."),
            code="folder-not-writable",
        ) from error


def office_lock(folder: Path) -> FolderLock:
    """The lock of an office's folder: `with office_lock(folder):` raises Problem when another program holds it."""
    return FolderLock(
        folder / LOCK,
        Problem(
            _("The program is already open on this office; nothing was changed."),
            _("Use the window that is open, or close it first."),
            code="office-already-open",
        ),
    )
