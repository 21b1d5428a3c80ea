"""Put back from a backup, replaced or cloned, an office loses nothing at Headquarters and sends every change once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.base.progress import RunNow
from desktop.bundles.keys import EnrolmentRequest
from desktop.office import Office
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.services.exchange import enrolment, receiving, renewal, restored_laptop, sending
from desktop.services.exchange.headquarters import answering, consolidating, laptops, offices, recognition
from desktop.services.exchange.pending import pending
from desktop.services.office import backup
from desktop.services.registry import partners
from desktop.store.journal import verify_chain
from desktop.store.records import ChangeRow, Partner
from desktop.store.vault import Opened, Vault
from tests.offices import Staff, chief, headquarters, office, office_folder
from tests.refusal import refused

__all__ = ["chief", "headquarters", "office", "office_folder"]


def recognise(laptop: Office, hq: Office) -> None:
    """One file each way."""
    asked = EnrolmentRequest.from_bytes(enrolment.request(laptop.work, laptop.keys))
    recognition.enrol(hq.work, hq.keys, asked)
    kit = recognition.kit(hq.work, hq.keys, laptop.profile.code)
    enrolment.accept(laptop.work, enrolment.read_kit(kit, laptop.keys))


def send(laptop: Office) -> Path:
    return laptop.outbox / sending.pack(laptop.work, laptop.keys, laptop.outbox).name


def deliver(laptop: Office, hq: Office) -> str:
    """A bundle to Headquarters; its verdict."""
    (report,) = consolidating.take_in(hq.work, hq.keys, [send(laptop)], hq.inbox)
    return str(report.verdict)


def answered(laptop: Office, hq: Office) -> str:
    """A return of Headquarters to the laptop; its verdict."""
    path = answering.answer(hq.work, hq.keys, laptop.profile.code, hq.outbox)
    return str(receiving.take_in(laptop.work, laptop.keys, path, laptop.inbox).verdict)


def rounds(laptop: Office, hq: Office, count: int = 3) -> None:
    """Ordinary exchanges."""
    for _round in range(count):
        if pending(laptop.store).count:
            deliver(laptop, hq)
        answered(laptop, hq)


def name(laptop: Office, *names: str) -> None:
    for each in names:
        partners.register(laptop.work, Partner(name=each))


def back_up(laptop: Office, into: Path) -> Path:
    return backup.back_up(laptop.work, laptop.folder, laptop.opened.key, (into,))[0]


def put_back(folder: Path, copy: Path, opened: Opened) -> Office:
    """The office in `folder`, closed, put back from a backup and opened again."""
    backup.restore(folder, copy, opened.key, opened.officer_id)
    return Office.enter(folder, Vault.open(folder), opened)


def assert_the_same(laptop: Office, hq: Office) -> None:
    """Headquarters holds the laptop's records field by field, and every change of the office once."""
    assert offices.differences(laptop.store, hq.store)[1] == []
    assert pending(laptop.store).count == 0
    assert_every_change_once(laptop, hq)


def assert_every_change_once(laptop: Office, hq: Office) -> None:
    """Headquarters holds every change of the office once, and no partner that the office has not."""
    of_each = select(ChangeRow.by, ChangeRow.at, ChangeRow.what, func.count()).group_by(
        ChangeRow.by, ChangeRow.at, ChangeRow.what, ChangeRow.entries
    )
    with hq.store.read() as session:
        assert max(count for *_deed, count in session.execute(of_each)) == 1
        assert session.scalar(select(func.count()).select_from(Partner)) == len(partner_names(laptop))


def until_the_same(laptop: Office, hq: Office) -> None:
    """Ordinary exchanges, three at most, after which both sides are the same."""
    for _round in range(3):
        rounds(laptop, hq, 1)
        if not pending(laptop.store).count and not offices.differences(laptop.store, hq.store)[1]:
            assert_every_change_once(laptop, hq)
            return
    assert_the_same(laptop, hq)  # which says what differs


def partner_names(laptop: Office) -> list[str]:
    with laptop.store.read() as session:
        return sorted(session.scalars(select(Partner.name)))


@pytest.fixture
def working(office: Office, headquarters: Office) -> Iterator[Office]:
    """A recognised office with three partners that Headquarters acknowledged."""
    recognise(office, headquarters)
    name(office, "A", "B", "C")
    rounds(office, headquarters, 1)
    assert pending(office.store).count == 0
    yield office


@pytest.mark.parametrize("sent", [False, True], ids=["unsent", "sent without a receipt"])
def test_put_back_in_the_same_folder(working: Office, headquarters: Office, tmp_path: Path, sent: bool) -> None:
    name(working, *"DEFGH")
    if sent:
        send(working)  # and lost on its way
    copy = back_up(working, tmp_path / "stick")
    folder, opened = working.folder, working.opened
    working.close()
    with put_back(folder, copy, opened) as again:
        waiting = pending(again.store)
        assert (waiting.former, waiting.count) == (5, 6)
        shown = ExchangePresenter(again, RunNow())
        shown.refresh()
        assert "6" in shown.sentence
        recognise(again, headquarters)
        name(again, "I")
        assert deliver(again, headquarters) == "applied"
        assert answered(again, headquarters) == "applied"
        assert partner_names(again) == list("ABCDEFGHI")
        assert_the_same(again, headquarters)


def test_what_was_sent_after_the_backup_comes_back_from_headquarters(
    working: Office, headquarters: Office, tmp_path: Path
) -> None:
    name(working, "D")
    copy = back_up(working, tmp_path / "stick")
    name(working, "E", "F")
    deliver(working, headquarters)
    folder, opened = working.folder, working.opened
    working.close()
    with put_back(folder, copy, opened) as again:
        assert partner_names(again) == list("ABCD")
        recognise(again, headquarters)
        name(again, "G")
        rounds(again, headquarters)
        assert partner_names(again) == list("ABCDEFG")
        assert_the_same(again, headquarters)


def withdraw(headquarters: Office, device: str) -> None:
    """Withdraw a laptop after what Headquarters holds of it."""
    held = headquarters.store.position(device).number
    laptops.withdraw(headquarters.work, headquarters.keys, device, held, "Stolen from a car")


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_lost_laptop_is_replaced_by_its_backup(
    working: Office, headquarters: Office, tmp_path: Path, withdrawn: bool, office_folder: tuple[Path, Staff]
) -> None:
    name(working, "D", "E")
    copy = back_up(working, tmp_path / "stick")
    lost = working.store.identity.device
    working.close()
    if withdrawn:
        withdraw(headquarters, lost)
    with put_back(tmp_path / "new laptop", copy, office_folder[1].officer) as replaced:
        recognise(replaced, headquarters)
        rounds(replaced, headquarters)
        assert partner_names(replaced) == list("ABCDE")
        assert_the_same(replaced, headquarters)


def test_a_backup_continued_beside_the_laptop_it_came_from(
    working: Office, headquarters: Office, tmp_path: Path, office_folder: tuple[Path, Staff]
) -> None:
    name(working, "D")
    copy = back_up(working, tmp_path / "stick")
    with put_back(tmp_path / "second", copy, office_folder[1].officer) as second:
        recognise(second, headquarters)
        name(working, "E")
        name(second, "F")
        for _round in range(3):
            rounds(second, headquarters, 1)
            rounds(working, headquarters, 1)
        for laptop in (working, second):
            assert partner_names(laptop) == list("ABCDEF")
            assert_the_same(laptop, headquarters)


def test_put_back_twice(working: Office, headquarters: Office, tmp_path: Path) -> None:
    """The chain of a former identity's former identity is not forgotten either."""
    folder, opened = working.folder, working.opened
    name(working, "D")
    copy = back_up(working, tmp_path / "stick")
    working.close()
    with put_back(folder, copy, opened) as again:
        name(again, "E")
        copy = back_up(again, tmp_path / "stick")
    with put_back(folder, copy, opened) as again:
        assert len({run.device for run in pending(again.store).runs}) == 3
        recognise(again, headquarters)
        rounds(again, headquarters)
        assert_the_same(again, headquarters)


def test_put_back_twice_all_is_back_once_both_laptops_are(
    working: Office, headquarters: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first laptop had sent is missing yet: that the second one’s work is whole says nothing of it."""
    folder, opened = working.folder, working.opened
    first = back_up(working, tmp_path / "stick")
    name(working, "D")
    deliver(working, headquarters)
    working.close()
    with put_back(folder, first, opened) as second:
        recognise(second, headquarters)
        name(second, "E")
        deliver(second, headquarters)
        copy = back_up(second, tmp_path / "stick")
    with put_back(folder, copy, opened) as third:
        recognise(third, headquarters)
        with monkeypatch.context() as patch:
            patch.setattr(answering, "MOST_GIVEN_BACK", 0)  # as where there is more than a return gives back
            answered(third, headquarters)
        with third.store.read() as session:
            regained = restored_laptop.regained_in(session)
        assert regained is not None and not regained.is_complete
        rounds(third, headquarters)
        with third.store.read() as session:
            regained = restored_laptop.regained_in(session)
        assert regained is not None and regained.is_complete and len(regained.until) == 2
        shown = ExchangePresenter(third, RunNow())
        shown.refresh()
        assert "sauvegardes de 2 ordinateurs" in shown.regained
        assert_the_same(third, headquarters)


def test_a_withdrawn_laptop_itself_is_believed_no_more(working: Office, headquarters: Office) -> None:
    withdraw(headquarters, working.store.identity.device)
    name(working, "D")
    assert deliver(working, headquarters) == "aside"
    assert partner_names(headquarters) == list("ABC")


def test_a_copied_folder_worked_on_beside_the_original(
    working: Office, headquarters: Office, tmp_path: Path, office_folder: tuple[Path, Staff]
) -> None:
    """Both number their changes alike; Headquarters believes the first, and the second goes on under a new identity."""
    name(working, "D")
    folder = working.folder
    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / "passerelle.lock").unlink()
    with Office.enter(tmp_path / "copy", Vault.open(tmp_path / "copy"), office_folder[1].officer) as copied:
        old = copied.store.identity.device
        name(working, "E", "F")
        edit(working, "A", "by the original")
        name(copied, "G", "H")
        edit(copied, "B", "by the copy")
        rounds(working, headquarters, 1)
        assert deliver(copied, headquarters) == "fork"
        path = answering.answer(headquarters.work, headquarters.keys, "SN10", headquarters.outbox)
        with refused("another-history"):
            receiving.take_in(copied.work, copied.keys, path, copied.inbox)
        assert renewal.take_new_identity(copied.work, copied.keys, path, copied.inbox) == 3
        assert copied.store.identity.device != old
        with copied.store.read() as session:
            for device in (old, copied.store.identity.device):
                assert verify_chain(session, device) == copied.store.position(device).number
        recognise(copied, headquarters)
        for _round in range(3):
            rounds(copied, headquarters, 1)
            rounds(working, headquarters, 1)
        for laptop in (working, copied):
            assert partner_names(laptop) == list("ABCDEFGH")
            assert_the_same(laptop, headquarters)


def test_a_return_that_shows_no_other_history_gives_no_new_identity(working: Office, headquarters: Office) -> None:
    path = answering.answer(headquarters.work, headquarters.keys, "SN10", headquarters.outbox)
    with refused("histories-agree"):
        renewal.take_new_identity(working.work, working.keys, path, working.inbox)


def edit(laptop: Office, partner_name: str, notes: str) -> None:
    with laptop.store.change("Noted", laptop.user.id) as session:
        partner = session.scalars(select(Partner).where(Partner.name == partner_name)).one()
        partner.notes = notes
