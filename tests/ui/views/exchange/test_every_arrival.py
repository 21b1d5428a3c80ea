"""The page of everything that arrived: dropped folders, what narrows it, its printed form."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.every_arrival import EveryArrivalPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.every_arrival import EveryArrivalView
from tests.exchanging import User, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def test_a_bundle_opened_from_outside_is_shown_before_anything_is_imported(
    qtbot: QtBot, theme: Theme, headquarters: Office, office: Office, runner: RunNow, user: User
) -> None:
    enrol(office, headquarters, user, runner)
    bundle = sent(office, user, runner).written
    assert bundle is not None
    view = EveryArrivalView(seated(EveryArrivalPresenter(headquarters, runner), user))
    qtbot.addWidget(view)
    view.show()
    view.presenter.offer(bundle)
    message = view.page._panels["opened"].message
    assert bundle.name in message.what and "SN10" in message.what and "encore importé" in message.what
    assert not view.presenter.verdicts and view.presenter.is_empty
    view.page._panels["opened"].close_deed()
    assert "opened" not in view.page._panels
    view.presenter.offer(bundle)
    ((name, import_it),) = view.page._panels["opened"].message.actions
    import_it()
    assert name == "L’importer" and [verdict.word for verdict in view.presenter.verdicts] == ["pris en compte"]
    assert "opened" not in view.page._panels
    (damaged := user.stick / "b.psb").write_bytes(bundle.read_bytes()[:-1])
    with refused("damaged"):
        view.presenter.offer(damaged)
    (part := user.stick / "c.psbp").write_bytes(b"PSBP")
    view.presenter.offer(part)
    assert "c.psbp" in view.page._panels["opened"].message.what


def test_a_folder_dropped_on_the_page_is_imported_and_told(
    qtbot: QtBot, theme: Theme, headquarters: Office, runner: RunNow, user: User
) -> None:
    presenter = EveryArrivalPresenter(headquarters, runner)
    presenter.asker, presenter.open_place = user, user.go
    view = EveryArrivalView(presenter)
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show()
    assert not view.filters.isVisible() and view.files.empty.isVisible()
    (user.stick / "a.psb").write_bytes(b"nothing")
    assert not view.take_files([user.stick / "a.xml"]), "a list of sanctions has its own page"
    assert view.take_files([user.stick])
    assert [row.title for row in view.files.rows] == ["a.psb"] and view.imported.isVisible()
    assert view.filters.isVisible() and unnamed(view) == [] and all(n == 1 for n in mnemonics(view).values())
    presenter.narrow(office="XX99")
    assert view.unfound.isVisible() and not view.files.isVisible()
