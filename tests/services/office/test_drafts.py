"""What is being typed is saved at once, found again by whoever may see it, and gone when a deed has taken it."""

from desktop.office import Office
from desktop.services.office import drafts
from tests.offices import office, office_folder, runner

__all__ = ["office", "office_folder", "runner"]


def test_what_is_typed_is_found_again_by_part(office: Office) -> None:
    first = drafts.save(office.work, "case", "A01", {"value": "Ter"})
    assert drafts.save(office.work, "case", "A01", {"value": "Teranga"}) >= first
    drafts.save(office.work, "case", "A02", {"value": None})
    drafts.save(office.work, "other", "A01", {"value": "x"})
    assert drafts.read(office.work, "case") == {"A01": {"value": "Teranga"}, "A02": {"value": None}}
    drafts.discard(office.work, "case")
    assert drafts.read(office.work, "case") == {}
    assert drafts.read(office.work, "other") == {"A01": {"value": "x"}}


def test_a_deed_takes_the_parts_that_it_records(office: Office) -> None:
    for part in ("A01", "A02"):
        drafts.save(office.work, "case", part, {"value": part})
    with office.store.note() as session:
        assert drafts.exist(session, "case")
        drafts.remove(session, "case", ["A01"])
        assert [draft.part for draft in drafts.of(session, "case")] == ["A02"]
        drafts.remove(session, "case")
        assert not drafts.exist(session, "case")
