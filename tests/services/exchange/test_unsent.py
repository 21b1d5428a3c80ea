"""What Headquarters has not acknowledged, counted by the database as the journal has it."""

from collections import Counter

from desktop.office import Office
from desktop.services.demo import invented
from desktop.services.exchange import unsent
from desktop.store.journal import first_records, write_entries
from desktop.store.records.values import ChangeRun
from tests.offices import office, office_folder

__all__ = ["office", "office_folder"]


def test_the_records_in_a_bundle_are_counted_as_the_journal_has_them(office: Office) -> None:
    invented.partner(office.work, "fr")
    changes = office.store.history()
    touched = {(entry.kind, entry.id) for change in changes[1:] for entry in change.entries}
    counts = Counter(office.store.families[kind].name for kind, _record in touched)
    run = ChangeRun(device=changes[1].device, first=changes[1].number, last=changes[-1].number)
    counted = unsent.count_families(office.store, (run,))
    assert counted == counts and counted["partner"] == 1
    assert list(counted.values()) == sorted(counted.values(), reverse=True)


def test_the_first_records_of_a_change_are_read_without_the_rest_of_it(office: Office) -> None:
    invented.partner(office.work, "fr")
    for change in office.store.history():
        text, records = write_entries(change.device, change.entries), [(e.kind, e.id) for e in change.entries]
        assert first_records(text, 2) == tuple(records[:2])
        assert first_records(text, 99) == tuple(records)
    assert first_records("[]", 8) == ()
