"""The page of Headquarters: no office yet, bundles taken in, returns written."""

import shutil

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.base.values import sha256
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.headquarters import HeadquartersView
from tests.exchanging import User, enrol, headquarters, sent, user
from tests.offices import office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, headquarters: Office, runner: RunNow, user: User) -> HeadquartersView:
    presenter = HeadquartersPresenter(headquarters, runner)
    presenter.asker, presenter.open_place = user, user.go
    made = HeadquartersView(presenter)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    return made


def test_without_an_office_the_page_says_how_the_first_one_comes(view: HeadquartersView, user: User) -> None:
    assert not view.offices.rows and not view.arrivals.isVisible()
    assert not view.returns.isEnabled(), "no return is due"
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.presenter.enrol()
    assert user.went == [("hq_enrol", {})]


def test_bundles_taken_in_stand_above_the_offices_and_their_returns_are_written(
    view: HeadquartersView, office: Office, headquarters: Office, runner: RunNow, user: User
) -> None:
    enrol(office, headquarters, user, runner)
    bundle = sent(office, user, runner).written
    assert bundle is not None
    user.opens.append(bundle)
    view.main.click()
    assert view.arrivals.isVisible()
    assert [(row.title, row.mark.text) for row in view.arrivals.files.rows if row.mark] == [
        (bundle.name, "pris en compte")
    ]
    assert [row.title for row in view.offices.rows] == [office.store.identity.office]
    view.returns.click()
    assert len(list(user.stick.glob("*.psb"))) == 2
    assert not view.returns.isEnabled() and view.main.isEnabled()


def test_what_came_over_the_internet_is_offered_and_imported(
    view: HeadquartersView, office: Office, headquarters: Office, runner: RunNow, user: User
) -> None:
    enrol(office, headquarters, user, runner)
    bundle = sent(office, user, runner).written
    assert bundle is not None and view.presenter.at_the_door == ""
    arrived = headquarters.folder / "arrived"
    arrived.mkdir()
    shutil.copy(bundle, arrived / f"{sha256(bundle.read_bytes())}.psb")
    view.presenter.refresh()
    assert view.presenter.at_the_door.startswith("1 envoi est arrivé par Internet")
    view.presenter.take_in_arrived()
    assert [verdict.word for verdict in view.presenter.verdicts] == ["pris en compte"]
    assert view.presenter.at_the_door == "" and not list(arrived.iterdir())
    with refused("nothing-arrived"):
        view.presenter.take_in_arrived()


def test_a_folder_without_bundles_is_refused(view: HeadquartersView, user: User) -> None:
    with refused("folder-without-bundles"):
        view.presenter.take_in([user.stick])
    assert view.main.isEnabled() and not view.arrivals.isVisible()
