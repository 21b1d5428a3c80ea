"""The program as its users meet it: welcome by the keyboard, unlocking, the lock, coming back after a crash."""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from time import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.base.installation import InstalledProgram
from desktop.base.settings import Settings, load_settings, save_settings
from desktop.office import Account, Office
from desktop.services.office import sitting
from desktop.store.records import OfficeProfile
from desktop.store.vault import FLOOR
from desktop.ui.app import Program
from desktop.ui.frame.controller import WindowController
from desktop.ui.icons import SIZES
from desktop.ui.views.office.backups import RescueView
from desktop.ui.views.office.unlock import UnlockView
from desktop.ui.views.office.welcome import WelcomeView
from desktop.ui.widgets.messages import MessagePanel
from tests.offices import Templates
from tests.starting import to_the_unlock_page
from tests.systems import lets_folders_go

SECRET = "quatre mots sans rapport"
Start = Callable[[], Program]


def set_up(folder: Path) -> None:
    account = Account("Awa Ndiaye", "", "officer", SECRET)
    profile = OfficeProfile(code="SN10", country="SN")
    Office.create(folder, account, profile, cost=FLOOR).close()


@pytest.fixture
def folder(templates: Templates, tmp_path: Path) -> Path:
    template, _nothing = templates.folder(set_up)
    return Path(shutil.copytree(template, tmp_path / "office"))


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path) -> Iterator[Start]:
    running: list[Program] = []

    def begin() -> Program:
        made = Program(qapp, load_settings(), tmp_path / "office")
        made.begin()
        running.append(made)
        return made

    yield begin
    for program in running:
        program.close()


def opened(program: Program, qtbot: QtBot) -> WindowController:
    """The desk, after typing the passphrase and Return."""
    assert program.front is not None
    view = program.front.view
    assert isinstance(view, UnlockView)
    QTest.keyClicks(view.secret.edit, SECRET)
    QTest.keyClick(view.secret.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.controller is not None and not program.tasks.waiting, timeout=20_000)
    assert program.controller is not None
    return program.controller


def test_return_chooses_the_language_that_has_the_focus(start: Start, qtbot: QtBot) -> None:
    program = start()
    front = program.front
    assert front is not None
    qtbot.waitUntil(front.isActiveWindow)
    QTest.keyClick(front, Qt.Key.Key_Tab)
    focus = front.focusWidget()
    assert isinstance(focus, QPushButton) and "English" in focus.text()
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert isinstance(front.view, WelcomeView)
    assert front.view.presenter.page == "who" and front.view.page.title.text() == "Who are you here?"


def test_a_digit_chooses_the_language_on_every_keyboard(start: Start, qtbot: QtBot) -> None:
    program = start()
    front = program.front
    assert front is not None and isinstance(front.view, WelcomeView)
    qtbot.waitUntil(front.isActiveWindow)
    QTest.keyClick(front, Qt.Key.Key_QuoteDbl)
    assert front.view.presenter.page == "who"
    assert front.view.page.title.text() == "¿Quién es usted aquí?"


def test_the_window_ends_the_trial_of_its_version_and_tells_of_one_that_did_not_show_twice(
    qapp: QApplication, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    programs = tmp_path / "program"
    for version in ("0.3.0", "9.0.0"):
        (programs / version).mkdir(parents=True)
    (programs / "current").write_text("9.0.0\n")
    (programs / "trial").write_text("9.0.0\n.")

    def shown(version: str) -> Program:
        program = Program(qapp, load_settings(), folder, InstalledProgram(programs, version))
        program.begin()
        qtbot.waitUntil(lambda: not program.tasks.waiting and not (programs / "trial").exists(), timeout=20_000)
        return program

    program = shown("9.0.0")
    assert program.front is not None and program.front.view is not None
    assert program.front.findChildren(MessagePanel) == []
    program.close()

    (programs / "current").write_text("0.3.0\n")
    (programs / "before").write_text("0.3.0\nsomewhere/a.backup\n")
    (programs / "trial").write_text("9.0.0\n..")
    program = shown("0.3.0")
    front = program.front
    assert front is not None and front.view is not None
    (panel,) = front.findChildren(MessagePanel)
    message = panel.message
    assert "9.0.0" in message.what and "a.backup" in message.do
    (_words, restore) = message.actions[0]
    restore()
    assert isinstance(front.view, RescueView)
    program.close()


def test_its_windows_bear_the_icon_of_the_program(start: Start) -> None:
    front = start().front
    assert front is not None
    assert [size.width() for size in front.windowIcon().availableSizes()] == [*SIZES]


def test_the_unlock_page_is_there_before_any_heavy_library(folder: Path, tmp_path: Path) -> None:
    """The first picture must not wait for what only later pages use."""
    save_settings(Settings(language="es"), tmp_path)
    started = to_the_unlock_page(folder, tmp_path)
    assert started.heavy == ()
    assert started.settings_read == 1


def test_return_in_the_passphrase_opens_the_office_and_the_first_backup_is_made(
    folder: Path, start: Start, qtbot: QtBot
) -> None:
    desk = opened(start(), qtbot)
    assert desk.window.here == "today"
    qtbot.waitUntil(lambda: len(list((folder / "backups").glob("*.backup"))) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not desk.owner.tasks.busy, timeout=20_000)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(list((folder / "backups").glob("*.backup"))) == 2, timeout=20_000)


def test_what_stands_when_the_office_opens_is_not_searched_for_garbage_again(
    folder: Path, start: Start, qtbot: QtBot
) -> None:
    gc.unfreeze()
    opened(start(), qtbot)
    assert gc.get_freeze_count() > 100_000, "every module and table: a look among them would stop the window"
    assert len(gc.get_objects()) < gc.get_freeze_count()


def test_the_lock_hides_everything_and_keeps_what_was_typed(folder: Path, start: Start, qtbot: QtBot) -> None:
    desk = opened(start(), qtbot)
    desk.window.top.search.setText("Teranga")
    qtbot.waitUntil(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    screen = desk.window.lock_screen
    assert isinstance(screen, UnlockView)
    assert not desk.window.top.isVisible()
    assert desk.window.windowTitle() == "Passerelle"
    QTest.keyClick(desk.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.here == "today"
    QTest.keyClicks(screen.secret.edit, SECRET)
    QTest.keyClick(screen.secret.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.window.lock_screen is None, timeout=20_000)
    assert desk.window.top.search.text() == "Teranga"


@pytest.mark.parametrize("size", [(900, 460), (1366, 768), (1920, 1080)])
def test_the_office_is_opened_by_its_name_on_a_card_in_the_middle(
    folder: Path, start: Start, qtbot: QtBot, size: tuple[int, int]
) -> None:
    program = start()
    front = program.front
    assert front is not None and isinstance(front.view, UnlockView)
    assert front.view.page.title.text() == f"Ouvrir «\xa0{folder.name}\xa0»"  # nothing else is known of it yet
    front.resize(*size)
    qtbot.wait(1)
    card = front.view.page.card
    place = card.mapTo(front, QPoint(0, 0))
    assert abs(2 * place.x() + card.width() - front.width()) < 30  # the scroll bar may take its part
    assert place.y() > 0 and card.width() < front.width() - 200
    desk = opened(program, qtbot)
    assert load_settings().office_name == "SN10"
    desk.lock()
    screen = desk.window.lock_screen
    assert isinstance(screen, UnlockView) and "SN10" in screen.page.title.text()
    program.close()
    program.controller = program.office = None
    again = start()
    assert again.front is not None and again.front.view is not None
    assert "SN10" in again.front.view.page.title.text()


@lets_folders_go
@pytest.mark.parametrize("gone", ["moved", "deleted"])
def test_the_window_is_locked_and_opened_while_the_folder_is_gone(
    folder: Path, start: Start, qtbot: QtBot, gone: str
) -> None:
    desk = opened(start(), qtbot)
    qtbot.waitUntil(lambda: len(list((folder / "backups").glob("*.backup"))) == 1, timeout=20_000)
    moved = folder.rename(folder.with_name("moved"))
    if gone == "deleted":
        shutil.rmtree(moved)
    qtbot.waitUntil(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    screen = desk.window.lock_screen
    assert isinstance(screen, UnlockView) and not desk.window.top.isVisible()
    QTest.keyClicks(screen.secret.edit, SECRET)
    QTest.keyClick(screen.secret.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.window.lock_screen is None, timeout=20_000)


def test_a_change_of_colours_shows_nothing_of_a_locked_window(folder: Path, start: Start, qtbot: QtBot) -> None:
    program = start()
    desk = opened(program, qtbot)
    desk.lock()
    program.theme.choose("dark")
    assert desk.window.lock_screen is not None
    qtbot.waitUntil(desk.window.lock_screen.isVisible)
    assert not desk.window.top.isVisible()


def test_fifteen_minutes_without_a_key_lock(folder: Path, start: Start, qtbot: QtBot) -> None:
    desk = opened(start(), qtbot)
    desk._lock_when_idle()
    assert desk.window.lock_screen is None
    desk.touched = time() - 15 * 60 - 1
    desk._lock_when_idle()
    assert desk.window.lock_screen is not None


def test_after_a_crash_the_window_says_so_and_offers_the_place(folder: Path, start: Start, qtbot: QtBot) -> None:
    with Office.unlock(folder, _officer(folder), SECRET) as office:
        sitting.begin(office.machine)
        sitting.note_place(office.machine, "backups", {})
    desk = opened(start(), qtbot)
    assert desk.window.view is not None
    panel = desk.window.view.page._panels["resume"]
    panel.message.actions[0][1]()
    assert desk.window.here == "backups"


def test_the_first_backup_is_no_longer_asked_for_once_it_is_made(folder: Path, start: Start, qtbot: QtBot) -> None:
    desk = opened(start(), qtbot)

    def asked() -> list[str]:
        assert desk.window.view is not None
        return [card.place for card in desk.window.view.presenter.mine]

    qtbot.waitUntil(lambda: "backups" not in asked(), timeout=20_000)


def says_of_lists(desk: WindowController) -> str:
    """The chip of the sanctions lists; empty before the status bar was read for the first time."""
    return next((chip.text for chip in desk.window._chips[1:2]), "")


def test_a_list_imported_stands_in_the_status_bar_at_once(
    folder: Path, start: Start, qtbot: QtBot, shared_data: Path
) -> None:
    desk = opened(start(), qtbot)
    qtbot.waitUntil(lambda: says_of_lists(desk) == "Aucune liste de sanctions", timeout=20_000)
    desk.window.go("lists")
    assert desk.window.view is not None
    desk.window.view.presenter.examine(shared_data / "lists" / "unsc-2026-02-27.xml")
    qtbot.waitUntil(lambda: says_of_lists(desk).startswith("Listes"), timeout=20_000)


def test_a_new_partner_is_typed_at_once(folder: Path, start: Start, qtbot: QtBot) -> None:
    desk = opened(start(), qtbot)
    qtbot.waitUntil(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    typing = desk.window.focusWidget()
    assert typing is not None
    QTest.keyClicks(typing, "Teranga")
    assert desk.window.view is not None
    assert desk.window.view.presenter.form.name == "Teranga"


def test_return_presses_a_button_and_a_place_of_the_rail_like_the_space_bar(
    folder: Path, start: Start, qtbot: QtBot
) -> None:
    window = opened(start(), qtbot).window
    qtbot.waitUntil(window.isActiveWindow)
    window.rail.entries["partners"].setFocus()
    QTest.keyClick(window.rail.entries["partners"], Qt.Key.Key_Return)
    assert window.here == "partners"
    window.top.back.setFocus()
    QTest.keyClick(window.top.back, Qt.Key.Key_Return)
    assert window.here == "today"


def test_return_presses_the_button_that_has_the_focus(start: Start, qtbot: QtBot) -> None:
    front = start().front
    assert front is not None and isinstance(front.view, WelcomeView)
    qtbot.waitUntil(front.isActiveWindow)
    QTest.keyClick(front, Qt.Key.Key_1)
    view = front.view
    assert isinstance(view, WelcomeView)
    qtbot.waitUntil(view.kinds.buttons["country"].hasFocus)
    QTest.keyClick(view.kinds.buttons["country"], Qt.Key.Key_Return)
    assert view.presenter.page == "office"
    view.back.setFocus()
    QTest.keyClick(view.back, Qt.Key.Key_Return)
    assert view.presenter.page == "who"


def test_a_language_chosen_in_the_settings_speaks_at_once(folder: Path, start: Start, qtbot: QtBot) -> None:
    program = start()
    desk = opened(program, qtbot)
    desk.window.go("settings")
    assert desk.window.view is not None
    desk.window.view.presenter.speak("es")
    assert desk.window.view.page.title.text() == "Ajustes"
    assert program.settings.language == "es"


def test_a_damaged_database_leads_to_the_backups_and_back(folder: Path, start: Start, qtbot: QtBot) -> None:
    program = start()
    opened(program, qtbot)
    qtbot.waitUntil(lambda: any((folder / "backups").glob("*")) and not program.tasks.waiting, timeout=20_000)
    program.close()
    program.controller = program.office = None
    (folder / "passerelle.db").write_bytes(b"\0" * 65536)
    again = start()
    assert again.front is not None
    view = again.front.view
    assert isinstance(view, UnlockView)
    view.presenter.open(SECRET)
    front = again.front
    qtbot.waitUntil(lambda: isinstance(front.view, RescueView) and not again.tasks.waiting, timeout=20_000)
    assert isinstance(front.view, RescueView)
    front.view.presenter.restore()
    qtbot.waitUntil(lambda: isinstance(front.view, UnlockView), timeout=20_000)
    assert opened(again, qtbot).window.here == "today"


def _officer(folder: Path) -> str:
    from desktop.store.vault import Vault

    return Vault.open(folder).officers[0].id
