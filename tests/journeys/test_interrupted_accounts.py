"""Killed between any two writes of an account, nobody is half an officer, and what is done next is right."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from desktop.base.errors import Problem
from desktop.base.progress import RunNow
from desktop.base.values import new_id
from desktop.office import Office
from desktop.presenters.office import people as people_page
from desktop.presenters.office import recovery
from desktop.services import house
from desktop.services.office import accounts, people
from desktop.store.records import Officer
from desktop.store.states import Role
from desktop.store.vault import FLOOR, Vault
from tests.exchanging import User, seated
from tests.faulty import deaths
from tests.offices import PASSPHRASE, Staff, Templates, set_up
from tests.presenters.office.test_people import Reopening
from tests.refusal import refused

FRESH = "girafe orage citron 48"
PAPER = "words.txt"


@dataclass(frozen=True)
class Try:
    """The office of one try and what opened it when it was copied."""

    folder: Path
    staff: Staff

    def enter(self) -> Office:
        """Opened by Awa Ndiaye, with the key that the database had at first."""
        return Office.enter(self.folder, Vault.open(self.folder), self.staff.officer)

    def unlock(self) -> Office:
        """Opened by Awa Ndiaye with her passphrase, whatever the key of the database is by now."""
        return Office.unlock(self.folder, self.staff.officer.officer_id, PASSPHRASE)

    def passphrases(self, *tried: str) -> list[str]:
        """Those of these that open the office for Awa Ndiaye."""
        return [passphrase for passphrase in tried if self.opens(self.staff.officer.officer_id, passphrase)]

    def opens(self, officer: str, passphrase: str) -> bool:
        try:
            Vault.open(self.folder).unlock(officer, passphrase)
        except Problem:
            return False
        return True


def tries(
    templates: Templates,
    tmp_path: Path,
    deed: Callable[[Try], object],
    make: Callable[[Path], Staff] = set_up,
) -> list[Try]:
    """The office as a kill at each point of the deed left it; the deed done to its end is the last."""
    template, staff = templates.folder(make)

    def prepare(name: str) -> Callable[[], object]:
        shutil.copytree(template, tmp_path / name / "office")
        return partial(deed, Try(tmp_path / name / "office", staff))

    names = [*deaths(prepare, tmp_path / "points", 1), "whole"]
    return [Try(tmp_path / name / "office", staff) for name in names]


def colleague() -> Officer:
    return Officer(id=new_id(), name="Mame Diarra Sow", role=Role.READER)


def add(try_: Try) -> None:
    with try_.enter() as office:
        register = lambda officer: people.add_officer(office.work, officer)  # noqa: E731
        accounts.add(office.work, office.vault, office.opened, colleague(), FRESH, register, FLOOR)


def assert_accounts_whole(office: Office) -> None:
    """Whoever opens the office is an officer of it, and the other way round; nothing lies about."""
    ways_in = {holder.id: holder.name for holder in office.vault.officers}
    assert ways_in == {officer.id: officer.name for officer in people.officers(office.store)}
    assert not [*office.folder.rglob("*.part*")]


@pytest.mark.parametrize("first", ["the colleague", "the new officer"])
def test_killed_while_an_officer_is_added_there_is_none_or_a_whole_one(
    templates: Templates, tmp_path: Path, first: str
) -> None:
    """Whoever opens the office first afterwards."""
    seen = set()
    for try_ in tries(templates, tmp_path, add):
        added = next((holder for holder in Vault.open(try_.folder).officers if holder.name == "Mame Diarra Sow"), None)
        if first == "the new officer" and added is not None:
            try:
                with Office.unlock(try_.folder, added.id, FRESH) as office:
                    assert (office.user.name, office.user.role) == ("Mame Diarra Sow", Role.READER)
            except Problem as problem:
                assert problem.code == "account-unfinished"
                seen.add(problem.code)
        with try_.enter() as office:
            assert_accounts_whole(office)
            seen.add(str(len(office.vault.officers)))
    assert seen == {"2", "3"} | ({"account-unfinished"} if first == "the new officer" else set())


def test_what_registers_refuses_leaves_no_way_in(templates: Templates, tmp_path: Path) -> None:
    template, staff = templates.folder(set_up)
    shutil.copytree(template, tmp_path / "office")
    with Try(tmp_path / "office", staff).enter() as office:
        chief = Officer(id=new_id(), name="Awa herself", role=Role.CHIEF_OF_MISSION)
        register = lambda officer: people.add_officer(office.work, officer)  # noqa: E731
        with refused("chief-adds-deciders"):
            accounts.add(office.work, office.vault, office.opened, chief, FRESH, register, FLOOR)
        assert_accounts_whole(office)


def remove(try_: Try) -> None:
    office = try_.unlock()
    computer = Reopening(office)
    screen = seated(people_page.PeoplePresenter(office, RunNow(), computer), User(try_.folder))
    screen.remove(try_.staff.chief.officer_id)
    computer.office.close()


def test_killed_while_an_officer_is_removed_the_passphrase_goes_first_and_removing_goes_on(
    templates: Templates, tmp_path: Path
) -> None:
    seen = set()
    for try_ in tries(templates, tmp_path, remove):
        chief = try_.staff.chief.officer_id
        with try_.unlock() as office:
            listed = chief in {officer.id for officer in people.officers(office.store)}
        opens = try_.opens(chief, f"{PASSPHRASE} chef")
        seen.add((opens, listed))
        if listed:
            remove(try_)
        assert not try_.opens(chief, f"{PASSPHRASE} chef")
        with try_.unlock() as office:
            assert_accounts_whole(office)
    assert seen == {(True, True), (False, True), (False, False)}, "nobody who left opens the office"


def change_passphrase(try_: Try) -> None:
    Vault.open(try_.folder).change_passphrase(try_.staff.officer.officer_id, PASSPHRASE, FRESH, FLOOR)


def test_killed_while_a_passphrase_is_changed_one_of_the_two_opens(templates: Templates, tmp_path: Path) -> None:
    seen = set()
    for try_ in tries(templates, tmp_path, change_passphrase):
        (opening,) = try_.passphrases(PASSPHRASE, FRESH)
        seen.add(opening)
        with Office.unlock(try_.folder, try_.staff.officer.officer_id, opening) as office:
            assert_accounts_whole(office)
    assert seen == {PASSPHRASE, FRESH}


def set_up_with_a_sheet(folder: Path) -> Staff:
    """An office whose words were put on paper and typed back; the paper lies in its folder."""
    staff = set_up(folder)
    with Try(folder, staff).enter() as office:
        make_words(Try(folder, staff), office)
    return staff


def make_words(try_: Try, office: Office) -> None:
    """A sheet, checked."""
    (try_.folder / PAPER).write_text(" ".join(recovery.make(office, "fr")), encoding="utf-8")
    recovery.note_checked(office)


def replace_words(try_: Try) -> None:
    with try_.enter() as office:
        make_words(try_, office)


def test_killed_while_a_sheet_is_replaced_none_is_called_checked_that_does_not_open(
    templates: Templates, tmp_path: Path
) -> None:
    told = set()
    for try_ in tries(templates, tmp_path, replace_words, set_up_with_a_sheet):
        with try_.enter() as office:
            checked = house.machine_state(office.work).words_checked
            opens = office.vault.check_words((try_.folder / PAPER).read_text("utf-8"))
        assert opens or not checked
        told.add((checked, opens))
    assert {(True, True), (False, False)} <= told


def open_with_words(try_: Try) -> None:
    vault = Vault.open(try_.folder)
    words = (try_.folder / PAPER).read_text("utf-8")
    opened = vault.reset_passphrase(vault.unlock_with_words(words), try_.staff.officer.officer_id, FRESH, FLOOR)
    Office.enter(try_.folder, vault, opened).close()


def test_killed_after_the_words_were_used_the_new_seal_is_recorded_at_the_next_opening(
    templates: Templates, tmp_path: Path
) -> None:
    for try_ in tries(templates, tmp_path, open_with_words, set_up_with_a_sheet):
        (opening,) = try_.passphrases(PASSPHRASE, FRESH)
        with Office.unlock(try_.folder, try_.staff.officer.officer_id, opening) as office:
            recorded = people.officer(office.store, office.user.id)
            assert recorded is not None and recorded.seal_key == office.opened.seal_public().hex()
