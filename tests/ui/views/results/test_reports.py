"""The page of reports, by keys alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.narrative import NarrativePresenter
from desktop.presenters.results.reports import ReportsPresenter
from desktop.store.records import Partner
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.narrative import NarrativeView
from desktop.ui.views.results.reports import ReportsView
from tests.exchanging import User, seated, user
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]


def test_the_arrows_say_what_a_report_contains_and_enter_shows_it(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = ReportsView(seated(ReportsPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    kinds = [kind.id for kind in view.presenter.kinds]
    view.rows.view.setFocus()
    QTest.keyClick(view.rows.view, Qt.Key.Key_End)
    assert view.presenter.kind is not None and view.presenter.kind.id == kinds[-1]
    assert view.contents.title.text() == view.presenter.title_of_contents
    QTest.keyClick(view.rows.view, Qt.Key.Key_Home)
    QTest.keyClick(view.rows.view, Qt.Key.Key_Return)
    assert view.presenter.pdf is not None
    view.presenter.hide_paper()
    with view.presenter.office.store.read() as session:
        partner = session.query(Partner).first()
    of_one = ReportsView(seated(ReportsPresenter(office, RunNow(), "partner", partner.id if partner else "x"), user))
    qtbot.addWidget(of_one)
    of_one.show()
    of_one.presenter.refresh()
    assert of_one.rows.current_key() == "partner" and of_one.presenter.kind is not None
    assert of_one.presenter.kind.id == "partner"
    view.presenter.kinds = ()
    view.show_state()
    assert view.none.isVisible() and not view.section.isVisible()


def test_what_the_office_says_is_written_and_undone(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = NarrativeView(seated(NarrativePresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    view.presenter.arrive()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    assert not view.away.isVisibleTo(view)
    view.form.inputs["achieved"].box.edit.setFocus()
    QTest.keyClicks(view.form.inputs["achieved"].box.edit, "Des lampes.")
    view.page.main_button.click()
    assert view.presenter.narrative is not None and view.presenter.narrative.achieved == "Des lampes."
    assert view.away.isVisibleTo(view)
    view.undo.undo()
    assert view.presenter.is_set_aside
