"""Folders that a synchronising program copies at any moment, in the middle of a write as well.

They are known by the names that these programs give their folders, by the marks that they leave in them, and on Windows
by what they note of themselves. The names and marks are those of each program's own documentation.
"""

import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePath

# What the name of a folder begins with, in lower case; a word ends there ("kdrive", "kDrive 2", not "kdrives").
_NAMES = (
    ("onedrive", "OneDrive"),
    ("sharepoint", "SharePoint"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("mon drive", "Google Drive"),
    ("mi unidad", "Google Drive"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("cloudstorage", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("box sync", "Box"),
    ("syncthing", "Syncthing"),
    ("kdrive", "kDrive"),
    ("megasync", "MEGA"),
    ("pcloud", "pCloud"),
    ("pclouddrive", "pCloud"),
    ("pcloudsync", "pCloud"),
    ("seafile", "Seafile"),
    ("resilio sync", "Resilio Sync"),
    ("btsync", "Resilio Sync"),
    ("proton drive", "Proton Drive"),
    ("protondrive", "Proton Drive"),
    ("yandex.disk", "Yandex Disk"),
    ("yandexdisk", "Yandex Disk"),
    ("tresorit", "Tresorit"),
    ("spideroak", "SpiderOak"),
    ("sync.com", "Sync"),
    ("koofr", "Koofr"),
    ("internxt", "Internxt"),
    ("creative cloud files", "Adobe Creative Cloud"),
    ("synologydrive", "Synology Drive"),
    ("synology drive", "Synology Drive"),
    ("qsync", "Qsync"),
    ("jottacloud", "Jottacloud"),
)

# The names that are also ordinary words: known only when they are the whole name.
_WHOLE_NAMES = {
    "box": "Box",
    "mega": "MEGA",
    "insync": "Insync",
    "odrive": "odrive",
    "filen": "Filen",
    "egnyte": "Egnyte",
    "hubic": "hubiC",
    "sync": "Sync",
}

# What stands in a Windows account beside the folder of an organisation, in which OneDrive puts SharePoint's libraries.
_OWN_FOLDERS = frozenset({"appdata", "desktop", "documents", "downloads", "music", "pictures", "videos", "public"})

# What such a program leaves in the folder that it copies, or in one above: the pattern of a name.
_MARKS = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".stfolder*", "Syncthing"),
    (".stversions", "Syncthing"),
    (".stignore", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    ("._sync_*.db", "Nextcloud"),
    (".sync_*.db", "Nextcloud"),
    (".csync_journal.db", "ownCloud"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".megaignore", "MEGA"),
    (".debris", "MEGA"),
    (".seafile-data", "Seafile"),
    ("seafile-ignore.txt", "Seafile"),
    (".sync/ID", "Resilio Sync"),
    (".sync/Archive", "Resilio Sync"),
    (".SynologyWorkingDirectory", "Synology Drive"),
    (".synkrigignore", "Insync"),
    (".tresorit", "Tresorit"),
)
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def synchroniser(folder: PurePath, environment: Mapping[str, str], roots: Iterable[str] = ()) -> str:
    """The name of the program that synchronises this folder; empty when none is known to.

    `environment` are the variables of this process, `roots` the folders that OneDrive says it copies, SharePoint's
    libraries among them.
    """
    for part in folder.parts:
        if program := _by_name(part.casefold()):
            return program
    if _is_library(folder.parts):
        return "SharePoint"
    copied = [*(environment[name] for name in _VARIABLES if environment.get(name)), *roots]
    if any(folder.is_relative_to(root) for root in copied):
        return "OneDrive"
    return _by_mark(folder) if isinstance(folder, Path) else ""


def _by_name(name: str) -> str:
    if name in _WHOLE_NAMES:
        return _WHOLE_NAMES[name]
    for start, program in _NAMES:
        rest = name.removeprefix(start)
        if rest != name and (not rest or rest == "drive" or not rest[0].isalnum()):
            return program
    return ""


def _is_library(parts: tuple[str, ...]) -> bool:
    """Whether this is `Users/…/Organisation/Site - Library`, where OneDrive puts a library of SharePoint."""
    names = [part.casefold() for part in parts]
    at = names.index("users") if "users" in names else len(names)
    return len(names) > at + 3 and " - " in names[at + 3] and names[at + 2] not in _OWN_FOLDERS


def _by_mark(folder: Path) -> str:
    """By what lies in this folder or in one above it; a folder that cannot be read bears no mark."""
    for place in (folder, *folder.parents):
        for pattern, program in _MARKS:
            try:
                if next(place.glob(pattern), None) is not None:
                    return program
            except OSError:
                break
    return ""


def onedrive_roots() -> tuple[str, ...]:
    """The folders that OneDrive copies on this Windows account, as it notes them in the registry; none elsewhere."""
    if sys.platform != "win32":
        return ()
    import winreg

    roots: list[str] = []
    key = r"Software\SyncEngines\Providers\OneDrive"
    with (
        suppress(OSError),
        winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as providers,
    ):  # no OneDrive: nothing is copied
        for number in range(winreg.QueryInfoKey(providers)[0]):
            with winreg.OpenKey(providers, winreg.EnumKey(providers, number)) as provider:
                roots.append(str(winreg.QueryValueEx(provider, "MountPoint")[0]))
    return tuple(roots)
