"""The menu bar, the sheet of keys, About and the help of a place: one table of deeds behind all of them."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QLibraryInfo, QSize, Qt, QTranslator
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import __version__
from desktop.base.text import LANGUAGES, _, speak
from desktop.office import Office
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.presenters.registry.add_partner import ABOUT
from desktop.presenters.status import StatusChip
from desktop.presenters.today import TodayPresenter
from desktop.ui import deeds
from desktop.ui.deeds import DEEDS, MENUS, ListedDeed, Menu, all_key_words, key_words, menu_letters
from desktop.ui.frame.sheets import Sheet
from desktop.ui.frame.window import Window
from desktop.ui.keyboard import DeedKeys, first_field
from desktop.ui.views.today import TodayView
from desktop.ui.widgets import Message
from tests.offices import Templates
from tests.source import modules, nodes
from tests.training import gestures, opened, set_up_training, window_of

SIZE = QSize(1366, 740)  # of the window of this file


def office_of(window: Window) -> Office:
    """The office that a window shows."""
    return window.office


def entries(window: Window, menu: Menu) -> dict[str, QAction]:
    """What stands in a menu now, by its words without letter and key."""
    window.menus.fill(menu)
    actions = (action for action in window.menus.menus[menu].actions() if not action.isSeparator())
    return {action.text().split("\t")[0].replace("&", ""): action for action in actions}


def go(window: Window, key: str, step: str = "") -> None:
    """Open a place of the training office."""
    places_of = (given for place, given in gestures(window.office) if place == key and given.get("step", "") == step)
    window.go(key, **next(places_of))
    QApplication.processEvents()


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_the_letters_of_the_menus_clash_with_nothing(catalogues: ModuleType, spoken: str) -> None:
    """Neither with one another, nor with a letter that any sentence of the program underlines."""
    speak(spoken)
    letters = menu_letters()
    assert len(letters) == len(MENUS) == len(set(letters)), letters
    sentences = catalogues.spoken() if spoken == "en" else catalogues.read(spoken)
    texts = [form for key in sentences for form in (key if spoken == "en" else sentences[key])]
    underlined = {text: QKeySequence.mnemonic(text).toString()[-1:].lower() for text in texts if "&" in text}
    menus = {_(title) for title in MENUS.values()}
    assert [text for text, letter in underlined.items() if letter in set(letters) and text not in menus] == []


def test_each_entry_of_a_menu_has_a_letter_of_its_own(desk: Window) -> None:
    for key in ("partner", "screening"):
        go(desk, key)
        for menu in MENUS:
            desk.menus.fill(menu)
            marked = [QKeySequence.mnemonic(action.text()).toString() for action in desk.menus.menus[menu].actions()]
            given = [letter for letter in marked if letter]
            assert len(given) == len(set(given)), (key, menu, given)


@pytest.mark.modal
def test_every_key_that_is_bound_stands_in_the_sheet(desk: Window, qtbot: QtBot) -> None:
    """On every place, with every step: no key is bound outside the table, and the sheet shows the whole table."""
    desk.go("today")
    desk.show_keys()
    sheet = desk.findChild(Sheet)
    assert sheet is not None
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    sheet.close()
    lacking = [deed.words for deed in DEEDS if deed.keys and all_key_words(deed) not in shown]
    assert lacking == []
    for key, arguments in gestures(desk.office):
        desk.go(key, **arguments)
        bound = {keys.listed for keys in desk.findChildren(DeedKeys)}
        assert bound <= set(DEEDS), key


NO_BUTTON = {  # deeds that a page does at many places, or by a menu alone
    *(deeds.CLOSE, deeds.QUIT, deeds.MENU_BAR, deeds.HELP, deeds.HANDBOOK, deeds.KEYS, deeds.ABOUT),
    *(deeds.REFRESH, deeds.SEARCH_BOX),
    *(deeds.UNDO, deeds.REDO, deeds.CUT, deeds.COPY, deeds.PASTE, deeds.SELECT_ALL, deeds.LARGER, deeds.SMALLER),
    *(deeds.PREVIOUS_TAB, deeds.NEXT_UNKNOWN, deeds.NEXT_EVIDENCE, deeds.NTH_SECTION, deeds.PREVIEW, deeds.PUT_OFF),
    *(deeds.NEXT_GAP, deeds.PREVIOUS_GAP, deeds.INTO_LIST, deeds.ROW_MENU, deeds.CHOOSE_BY_DIGIT),
    deeds.MOVE_BACK,
    *(deeds.CHART_OR_TABLE, deeds.COPY_CHART),  # a chart has their buttons; no place shows one in a training office
    deeds.REPEAT,  # of the line that is chosen among the contributions, by its menu
    *(deeds.SEND, deeds.TAKE_IN, deeds.WRITE_RETURNS),  # `by_key` binds them to their button; no training office sends
}


def test_whoever_points_at_a_button_reads_its_key(desk: Window, qtbot: QtBot) -> None:
    """Every deed of the table that a button does too is named with its key where that button is."""
    sentence = "Enregistré"
    desk.show_status([StatusChip(key, sentence, sentence, sentence, "shield") for key in ("backup", "saved")])
    seen = set(tips(desk))
    for key, arguments in gestures(desk.office):
        desk.go(key, **arguments)
        seen |= set(tips(desk))
    go(desk, "screening")
    assert desk.view is not None
    desk.view.presenter.look_at(desk.view.presenter.state.candidates[0].pair)
    desk.show_message(Message("info", sentence))
    seen |= set(tips(desk))
    go(desk, "agreement", "clauses")
    desk.view.presenter.go(AgreementStep.PREVIEW)
    desk.keep_menu_bar(False)

    def document_stands() -> bool:
        desk.find_words()
        seen.update(tips(desk))
        return key_words(deeds.FIND_NEXT) in seen

    qtbot.waitUntil(document_stands, timeout=30_000)
    desk.keep_menu_bar(True)
    desk.go("agreements")
    rows = desk.view.list
    qtbot.waitUntil(lambda: bool(rows.keys), timeout=30_000)  # it is read after the pages of the agreement
    rows.set_current(rows.keys[0])
    QTest.keyClick(rows.view, Qt.Key.Key_Return)
    seen |= set(tips(desk))
    lacking = [deed.words for deed in DEEDS if deed not in NO_BUTTON and deed.keys and key_words(deed) not in seen]
    assert lacking == []
    assert not {key_words(deed) for deed in (deeds.CLOSE, deeds.REDO)} & seen, "what has no button is listed so"


def tips(window: Window) -> Iterator[str]:
    """The keys that stand in brackets where somebody points."""
    window.show_help()
    for shown in window.findChildren(QWidget):
        if shown.toolTip().endswith(")") and not shown.isHidden():
            yield shown.toolTip().rpartition(" (")[2].removesuffix(")")


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_keys_are_written_in_one_language(qapp: QApplication, spoken: str) -> None:
    """Also where the texts of Qt itself are there, as in the program: in French it calls Return “Retour”, as Back."""
    speak(spoken)
    bare = [all_key_words(deed) for deed in DEEDS]
    translator = QTranslator(qapp)
    assert spoken == "en" or translator.load(
        f"qtbase_{spoken}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    )
    QApplication.installTranslator(translator)
    assert [all_key_words(deed) for deed in DEEDS] == bare
    QApplication.removeTranslator(translator)
    speak("fr")


HANDLED = {  # keys that widgets read themselves; those of every program need no line in the sheet
    *("Key_Return", "Key_Enter", "Key_Escape", "Key_Tab", "Key_Backtab", "Key_Space", "Key_Up", "Key_Down"),
    *("Key_Left", "Key_Right", "Key_Home", "Key_End", "Key_PageUp", "Key_PageDown", "Key_CapsLock", "Key_Alt"),
    *("Key_Backspace",),  # takes back the last letter of what a list is searched for
    *("Key_F1",),  # on a question: the same words of the table, “Help on this page”
}


def test_keys_are_bound_in_one_module(root: Path) -> None:
    """A `QShortcut` or a key of an action anywhere else would be missing in menu and sheet."""
    binding, reading = set(), set()
    for path, tree in modules(root):
        if "desktop/ui" not in path.as_posix():
            continue
        for node in nodes(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                spelled = name == "QKeySequence" and any(
                    isinstance(part, ast.Constant | ast.JoinedStr) for part in node.args
                )
                if spelled or name in ("QShortcut", "setShortcut", "setShortcuts"):
                    binding.add(path.as_posix())
            if isinstance(node, ast.Attribute) and node.attr.startswith("Key_"):
                reading.add(node.attr)
    assert binding <= {"desktop/ui/keyboard.py"}  # `DeedKeys` is the only one, and takes a line of the table
    assert reading <= HANDLED, "a key that a widget reads itself and that no table names"


def test_a_menu_says_the_key_and_what_cannot_be_done_is_grey(desk: Window) -> None:
    desk.keep_menu_bar(True)
    desk._visits, desk._at = [], -1
    desk.go("today")
    shown = entries(desk, Menu.VIEW)
    assert not shown["Retour"].isEnabled() and shown["Retour"].text().endswith("\tAlt+←")
    assert shown["Aujourd’hui"].isChecked()
    desk.go("partners")
    assert entries(desk, Menu.VIEW)["Retour"].isEnabled()
    entries(desk, Menu.VIEW)["Aujourd’hui"].trigger()
    assert desk.here == "today"


def test_the_case_menu_holds_what_the_page_can_do(desk: Window) -> None:
    go(desk, "screening")
    shown = entries(desk, Menu.CASE)
    assert "Correspondance suivante" in shown
    assert desk.view is not None
    for button in desk.view.page.bar.buttons:
        assert button.text() in shown and shown[button.text()].isEnabled() == button.isEnabled()
    desk.go("settings")
    assert "Correspondance suivante" not in entries(desk, Menu.CASE)


def test_no_menu_says_the_same_twice(desk: Window) -> None:
    """A button of the page that has a key stands in the menu once, with that key."""
    for key, step in (("agreement", "clauses"), ("screening", ""), ("decision", ""), ("partner", "")):
        go(desk, key, step)
        for menu in MENUS:
            desk.menus.fill(menu)
            words = [action.text().split("\t")[0] for action in desk.menus.menus[menu].actions() if action.text()]
            plain = [word.replace("&", "") for word in words]
            assert len(plain) == len(set(plain)), (key, menu, plain)


def test_undo_and_redo_say_which_deed(desk: Window, qtbot: QtBot) -> None:
    """Also from the keys, wherever the focus is."""
    go(desk, "partner")
    view = desk.view
    assert view is not None
    desk.setFocus()
    assert not entries(desk, Menu.EDIT)["Annuler"].isEnabled()
    before = view.presenter.partner.city
    view.presenter.set("city", "Kaolack")
    view.page.focus_heading()
    undo = entries(desk, Menu.EDIT)["Annuler\u00a0: modification de «\u00a0Ville\u00a0»"]
    undo.trigger()
    assert view.presenter.partner.city == before
    view.page.focus_heading()
    redo = entries(desk, Menu.EDIT)["Rétablir\u00a0: modification de «\u00a0Ville\u00a0»"]
    assert redo.text().endswith("\tCtrl+Y")
    redo.trigger()
    assert view.presenter.partner.city == "Kaolack"
    with qtbot.waitActive(desk):
        desk.activateWindow()
    desk.rail.entries["today"].setFocus()
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.presenter.partner.city == before
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert view.presenter.partner.city == "Kaolack"
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_in_a_field_the_edit_menu_is_the_field_s(desk: Window, qtbot: QtBot) -> None:
    with qtbot.waitActive(desk):
        desk.activateWindow()
    desk.go("add_partner")
    QApplication.processEvents()
    assert desk.view is not None
    box = first_field(desk.view.page)
    assert box is not None
    box.setFocus()
    QTest.keyClicks(box, "Ker")
    shown = entries(desk, Menu.EDIT)
    assert shown["Annuler\u00a0: la saisie"].isEnabled() and not shown["Couper"].isEnabled()
    shown["Tout sélectionner"].trigger()
    assert entries(desk, Menu.EDIT)["Couper"].isEnabled()
    entries(desk, Menu.EDIT)["Couper"].trigger()
    assert QGuiApplication.clipboard().text() == "Ker"
    entries(desk, Menu.EDIT)["Coller"].trigger()
    assert entries(desk, Menu.EDIT)["Annuler\u00a0: la saisie"].isEnabled()


def test_a_hidden_menu_bar_comes_back_and_that_is_told(desk: Window, qtbot: QtBot) -> None:
    with qtbot.waitActive(desk):
        desk.activateWindow()
    desk.go("today")
    told: list[bool] = []
    desk.menu_bar_turned.connect(told.append)
    desk.keep_menu_bar(True)
    entries(desk, Menu.VIEW)["Barre de menus"].trigger()
    assert told == [False] and not desk.menus.isVisible() and desk.top.menu.isVisible()
    for key in (Qt.Key.Key_F10, Qt.Key.Key_Alt):
        QTest.keyClick(desk.focusWidget() or desk, key)
        assert desk.menus.isVisible(), key
        QTest.keyClick(desk.menus, Qt.Key.Key_Escape)
        desk.view.page.focus_heading()  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: not desk.menus.isVisible())
    desk.top.menu.click()
    assert told == [False, True] and desk.menus.isVisible() and not desk.top.menu.isVisible()


def test_no_menu_stands_over_a_locked_window(desk: Window, qtbot: QtBot) -> None:
    desk.keep_menu_bar(True)
    desk.go("today")
    assert desk.view is not None
    presenter = TodayPresenter(desk.office, desk.tasks)
    desk.lock(TodayView(presenter))
    assert not desk.menus.isVisible()
    qtbot.waitUntil(lambda: presenter.known, timeout=30_000)  # a view that is gone is told nothing
    desk.unlock()
    assert desk.menus.isVisible()


@pytest.mark.modal
def test_about_says_which_versions_are_at_work_and_copies_them(desk: Window, qtbot: QtBot) -> None:
    desk.go("today")
    entries(desk, Menu.HELP)["À propos de Passerelle"].trigger()
    qtbot.waitUntil(lambda: desk.findChild(Sheet) is not None)
    sheet = desk.findChild(Sheet)
    assert sheet is not None
    sheet.copy.click()
    copied = QGuiApplication.clipboard().text()
    sheet.close()
    for words in (
        __version__,
        "Apache 2.0",
        "Qt: ",
        "Python: ",
        "2026.1",
        "empreinte",
        f"MOU {desk.office.definitions.agreements['MOU'].version}",
        "Conseil de sécurité de l’ONU",
    ):
        assert words in copied, words
    assert desk.office.user.name not in copied


def test_the_mouse_goes_back_and_forward(desk: Window) -> None:
    desk.go("partners")
    desk.go("agreements")
    for button, place in ((Qt.MouseButton.BackButton, "partners"), (Qt.MouseButton.ForwardButton, "agreements")):
        QTest.mouseClick(desk.windowHandle(), button, pos=desk.rect().center())
        assert desk.here == place


def test_full_screen_and_back(desk: Window) -> None:
    desk.turn_full_screen()
    assert desk.isFullScreen()
    desk.turn_full_screen()
    assert not desk.isFullScreen()


@pytest.mark.parametrize("listed", [deeds.CLOSE, deeds.QUIT])
def test_closing_by_a_key_keeps_what_is_typed(
    templates: Templates, tmp_path: Path, qapp: QApplication, qtbot: QtBot, listed: ListedDeed
) -> None:
    folder = Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "training"))
    with opened(folder) as office, window_of(office, qapp, SIZE) as window:
        window.go("add_partner")
        with qtbot.waitActive(window):
            window.activateWindow()
        QTest.keyClicks(window.focusWidget(), "Atelier du Fleuve")
        QTest.keySequence(window, QKeySequence(listed.keys[0]))
        assert not window.isVisible()
    with opened(folder) as office:
        assert "Atelier du Fleuve" in str(office.unsaved.form(ABOUT))
