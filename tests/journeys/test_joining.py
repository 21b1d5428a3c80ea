"""A second laptop joins an office that already works: one file each way, and everything is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.base.progress import RunNow
from desktop.bundles.keys import EnrolmentRequest
from desktop.office import Account, Office
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.recognition import RecognitionPresenter
from desktop.services.exchange import enrolment, receiving
from desktop.services.exchange.headquarters import answering, recognition
from desktop.services.office import joining
from desktop.store.records import Device, OfficeProfile, Officer, Partner
from desktop.store.states import BundleVerdict
from desktop.store.vault import FLOOR
from tests.exchanging import User, seated, user
from tests.journeys.test_put_back import (
    answered,
    assert_the_same,
    deliver,
    edit,
    name,
    partner_names,
    recognise,
    rounds,
)
from tests.offices import PASSPHRASE, headquarters, office, office_folder, runner

__all__ = ["headquarters", "office", "office_folder", "runner", "user"]


@pytest.fixture
def working(office: Office, headquarters: Office) -> Office:
    """An office that works, with three partners at Headquarters."""
    recognise(office, headquarters)
    name(office, "A", "B", "C")
    deliver(office, headquarters)
    return office


@pytest.fixture
def second(working: Office, tmp_path: Path) -> Iterator[Office]:
    """A laptop on which somebody chose to join the office."""
    account = Account("Moussa Ba", "Assistant", "officer", PASSPHRASE)
    with Office.join(tmp_path / "second", account, "SN10", "fr", cost=FLOOR) as laptop:
        yield laptop


def test_a_second_laptop_has_everything_with_one_file_each_way(
    working: Office, second: Office, headquarters: Office, user: User, runner: RunNow
) -> None:
    desk = seated(RecognitionPresenter(headquarters, runner), user)
    screen = seated(ExchangePresenter(second, runner), user)
    assert "fiches du bureau" in screen.sentence and partner_names(second) == []
    screen.do_next()
    desk.choose()
    desk.recognise()
    desk.save()
    assert desk.beginning and desk.beginning in desk.what_to_send
    screen.do_next()
    screen.do_next()
    assert "rejoint un bureau" in screen.sentence, "authorized, and its records have not come"
    report = receiving.take_in(second.work, second.keys, user.stick / desk.beginning, second.inbox)
    assert report.verdict is BundleVerdict.APPLIED
    assert partner_names(second) == list("ABC")
    screen.refresh()
    assert "rejoint" not in screen.sentence
    with second.store.read() as session:
        assert session.scalar(select(func.count()).select_from(OfficeProfile)) == 1
        assert session.scalar(select(func.count()).select_from(Officer)) == 3
    assert second.profile.name == working.profile.name


def test_two_laptops_and_headquarters_hold_the_same_in_the_end(
    working: Office, second: Office, headquarters: Office
) -> None:
    recognise(second, headquarters)
    assert answered(second, headquarters) == "applied"
    name(second, "D")
    edit(working, "A", "by the first")
    edit(second, "B", "by the second")
    for _round in range(2):
        rounds(second, headquarters, 1)
        rounds(working, headquarters, 1)
    for laptop in (working, second):
        assert partner_names(laptop) == list("ABCD")
        assert_the_same(laptop, headquarters)


def test_a_beginning_is_not_taken_for_the_whole(
    working: Office, second: Office, headquarters: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognise(second, headquarters)
    monkeypatch.setattr(answering, "MOST_GIVEN_BACK", 2)
    assert answered(second, headquarters) == "applied"
    with second.store.read() as session:
        assert joining.is_joining_in(session) and session.scalar(select(func.count()).select_from(Partner)) < 3
    monkeypatch.setattr(answering, "MOST_GIVEN_BACK", 20_000)
    rounds(second, headquarters, 1)
    with second.store.read() as session:
        assert not joining.is_joining_in(session)
    assert partner_names(second) == list("ABC")


def test_nobody_who_decides_joins_by_themselves(working: Office, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="chief_of_mission"):
        Office.join(tmp_path / "third", Account("X", "", "chief_of_mission", PASSPHRASE), "SN10", "fr", cost=FLOOR)
    assert not (tmp_path / "third").exists() or not list((tmp_path / "third").iterdir())


def test_the_answer_to_the_first_laptop_brings_no_return(office: Office, headquarters: Office) -> None:
    asked = EnrolmentRequest.from_bytes(enrolment.request(office.work, office.keys))
    recognition.enrol(headquarters.work, headquarters.keys, asked)
    kit = headquarters.outbox / "SN10.kit"
    assert answering.answer_request(headquarters.work, headquarters.keys, "SN10", kit) is None and kit.is_file()
    with headquarters.store.read() as session:
        assert session.get(Device, office.store.identity.device) is not None
