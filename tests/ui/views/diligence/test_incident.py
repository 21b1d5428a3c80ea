"""The page of an incident: a form, then who is told and what becomes of it."""

from pytestqt.qtbot import QtBot

from desktop.base.values import today
from desktop.services.diligence import incidents
from desktop.store.states import IncidentEnd
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.incident import IncidentView
from tests.agreed import Agreed, agreed, agreed_folder
from tests.exchanging import User, user
from tests.makers import on
from tests.presenters.diligence.test_incident import page, recorded

__all__ = ["agreed", "agreed_folder", "user"]


def test_the_form_asks_what_the_kind_asks_and_the_record_says_who_is_told(
    qtbot: QtBot, theme: Theme, agreed: Agreed, user: User
) -> None:
    view = IncidentView(page(agreed, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert set(view.form.shown) == {"kind", "summary", "happened_on", "source"}
    view.presenter.take("kind", "exploitation")
    assert "account" in view.form.shown
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    shown = recorded(agreed, user, "press")
    record = IncidentView(shown)
    qtbot.addWidget(record)
    record.show()
    assert record.name.isVisible() and not record.reason.isVisible()
    record.name.write("Ibrahima Fall")
    record.note.click()
    assert "Ibrahima Fall" in shown.informed[0][2] and record.name.isVisible()
    assert unnamed(record) == [] and all(times == 1 for times in mnemonics(record).values())
    chief, _seal = agreed.chief
    incidents.end(on(agreed.office, today()).acting_as(chief), shown.id, IncidentEnd.LIFTED, "Démenti.")
    shown.refresh()
    assert not record.name.isVisible() and not record.answer.isVisible()
