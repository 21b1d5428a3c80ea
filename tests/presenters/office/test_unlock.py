"""Opening an office: the right secret, wrong ones, the recovery words, a damaged database."""

import os
import shutil
from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.office import Account, Office
from desktop.presenters.office.unlock import WORDS, Damage, UnlockPresenter
from desktop.services.office import people
from desktop.store.cipher import quick_check
from desktop.store.records import OfficeProfile
from desktop.store.vault import FLOOR, Vault
from tests.offices import Templates

SECRET = "quatre mots sans rapport"


def set_up(folder: Path) -> None:
    account = Account("Awa Ndiaye", "", "officer", SECRET)
    Office.create(folder, account, OfficeProfile(code="SN10"), cost=FLOOR).close()


@pytest.fixture
def folder(templates: Templates, tmp_path: Path) -> Path:
    template, _nothing = templates.folder(set_up)
    return Path(shutil.copytree(template, tmp_path / "office"))


class Door:
    """A page before one office, and what came through it."""

    def __init__(self, folder: Path) -> None:
        self.offices: list[Office] = []
        self.damages: list[Damage] = []
        self.page: UnlockPresenter[Office] = UnlockPresenter(
            Vault.open(folder),
            RunNow(),
            lambda vault, opened: Office.enter(folder, vault, opened),
            self.offices.append,
            self.damages.append,
            office="",
        )


def test_the_passphrase_opens_for_the_one_officer(folder: Path) -> None:
    door = Door(folder)
    door.page.open(SECRET)
    assert door.offices[0].user.name == "Awa Ndiaye"
    door.offices[0].close()


def test_the_fifth_wrong_try_makes_wait_and_wipes_nothing(folder: Path) -> None:
    door = Door(folder)
    for _try in range(4):
        door.page.open("une phrase qui n’est pas la bonne")
        assert door.page.problem is not None
        assert door.page.wait == 0
    door.page.open("une phrase qui n’est pas la bonne")
    assert door.page.wait == 5
    door.page.open(SECRET)
    assert not door.offices


def test_an_office_already_open_is_said_and_is_no_wrong_try(folder: Path) -> None:
    first, second = Door(folder), Door(folder)
    first.page.open(SECRET)
    second.page.open(SECRET)
    assert second.page.problem is not None
    assert second.page.wrong == 0
    first.offices[0].close()


def test_recovery_words_give_a_new_passphrase_and_a_new_seal(folder: Path) -> None:
    first = Door(folder)
    first.page.open(SECRET)
    office = first.offices[0]
    words = office.vault.make_recovery(office.opened, "fr")
    before = office.user.seal_key
    office.close()
    door = Door(folder)
    door.page.ask_for(WORDS)
    door.page.open_with_words(" ".join(words).upper(), "une toute nouvelle phrase secrète")
    office = door.offices[0]
    kept = people.officer(office.store, office.user.id)
    assert kept is not None
    assert kept.seal_key == office.opened.seal_public().hex() != before
    office.close()


def test_a_weak_new_passphrase_is_refused_before_the_words_are_tried(folder: Path) -> None:
    door = Door(folder)
    door.page.open_with_words("n’importe quoi", "court")
    assert door.page.problem is not None
    assert door.page.wrong == 0


def test_a_missing_database_leads_to_the_backups_and_not_to_an_empty_one(folder: Path) -> None:
    (folder / "passerelle.db").unlink()
    door = Door(folder)
    door.page.open(SECRET)
    assert door.damages and not door.offices
    assert not (folder / "passerelle.db").exists()


def test_overwritten_pages_are_found_at_the_start(folder: Path) -> None:
    door = Door(folder)
    door.page.open(SECRET)
    key = door.offices[0].opened.key
    door.offices[0].close()
    database = folder / "passerelle.db"
    data = bytearray(database.read_bytes())
    data[8192:24576] = os.urandom(16384)
    database.write_bytes(data)
    assert quick_check(database, key)
