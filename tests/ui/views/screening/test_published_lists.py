"""The part of the lists' page that shows what Headquarters published: looked at, left, used."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.base.progress import Progress, RunNow
from desktop.office import Office
from desktop.presenters.screening.lists import ListsPresenter
from desktop.screening import library
from desktop.services.exchange import contents
from desktop.services.exchange.headquarters import publishing, publishing_lists
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.screening.lists import ListsView
from tests.exchanging import User, enrol, headquarters, seated, user
from tests.offices import office, office_folder, runner
from tests.publishing import REASON, released, un_list

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


def test_what_headquarters_published_is_looked_at_and_used(
    qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, runner: RunNow, user: User, tmp_path: Path
) -> None:
    enrol(office, headquarters, user, runner)
    library.install(headquarters.lists, un_list(tmp_path, "2026-10-01"), Progress(), accept=True)
    trial = publishing_lists.examine(headquarters.work, "un-sc", Progress())
    released(headquarters.work, publishing_lists.prepare(headquarters.work, trial, REASON))
    publishing.write_broadcast(headquarters.work, headquarters.keys, tmp_path / "lists.psb")

    view = ListsView(seated(ListsPresenter(office, runner), user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert not view.published.isVisible() and view.none.isVisible()
    contents.import_broadcast(office.work, office.keys, tmp_path / "lists.psb", office.inbox)
    view.presenter.refresh()
    assert view.published.isVisible() and not view.preview.isVisible()
    view.published_rows.opened.emit("un-sc")
    assert view.preview.isVisible() and view.use.isVisible() and unnamed(view) == []
    assert all(times == 1 for times in mnemonics(view).values())
    view.use.click()
    assert not view.published.isVisible() and not view.preview.isVisible() and view.versions.isVisible()
