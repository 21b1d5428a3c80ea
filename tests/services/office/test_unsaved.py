"""What is typed into a form and not saved is its officer's own, there at once, and on the disk once it is written."""

from pathlib import Path
from threading import Thread

from desktop.office import Office
from desktop.services.office import drafts
from desktop.services.office.unsaved import UnsavedForms
from desktop.store.records import Officer
from desktop.store.vault import Vault
from tests.offices import Staff, entered, office, office_folder, runner
from tests.refusal import refused

__all__ = ["office", "office_folder", "runner"]


def after_a_restart(office: Office) -> UnsavedForms:
    """What is found by a program that knows nothing of the one before."""
    return UnsavedForms(lambda: office.work)


def test_a_half_filled_form_is_kept_and_forgotten(office: Office) -> None:
    office.unsaved.tell("partner:new", {"name": "Alp"})
    office.unsaved.tell("partner:new", {"name": "Alpha"})
    assert office.unsaved.form("partner:new") == {"name": "Alpha"}
    assert after_a_restart(office).form("partner:new") == {}
    office.unsaved.write()
    assert after_a_restart(office).form("partner:new") == {"name": "Alpha"}
    office.unsaved.tell("partner:new", {})
    office.unsaved.write()
    assert after_a_restart(office).form("partner:new") == {}


def test_a_half_filled_form_is_its_officer_s_own(office: Office) -> None:
    office.unsaved.tell("partner:new", {"name": "Alpha"})
    office.unsaved.write()
    somebody = Officer(name="Jean-Marc Okafor", role="reader")
    assert UnsavedForms(lambda: office.work.acting_as(somebody)).form("partner:new") == {}


def test_the_forms_of_one_kind_are_found(office: Office) -> None:
    for name in ("person:1:a", "person:1:b", "person:2:c"):
        office.unsaved.tell(name, {"name": "x"})
    assert office.unsaved.begun("person:1:") == ("person:1:a", "person:1:b")


def test_closing_the_office_writes_what_was_told(office_folder: tuple[Path, Staff], tmp_path: Path) -> None:
    template, staff = office_folder
    with entered(template, tmp_path / "closed", staff.officer) as office:
        office.unsaved.tell("partner:new", {"name": "Alpha"})
    with Office.enter(office.folder, Vault.open(office.folder), staff.officer) as again:
        assert again.unsaved.form("partner:new") == {"name": "Alpha"}


def test_what_could_not_be_written_is_written_the_next_time(office: Office) -> None:
    office.unsaved.tell("partner:new", {"name": "Alpha"})
    away = office.folder.rename(office.folder.with_name("away"))
    with refused("office-folder-gone"):
        office.unsaved.write()
    away.rename(office.folder)
    office.unsaved.write()
    assert after_a_restart(office).form("partner:new") == {"name": "Alpha"}


def test_an_older_state_is_never_written_over_a_newer_one(office: Office) -> None:
    """Several threads write at once, while one tells: the disk holds the last that was told."""
    for turn in range(20):
        writers = [Thread(target=office.unsaved.write) for _each in range(3)]
        for number, writer in enumerate(writers):
            office.unsaved.tell("partner:new", {"name": f"{turn}-{number}"})
            writer.start()
        for writer in writers:
            writer.join()
        assert after_a_restart(office).form("partner:new") == {"name": f"{turn}-2"}


def test_the_newest_moment_is_of_what_this_officer_finds_again(office: Office) -> None:
    assert drafts.newest(office.work) == ""
    at = drafts.save(office.work, "case", "A01", {"value": "Teranga"})
    assert drafts.newest(office.work) == at
    other = office.work.acting_as(Officer(name="Jean-Marc Okafor", role="officer"))
    drafts.save_forms(other, {"partner:new": {"name": "Beta"}})
    assert drafts.newest(office.work) == at
    drafts.save_forms(office.work, {"partner:new": {"name": "Alpha"}})
    assert drafts.newest(office.work) >= at
    drafts.discard(office.work, "case")
    drafts.save_forms(office.work, {"partner:new": {}})
    assert drafts.newest(office.work) == ""
