"""The pages of trainings and focal points: what lacks is said at its field, a mistake is taken back, lists open."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.office.focal_point import FocalPointPresenter
from desktop.presenters.office.focal_points import FocalPointsPresenter
from desktop.presenters.office.training import TrainingPresenter
from desktop.presenters.office.trainings import TrainingsPresenter
from desktop.services.office import focal_points, trainings
from desktop.services.office.focal_points import NewFocalPoint
from desktop.services.office.trainings import NewTraining
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.office.focal_point import FocalPointView
from desktop.ui.views.office.focal_points import FocalPointsView
from desktop.ui.views.office.training import TrainingView
from desktop.ui.views.office.trainings import TrainingsView
from tests.exchanging import User, seated, user
from tests.foreign import FOLDER
from tests.offices import office, office_folder

__all__ = ["office", "office_folder", "user"]
DAY = today().isoformat()


def test_a_training_is_recorded_shown_and_taken_back(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    view = TrainingView(seated(TrainingPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.page.main_button.click()
    assert user.went == [] and not view.take_files([FOLDER / "abiword.pdf"])
    training = trainings.record(office.work, NewTraining("Fatou", ("basics",), DAY))
    view = TrainingView(seated(TrainingPresenter(office, RunNow(), id=training.id), user))
    qtbot.addWidget(view)
    view.show()
    assert view.take_files([FOLDER / "abiword.pdf"])
    view.presenter.show_certificate()
    assert view.looked_at.is_shown
    view.presenter.opened.close()
    assert not view.looked_at.is_shown and "Montrer le certificat" in [b.text() for b in view.page.bar.buttons]
    view.away.click()
    assert trainings.read(office.work, training.id).archived
    view.undo.undo()
    assert not trainings.read(office.work, training.id).archived


def test_a_focal_point_is_taken_back_and_again(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    point = focal_points.record(office.work, NewFocalPoint("Fatou", DAY))
    view = FocalPointView(seated(FocalPointPresenter(office, RunNow(), id=point.id), user))
    qtbot.addWidget(view)
    view.show()
    assert unnamed(view) == [] and view.chip.isVisible() and view.needed.isVisible()
    view.away.click()
    assert not view.needed.isVisible() and not focal_points.register(office.work).standings
    view.undo.undo()
    assert view.needed.isVisible()


def test_the_lists_open_what_they_name(qtbot: QtBot, theme: Theme, office: Office, user: User) -> None:
    points = FocalPointsView(seated(FocalPointsPresenter(office, RunNow()), user))
    qtbot.addWidget(points)
    points.show()
    assert points.none.isVisible()
    point = focal_points.record(office.work, NewFocalPoint("Fatou", DAY))
    points.presenter.refresh()
    assert [row.key for row in points.list.rows] == [point.id] and unnamed(points) == []
    points.list.opened.emit(point.id)
    assert user.went[-1] == ("focal_point", {"id": point.id})
    view = TrainingsView(seated(TrainingsPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.show()
    assert len(view.list.rows) == 2 and unnamed(view) == []
    view.presenter.filter("zzz")
    assert view.unfound.isVisible() and not view.list.isVisible()
