"""What happened to a record and to what hangs on it, as the journal kept it: who did what, when, from what to what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select

from desktop.base.text import _
from desktop.services.office import people
from desktop.services.registry import partners
from desktop.store.journal import change_of
from desktop.store.records import Agreement, Case, ChangeRow, Findable, Partnership, Person
from desktop.store.store import Store

PARTNERS = frozenset({"parent_id", "merged_into"})  # fields that hold the id of a partner


@dataclass(frozen=True)
class Changed:
    """One field that a deed wrote: the family and field by their names.

    `fresh` is one of a record that the deed made: there is no value before.
    """

    family: str
    field: str
    before: Any
    after: Any
    fresh: bool = False


@dataclass(frozen=True)
class Deed:
    """One line of the audit trail. `what` is the deed in the reader's language, `by` the officer's name."""

    at: datetime
    by: str
    what: str
    about: str  # the names of the records concerned, parted by commas
    changed: tuple[Changed, ...]
    device: str
    number: int

    @property
    def sentence(self) -> str:
        """Who did what: `Partner registered by Awa Ndiaye`."""
        return _("{deed} by {name}").format(deed=self.what, name=self.by) if self.by else self.what


def of_partner(store: Store, partner_id: str) -> tuple[Deed, ...]:
    """Everything done about a partner, its persons, partnerships, cases and agreements, the newest first."""
    with store.read() as session:
        ids = [partner_id]
        for family in (Person, Partnership, Case, Agreement):
            ids += session.scalars(select(family.id).where(family.partner_id == partner_id))
    return of_records(store, ids)


def partners_named(store: Store, deeds: Iterable[Deed]) -> dict[str, str]:
    """The names of the partners that the values in a history stand for, by id."""
    changes = (change for deed in deeds for change in deed.changed if change.field in PARTNERS)
    ids = {value for change in changes for value in (change.before, change.after) if value}
    with store.read() as session:
        return partners.names_in(session, ids)


def of_records(store: Store, records: Sequence[str]) -> tuple[Deed, ...]:
    """Everything done to these records, the newest first; other records of the same deeds are left out."""
    names, wanted = people.names(store), frozenset(records)
    with store.read() as session:
        query = select(ChangeRow).where(or_(*(ChangeRow.entries.contains(one) for one in records)))
        order = (ChangeRow.at, ChangeRow.device, ChangeRow.number)
        changes = [change_of(row) for row in session.scalars(query.order_by(*order))]
        titles = {f.id: f.title for f in session.scalars(select(Findable).where(Findable.id.in_(records)))}
    known: dict[tuple[str, int], Any] = {}
    found = []
    for one in changes:
        changed = tuple(_changed(store, one.entries, wanted, known))
        moment = datetime.fromtimestamp(one.at / 1000, UTC)
        about = ", ".join(titles[e.id] for e in one.entries if e.id in titles and e.id in wanted)
        found.append(Deed(moment, names.get(one.by, ""), _(one.what), about, changed, one.device, one.number))
    return tuple(reversed(found))


def _changed(
    store: Store, entries: Iterable[Any], wanted: frozenset[str], known: dict[tuple[str, int], Any]
) -> Iterable[Changed]:
    for entry in entries:
        family = store.families.get(entry.kind)
        if family is None or entry.id not in wanted:
            continue
        for cell in entry.cells:
            key, name, fresh = (entry.id, cell.field), family.field.get(cell.field, ""), entry.op == "insert"
            before = None if fresh else known.get(key, family.blank.get(name))
            if name and (fresh or before != cell.value):
                yield Changed(family.name, name, before, cell.value, fresh)
            known[key] = cell.value
