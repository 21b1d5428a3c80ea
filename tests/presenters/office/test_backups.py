"""The backups of an office, without a window: none yet, one made, one compared and put back."""

from pathlib import Path

import pytest

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.progress import Progress, RunNow
from desktop.base.text import speak
from desktop.office import Office
from desktop.presenters.office.backups import BackupsPresenter, RescuePresenter
from desktop.services.exchange.headquarters import backing_up
from desktop.services.office import backup
from desktop.services.registry import partners
from desktop.store import files
from desktop.store.records import Officer, Partner
from tests.exchanging import User, seated, user
from tests.offices import headquarters
from tests.presenters.office.test_people import Reopening, computer
from tests.refusal import refused
from tests.server import Databases, headquarters_at

__all__ = ["computer", "headquarters", "user"]


@pytest.fixture
def screen(office: Office, runner: RunNow, user: User, computer: Reopening) -> BackupsPresenter:
    speak("fr")
    return seated(BackupsPresenter(office, runner, computer), user)


def test_without_a_backup_the_page_says_so(screen: BackupsPresenter) -> None:
    assert (screen.lines, screen.last, screen.is_old) == ((), "", True)


def test_a_backup_is_made_in_every_place_that_is_present(screen: BackupsPresenter, user: User) -> None:
    screen.choose_second()
    assert screen.second.startswith(str(user.stick))
    screen.make()
    assert len(screen.lines) == 2 and all(line.opens for line in screen.lines)
    assert not screen.is_old and screen.last and screen.done
    second = screen.second
    bring_back = screen.forget_second()
    assert screen.second == "" and len(screen.lines) == 1
    bring_back()
    assert screen.second == second and len(screen.lines) == 2  # with the day of its last copy


def test_a_backup_elsewhere_leaves_the_office_s_own_place_alone(
    screen: BackupsPresenter, user: User, office: Office
) -> None:
    screen.make_elsewhere()
    assert len(list(user.stick.iterdir())) == 1
    assert backup.is_due(office.work, office.backups)


def test_what_cannot_be_written_is_told_and_nothing_is_busy(
    screen: BackupsPresenter, user: User, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "fichier"
    in_the_way.write_text("", encoding="utf-8")
    user.stick = in_the_way
    screen.make_elsewhere()
    assert screen.problem is not None and screen.problem.code == "backup-not-written"
    assert not screen.busy and not screen.done


def test_putting_a_backup_back_says_what_is_lost_and_asks_once(
    screen: BackupsPresenter, user: User, office: Office, computer: Reopening
) -> None:
    screen.make()
    partners.register(office.work, Partner(name="Teranga"))
    screen.choose(screen.lines[0].path)
    assert screen.preview is not None and screen.preview.counts.lost == 1
    assert screen.comparison.startswith("1 ")
    assert len(screen.losses) == 1 and "Teranga" in screen.losses[0] and not screen.gains
    screen.restore()
    assert [question.grave for question in user.asked] == [True]
    assert computer.places == ["backups"]


def test_the_latest_work_is_the_first_backup_whatever_day_the_clocks_showed(
    screen: BackupsPresenter, office: Office, runner: RunNow
) -> None:
    days = ("2026-03-02", "2031-01-01", "2019-12-31")  # the second under a clock far ahead, the last under a dead one
    copies = []
    for number, day in enumerate(days):
        with office.store.change("Partner registered", office.user.id) as session:
            session.add(Partner(name=f"Partner {number}", country="SN"))
        made = backup.back_up(office.work, office.folder, office.opened.key, (office.backups,))[0]
        copies.append(made.rename(made.with_name(f"{made.name[:19]}-{day}-101500{made.suffix}")))
    latest_first = copies[::-1]
    screen.refresh()
    assert [line.path for line in screen.lines] == latest_first
    assert ["futur" in line.note for line in screen.lines] == [False, True, False]
    damage = Problem("", code="database-damaged")
    rescue = RescuePresenter(office.folder, runner, damage, office.opened, lambda: None)
    assert [line.path for line in rescue.lines] == latest_first
    assert rescue.chosen == rescue.lines[0]
    assert not any("futur" in line.note for line in rescue.lines)  # no clock is believed there


def test_a_reader_puts_nothing_back(screen: BackupsPresenter, office: Office) -> None:
    screen.make()
    screen.choose(screen.lines[0].path)
    office.user = Officer(id=office.user.id, name="Lectrice", role="reader")
    with refused("role-not-allowed"):
        screen.restore()


def test_headquarters_backup_holds_its_records_and_says_how_it_is_put_back(
    headquarters: Office, runner: RunNow, user: User, computer: Reopening
) -> None:
    screen = seated(BackupsPresenter(headquarters, runner, computer), user)
    screen.make()
    assert "essai" in screen.done
    (line,) = screen.lines
    assert line.opens and not line.note.startswith("0 ")
    screen.choose(line.path)
    assert screen.preview is None and "hq restore" in screen.way_back


def test_the_keys_of_headquarters_alone_are_no_backup(
    tmp_path: Path, databases: Databases, runner: RunNow, user: User, computer: Reopening
) -> None:
    """What the program called a backup before: everything in the folder, nothing of the database."""
    with headquarters_at(tmp_path / "hq", databases) as (hq, _address):
        keys_alone = backup.back_up_whole(hq.work, hq.folder, hq.opened.key, hq.backups, Progress())[0]
        screen = seated(BackupsPresenter(hq, runner, computer), user)
        (line,) = screen.lines
        assert not line.opens and "clés" in line.note and screen.is_old
        screen.choose(keys_alone)
        assert "hq restore" not in screen.way_back
        with refused("backup-holds-keys-alone"):
            backing_up.restore(tmp_path / "new", keys_alone, hq.opened.key, hq.user.id, "", Clock())
        screen.make()
        assert [line.opens for line in screen.lines].count(True) == 1 and not screen.is_old


def test_what_would_not_restore_is_found_before_the_office_is_closed(
    screen: BackupsPresenter, user: User, office: Office, computer: Reopening
) -> None:
    with office.machine.note() as session:
        files.put(session, b"%PDF-1.7 statuts" * 2_000, "statuts.pdf", "application/pdf")
    screen.make()
    (piece,) = (path for folder in office.backups.glob("*.pieces") for path in folder.iterdir())
    piece.write_bytes(bytes(piece.stat().st_size))
    screen.choose(screen.lines[0].path)
    screen.restore()
    assert ["sans" in question.title for question in user.asked] == [True] and computer.places == ["backups"]
    (copy,) = office.backups.glob("*.backup")
    whole = copy.read_bytes()
    screen.choose(copy)
    copy.write_bytes(whole[: len(whole) // 2] + bytes(100) + whole[len(whole) // 2 + 100 :])
    screen.restore()
    assert screen.problem is not None and screen.problem.code == "backup-unsound" and not screen.busy
    assert len(user.asked) == 1 and computer.places == ["backups"]
