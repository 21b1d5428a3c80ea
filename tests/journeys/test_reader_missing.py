"""The program that reads bundles cannot start or is not confined: no bundle is judged, and each is taken in later."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.bundles.reader_starts import _the_nursery
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.receiving import ReceivePresenter
from desktop.store.records import Received
from tests.exchanging import User, answer_of, enrol, headquarters, seated, sent, user
from tests.offices import office, office_folder
from tests.refusal import refused

__all__ = ["headquarters", "office", "office_folder", "user"]

DAMAGED = {
    "its Python is not whole": lambda patch: patch.setenv("PYTHONHOME", "nowhere"),
    "it is not there": lambda patch: patch.setattr(sys, "executable", str(Path("nowhere") / "python")),
}


@pytest.fixture(params=DAMAGED)
def damage(request: pytest.FixtureRequest) -> Iterator[Callable[[], pytest.MonkeyPatch]]:
    """Damages the installation, until the patch that it gives is undone."""
    patch = pytest.MonkeyPatch()

    def damaged() -> pytest.MonkeyPatch:
        _the_nursery.cache_clear()
        DAMAGED[request.param](patch)
        return patch

    yield damaged
    patch.undo()
    _the_nursery.cache_clear()


@pytest.fixture(autouse=True)
def english() -> None:
    speak("en")


def taken_in(place: Office) -> int:
    with place.store.read() as session:
        return session.scalar(select(func.count()).select_from(Received)) or 0


def test_headquarters_judges_no_bundle_and_takes_each_in_later(
    office: Office, headquarters: Office, user: User, damage: Callable[[], pytest.MonkeyPatch]
) -> None:
    enrol(office, headquarters, user, RunNow())
    bundle = sent(office, user, RunNow()).written
    assert bundle is not None
    (user.stick / "Copy.psb").write_bytes(before := bundle.read_bytes())
    desk = seated(HeadquartersPresenter(headquarters, RunNow()), user)
    patch = damage()
    desk.take_in([user.stick])
    assert [verdict.word for verdict in desk.verdicts] == ["not imported"] * 2
    assert all("no bundle was judged" in verdict.text for verdict in desk.verdicts)
    assert taken_in(headquarters) == 0 and bundle.read_bytes() == before
    patch.undo()
    desk.take_in([bundle])
    assert [verdict.word for verdict in desk.verdicts] == ["imported"]


def test_the_office_judges_no_return_and_takes_it_in_later(
    office: Office, headquarters: Office, user: User, damage: Callable[[], pytest.MonkeyPatch]
) -> None:
    answer = answer_of(office, headquarters, user, RunNow())
    patch = damage()
    with refused("reader-not-started"):
        seated(ReceivePresenter(office, RunNow(), str(answer)), user)
    assert taken_in(office) == 0
    patch.undo()
    screen = seated(ReceivePresenter(office, RunNow(), str(answer)), user)
    screen.take_in()
    assert screen.report is not None and taken_in(office) == 1
