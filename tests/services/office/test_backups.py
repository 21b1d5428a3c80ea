"""Backups as an office makes and uses them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from desktop.base import paths
from desktop.base.clock import Clock
from desktop.base.progress import Progress, RunNow
from desktop.base.values import new_id, now, sha256, today
from desktop.office import Account, Office
from desktop.presenters.office.backups import BackupsPresenter
from desktop.presenters.office.settings import UnsavedSettings
from desktop.presenters.status import chips
from desktop.presenters.today import house_cards
from desktop.screening import library
from desktop.screening.freshness import oldest_age
from desktop.services import house
from desktop.services.exchange import restore_preview
from desktop.services.house import HouseState
from desktop.services.office import backup, people, restore_test, second_place
from desktop.services.office.second_place import SecondPlace
from desktop.services.registry import partner_list, partners
from desktop.store import files
from desktop.store.records import Attachment, OfficeProfile, Officer, Partner
from desktop.store.vault import FLOOR, Opened
from tests.makers import on
from tests.offices import Templates, entered
from tests.refusal import refused

SECRET = "quatre mots sans rapport"


def set_up(folder: Path) -> Opened:
    account = Account("Awa Ndiaye", "Chargée de partenariats", "officer", SECRET)
    with Office.create(folder, account, OfficeProfile(code="SN10", country="SN"), cost=FLOOR) as made:
        return made.opened


@pytest.fixture
def office(templates: Templates, tmp_path: Path) -> Iterator[Office]:
    template, opened = templates.folder(set_up)
    with entered(template, tmp_path / "office", opened) as made:
        yield made


def make(office: Office) -> Path:
    return backup.back_up(office.work, office.folder, office.opened.key, (office.backups,))[0]


def back_up(office: Office) -> tuple[Path, ...]:
    return backup.back_up(
        office.work, office.folder, office.opened.key, backup.places(office.backups, place_of(office))
    )


def place_of(office: Office) -> SecondPlace:
    place = second_place.read(office.machine)
    assert place is not None
    return place


def test_one_backup_a_day_is_due(office: Office) -> None:
    assert backup.is_due(office.work, office.backups)
    make(office)
    assert not backup.is_due(office.work, office.backups)
    office.store.clock = office.machine.clock = Clock(lambda: now() + timedelta(days=1))
    assert backup.is_due(office.work, office.backups)


def test_a_backup_dated_in_the_future_counts_for_nothing_stays_and_is_told(office: Office) -> None:
    made = make(office)
    future = made.with_name(f"{made.name[:19]}-2031-03-01-101500{made.suffix}")
    made.rename(future)
    assert backup.is_due(office.work, office.backups)
    assert backup.newest((office.backups,), now()) is None
    screen = BackupsPresenter(office, RunNow(), UnsavedSettings())
    screen.refresh()
    assert not screen.last and screen.is_old and "futur" in screen.lines[0].note
    chip = next(chip for chip in chips(office, unsaved=False) if chip.key == "backup")
    assert chip.warns and "futur" in chip.text
    present = make(office)
    assert not backup.is_due(office.work, office.backups)
    assert sorted(office.backups.glob("*.backup") or office.backups.iterdir()) == sorted({future, present})


def test_ages_are_never_negative_and_a_list_of_the_future_is_said_to_be_one(office: Office) -> None:
    source = paths.resources() / "reference" / library.PRACTICE
    published = (today() + timedelta(days=400)).isoformat()
    library.install(office.lists, source, published=published, accept=True)
    assert oldest_age(library.installed(office.lists), today()) == 0
    chip = next(chip for chip in chips(office, unsaved=False) if chip.key == "lists")
    assert chip.warns and "futur" in chip.text


def test_a_second_place_counts_only_while_it_is_present(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with refused("second-place-not-there"):
        second_place.choose(office.work, stick)
    stick.mkdir()
    second_place.choose(office.work, stick)
    made = back_up(office)
    assert [path.parent for path in made] == [office.backups, stick]
    copied_at = place_of(office).copied_at
    assert copied_at
    stick.rename(tmp_path / "unplugged")
    assert backup.places(office.backups, place_of(office)) == (office.backups,)
    stick.mkdir()  # what the system leaves where a stick was, or another stick under the same letter
    assert [path.parent for path in back_up(office)] == [office.backups]
    assert not list(stick.iterdir())
    assert place_of(office).copied_at == copied_at


def test_a_stick_that_comes_back_is_known_by_its_mark(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    second_place.choose(office.work, stick)
    stick.rename(tmp_path / "pocket")
    (tmp_path / "pocket").rename(stick)
    assert len(back_up(office)) == 2
    second_place.choose(office.work, None)
    assert second_place.read(office.machine) is None
    second_place.choose(office.work, stick)  # its mark is taken as it is: other offices may use the same stick
    assert len(back_up(office)) == 2


def test_a_reader_does_not_choose_where_backups_go(office: Office, tmp_path: Path) -> None:
    with refused("role-not-allowed"):
        second_place.choose(office.work.acting_as(Officer(name="Lectrice", role="reader")), tmp_path)


def test_a_restored_office_goes_on_as_another_laptop(office: Office) -> None:
    partners.register(office.work, Partner(name="Teranga"))
    path, old = make(office), office.store.identity.device
    partners.register(office.work, Partner(name="Perdu"))
    preview = restore_preview.read(path, office.folder, office.opened.key)
    assert preview.counts.lost == 1 and [deed.about for deed in preview.lost] == ["Perdu"]
    folder, opened = office.folder, office.opened
    office.close()
    kept = backup.restore(folder, path, opened.key, opened.officer_id)
    with Office.unlock(folder, opened.officer_id, SECRET) as again:
        assert [line.name for line in partner_list.find(again.store)] == ["Teranga"]
        assert again.store.identity.device != old
        assert again.keys.device == again.store.identity.device
        assert again.keyset() is None
        assert kept is not None and kept.exists()
        back = restore_preview.read(kept, folder, opened.key)
        assert back.counts.regained == 1 and [deed.about for deed in back.regained] == ["Perdu"]
        assert not list(folder.glob("*.part*"))


def test_an_open_office_is_not_restored(office: Office) -> None:
    path = make(office)
    with refused("office-already-open"):
        backup.restore(office.folder, path, office.opened.key, office.user.id)


def test_an_officer_who_left_is_listed_no_more_and_keeps_their_name(office: Office) -> None:
    chief = Officer(id=new_id(), name="Jean-Marc Okafor", role="chief_of_mission")
    people.add_officer(office.work, chief)
    people.remove_officer(on(office, today()), chief.id)
    assert [o.name for o in people.officers(office.store)] == ["Awa Ndiaye"]
    assert people.names(office.store)[chief.id] == "Jean-Marc Okafor"


def evidence(office: Office, name: str) -> bytes:
    """A scan that an officer added, large enough to lie beside the backups."""
    scan = f"%PDF-1.7 {name} ".encode() * 2_000
    with office.machine.note() as session:
        files.put(session, scan, f"{name}.pdf", "application/pdf")
    return scan


def erase(office: Office, scan: bytes) -> None:
    with office.machine.note() as session:
        session.execute(delete(Attachment).where(Attachment.digest == sha256(scan)))


def pieces_beside(folder: Path) -> list[Path]:
    return sorted(path for found in folder.glob("*.pieces") for path in found.iterdir())


def test_each_place_holds_an_attached_file_once_and_a_whole_backup_holds_it_inside(
    office: Office, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    second_place.choose(office.work, stick)
    scan = evidence(office, "statuts")
    back_up(office)
    back_up(office)
    assert len(pieces_beside(office.backups)) == len(pieces_beside(stick)) == 1
    (whole,) = office.back_up_whole(tmp_path / "elsewhere", Progress())
    assert [path.name for path in whole.parent.iterdir()] == [whole.name]
    folder, opened = tmp_path / "new", office.opened
    backup.restore(folder, whole, opened.key, opened.officer_id)
    with Office.unlock(folder, opened.officer_id, SECRET) as again, again.store.read() as session:
        assert files.get(session, sha256(scan)) == scan


def test_a_restore_test_is_due_once_a_month_and_after_a_failure(office: Office) -> None:
    assert office.test_restore(Progress()) is None, "there is nothing to test yet"
    assert not restore_test.is_due(restore_test.read(office.machine), None, now())
    evidence(office, "statuts")
    make(office)
    outcome = office.test_restore(Progress())
    noted = restore_test.read(office.machine)
    assert outcome is not None and outcome.passed and outcome.attached == 1
    assert noted is not None and replace(noted, at=outcome.at) == outcome
    assert not restore_test.is_due(None, now(), now())
    assert restore_test.is_due(None, now() - timedelta(days=1), now())
    assert not restore_test.is_due(outcome, None, now())
    assert restore_test.is_due(outcome, None, now() + timedelta(days=30))
    assert restore_test.is_due(outcome, None, now() - timedelta(days=2)), "made under a clock that was ahead"
    assert restore_test.is_due(replace(outcome, refused="…"), None, now())
    assert not restore_test.is_late(outcome, None, now() + timedelta(days=40))
    assert restore_test.is_late(outcome, None, now() + timedelta(days=50))
    assert not list(office.folder.rglob("*.part*"))


def test_a_restore_test_mends_what_the_office_still_has(office: Office) -> None:
    evidence(office, "statuts")
    make(office)
    (piece,) = pieces_beside(office.backups)
    whole = piece.read_bytes()
    piece.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    outcome = office.test_restore(Progress())
    assert outcome is not None and outcome.passed and (outcome.damaged, outcome.attached) == (1, 1)
    assert all(copy.opens for copy in backup.every((office.backups,), office.opened.key, now()))


def test_a_failed_restore_test_is_told_on_today_and_on_the_page(office: Office) -> None:
    make(office)
    (copy,) = office.backups.glob("*.backup")
    damaged = bytearray(copy.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    copy.write_bytes(damaged)
    outcome = office.test_restore(Progress())
    assert outcome is not None and not outcome.passed and outcome.backup == copy.name
    state = HouseState(house.machine_state(office.work), 0, 0, (), 0, None)
    card = next(card for card in house_cards(office, state, today()) if card.key == "backup")
    assert card.warns and card.note == outcome.refused
    screen = BackupsPresenter(office, RunNow(), UnsavedSettings())
    screen.refresh()
    assert outcome.refused in screen.tested
    copy.unlink()
    screen.make()
    screen.test()
    assert screen.problem is None and "tout y était" in screen.tested


def test_evidence_erased_here_is_told_until_no_backup_holds_it(office: Office) -> None:
    scan, tiny = evidence(office, "statuts"), b"%PDF-1.7 quittance"
    with office.machine.note() as session:
        files.put(session, tiny, "quittance.pdf", "application/pdf")
    make(office)
    screen = BackupsPresenter(office, RunNow(), UnsavedSettings())
    screen.refresh()
    assert screen.erased == ""
    erase(office, scan)
    erase(office, tiny)
    (copy,) = office.backups.glob("*.backup")
    future = copy.rename(copy.with_name(f"{copy.name[:19]}-2026-03-01-101500{copy.suffix}"))
    screen.refresh()
    assert screen.erased.startswith("2 ") and "mars 2027" in screen.erased
    make(office)
    screen.refresh()
    assert screen.erased.startswith("2 "), "the earlier one holds them still"
    future.unlink()
    make(office)
    screen.refresh()
    assert screen.erased == "" and pieces_beside(office.backups) == []


def test_a_second_place_away_for_long_is_told_on_today(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    second_place.choose(office.work, stick)

    def keys() -> list[str]:
        state = HouseState(house.machine_state(office.work), 0, 0, (), 0, None)
        return [card.key for card in house_cards(office, state, office.work.today())]

    back_up(office)
    assert "second_backup" not in keys()
    stick.rename(tmp_path / "in a pocket")
    office.store.clock = office.machine.clock = Clock(lambda: now() + timedelta(days=15))
    make(office)
    assert "second_backup" in keys()
