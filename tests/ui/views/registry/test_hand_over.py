"""The page on which everything is handed over, by its form."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.values import new_id
from desktop.office import Office
from desktop.presenters.registry.hand_over import HandOverPresenter
from desktop.services import handing_on
from desktop.services.office import people
from desktop.services.registry import partners
from desktop.store.records import Officer, Partner
from desktop.ui.views.registry.hand_over import HandOverView
from tests.offices import office, office_folder, runner
from tests.ui.views.registry.test_partners import Shown, show

__all__ = ["office", "office_folder", "runner", "show"]


def test_a_note_a_colleague_and_one_button(qtbot: QtBot, office: Office, runner: RunNow, show: Shown) -> None:
    partners.register(office.work, Partner(name="Teranga", owner=office.user.id))
    colleague = Officer(id=new_id(), name="Ibrahima Fall")
    people.add_officer(office.work, colleague)
    view = show(HandOverView(HandOverPresenter(office, runner)))
    assert [row.title for row in view.list.rows] == ["Teranga"]
    view.page.bar.main.click()
    assert view.list.rows and handing_on.held(office.work, office.user.id).count, "without a note nothing changes hands"
    qtbot.keyClicks(view.form.inputs["note"].box.edit, "Relancer Mme Sow")
    view.presenter.take("everything", colleague.id)
    view.page.bar.main.click()
    assert not view.list.rows and handing_on.held(office.work, colleague.id).count == 1
    view.page._panels["undo"].message.actions[0][1]()
    assert [row.title for row in view.list.rows] == ["Teranga"]
