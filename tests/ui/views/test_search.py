"""The search over everything in the window: below the box while one types, as a page on Enter; by keys alone."""

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.search import SearchPresenter
from desktop.store.records import Interaction, Partner
from desktop.ui.frame.window import Window
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.search import SearchView
from tests.exchanging import User, user
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]

SIZE = QSize(1366, 720)


def add(office: Office, name: str = "Téranga") -> Partner:
    with office.store.change("Registered", office.user.id) as session:
        partner = Partner(name=f"{name} Câbles", country="SN")
        session.add(partner)
        session.add(Interaction(partner_id=partner.id, happened_on="2026-10-12", subject=f"Camions de {name}"))
        session.add(Partner(name=f"{name} ancienne", country="SN", archived=True))
    return partner


def test_hits_are_rows_what_answers_is_bold_and_enter_opens(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    partner = add(office)
    presenter = SearchPresenter(office, RunNow(), "terang")
    presenter.open_place = user.go
    view = SearchView(presenter)
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    first, contact, old = view.list.rows
    assert first.bold_title == ((0, 7),) and contact.bold_title == ((11, 18),)
    assert old.mark is not None and old.mark.text == "Archivé"
    view.grab()
    qtbot.keyClick(view.list.view, Qt.Key.Key_Return)
    assert user.went == [("partner", {"id": partner.id})]


def test_without_a_hit_the_page_says_what_to_try(qtbot: QtBot, theme: Theme, office: Office) -> None:
    view = SearchView(SearchPresenter(office, RunNow(), "xylophone"))
    qtbot.addWidget(view)
    view.show()
    assert view.none.isVisible() and "xylophone" in view.none.text.text() and not view.list.isVisible()


def test_while_one_types_hits_stand_below_the_box_and_arrows_and_enter_open_them(qtbot: QtBot, desk: Window) -> None:
    assert desk.office is not None
    partner = add(desk.office, "Zorglub")
    with qtbot.waitActive(desk):
        desk.activateWindow()
    desk.focus_search()
    qtbot.keyClicks(desk.top.search, "zorglu")
    popup = desk.popup
    assert popup is not None and popup.presenter is not None
    looking = popup.presenter
    qtbot.waitUntil(lambda: popup.isVisible() and looking.answered == "zorglu")
    assert popup.chosen is None and desk.top.search.hasFocus()
    qtbot.keyClick(desk.top.search, Qt.Key.Key_Down)
    assert popup.chosen is not None and popup.chosen.title.text == "Zorglub Câbles"
    qtbot.keyClick(desk.top.search, Qt.Key.Key_Return)
    assert (desk.here, desk.arguments) == ("partner", {"id": partner.id}) and not popup.isVisible()


def test_enter_without_a_choice_opens_the_page_of_all_hits_and_escape_closes_the_card(
    qtbot: QtBot, desk: Window
) -> None:
    assert desk.office is not None
    add(desk.office, "Zorglub")
    desk.searched.connect(lambda text: desk.go("search", text=text))  # as the program does
    with qtbot.waitActive(desk):
        desk.activateWindow()
    desk.focus_search()
    qtbot.keyClicks(desk.top.search, "zorglu")
    popup = desk.popup
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(desk.top.search, Qt.Key.Key_Escape)
    assert not popup.isVisible() and desk.top.search.text() == "zorglu"
    qtbot.keyClick(desk.top.search, Qt.Key.Key_Return)
    assert desk.here == "search" and desk.top.search.text() == "zorglu"
    view = desk.view
    assert isinstance(view, SearchView)
    qtbot.waitUntil(lambda: len(view.list.rows) >= 3)
    assert view.list.view.hasFocus()


def test_what_is_deleted_closes_the_card_and_nothing_found_is_said_in_it(qtbot: QtBot, desk: Window) -> None:
    with qtbot.waitActive(desk):
        desk.activateWindow()
    desk.focus_search()
    qtbot.keyClicks(desk.top.search, "xylo")
    popup = desk.popup
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    assert "xylo" in popup.state.text()
    desk.top.search.clear()
    desk.top.search.textEdited.emit("")
    assert not popup.isVisible()
