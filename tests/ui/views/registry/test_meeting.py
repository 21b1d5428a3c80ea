"""The page of a contact: a form by keys alone, then the record with its lines and its paper."""

from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.meeting import MeetingView
from tests.exchanging import User, user
from tests.offices import office, office_folder
from tests.presenters.registry.test_meeting import page, partner_of, recorded

__all__ = ["office", "office_folder", "user"]


def test_the_form_says_what_lacks_and_records_what_is_whole(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = MeetingView(page(office, user, partner_of(office)))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert {"subject", "happened_on", "channel", "theirs", "promises"} <= set(view.form.shown)
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.page.main_button.click()
    assert user.went == []
    view.form.inputs["subject"].box.edit.setText("Livraison")
    view.form.inputs["theirs"].box.edit.setText("Mame Diarra Sow; Moussa")
    view.page.main_button.click()
    place, arguments = user.went[-1]
    assert place == "meeting" and arguments["id"]


def test_a_line_is_noted_as_done_and_the_record_is_taken_back_and_printed(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = MeetingView(recorded(office, user, partner_of(office)))
    qtbot.addWidget(view)
    view.show()
    (row,) = view.list.rows
    assert row.mark is not None and row.mark.text == "À faire"
    view.list.opened.emit(row.key)
    assert not view.hint.isVisible()
    view.away.click()
    assert view.presenter.withdrawn and view.undo.isVisible()
    view.undo.button.click()
    assert not view.presenter.withdrawn
    view.page.main_button.click()
    assert view.document is not None and view.preview.isVisible()
    assert unnamed(view) == []
