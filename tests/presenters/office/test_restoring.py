"""A backup that is brought to a computer without an office becomes the office there."""

import shutil
from pathlib import Path

import pytest

from desktop.base.errors import Problem
from desktop.base.progress import Progress, RunNow
from desktop.office import Office
from desktop.presenters.office import recovery
from desktop.presenters.office.backups import RescuePresenter
from desktop.presenters.office.restoring import RestoringPresenter
from desktop.presenters.office.welcome import JOINING, RESTORING, WelcomePage, WelcomePresenter
from desktop.services.office import backup
from desktop.store import files
from desktop.store.place import SLOTS
from desktop.store.vault import Vault
from tests.exchanging import User, user
from tests.journeys.test_put_back import name, partner_names
from tests.offices import PASSPHRASE, headquarters, office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


class NewComputer:
    """The page of a computer without an office, and whether it showed the office in the end."""

    def __init__(self, folder: Path, runner: RunNow) -> None:
        self.folder, self.restored, self.left = folder, False, False
        self.page = RestoringPresenter(folder, runner, self._show, self._leave)

    def _show(self) -> None:
        self.restored = True

    def _leave(self) -> None:
        self.left = True


@pytest.fixture
def computer(tmp_path: Path, runner: RunNow) -> NewComputer:
    return NewComputer(tmp_path / "new" / "office", runner)


def back_up(office: Office, into: Path) -> Path:
    into.mkdir()
    (copy,) = backup.back_up(office.work, office.folder, office.opened.key, (into,))
    return copy


def test_the_office_goes_on_with_the_passphrase_of_then(office: Office, computer: NewComputer, tmp_path: Path) -> None:
    name(office, "A", "B")
    computer.page.take(back_up(office, tmp_path / "stick"))
    assert [holder.name for holder in computer.page.holders] == ["Awa Ndiaye", "Ibrahima Fall"]
    assert "sauvegarde" not in computer.page.about and "faite le" in computer.page.about
    computer.page.restore("another passphrase")
    assert computer.page.problem is not None and not computer.restored and not (computer.folder / SLOTS).exists()
    computer.page.restore(PASSPHRASE)
    assert computer.restored and computer.page.problem is None
    with Office.unlock(computer.folder, Vault.open(computer.folder).officers[0].id, PASSPHRASE) as again:
        assert partner_names(again) == ["A", "B"]
        assert again.store.identity.device != office.store.identity.device


def test_the_office_goes_on_with_the_words_of_the_sheet(office: Office, computer: NewComputer, tmp_path: Path) -> None:
    words = recovery.make(office, "fr")
    computer.page.take(back_up(office, tmp_path / "stick"))
    computer.page.turn()
    computer.page.restore(" ".join(reversed(words)))
    assert computer.page.problem is not None and not computer.restored
    computer.page.restore(" ".join(words))
    assert computer.restored


def test_what_is_no_backup_and_what_is_headquarters_restores_nothing(
    headquarters: Office, computer: NewComputer, tmp_path: Path, office: Office
) -> None:
    no_backup = tmp_path / "x.backup"
    no_backup.write_bytes(b"PK no")
    with refused("backup-unsound"):
        computer.page.take(no_backup)
    assert computer.page.path is None
    (tmp_path / "hq-stick").mkdir()
    (whole,) = headquarters.back_up((tmp_path / "hq-stick",), Progress())
    computer.page.take(whole)
    computer.page.restore(PASSPHRASE)
    assert computer.page.problem is not None and not (computer.folder / SLOTS).exists()
    with refused("backup-secret-missing"):
        computer.page.restore("  ")


def test_the_first_window_leads_there_and_back(tmp_path: Path, runner: RunNow) -> None:
    asked: list[str] = []
    page = WelcomePresenter(
        tmp_path / "office", runner, lambda _office: None, lambda: None, lambda: asked.append("restore")
    )
    page.write(page=WelcomePage.WHO)
    page.choose_kind(RESTORING)
    page.next()
    assert asked == ["restore"] and page.page == WelcomePage.WHO


def test_the_first_window_makes_a_laptop_that_joins(tmp_path: Path, runner: RunNow) -> None:
    offices: list[Office] = []
    page = WelcomePresenter(tmp_path / "office", runner, offices.append, lambda: None, lambda: None)
    page.write(page=WelcomePage.WHO)
    page.choose_kind(JOINING)
    page.next()
    page.next()
    assert set(page.missing) == {"code"}
    page.write(code="sn10")
    page.next()
    page.write(person="Moussa Ba")
    page.passphrase = "quatre mots sans rapport"
    page.next()
    assert page.office is not None and page.page == WelcomePage.RECOVERY
    assert page.office.profile.name == "" and page.office.profile.code == "SN10"
    page.office.close()


def test_a_backup_that_lacks_attached_files_asks_before_it_leaves_them_out(
    office: Office, computer: NewComputer, user: User, tmp_path: Path
) -> None:
    """One carried by hand without the folder beside it: everything else comes back, if somebody says so."""
    name(office, "A")
    with office.machine.note() as session:
        digest = files.put(session, b"%PDF-1.7 statuts" * 2_000, "statuts.pdf", "application/pdf")
    copy = back_up(office, tmp_path / "stick")
    for folder in copy.parent.glob("*.pieces"):
        shutil.rmtree(folder)
    computer.page.asker = user
    computer.page.take(copy)
    computer.page.restore(PASSPHRASE)
    assert [question.grave for question in user.asked] == [True] and computer.restored
    with Office.unlock(computer.folder, Vault.open(computer.folder).officers[0].id, PASSPHRASE) as again:
        assert partner_names(again) == ["A"]
        with again.store.read() as session, refused("file-not-here"):
            files.get(session, digest)


def test_a_damaged_office_comes_back_without_what_is_damaged_beside_the_backup(
    office: Office, runner: RunNow, user: User
) -> None:
    with office.machine.note() as session:
        files.put(session, b"%PDF-1.7 statuts" * 2_000, "statuts.pdf", "application/pdf")
    backup.back_up(office.work, office.folder, office.opened.key, (office.backups,))
    (piece,) = (path for folder in office.backups.glob("*.pieces") for path in folder.iterdir())
    piece.write_bytes(bytes(piece.stat().st_size))
    office.close()
    opened_again: list[bool] = []
    damage = Problem("", code="database-damaged")
    rescue = RescuePresenter(office.folder, runner, damage, office.opened, lambda: opened_again.append(True))
    rescue.asker = user
    rescue.restore()
    assert len(user.asked) == 1 and opened_again == [True]
    piece.unlink()
    again = RescuePresenter(office.folder, runner, damage, office.opened, lambda: None)
    assert again.lines[0].lacking == 1 and again.chosen == again.lines[0]
