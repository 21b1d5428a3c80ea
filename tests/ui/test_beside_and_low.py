"""The record beside several lists, and what a low window does with filters and messages."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.presenters.listing import FilterOption, ListFilter
from desktop.ui.frame.window import Window
from desktop.ui.list_filters import FilterBar
from desktop.ui.theme import Theme
from desktop.ui.widgets import Message, column

SIZE = QSize(1920, 1080)  # of the window of this file


def test_a_case_stands_beside_the_list_of_decisions(desk: Window, qtbot: QtBot) -> None:
    """What it is, what is next, and why; a click in the list chooses, and the button opens."""
    desk.resize(1920, 1080)
    desk.go("decisions")
    view = desk.view
    assert view is not None
    qtbot.waitUntil(lambda: view.beside.pane.shown is not None)
    summary, rows = view.beside.pane.shown, view.beside.rows
    assert summary.title == rows.rows[0].title and summary.next and dict(summary.facts)["Valeur"]
    place = rows.view.visualRect(rows.view.model().index(0, 0)).center()
    qtbot.mouseClick(rows.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.view is view
    view.beside.pane.open.click()
    qtbot.waitUntil(lambda: desk.view is not view)


def test_a_message_without_room_has_the_page_until_it_is_closed(desk: Window, qtbot: QtBot) -> None:
    desk.resize(900, 460)
    desk.go("partners")
    QApplication.processEvents()
    view = desk.view
    assert view is not None
    view.filters.edit.setFocus()
    long = "Une phrase qui dit ce qui s’est passé, ce qui est sauf et ce qu’il faut faire. " * 8
    view.page.show_message(Message("bad", long, long), "problem")
    QApplication.processEvents()
    assert not view.list.isVisible() and not view.filters.isVisible()
    assert view.page.close_one_message()
    QApplication.processEvents()
    assert view.list.isVisible() and view.filters.edit.hasFocus()
    view.page.show_message(Message("good", "Fait."), "notice")
    QApplication.processEvents()
    assert view.list.isVisible(), "a short one leaves the list where it is"


def test_a_message_takes_nothing_from_a_page_with_room_and_without_buttons(desk: Window) -> None:
    """The page of decisions has no button in its bar, which then takes no room."""
    desk.resize(1366, 768)
    desk.go("decisions")
    QApplication.processEvents()
    view = desk.view
    assert view is not None and view.page.bar.isHidden()
    view.page.show_message(Message("bad", "Rien n’a été écrit.", "Vérifiez la clé."), "problem")
    QApplication.processEvents()
    assert view.beside.isVisible()


def test_filters_fold_behind_one_button_in_a_low_window(qtbot: QtBot, theme: Theme) -> None:
    """Folded, the button counts what is in force, and its menu has each filter with its choices."""
    page, bar = QWidget(), FilterBar("Nom")
    qtbot.addWidget(page)
    page.setStyleSheet(theme.sheet)
    column(page).addWidget(bar)
    options = (FilterOption("a", "Alpha", 3), FilterOption("b", "Bêta", 4))
    names = ("Étape", "Niveau de risque", "Groupe cible", "Nature", "Point focal")
    bar.show_filters([ListFilter(name, name, "Tous", options, "b" if at == 1 else "") for at, name in enumerate(names)])
    page.resize(500, 2000)
    page.show()
    QApplication.processEvents()
    assert not bar.folded and bar.fold.isHidden(), "a high window has room for all of them"
    page.resize(501, 300)
    QApplication.processEvents()
    assert bar.folded and not bar.fold.isHidden() and all(button.isHidden() for button in bar.buttons.values())
    assert bar.fold.text() == "Filtres (1)"
    told: list[tuple[str, str]] = []
    bar.narrowed.connect(lambda name, code: told.append((name, code)))
    bar.fold.click()
    assert bar.menu is not None
    inside = bar.menu.actions()[1].menu()
    assert inside is not None and bar.menu.actions()[1].text() == "Niveau de risque\u00a0: Bêta"
    inside.actions()[2].trigger()
    assert told == [("Niveau de risque", "a")]
    bar.menu.close()
