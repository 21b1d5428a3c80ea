"""The pages of activities and innovations: what lacks is said at its field, a mistake is taken back, lists open."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.values import stamp, today
from desktop.bundles.innovations import InnovationsTold, InnovationTold, fingerprint
from desktop.office import Office
from desktop.presenters.results.activities import ActivitiesPresenter
from desktop.presenters.results.activity import ActivityPresenter
from desktop.presenters.results.assisted import AssistedPresenter
from desktop.presenters.results.innovation import InnovationPresenter
from desktop.presenters.results.innovations import InnovationsPresenter
from desktop.presenters.results.replication import ReplicationPresenter
from desktop.services.registry import partners, partnerships
from desktop.services.results import activities, innovations, innovations_elsewhere
from desktop.services.results.activities import NewActivity
from desktop.services.results.innovations import NewHeadCount, NewInnovation, NewReplication
from desktop.store.records import Partner, Partnership
from desktop.store.records.values import StageReached
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.activities import ActivitiesView
from desktop.ui.views.results.activity import ActivityView
from desktop.ui.views.results.assisted import AssistedView
from desktop.ui.views.results.innovation import InnovationView
from desktop.ui.views.results.innovations import InnovationsView
from desktop.ui.views.results.replication import ReplicationView
from tests.exchanging import User, seated, user
from tests.foreign import FOLDER
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]
DAY = today().isoformat()


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


def test_an_activity_takes_evidence_and_is_taken_back(
    qtbot: QtBot, theme: Theme, office: Office, user: User, about: Partnership
) -> None:
    view = page(ActivityView(seated(ActivityPresenter(office, RunNow()), user)), qtbot)
    view.page.main_button.click()
    assert user.went == [] and not view.take_files([FOLDER / "abiword.pdf"])
    view.presenter.take("partner_name", "teranga")
    assert view.proposed.isVisible()
    made = activities.record(office.work, NewActivity(kind="study", title="Étude", partnership_id=about.id))
    view = page(ActivityView(seated(ActivityPresenter(office, RunNow(), id=made.id), user)), qtbot)
    assert view.take_files([FOLDER / "abiword.pdf"]) and len(view.presenter.pieces) == 1
    view.drop.removed.emit(view.presenter.pieces[0].id)
    assert not view.presenter.pieces
    persons = innovations.assist(office.work, made.id, NewHeadCount(count=9, method="list", happened_on="2026-02-01"))
    view.presenter.refresh()
    view.head_counts.opened.emit(persons.id)
    assert user.went[-1] == ("assisted", {"about": made.id, "id": persons.id})
    hanging = page(AssistedView(seated(AssistedPresenter(office, RunNow(), made.id, persons.id), user)), qtbot)
    hanging.page.main_button.click()
    assert user.went[-1] == ("activity", {"id": made.id})
    view.away.click()
    assert activities.read(office.work, made.id).archived
    view.undo.undo()
    assert not activities.read(office.work, made.id).archived
    listed = page(ActivitiesView(seated(ActivitiesPresenter(office, RunNow()), user)), qtbot)
    listed.presenter.refresh()
    assert [row.key for row in listed.rows] == [made.id]
    listed.list.opened.emit(made.id)
    assert user.went[-1] == ("activity", {"id": made.id})


def test_what_hangs_on_an_innovation_opens_and_is_taken_back(
    qtbot: QtBot, theme: Theme, office: Office, user: User, about: Partnership
) -> None:
    listed = page(InnovationsView(seated(InnovationsPresenter(office, RunNow()), user)), qtbot)
    listed.presenter.refresh()
    assert listed.none.isVisible()
    stages = (StageReached(stage="pilot", on="2026-01-01"),)
    made = innovations.record(office.work, NewInnovation(partnership_id=about.id, title="Guichet", stages=stages))
    taken_up = innovations.replicate(office.work, made.id, NewReplication(office_code="NE10", happened_on="2026-02-01"))
    persons = innovations.assist(office.work, made.id, NewHeadCount(count=9, method="list", happened_on="2026-02-01"))
    there = InnovationTold("ML10", "Guichet", "", "pilot", "2026-06-01", "SN10", ("ML",))
    with office.store.note() as session:
        innovations_elsewhere.take_in(session, InnovationsTold(stamp(), fingerprint((there,)), (there,)))
    view = page(InnovationView(seated(InnovationPresenter(office, RunNow(), id=made.id), user)), qtbot)
    view.presenter.arrive()
    assert view.elsewhere.isVisible()
    view._note(there)
    assert len(innovations.line(office.work, made.id).replications) == 2
    view.undo.undo()
    assert len(innovations.line(office.work, made.id).replications) == 1
    view.replications.opened.emit(taken_up.id)
    assert user.went[-1] == ("replication", {"innovation": made.id, "id": taken_up.id})
    view.head_counts.opened.emit(persons.id)
    assert user.went[-1] == ("assisted", {"about": made.id, "id": persons.id})
    view.away.click()
    view.undo.undo()
    assert not innovations.read(office.work, made.id).archived
    for hanging in (
        ReplicationView(seated(ReplicationPresenter(office, RunNow(), made.id, taken_up.id), user)),
        AssistedView(seated(AssistedPresenter(office, RunNow(), made.id, persons.id), user)),
    ):
        shown = page(hanging, qtbot)
        shown.away.click()
        assert shown.presenter.is_set_aside
        shown.undo.undo()
        shown.page.main_button.click()
        assert user.went[-1] == ("innovation", {"id": made.id})
    assert len(innovations.line(office.work, made.id).head_counts) == 1
