"""What happened to a record and to what hangs on it, as the journal has it: who did what, when, from what to what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.base.change import INSERT, Entry
from desktop.base.text import _
from desktop.base.values import moment_at
from desktop.services.office import people
from desktop.services.registry import identity, partners
from desktop.store.journal import change_of
from desktop.store.records import (
    Agreement,
    Case,
    ChangeRow,
    EarlierAgreement,
    Findable,
    Interaction,
    Partnership,
    Person,
    Position,
)
from desktop.store.references import Owners
from desktop.store.store import Store

PARTNERS = frozenset({"parent_id", "same_as"})  # fields that hold the id of a partner


@dataclass(frozen=True)
class FieldChange:
    """One field that a deed wrote: the family and field by their names.

    `fresh` is one of a record that the deed made: there is no value before.
    """

    family: str
    field: str
    before: Any
    after: Any
    fresh: bool = False


@dataclass(frozen=True)
class HistoryLine:
    """One line of the audit trail. `what` is the deed in the reader's language, `by` the officer's name."""

    at: datetime
    by: str
    what: str
    about: str  # the names of the records concerned, parted by commas
    changed: tuple[FieldChange, ...]
    device: str
    number: int

    @property
    def sentence(self) -> str:
        """Who did what: `Partner registered by Awa Ndiaye`."""
        return _("{deed} by {name}").format(deed=self.what, name=self.by) if self.by else self.what


@dataclass(frozen=True)
class PartnerHistory:
    """Everything done about a partner, the newest first; `partners` are the names of those that values stand for."""

    lines: tuple[HistoryLine, ...]
    partners: Mapping[str, str]


def of_partner(store: Store, partner_id: str) -> PartnerHistory:
    """Everything done about a partner, its persons, partnerships, cases, agreements and contacts."""
    with store.read() as session:
        own = identity.records(session, partner_id)
        ids = [*own]
        for family in (Person, Partnership, Case, Agreement, EarlierAgreement, Interaction):
            ids += session.scalars(select(family.id).where(family.partner_id.in_(own)))
        lines = _of_records(store, session, ids)
        changes = [change for line in lines for change in line.changed if change.field in PARTNERS]
        named = {str(value) for change in changes for value in (change.before, change.after) if value}
        return PartnerHistory(lines, partners.names_in(session, named))


def of_records(store: Store, records: Sequence[str]) -> tuple[HistoryLine, ...]:
    """Everything done to these records, the newest first; other records of the same deeds are left out."""
    with store.read() as session:
        return _of_records(store, session, records)


def _of_records(store: Store, session: Session, records: Sequence[str]) -> tuple[HistoryLine, ...]:
    authors, concerned = people.Authors.read_in(session, store.identity.office), frozenset(records)
    owners, homes = Owners(session.connection(), store.families), _offices_of_devices(session)
    owners.look_up(records)
    query = select(ChangeRow).where(or_(*(ChangeRow.entries.contains(record) for record in records)))
    rows = session.scalars(query.order_by(ChangeRow.at, ChangeRow.device, ChangeRow.number))
    changes = [change_of(row) for row in rows]
    titles = {row.id: row.title for row in session.scalars(select(Findable).where(Findable.id.in_(records)))}
    values: dict[tuple[str, int], Any] = {}  # the last value of each field, by record and number of the field
    lines = []
    for change in changes:
        home = homes.get(change.device, "")  # what another office tried to write was refused: it is no history
        entries = [e for e in change.entries if e.id in concerned and owners.office_of(e.id) in ("", home)]
        if not entries:
            continue
        lines.append(
            HistoryLine(
                moment_at(change.at),
                authors.name(change.device, change.by),
                _(change.what),
                ", ".join(titles[entry.id] for entry in entries if entry.id in titles),
                tuple(_field_changes(store, entries, values)),
                change.device,
                change.number,
            )
        )
    return tuple(reversed(lines))


def _offices_of_devices(session: Session) -> dict[str, str]:
    """Whose records the changes of each device are about."""
    return dict(session.execute(select(Position.device, Position.office)).all())


def _field_changes(store: Store, entries: Iterable[Entry], values: dict[tuple[str, int], Any]) -> Iterator[FieldChange]:
    """What these entries changed; `values` is brought up to date."""
    for entry in entries:
        family = store.families.get(entry.kind)
        if family is None:
            continue
        for cell in entry.cells:
            key, name, fresh = (entry.id, cell.field), family.field.get(cell.field, ""), entry.op == INSERT
            before = None if fresh else values.get(key, family.blank.get(name))
            if name and (fresh or before != cell.value):
                yield FieldChange(family.name, name, before, cell.value, fresh)
            values[key] = cell.value
