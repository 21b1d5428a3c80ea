"""The frame: moving, keys, sizes, languages, errors and work under way."""

import sys
from dataclasses import replace
from pathlib import Path
from threading import current_thread, main_thread
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.office import Office
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.store.place import FOLDER_GONE
from desktop.ui import alerts
from desktop.ui.asking import Boxes, ConfirmBox
from desktop.ui.frame.sizes import LEAST, geometry_text, restore_geometry
from desktop.ui.frame.window import PAUSE, Window
from desktop.ui.keyboard import first_field, mnemonics, unnamed
from desktop.ui.navigation import Badge, Places
from desktop.ui.tasks import Tasks
from desktop.ui.widgets import MessagePanel, Text
from tests.offices import office, office_folder

__all__ = ["office", "office_folder"]


def words(window: Window) -> set[str]:
    """Everything that can be read."""
    found = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    return {widget.text() for widget in found if widget.isVisibleTo(window)}


def test_places_are_visited_back_and_forward(window: Window) -> None:
    window.go("partners")
    window.go("agreements")
    window.back()
    assert window.here == "partners" and window.rail.entries["partners"].isChecked()
    window.forward()
    assert window.here == "agreements"
    window.back()
    window.go("settings")
    window.forward()
    assert window.here == "settings"


def test_an_unknown_place_is_refused_and_the_page_stays(window: Window) -> None:
    with pytest.raises(KeyError):
        window.go("nowhere")
    assert window.here == "today"


def test_a_french_keyboard_reaches_every_place(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Ampersand, Qt.KeyboardModifier.ControlModifier)
    assert window.here == "today"
    qtbot.keyClick(window, Qt.Key.Key_Eacute, Qt.KeyboardModifier.ControlModifier)
    assert window.here == "partners"
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.here == "pipeline"


def test_a_new_page_has_the_focus_and_control_f_goes_to_the_search(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.go("contributions")
    assert window.view is not None and window.focusWidget() is first_field(window.view.page)
    window.go("today")
    assert window.focusWidget() is window.view.page.content
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.top.search.hasFocus()


def test_leaving_a_page_keeps_what_was_being_typed(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.go("contributions")
    assert window.view is not None
    from desktop.ui.forms.fields import TextField

    field = window.view.findChildren(TextField)[0]
    told: list[str] = []
    field.committed.connect(told.append)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, " bis")
    window.go("today")
    assert told and "bis" in told[0]


def test_every_page_is_named_and_has_each_letter_once(window: Window, gallery: ModuleType) -> None:
    for key, *_rest in gallery.SHOWN:
        window.go(key)
        assert unnamed(window) == [], key
        assert window.view is not None
        assert all(count == 1 for count in mnemonics(window.view).values()), key


@pytest.mark.parametrize("size", [(1366, 720), (1093, 566), (911, 464)])
@pytest.mark.parametrize("language", ["fr", "es"])
def test_nothing_is_wider_than_the_window(
    window: Window, gallery: ModuleType, qtbot: QtBot, size: tuple[int, int], language: str
) -> None:
    window.speak(language)
    window.resize(*size)
    for key, *_rest in gallery.SHOWN[:6]:
        window.go(key)
        qtbot.wait(1)
        assert (window.width(), window.height()) == size
        assert window.view is not None
        assert window.view.page.content.minimumSizeHint().width() <= window.view.page.width(), key


def test_the_least_size_is_small_enough_for_small_screens(window: Window) -> None:
    assert (LEAST.width(), LEAST.height()) == (900, 460)
    window.resize(10, 10)
    assert window.width() <= 900 and window.height() <= 460


def test_a_narrow_rail_keeps_its_names(window: Window, qtbot: QtBot) -> None:
    window.resize(911, 464)
    entry = window.rail.entries["partners"]
    assert entry.narrow and entry.accessibleName() == "Partenaires"
    assert entry.toolTip() == "Partenaires (Ctrl+2)"
    counted = "Aujourd’hui\u00a0: 3 en attente de votre part"
    qtbot.waitUntil(lambda: window.rail.entries["today"].accessibleName() == counted)

    def chips() -> list[QAbstractButton]:
        return [chip for chip in window.status.findChildren(QAbstractButton) if chip.isVisible()]

    qtbot.waitUntil(lambda: len(chips()) == 3)


def test_the_badge_is_counted_only_when_something_that_matters_changed(window: Window, qtbot: QtBot) -> None:
    counted: list[str] = []
    place = window.places["today"]
    badge = Badge(frozenset({"task"}), lambda _office: counted.append(current_thread().name) or 5)
    window.places = Places((replace(place, badge=badge), *window.places.all[1:]))
    window.stale.emit(frozenset({"partner"}))
    qtbot.wait(PAUSE + 100)
    assert counted == []
    for _change in range(3):
        window.stale.emit(frozenset({"task"}))
    qtbot.waitUntil(lambda: window.rail.entries["today"].count == 5)
    assert len(counted) == 1 and counted[0].startswith("work"), "once for many changes, away from the window"
    window.rebuild()
    assert window.rail.entries["today"].count == 5


def test_a_quiet_look_that_is_no_longer_wanted_is_not_shown(qtbot: QtBot) -> None:
    tasks = Tasks()
    shown: list[int] = []
    tasks.quietly(lambda: 1, shown.append)
    qtbot.waitUntil(lambda: shown == [1])
    tasks.quietly(lambda: 2, shown.append)
    tasks.settle()
    qtbot.wait(50)
    assert shown == [1] and not tasks.busy
    tasks.close()
    tasks.quietly(lambda: 3, shown.append)
    assert not tasks.busy


def test_the_language_changes_while_running(window: Window, qtbot: QtBot) -> None:
    assert "Nouveau partenaire" in words(window)
    window.speak("es")
    qtbot.waitUntil(lambda: "Nuevo asociado" in words(window) and "Nouveau partenaire" not in words(window))
    assert window.here == "today" and window.rail.entries["today"].isChecked()


def test_the_look_changes_while_running_and_the_page_keeps_its_presenter(window: Window) -> None:
    assert window.view is not None
    before = window.view.presenter
    window.theme.choose("dark")
    assert window.view.presenter is before
    window.theme.resize(150)
    assert window.view.presenter is before


def test_escape_closes_the_message_and_keeps_the_text(window: Window, qtbot: QtBot) -> None:
    window.go("sending")
    window.show_problem(Problem("La clé est pleine.", "Libérez de la place.", code="disk-full"))
    qtbot.waitUntil(lambda: "La clé est pleine." in words(window))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert "La clé est pleine." not in words(window)
    assert window.view is not None and window.view.presenter.problem is None


def test_a_folder_that_went_away_offers_another_place_on_whatever_page(
    window: Window, office: Office, qtbot: QtBot
) -> None:
    for key in ("today", "sending"):
        window.go(key)
        assert window.view is not None and isinstance(window.view.presenter, Presenter)
        window.view.presenter.office = office
        window.show_problem(Problem("Le dossier a été déplacé.", "Remettez-le.", code=FOLDER_GONE))
        qtbot.waitUntil(lambda: "Tout enregistrer dans un autre répertoire…" in words(window))


def test_locking_covers_everything_and_keeps_the_page(window: Window) -> None:
    before = window.view
    cover = QLineEdit()
    window.lock(cover)
    assert cover.isVisible() and before is not None and not before.isVisible()
    window.unlock()
    assert before.isVisible() and window.view is before


def test_size_and_place_are_remembered(window: Window) -> None:
    window.resize(1000, 600)
    kept = geometry_text(window)
    window.resize(920, 500)
    restore_geometry(window, kept)
    assert window.width() <= window.screen().availableGeometry().width()


# --- Work and errors


def test_work_is_done_elsewhere_and_answers_here(window: Window, qtbot: QtBot) -> None:
    seen: list[object] = []

    def work(progress: Progress) -> bool:
        progress.step(1, 2, "moitié")
        return current_thread() is main_thread()

    with qtbot.waitSignal(window.tasks.ended):
        window.tasks.run("Envoi", work, lambda result: seen.append((result, current_thread() is main_thread())))
        assert not window.status.work.isHidden()
    assert seen == [(False, True)]
    assert window.status.work.isHidden() and window.tasks.waiting == 0


def test_stopped_work_says_nothing(window: Window, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        progress.stop()
        progress.step(1, 2)

    done: list[object] = []
    with qtbot.assertNotEmitted(window.tasks.failed), qtbot.waitSignal(window.tasks.ended):
        window.tasks.run("Envoi", work, done.append)
    assert done == []


def test_a_problem_in_work_is_shown_on_the_page(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    undo = alerts.install(window, window.tasks, tmp_path)

    def work(progress: Progress) -> None:
        raise Problem("La clé est absente.", "Insérez-la.", code="stick-missing")

    with qtbot.waitSignal(window.tasks.failed):
        window.tasks.run("Envoi", work, lambda result: None)
    undo()
    assert "La clé est absente." in words(window)
    assert list(tmp_path.iterdir()) == []


def test_a_bug_is_reported_without_anybodys_data(window: Window, tmp_path: Path) -> None:
    undo = alerts.install(window, window.tasks, tmp_path)
    try:
        raise RuntimeError("Moussa Harouna Abdou, né le 14/03/1984")
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    undo()
    (report,) = tmp_path.iterdir()
    text = report.read_text()
    assert "RuntimeError" in text and "test_window" in text
    assert "Moussa" not in text and str(Path.home()) not in text
    assert [panel for panel in window.findChildren(MessagePanel) if panel.isVisibleTo(window)]


def test_a_confirmation_does_nothing_until_the_verb_is_pressed(window: Window, qtbot: QtBot) -> None:
    asker, done = Boxes(window), []
    question = Confirmation(
        "Sceller la décision ?", "Elle ne pourra plus être modifiée.", "Sceller", "Retour", grave=True
    )
    asker.confirm(question, lambda: done.append("sealed"))
    box = window.findChild(ConfirmBox)
    assert box is not None
    box.refuse.click()
    assert done == []
    asker.confirm(question, lambda: done.append("sealed"))
    window.findChildren(ConfirmBox)[-1].confirm.click()
    assert done == ["sealed"]


def test_a_file_is_proposed_under_a_name_that_every_system_takes(window: Window) -> None:
    Boxes(window).place_to_save("Enregistrer une copie", "CON: reçu?.pdf. ", lambda path: None)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert [Path(path).name for path in dialog.selectedFiles()] == ["CON_ reçu_.pdf"]
    dialog.close()


def test_a_file_is_asked_for_among_the_user_s_own_then_where_the_last_one_was(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program's own folder is where a shortcut starts it."""
    monkeypatch.chdir(tmp_path)
    asker = Boxes(window)
    asker.place_to_save("Enregistrer une copie", "reçu.pdf", lambda path: None)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.directory().absolutePath()) in (Path.home(), Path.home() / "Documents")
    dialog.setDirectory(str(tmp_path))
    dialog.accept()
    asker.files("Joindre", "*.pdf", lambda paths: None)
    again = window.findChildren(QFileDialog)[-1]
    assert isinstance(again, QFileDialog) and Path(again.directory().absolutePath()) == tmp_path
    again.close()


def test_tasks_close_in_order(qtbot: QtBot) -> None:
    tasks = Tasks()
    tasks.run("rien", lambda progress: None, lambda result: None)
    tasks.close()


def test_a_presenter_shows_and_dismisses_a_problem_without_a_window() -> None:
    presenter = Presenter(None, Tasks())  # type: ignore[arg-type]
    told: list[Problem | None] = []
    presenter.changed = lambda: told.append(presenter.problem)
    problem = Problem("Non.", "Autrement.", code="no")
    presenter.refuse(problem)
    presenter.dismiss()
    assert told == [problem, None]
    presenter.runner.close()  # type: ignore[attr-defined]


def test_hidden_words_do_not_become_windows(qtbot: QtBot) -> None:
    text = Text()
    text.set("Bonjour")
    assert not text.isVisible()
    frame = QWidget()
    from desktop.ui.widgets import column

    column(frame).addWidget(text)
    qtbot.addWidget(frame)
    frame.show()
    assert text.isVisible()


def test_tab_reads_every_page_once_around_and_backwards_the_same(window: Window) -> None:
    for place in window.rail.entries:
        window.go(place)
        QApplication.processEvents()
        forward, backward = walked(window, Qt.Key.Key_Tab), walked(window, Qt.Key.Key_Backtab)
        assert forward == [*backward[:1], *reversed(backward[1:])], place
        wanted = {one for one in window.findChildren(QWidget) if waits_for_tab(one)}
        assert wanted == set(forward), place


def walked(window: Window, key: Qt.Key) -> list[QWidget]:
    """Where the focus goes until it is back."""
    window.top.search.setFocus()
    found: list[QWidget] = []
    while (here := window.focusWidget()) not in found:
        found.append(here)
        QTest.keyClick(here, key)
    return found


def waits_for_tab(one: QWidget) -> bool:
    """Whether Tab has to reach it: it can be seen and takes the focus, for itself and for its group of answers."""
    group = one.group() if isinstance(one, QAbstractButton) else None
    silent = group is not None and group.exclusive() and group.checkedButton() not in (None, one)
    takes = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.focusProxy() is None
    return takes and one.isVisible() and one.isEnabled() and not silent
