"""Folders that another program copies are known by name, by marks, and by what Windows says."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from desktop.store.synchronised import synchroniser

NAMED = {
    r"C:\Users\awa\OneDrive - IOM\Passerelle": "OneDrive",
    r"C:\Users\awa\OneDrive\Passerelle": "OneDrive",
    r"C:\Users\awa\Synced\Passerelle": "OneDrive",
    r"C:\Users\awa\OIM\Bureau de Dakar - Documents\Passerelle": "SharePoint",
    r"C:\Users\awa\SharePoint\Passerelle": "SharePoint",
    r"D:\Dropbox (IOM)\Passerelle": "Dropbox",
    r"G:\My Drive\Passerelle": "Google Drive",
    r"G:\Mon Drive\Passerelle": "Google Drive",
    r"C:\Users\awa\iCloudDrive\Passerelle": "iCloud",
    r"C:\Users\awa\Nextcloud2\x": "",
    r"C:\Users\awa\Nextcloud\x": "Nextcloud",
    r"C:\Users\awa\ownCloud\x": "ownCloud",
    r"C:\Users\awa\Box\x": "Box",
    r"C:\Users\awa\Box Sync\x": "Box",
    r"C:\Users\awa\kDrive\x": "kDrive",
    r"C:\Users\awa\kDrive 2\x": "kDrive",
    r"C:\Users\awa\MEGA\x": "MEGA",
    r"C:\Users\awa\MEGAsync\x": "MEGA",
    r"P:\pCloudDrive\x": "pCloud",
    r"C:\Users\awa\pCloud Sync\x": "pCloud",
    r"C:\Users\awa\Syncthing\x": "Syncthing",
    r"C:\Users\awa\Seafile\x": "Seafile",
    r"C:\Users\awa\Resilio Sync\x": "Resilio Sync",
    r"C:\Users\awa\Proton Drive\awa\x": "Proton Drive",
    r"C:\Users\awa\Yandex.Disk\x": "Yandex Disk",
    r"C:\Users\awa\Tresorit\x": "Tresorit",
    r"C:\Users\awa\Documents\Passerelle": "",
    r"C:\Users\awa\Documents\Bureau - Documents": "",
    r"C:\Mega projets\Passerelle": "",
    r"C:\Boxes\Passerelle": "",
    r"C:\Passerelle": "",
}
MARKED = {
    ".stfolder": "Syncthing",
    ".stfolder.removed-20260101": "Syncthing",
    ".dropbox.cache": "Dropbox",
    ".sync_1a2b3c.db": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".tmp.drivedownload": "Google Drive",
    ".megaignore": "MEGA",
    ".sync/ID": "Resilio Sync",
}


@pytest.mark.parametrize(("folder", "program"), NAMED.items())
def test_a_synchronised_folder_is_known_by_its_name_or_by_windows(folder: str, program: str) -> None:
    environment = {"OneDriveCommercial": r"C:\Users\awa\Synced"}
    assert synchroniser(PureWindowsPath(folder), environment) == program


def test_a_library_of_sharepoint_is_known_by_what_onedrive_notes() -> None:
    roots = (r"C:\Users\awa\IOM\Dakar",)
    assert synchroniser(PureWindowsPath(r"C:\Users\awa\IOM\Dakar\Passerelle"), {}, roots) == "OneDrive"
    assert synchroniser(PurePosixPath("/home/awa/passerelle"), {}, roots) == ""


@pytest.mark.parametrize(("mark", "program"), MARKED.items())
def test_a_synchronised_folder_is_known_by_what_lies_in_it_or_above(mark: str, program: str, tmp_path: Path) -> None:
    folder = tmp_path / "Travail" / "Passerelle"
    folder.mkdir(parents=True)
    assert synchroniser(folder, {}) == ""
    place = tmp_path / "Travail" / mark
    place.parent.mkdir(exist_ok=True)
    place.touch()
    assert synchroniser(folder, {}) == program
