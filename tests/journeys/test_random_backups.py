"""Backups of an office at work, at random: each restores, field by field, what the office held when it was made."""

from pathlib import Path

from desktop.office import Account, Office
from desktop.store.records import OfficeProfile
from desktop.store.vault import FLOOR, Opened
from tests.living_backups import live
from tests.offices import Templates


def set_up(folder: Path) -> Opened:
    account = Account("Awa Ndiaye", "Chargée de partenariats", "officer", "quatre mots sans rapport")
    with Office.create(folder, account, OfficeProfile(code="SN10", country="SN"), cost=FLOOR) as office:
        return office.opened


def test_every_backup_holds_what_the_office_held(templates: Templates, tmp_path: Path) -> None:
    """A few here; fifty and more are restored by `packaging/dev.py bench`."""
    template, opened = templates.folder(set_up)
    living = live(template, opened, tmp_path, 19, 3)
    assert living.restored >= 3
