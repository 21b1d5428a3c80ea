"""The board by keys alone: from card to card, a card that moves, a reason, a next action, the list."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.definitions.pipeline import PipelineStage
from desktop.office import Office
from desktop.presenters.registry.pipeline import PipelinePresenter
from desktop.ui.keyboard import unnamed
from desktop.ui.theme import Theme, look
from desktop.ui.views.registry.pipeline import LOWEST_BOARD, PipelineView
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder
from tests.presenters.registry.test_pipeline import planned

__all__ = ["office", "office_folder", "user"]
CTRL = Qt.KeyboardModifier.ControlModifier


def board(qtbot: QtBot, office: Office, user: User) -> PipelineView:
    view = PipelineView(seated(PipelinePresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.board.focus_first()
    return view


def press(view: PipelineView, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = view.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)


def test_arrows_go_from_card_to_card_and_move_one(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    first, other = planned(office), planned(office, "Banque du Fleuve", type="", aims=[])
    view = board(qtbot, office, user)
    assert unnamed(view) == []
    view.board.go_to(first.id)
    assert "Vingt camions" in view.words.text()
    press(view, Qt.Key.Key_Right, CTRL)
    assert [len(each.list.rows) for each in view.board.columns[:2]] == [1, 1]
    assert view.board.current_key() == first.id, "the focus goes with the card"
    press(view, Qt.Key.Key_Left)
    assert view.board.current_key() == other.id
    press(view, Qt.Key.Key_Right, CTRL)
    assert view.presenter.stuck is not None and "Banque du Fleuve" in view.presenter.stuck.sentence
    press(view, Qt.Key.Key_Z, CTRL)
    assert len(view.board.columns[0].list.rows) == 2


def test_a_reason_and_a_next_action_are_asked_above_the_board(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    partnership = planned(office)
    view = board(qtbot, office, user)
    press(view, Qt.Key.Key_N)
    assert view.form is not None and view.form.isVisible() and not view.page.bar.isVisible()
    view.form.form.inputs["what"].box.edit.setText("Appeler le directeur")
    view.form.save.click()
    assert not view.form.isVisible() and "Appeler" in view.presenter.every[0].next_action
    view.board.focus_first()
    press(view, Qt.Key.Key_X)
    assert view.form.isVisible()
    view.form.save.click()
    assert view.presenter.asking, "without a reason nothing is closed"
    view.presenter.close("no_answer", "", "")
    assert view.presenter.every[0].stage == PipelineStage.CLOSED
    press(view, Qt.Key.Key_V)
    assert view.presenter.as_list and view.unfound.isVisible()
    view.presenter.narrow(stage=PipelineStage.CLOSED)
    assert [row.key for row in view.list.rows] == [partnership.id]


def test_a_window_too_low_for_a_board_shows_the_list_until_it_is_higher(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    planned(office)
    view = board(qtbot, office, user)
    assert view.board.isVisible() and view.turn.isVisible()
    high = view.size()
    view.resize(high.width(), look().em(LOWEST_BOARD) - 1)
    assert view.list.isVisible() and not view.board.isVisible() and not view.turn.isVisible()
    press(view, Qt.Key.Key_V)
    view.resize(high)
    assert view.board.isVisible() and view.turn.isVisible()
