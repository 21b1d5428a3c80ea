"""The pages of what is written down about partnerships under way: proposals, what hangs, what is taken back."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.delivery_risk import DeliveryRiskPresenter
from desktop.presenters.results.delivery_risks import DeliveryRisksPresenter
from desktop.presenters.results.lesson import LessonPresenter
from desktop.presenters.results.lessons import LessonsPresenter
from desktop.presenters.results.visibility import VisibilityPresenter
from desktop.presenters.results.visibility_use import VisibilityUsePresenter
from desktop.services.registry import partners, partnerships
from desktop.services.results import delivery_risks, lessons, visibility
from desktop.services.results.delivery_risks import NewDeliveryRisk
from desktop.services.results.lessons import NewLesson
from desktop.services.results.visibility import NewVisibilityUse
from desktop.store.records import Agreement, Partner, Partnership, Risk
from desktop.store.states import AgreementState
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.delivery_risk import DeliveryRiskView
from desktop.ui.views.results.delivery_risks import DeliveryRisksView
from desktop.ui.views.results.lesson import LessonView
from desktop.ui.views.results.lessons import LessonsView
from desktop.ui.views.results.visibility import VisibilityView
from desktop.ui.views.results.visibility_use import VisibilityUseView
from tests.exchanging import User, seated, user
from tests.foreign import FOLDER
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]


@pytest.fixture
def about(office: Office) -> Partnership:
    partner = partners.register(office.work, Partner(name="Teranga", country="SN"))
    return partnerships.plan(office.work, Partnership(partner_id=partner.id, title="Migrer informé"))


def page(view: Any, qtbot: QtBot) -> Any:
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    return view


def test_a_name_that_is_shown_is_taken_down_with_what_shows_it(
    qtbot: QtBot, theme: Theme, office: Office, user: User, about: Partnership
) -> None:
    listed = page(VisibilityView(seated(VisibilityPresenter(office, RunNow()), user)), qtbot)
    listed.presenter.refresh()
    assert listed.none.isVisible()
    measures = [{"what": "Affiche", "where": "Dakar"}]
    signed = {"state": AgreementState.ACTIVE, "reference": "A-1", "content": {"agreement.visibility": measures}}
    with office.store.change("Signed", office.user.id) as session:
        session.add(Agreement(partnership_id=about.id, type="MOU", **signed))
    view = page(VisibilityUseView(seated(VisibilityUsePresenter(office, RunNow(), partnership=about.id), user)), qtbot)
    assert view.foreseen.isVisible()
    view.presenter.propose(view.presenter.proposals[0])
    assert view.form.inputs["place"].box.text() == "Dakar"
    made = visibility.record(
        office.work, NewVisibilityUse(partnership_id=about.id, mark="our_logo", material="Affiche")
    )
    view = page(VisibilityUseView(seated(VisibilityUsePresenter(office, RunNow(), id=made.id), user)), qtbot)
    assert view.take_files([FOLDER / "abiword.pdf"]) and len(view.presenter.pieces) == 1
    view.down.click()
    assert not view.down.isVisible() and not view.presenter.hangs
    view.undo.undo()
    assert view.down.isVisible()
    view.away.click()
    assert not visibility.every(office.work)
    view.undo.undo()
    listed.presenter.refresh()
    listed.list.opened.emit(listed.rows[0].key)
    assert user.went[-1] == ("visibility_use", {"id": made.id})


def test_risks_and_lessons_open_from_their_lists_and_are_taken_back(
    qtbot: QtBot, theme: Theme, office: Office, user: User, about: Partnership
) -> None:
    with office.store.change("Risk", office.user.id) as session:
        session.add(Risk(partnership_id=about.id, text="Retards & impayés " * 9))
    new = page(DeliveryRiskView(seated(DeliveryRiskPresenter(office, RunNow(), partnership=about.id), user)), qtbot)
    assert new.before.isVisible() and "state" not in new.form.inputs
    new.presenter.take_up(new.presenter.before[0])
    assert new.form.inputs["title"].box.text().startswith("Retards")
    risk = delivery_risks.record(office.work, NewDeliveryRisk(partnership_id=about.id, title="Crue"))
    lesson = lessons.record(office.work, NewLesson(partnership_id=about.id, title="Commencer tôt"))
    for place, record, view, listed in (
        (
            "delivery_risk",
            risk.id,
            DeliveryRiskView(seated(DeliveryRiskPresenter(office, RunNow(), id=risk.id), user)),
            DeliveryRisksView(seated(DeliveryRisksPresenter(office, RunNow()), user)),
        ),
        (
            "lesson",
            lesson.id,
            LessonView(seated(LessonPresenter(office, RunNow(), id=lesson.id), user)),
            LessonsView(seated(LessonsPresenter(office, RunNow()), user)),
        ),
    ):
        shown, rows = page(view, qtbot), page(listed, qtbot)
        rows.presenter.refresh()
        rows.list.opened.emit(rows.rows[0].key)
        assert user.went[-1] == (place, {"id": record})
        shown.away.click()
        assert shown.presenter.is_set_aside
        shown.undo.undo()
        shown.presenter.take("title", "Autre titre")
        shown.page.main_button.click()
        assert not shown.presenter.is_set_aside and shown.presenter.title == "Autre titre"
