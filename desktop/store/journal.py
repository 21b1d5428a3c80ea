"""The journal: what a deed changed, the stamp on every field it wrote, and the chain of deeds.

A deed's entries are gathered while the session writes them, so no service can forget one. Each written
field carries the stamp of the value it replaced (its base); `design: generation + base stamp` decides later,
without clocks, who wrote after whom (DECISIONS, “Journal and merge”).
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, inspect, select, text, update
from sqlalchemy.orm import Session

from desktop.base.change import INSERT, START, UPDATE, Cell, Change, Entry, Stamp
from desktop.base.errors import Problem
from desktop.base.limits import CELLS, RAW, Unsound, check
from desktop.base.text import _
from desktop.base.values import json_writer
from desktop.store import bulk, search_index
from desktop.store.direct import Direct
from desktop.store.records import ChangeRow, Family, Findable, Owner, Position, Record, StampRow, table_of
from desktop.store.records.codec import StoredJson

Stamps = dict[int, tuple[str, int, int]]  # field -> device, number, generation
_compact = json_writer(sort_keys=False)


# --- stamps, as their rows hold them: grouped, because most fields of a record were written together


def read_stamps(cells: str) -> Stamps:
    """The stamps of one record from its row."""
    return {
        field: (device, number, generation)
        for device, number, generation, fields in json.loads(cells)
        for field in fields
    }


def write_stamps(stamps: Stamps) -> str:
    """The row for the stamps of one record."""
    groups: dict[tuple[str, int, int], list[int]] = {}
    for field in sorted(stamps):
        groups.setdefault(stamps[field], []).append(field)
    return _compact([[*stamp, fields] for stamp, fields in groups.items()])


# --- entries, as the journal's rows hold them


def write_entries(device: str, entries: Iterable[Entry]) -> str:
    """A change's entries as compact JSON; a base of the same device is only its number."""

    def base(stamp: Stamp | None) -> Any:
        if stamp is None:
            return None
        return stamp[1] if stamp[0] == device else list(stamp)

    rows = [[e.kind, e.id, e.op, e.erased or [[c.field, c.value, base(c.base)] for c in e.cells]] for e in entries]
    return _compact(rows)


def read_entries(device: str, text: str) -> tuple[Entry, ...]:
    """What `write_entries` wrote."""

    def base(stamp: Any) -> Stamp | None:
        if stamp is None:
            return None
        return (device, stamp) if isinstance(stamp, int) else (stamp[0], stamp[1])

    def entry(kind: int, record: str, op: str, cells: Any) -> Entry:
        if isinstance(cells, str):
            return Entry(kind, record, op, (), erased=cells)
        return Entry(kind, record, op, tuple(Cell(f, v, base(b)) for f, v, b in cells))

    return tuple(entry(*row) for row in json.loads(text))


def first_records(text: str, most: int) -> tuple[tuple[int, str], ...]:
    """Family number and id of the records in the first `most` entries; the rest of a long change is not read."""
    decoder, at = json.JSONDecoder(), 1
    records: list[tuple[int, str]] = []
    while len(records) < most and at < len(text) - 1:
        (kind, record, *_cells), end = decoder.raw_decode(text, at)
        records.append((kind, record))
        at = end + 1  # the comma, or the closing bracket
    return tuple(records)


def touched_records(text: str) -> set[tuple[int, str]]:
    """Family number and id of the records that the entries of a change touch."""
    return {(kind, record) for kind, record, *_cells in json.loads(text)}


def change_of(row: ChangeRow | Any) -> Change:
    """The change that a row of the journal keeps."""
    return Change(
        row.device, row.number, row.what, row.by, row.at, row.zone, row.app, row.schema,
        read_entries(row.device, row.entries),
    )  # fmt: skip


def row_of(change: Change, head: str, office: str) -> dict[str, str | int]:
    """The journal's row for a change to this office's records, by column name."""
    return {
        "device": change.device,
        "number": change.number,
        "what": change.what,
        "by_officer": change.by,
        "at_ms": change.at,
        "zone": change.zone,
        "app": change.app,
        "schema_number": change.schema,
        "entries": write_entries(change.device, change.entries),
        "head": head,
        "office": office,
    }


def changes_of(connection: Connection | Session, device: str, first: int, last: int) -> Iterator[Change]:
    """The changes `first` to `last` of one device, in order."""
    table = table_of(ChangeRow)
    rows = connection.execute(
        select(*[c.label(a) for a, c in _columns().items()])
        .where(table.c.device == device, table.c.number.between(first, last))
        .order_by(table.c.number)
    )
    for row in rows:
        yield change_of(row)


def _columns() -> dict[str, Any]:
    return {a.key: a.columns[0] for a in inspect(ChangeRow).column_attrs}


# --- gathering


@dataclass
class _Touched:
    family: Family
    new: bool
    values: dict[str, StoredJson]


class ChangeBuilder:
    """Gathers what one deed writes, then closes it as one Change with its stamps."""

    def __init__(self, families: Mapping[type[Record], Family], office: str, owner: Owner | None = None) -> None:
        """`owner` is whose fields the writer may set besides the shared ones; None for HQ's own records."""
        self._families = families
        self._office = office
        self._owner = owner
        self._touched: dict[str, _Touched] = {}
        self._lines: dict[str, dict[str, str | int]] = {}  # what lists shall find these records by
        self._searched: dict[str, tuple[Record, Family]] = {}  # of which the search over everything keeps words
        # By record and field, what is written although the content stays: the other writes that were looked at
        self._confirmed: dict[tuple[str, str], Collection[Stamp]] = {}

    def confirm(self, record: str, name: str, seen: Collection[Stamp]) -> None:
        """Write this field into the change although its content stays, on the base of `seen` too."""
        self._confirmed[record, name] = seen

    def gather(self, session: Session) -> None:
        """Note the fields that the session is about to write."""
        for gone in session.deleted:
            if isinstance(gone, Record):
                raise RuntimeError("nothing is deleted: archive the record instead")
        for record in (*session.new, *session.dirty):
            if isinstance(record, Record):
                self._note(session, record, new=record in session.new)

    def _note(self, session: Session, record: Record, *, new: bool) -> None:
        family = self._families[type(record)]
        values = _written(record, family, new=new, confirmed={n for i, n in self._confirmed if i == record.id})
        _check_values(family, values)
        self._check_owner(family, values)
        if record.office not in ("", self._office):
            raise RuntimeError(f"{family.name}: a record of office {record.office}, in the chain of {self._office}")
        if new and not record.office:
            record.office = self._office
        if not values and not new:
            return
        touched = self._touched.get(record.id)
        if touched is None:
            self._touched[record.id] = _Touched(family, new, values)
        else:
            touched.values.update(values)
        if new or values.keys() & search_index.read_by(family.kind):
            self._searched[record.id] = (record, family)
        if family.record.FOUND_BY and (new or values.keys() & set(family.record.FOUND_BY)):
            title, text = family.line({name: getattr(record, name) for name in family.record.FOUND_BY})
            line: dict[str, str | int] = {"id": record.id, "kind": family.kind, "title": title, "text": text}
            self._lines[record.id] = {**line, "office": self._office}

    def _check_owner(self, family: Family, values: Collection[str]) -> None:
        """A field written by who does not own it would be refused at the other end, and the two would differ."""
        if self._owner is None:
            return
        foreign = [n for n in values if family.owner[family.number[n]] not in (self._owner, Owner.SHARED)]
        if foreign:
            raise RuntimeError(f"{family.name}: {', '.join(sorted(foreign))} is not the {self._owner}'s to write")

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(touched.family.name for touched in self._touched.values())

    def close(self, connection: Connection, number: int, device: str) -> tuple[Entry, ...]:
        """The deed's entries, with the bases they replaced; moves the stamps on."""
        stamps = {record: read_stamps(cells) for record, cells in self._stamps_before(connection)}
        entries: list[Entry] = []
        fresh: list[dict[str, str | int]] = []
        moved: list[dict[str, str | int]] = []
        for record, touched in self._touched.items():
            before = stamps.get(record, {})
            cells = tuple(
                cell
                for name, value in sorted(touched.values.items(), key=lambda item: touched.family.number[item[0]])
                for cell in _cells(touched.family.number[name], value, before, self._confirmed.get((record, name), ()))
            )
            entries.append(Entry(touched.family.kind, record, INSERT if touched.new else UPDATE, cells))
            after = {**before, **{c.field: (device, number, _next_generation(c.field, before)) for c in cells}}
            row: dict[str, str | int] = {"record": record, "kind": touched.family.kind, "cells": write_stamps(after)}
            (moved if record in stamps else fresh).append({**row, "office": self._office})
        if fresh:
            connection.execute(NEW_STAMPS, fresh)
        for row in moved:
            MOVE_STAMPS.run(connection, row)
        _keep_lines(connection, list(self._lines.values()))
        searched = (
            search_index.line_of(f.kind, i, self._office, _searched_values(r, f))
            for i, (r, f) in self._searched.items()
        )
        search_index.keep(connection, [line for line in searched if line is not None])
        return tuple(entries)

    def _stamps_before(self, connection: Connection) -> Iterable[tuple[str, str]]:
        if len(self._touched) == 1:  # what most saves touch
            row: Iterable[tuple[str, str]] = STAMP_OF.run(connection, {"record": next(iter(self._touched))})
            return row
        return ((row.id, row.cells) for row in connection.execute(STAMPS_OF, {"ids": list(self._touched)}))


# Statements without the session: building and tracing them anew took half of a save.
_STAMP = table_of(StampRow)
_IDS: Any = bindparam("ids", expanding=True)
STAMPS_OF = select(_STAMP.c.id, _STAMP.c.cells).where(_STAMP.c.id.in_(_IDS))
NEW_STAMPS = insert(_STAMP).values(id=bindparam("record"))
STAMP_OF = Direct(select(_STAMP.c.id, _STAMP.c.cells).where(_STAMP.c.id == bindparam("record")))
MOVE_STAMPS = Direct(update(_STAMP).where(_STAMP.c.id == bindparam("record")).values(cells=bindparam("cells")))
LINES = text(
    "INSERT INTO findable (id, kind, title, text, office) VALUES (:id, :kind, :title, :text, :office)"
    " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, text = excluded.text"
)
LINE = Direct(LINES)


def _keep_lines(connection: Connection, lines: Sequence[dict[str, str | int]]) -> None:
    if connection.dialect.name == "postgresql":
        bulk.keep(connection, table_of(Findable), lines)
    elif len(lines) == 1:
        LINE.run(connection, lines[0])
    elif lines:
        connection.execute(LINES, lines)


def _searched_values(record: Record, family: Family) -> dict[str, StoredJson]:
    """What the search over everything reads of a record, as the journal would hold it."""
    names = search_index.read_by(family.kind) & family.number.keys()
    return {name: family.plain(name, getattr(record, name)) for name in names}


def _check_values(family: Family, values: Mapping[str, StoredJson]) -> None:
    """Raise Problem for a value that could not be sent: saved, it would block every later bundle of this laptop."""
    for name, value in values.items():
        try:
            check(value)
        except Unsound as unsound:
            raise _unfit() from unsound
        if not family.fits(family.number[name], value):
            raise _unfit()


def _unfit() -> Problem:
    return Problem(
        _("One of these values is too long, too large or damaged, and could not be sent; nothing was saved."),
        _("Shorten it or type it anew, then save again."),
        code="content-unfit",
    )


def check_size(entries: Iterable[Entry], written: str) -> None:
    """Raise Problem for a deed that no bundle could carry; `written` is how the journal writes its entries.

    Columns never take more room than the journal's rows but for the place of each entry in its tables.
    """
    cells = count = 0
    for entry in entries:
        cells, count = cells + len(entry.cells), count + 1
    if cells > CELLS or len(written.encode()) + 64 * (count + 64) > RAW:
        raise Problem(
            _("This is too much to save at once; nothing was saved."),
            _("Save it in several parts."),
            code="change-too-large",
        )


def _written(record: Record, family: Family, *, new: bool, confirmed: Collection[str] = ()) -> dict[str, StoredJson]:
    """The fields this flush writes: of a new record those that differ from blank, else those changed or confirmed."""
    state = inspect(record)
    content = state.dict
    written: dict[str, Any] = {}
    if new:
        for name in family.number:
            if name in content and family.plain(name, content[name]) != family.blank[name]:
                written[name] = content[name]
    else:
        for name in family.number.keys() & state.committed_state.keys():
            history = state.attrs[name].history
            if name in confirmed:
                written[name] = content[name]
            elif history.added and (not history.deleted or history.added[0] != history.deleted[0]):
                written[name] = history.added[0]
    for name in list(written):
        for companion in family.companions.get(name, ()):
            written.setdefault(companion, getattr(record, companion, None))
    return {name: family.plain(name, part) for name, part in written.items()}


def _cells(field: int, value: Any, before: Stamps, seen: Collection[Stamp]) -> Iterator[Cell]:
    """The cells of one field: one for each other write that was seen, and last the one whose base is in force."""
    stamp = before.get(field)
    base = stamp[:2] if stamp else None
    for other in sorted(seen):
        if other != base:
            yield Cell(field, value, other)
    yield Cell(field, value, base)


def _next_generation(field: int, before: Stamps) -> int:
    stamp = before.get(field)
    return stamp[2] + 1 if stamp else 1


# --- verification


def verify_chain(session: Session, device: str) -> int:
    """Check a device's whole chain against the heads in its rows; returns how many changes hold.

    Raises ValueError naming the first change that was altered or does not follow.
    """
    head, expected = START, 1
    rows = session.execute(
        select(*[c.label(a) for a, c in _columns().items()])
        .where(ChangeRow.device == device)
        .order_by(ChangeRow.number)
    )
    for row in rows:
        change = change_of(row)
        head = change.head(head)
        if change.number != expected or head != row.head:
            raise ValueError(f"change {row.number} of device {device} does not follow from the one before")
        expected += 1
    position = session.get(Position, device)
    if position and position.number != expected - 1:
        raise ValueError(f"device {device}: {position.number} changes were counted, {expected - 1} are kept")
    return expected - 1
