"""The page on which a laptop is recognised: its three steps, and two fingerprints that differ."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest
from desktop.office import Office
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.recognition import RecognitionPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.recognition import RecognitionView
from tests.exchanging import User, headquarters, seated, user
from tests.offices import office, office_folder, runner
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, headquarters: Office, runner: RunNow, user: User) -> RecognitionView:
    presenter = RecognitionPresenter(headquarters, runner)
    presenter.asker, presenter.open_place = user, user.go
    made = RecognitionView(presenter)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    return made


@pytest.fixture
def asking(office: Office, runner: RunNow, user: User) -> ExchangePresenter:
    """An office whose request lies on the stick."""
    screen = seated(ExchangePresenter(office, runner), user)
    screen.do_next()
    return screen


def test_before_a_request_is_open_the_page_says_where_it_comes_from(view: RecognitionView, user: User) -> None:
    assert view.none.isVisible()
    assert not (view.who.isVisible() or view.theirs.isVisible() or view.ours.isVisible() or view.differ.isVisible())
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.leave.click()
    assert user.went == [("hq", {})]


def test_one_button_leads_through_the_three_steps(view: RecognitionView, asking: ExchangePresenter, user: User) -> None:
    view.main.click()
    assert view.who.isVisible() and view.theirs.isVisible() and view.differ.isVisible()
    assert view.laptop.text() == asking.fingerprint
    view.main.click()
    assert view.ours.isVisible() and not view.differ.isVisible()
    assert view.own.text() == view.presenter.fingerprint
    view.main.click()
    assert len(list(user.stick.glob("*.kit"))) == 1
    view.main.click()
    assert user.went == [("hq", {})]


def test_fingerprints_that_differ_recognise_nobody(view: RecognitionView, asking: ExchangePresenter) -> None:
    view.main.click()
    view.differ.click()
    problem = view.presenter.problem
    assert problem is not None and problem.code == "fingerprints-differ"
    assert view.none.isVisible() and not view.theirs.isVisible()


def test_a_code_that_looks_like_a_recognised_one_is_warned_of(
    view: RecognitionView, asking: ExchangePresenter, user: User
) -> None:
    view.main.click()
    assert "alike" not in view.page._panels, "one office alone looks like none"
    view.main.click()
    laptop = DeviceKeys.generate("b" * 32)
    request = EnrolmentRequest(laptop.public, "SN1O", "SN1O laptop", "Awa", "2026-11-20T09:00:00.000Z")
    path = user.stick / "other.enrol"
    path.write_bytes(request.to_bytes(laptop))
    view.presenter.read(path)
    warning = view.page._panels["alike"]
    assert warning.isVisible()
    assert "SN1O" in view.presenter.warning and "SN10" in view.presenter.warning


def test_a_file_that_is_no_request_is_refused(view: RecognitionView, user: User) -> None:
    stranger = user.stick / "photo.enrol"
    stranger.write_bytes(b"\x89PNG")
    with refused("enrolment-request-unsound"):
        view.presenter.read(stranger)
    assert view.none.isVisible()
