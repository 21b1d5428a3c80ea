"""Backups as an office makes and uses them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.base.values import new_id, today
from desktop.office import Account, Office
from desktop.services.office import backup, people
from desktop.services.registry import partner_list, partners
from desktop.store.records import OfficeProfile, Officer, Partner
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
    return backup.back_up(office.folder, office.opened.key, (office.backups,))[0]


def test_one_backup_a_day_is_due(office: Office) -> None:
    assert backup.is_due(office.backups, today())
    make(office)
    assert not backup.is_due(office.backups, today())
    assert backup.is_due(office.backups, today() + timedelta(days=1))


def test_a_second_place_counts_only_while_it_is_present(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    backup.take_second(office.work, stick)
    assert backup.places(office.backups, office.machine) == (office.backups,)
    stick.mkdir()
    assert backup.places(office.backups, office.machine) == (office.backups, stick)
    made = backup.back_up(office.folder, office.opened.key, backup.places(office.backups, office.machine))
    assert [path.parent for path in made] == [office.backups, stick]


def test_a_reader_does_not_choose_where_backups_go(office: Office, tmp_path: Path) -> None:
    with refused("role-not-allowed"):
        backup.take_second(office.work.acting_as(Officer(name="Lectrice", role="reader")), tmp_path)


def test_a_restored_office_goes_on_as_another_laptop(office: Office) -> None:
    partners.register(office.work, Partner(name="Teranga"))
    path, old = make(office), office.store.identity.device
    partners.register(office.work, Partner(name="Perdu"))
    assert backup.preview(path, office.folder, office.opened.key).lost == 1
    folder, opened = office.folder, office.opened
    office.close()
    kept = backup.restore(folder, path, opened.key, opened.officer_id)
    with Office.unlock(folder, opened.officer_id, SECRET) as again:
        assert [line.name for line in partner_list.find(again.store)] == ["Teranga"]
        assert again.store.identity.device != old
        assert again.keys.device == again.store.identity.device
        assert again.keyset() is None
    assert kept is not None and kept.exists()


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
