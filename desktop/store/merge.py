"""Applying somebody else's changes: set-wise, in one transaction, losing nothing.

The rule (DECISIONS, “Journal and merge”): a write whose base is the value we hold simply applies. Anything else
was written without knowing of ours: the higher (generation, clock, device, number) stands for the time being, and
unless both say the same, both stay on the review list. Generations are worked out here from the bases, never taken
from the sender. What we cannot read yet is parked; what the sender may not write is refused and kept on record.
Every part of the order is fixed when a change is made, so all stores decide alike whatever arrives first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from desktop.base.change import INSERT, SETTLED, START, UPDATE, Cell, Change, Entry, Stamp
from desktop.base.faults import reached
from desktop.base.progress import undisturbed
from desktop.base.values import is_possible
from desktop.store import bulk, search_index
from desktop.store.bulk import append
from desktop.store.journal import Stamps, change_of, read_entries, read_stamps, row_of, write_stamps
from desktop.store.parking import NOTHING, ArrivedRun, Awaited, Parking, entry_of, is_awaited
from desktop.store.records import (
    ChangeRow,
    Family,
    Findable,
    Mention,
    Owner,
    Parked,
    Position,
    Review,
    StampRow,
    table_of,
)
from desktop.store.records.base import bare
from desktop.store.records.values import ReviewCandidate
from desktop.store.references import ID, Mentions, Owners, among, chunks, named_in
from desktop.store.reviews import closed_by, review_key
from desktop.store.sessions import NoteSession
from desktop.store.states import WAITING, ParkedReason
from desktop.store.store import HQ, WRITE, Store

REVIEW = bare(table_of(Review))
STAMP = table_of(StampRow)
Order = tuple[int, int, str, int]  # generation, clock, device, number


@dataclass(frozen=True)
class Incoming:
    """Consecutive changes of one device, already verified as its own, and the head after each of them.

    `before` is the head they follow. `office` is the office whose records the device may touch, `owner` which fields it
    may write.
    """

    device: str
    office: str
    owner: Owner
    before: str
    changes: Sequence[Change]
    heads: Sequence[str]


class ArrivalVerdict(StrEnum):
    """How changes of one device fit on what is known of it (sync design 2.8)."""

    APPLIED = "applied"
    KNOWN = "known"
    GAP = "gap"  # changes between are missing
    FORK = "fork"  # another history of the same device


@dataclass(frozen=True)
class Arrival:
    """What became of the changes of one device."""

    device: str
    verdict: ArrivalVerdict
    number: int  # the last change now known here
    head: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who is said, by a laptop of an office, to have done something: the id of an officer, or anything else."""

    device: str
    office: str
    officer: str


@dataclass
class Merged:
    """What became of the changes: every cell is applied, in review, parked or refused, and counted once."""

    arrivals: list[Arrival] = field(default_factory=list)
    changes: int = 0
    cells: int = 0
    reviews: int = 0
    parked: int = 0
    refused: int = 0
    kinds: frozenset[str] = frozenset()
    touched: Mapping[int, Sequence[str]] = field(default_factory=dict)  # the records that were written, by family
    authors: dict[Author, int] = field(default_factory=dict)  # of offices' changes, with the number of their first


def _nothing_more(merged: Merged, session: Session) -> None:
    """Nothing to note, nothing to object to."""


Finish = Callable[[Merged, Session], None]


@undisturbed()
def apply(store: Store, incoming: Iterable[Incoming], finish: Finish = _nothing_more) -> Merged:
    """Apply these changes in one transaction.

    Nothing of a device is applied when its changes leave a gap or follow another head than ours (a fork). `finish`
    sees what became of all before it is kept, and a session of the same transaction, in which it notes what belongs to
    this machine (as in `store.note`); when it raises, nothing was changed.
    """
    return apply_each(store, [Parcel(tuple(incoming), finish)])[0]


@dataclass(frozen=True)
class Parcel:
    """What arrives together, and what is noted of it (`apply`).

    `finish` finds positions as they are by then, and what was written of a record once one of the families that it
    `reads` was written to; None stands for all families.
    """

    incoming: Sequence[Incoming]
    finish: Finish = _nothing_more
    reads: frozenset[int] | None = None


@undisturbed()
def apply_each(store: Store, parcels: Iterable[Parcel]) -> list[Merged]:
    """Apply one parcel after the other as `apply` does, all of them in one transaction or none.

    What each becomes, and what the store holds after the last, is the same as if each had had its own transaction;
    records that several touch are read and written once.
    """
    results: list[Merged] = []
    writing = store.engine.execution_options(**WRITE)
    with store.explaining_failures(), writing.connect() as connection, connection.begin():
        work = _Merge(connection, store.families, store.clock.stamp())
        together = list(parcels)
        work.look_at([batch for parcel in together for batch in parcel.incoming])
        for parcel in together:
            results.append(_apply(work, connection, parcel))
        work.write()
        reached("before commit")
    reached("after commit")
    if kinds := frozenset(kind for merged in results for kind in merged.kinds):
        store.on_change(kinds)
    return results


def _apply(work: "_Merge", connection: Connection, parcel: Parcel) -> Merged:
    merged = work.begin()
    for batch in parcel.incoming:
        _take(work, batch, merged)
    work.retry_parked()
    work.empty_foreign()
    merged.kinds, merged.touched = frozenset(work.kinds), work.touched
    work.end()
    if parcel.reads is None or not parcel.reads.isdisjoint(merged.touched):
        work.write()
    work.move_positions()
    with NoteSession(connection) as session:
        parcel.finish(merged, session)
        session.flush()
    return merged


def _take(work: "_Merge", batch: Incoming, merged: Merged) -> None:
    number, head = work.position(batch.device)
    arrival, tail = _fit(work, batch, number, head)
    merged.arrivals.append(arrival)
    if arrival.verdict is not ArrivalVerdict.APPLIED:
        return
    work.apply(batch, tail)
    merged.changes += len(tail)
    if batch.owner is Owner.OFFICE:
        first = {change.by: change.number for change, _head in reversed(tail)}
        merged.authors |= {Author(batch.device, batch.office, officer): number for officer, number in first.items()}


def _fit(work: "_Merge", batch: Incoming, number: int, head: str) -> tuple[Arrival, list[tuple[Change, str]]]:
    """Where the batch stands against what is known, and its new changes with their heads."""
    if not batch.changes:
        return Arrival(batch.device, ArrivalVerdict.KNOWN, number, head), []
    first, last = batch.changes[0].number, batch.changes[-1].number
    if first > number + 1:
        return Arrival(batch.device, ArrivalVerdict.GAP, number, head), []
    if work.head_at(batch.device, first - 1) != batch.before:
        return Arrival(batch.device, ArrivalVerdict.FORK, number, head), []
    both = list(zip(batch.changes, batch.heads, strict=True))
    met = min(number, last)
    if met >= first and both[met - first][1] != work.head_at(batch.device, met):
        return Arrival(batch.device, ArrivalVerdict.FORK, number, head), []
    tail = both[max(0, number + 1 - first) :]
    if not tail:
        return Arrival(batch.device, ArrivalVerdict.KNOWN, number, head), []
    return Arrival(batch.device, ArrivalVerdict.APPLIED, last, tail[-1][1]), tail


class _Write(NamedTuple):
    """One earlier write of a field: how many it follows, its clock, the write that it replaced, and what its writer,
    who settled a disagreement, saw besides."""

    generation: int
    at: int
    base: Stamp | None
    seen: tuple[Stamp, ...] = ()


def _seen_in(entry: Entry) -> dict[int, tuple[Stamp, ...]]:
    """The writes that whoever settled a disagreement saw besides the one in force, by field."""
    bases: dict[int, list[Stamp | None]] = {}
    for cell in entry.cells:
        bases.setdefault(cell.field, []).append(cell.base)
    return {field: tuple(base for base in of_it[:-1] if base is not None) for field, of_it in bases.items()}


@dataclass(frozen=True)
class _Missing:
    """No such write is known: the chain of bases breaks off at this change, or goes round in a circle (None)."""

    at: Stamp | None


@dataclass
class _MergedRecord:
    """One record while changes are applied to it.

    `new` says that it was not stored before this parcel, `touched` that the parcel wrote to it.
    """

    family: Family
    office: str
    values: dict[str, Any]
    stamps: Stamps
    touched: bool = False
    new: bool = False
    changed: set[str] = field(default_factory=set)  # the fields that differ from what the database holds
    stored: bool = True  # whether the database holds it, whatever its fields


class _Merge:
    """The records, stamps and lists touched by one transaction, read set-wise and written set-wise."""

    def __init__(self, connection: Connection, families: Mapping[int, Family], applied_at: str) -> None:
        self._connection = connection
        self._families = families
        self._merged = Merged()
        self._applied_at = applied_at
        self._held: dict[str, _MergedRecord] = {}
        self._log: list[dict[str, Any]] = []
        self._heads: dict[Stamp, str] = {}  # after the changes of this transaction
        self._positions: dict[str, dict[str, Any]] = {}  # those moved in this transaction, by device
        self._unmoved: set[str] = set()  # whose new position is not written yet
        self._known: dict[str, tuple[int, str]] = {}  # number and head of the last change, by device, once looked up
        self._placed: set[str] = set()  # the devices whose position the database holds
        self._met: dict[str, _MergedRecord] = {}  # the records of this parcel's entries
        self._arrived: list[ArrivedRun] = []  # the changes of this parcel
        self._changes: dict[Stamp, Change] = {}  # those of this transaction
        self._written: dict[tuple[str, int, str, int], _Write] = {}  # by record, field and writer
        self._bases: dict[Stamp, dict[tuple[str, int], Stamp | None] | None] = {}  # of earlier changes, each read once
        self._moments: dict[Stamp, int] = {}
        self._seen: dict[tuple[Stamp, str, int], tuple[Stamp, ...]] = {}  # by settlement, record and field
        self._records: set[str] = set()  # whose bases are read
        self._reviews: dict[str, dict[str, Any]] = {}
        self._stored_reviews: dict[str, dict[str, Any]] = {}  # of the records at hand, as they were
        self._parking = Parking(connection)
        self._owners = Owners(connection, families)
        self._mentions = Mentions(connection)
        self._stamped: set[str] = set()  # the records whose stamps the database holds

    def begin(self) -> Merged:
        """What becomes of the next parcel is counted in this."""
        self._merged = Merged()
        self._arrived, self._met = [], {}
        return self._merged

    def end(self) -> None:
        """Nothing more of this parcel comes: what it only named is as unknown to the next as it was to this one."""
        for record, target in self._met.items():
            if target.new and not target.touched:
                del self._held[record]
            target.new = target.touched = False

    @property
    def kinds(self) -> set[str]:
        return {target.family.name for target in self._met.values() if target.touched}

    @property
    def touched(self) -> dict[int, list[str]]:
        """The records that were written, by their family's number."""
        touched: dict[int, list[str]] = {}
        for record, target in self._met.items():
            if target.touched:
                touched.setdefault(target.family.kind, []).append(record)
        return touched

    # --- what is known of a device, this transaction's changes included

    def look_at(self, batches: Sequence[Incoming]) -> None:
        """Read at once what all that is about to arrive is about: how far its devices are known, and its records."""
        self._look_up_positions({batch.device for batch in batches})
        entries = [
            entry
            for batch in batches
            if batch.changes
            for change in batch.changes[max(0, self.position(batch.device)[0] + 1 - batch.changes[0].number) :]
            for entry in change.entries
        ]
        self._prepare(entries)

    def _look_up_positions(self, devices: Iterable[str]) -> None:
        """Read how far the changes of these devices are known, and for which of them nothing waits."""
        unknown = sorted(set(devices) - self._known.keys())
        self._known.update(dict.fromkeys(unknown, (0, START)))
        table = table_of(Position)
        awaited = is_awaited(table.c.device)
        for some in chunks(unknown):
            query = select(table.c.device, table.c.number, table.c.head, awaited)
            for device, number, head, waits in self._connection.execute(
                query.where(among(self._connection, table.c.device, some))
            ):
                self._known[device] = number, head
                self._placed.add(device)
                if not waits:
                    self._parking.unawaited.add(device)

    def position(self, device: str) -> tuple[int, str]:
        """The number and head of the last change known."""
        self._look_up_positions((device,))
        return self._known[device]

    def head_at(self, device: str, number: int) -> str:
        """The head after one of its changes; empty when that change is not known."""
        if number == 0:
            return START
        if fresh := self._heads.get((device, number)):
            return fresh
        last, head = self.position(device)
        if number == last and head:
            return head
        table = table_of(ChangeRow)
        query = select(table.c.head).where(table.c.device == device, table.c.number == number)
        return self._connection.scalar(query) or ""

    # --- applying

    def apply(self, batch: Incoming, tail: Sequence[tuple[Change, str]]) -> None:
        self._bases.clear()  # what was not known may be by now
        self._arrived.append(ArrivedRun(batch.device, tail[0][0].number, tail[-1][0].number))
        for change, head in tail:
            writer = (change.device, change.number)
            self._log.append(row_of(change, head, batch.office))
            self._changes[writer], self._heads[writer] = change, head
            for entry in change.entries:
                self._entry(batch.office, batch.owner, change, entry)
        last, head = tail[-1]
        self._positions[batch.device] = {
            "device": batch.device,
            "office": batch.office,
            "number": last.number,
            "head": head,
            "heard_at": self._applied_at if batch.owner is Owner.OFFICE else None,
        }
        self._known[batch.device] = last.number, head
        self._unmoved.add(batch.device)

    def _prepare(self, entries: Sequence[Entry]) -> None:
        """Read what these entries are about: their records, and whose the records are that their values name."""
        self._load(entries)
        self._records |= {entry.id for entry in entries}
        self._bases.clear()
        cells = [cell for entry in entries for cell in entry.cells]
        named = {name for cell in cells for name in named_in(cell.value)}
        self._owners.look_up(named - self._held.keys())
        self._look_up_positions({cell.base[0] for cell in cells if cell.base})

    def _entry(self, office: str, owner: Owner, change: Change, entry: Entry) -> None:
        family = self._families.get(entry.kind)
        if entry.erased:
            return
        if family is None:
            self._park(office, owner, change, entry, ParkedReason.NEWER, Awaited.family(entry.kind))
            return
        target = self._held.get(entry.id)
        if not is_possible(change.at) or (target is None and not ID.fullmatch(entry.id)):
            self._park(office, owner, change, entry, ParkedReason.UNFIT)
            return
        if target is None:  # met, and at the end of this parcel forgotten unless something was written of it
            blank = {**family.blank, "id": entry.id, "office": office}
            target = _MergedRecord(family, office, blank, {}, new=True, stored=False)
            self._held[entry.id] = self._met[entry.id] = target
        if target.office != office or target.family is not family:
            self._park(office, owner, change, entry, ParkedReason.NOT_YOURS)
            return
        self._met[entry.id] = target
        target.touched |= entry.op == INSERT
        cells: Iterable[Cell] = entry.cells
        if change.what == SETTLED:  # of each field the last one: the others say what was seen
            cells = {cell.field: cell for cell in entry.cells}.values()
        for cell in cells:
            self._cell(target, owner, change, entry, cell)

    def _cell(self, target: _MergedRecord, owner: Owner, change: Change, entry: Entry, cell: Cell) -> None:
        """Apply one cell of an entry, or set it aside."""
        family, number = target.family, cell.field
        may = family.owner.get(number)
        if may is None:
            awaited = Awaited.field(entry.kind, number)
            self._park_cell(target, owner, change, entry, cell, ParkedReason.NEWER, awaited)
        elif may is not owner and may is not Owner.SHARED:
            self._park_cell(target, owner, change, entry, cell, ParkedReason.NOT_YOURS)
        elif not family.fits(number, cell.value):
            self._park_cell(target, owner, change, entry, cell, ParkedReason.UNFIT)
        else:
            generation = self._generation_after(target, entry, cell)
            if isinstance(generation, _Missing):
                awaited = Awaited(*generation.at) if generation.at else NOTHING
                self._park_cell(target, owner, change, entry, cell, ParkedReason.UNKNOWN_BASE, awaited)
            elif self._stays_inside(target, owner, entry, cell):
                self._merged.cells += 1
                self._settle(target, change, entry.id, cell, generation)
            else:
                self._park_cell(target, owner, change, entry, cell, ParkedReason.FOREIGN_REFERENCE)
                self._settle(target, change, entry.id, cell._replace(value=family.empty(number)), generation)

    def _stays_inside(self, target: _MergedRecord, owner: Owner, entry: Entry, cell: Cell) -> bool:
        """Whether the cell names no other office's record; what it names and is not known yet is noted.

        Headquarters names its own too, where it writes: who decided.
        """
        for name in named_in(cell.value):
            held = self._held.get(name)
            office = held.office if held and (held.touched or not held.new) else self._owners.office_of(name)
            if not office:
                self._mentions.note(name, target.office, entry.kind, entry.id, cell.field)
            elif office != target.office and not (owner is Owner.HQ and office == HQ):
                return False
        return True

    def empty_foreign(self) -> None:
        """Empty what names records that arrived now and are another office's."""
        arrived = {record: held.office for record, held in self._met.items() if held.new and held.touched}
        mentions = self._mentions.take(arrived)
        self._load(Entry(mention["kind"], mention["record"], UPDATE, ()) for mention in mentions)
        for mention in mentions:
            target = self._held.get(mention["record"])
            owner = target.family.owner.get(mention["field"]) if target else None
            theirs = owner is Owner.HQ and arrived[mention["target"]] == HQ
            if target is not None and owner is not None and not theirs:
                self._empty(target, mention["record"], mention["field"], mention["target"])

    def _empty(self, target: _MergedRecord, record: str, field: int, foreign: str) -> None:
        name, empty = target.family.field[field], target.family.empty(field)
        key = review_key(record, field)
        if row := self._reviews.get(key) or self._stored_reviews.get(key):
            candidates = [
                {**candidate, "value": empty} if foreign in named_in(candidate["value"]) else candidate
                for candidate in row["candidates"]
            ]
            self._reviews[key] = {**row, "candidates": candidates}
        if field in target.stamps and foreign in named_in(target.values[name]):
            device, number, _generation = target.stamps[field]
            entry = Entry(target.family.kind, record, UPDATE, (Cell(field, target.values[name], None),))
            self._parking.park(target.office, Owner.OFFICE, (device, number), entry, ParkedReason.FOREIGN_REFERENCE)
            self._merged.refused += 1
            target.values[name] = empty
            target.touched = True
            target.changed.add(name)
            self._met[record] = target

    def _settle(self, target: _MergedRecord, change: Change, record: str, cell: Cell, generation: int) -> None:
        current = target.stamps.get(cell.field)
        writer = (change.device, change.number)
        seen: tuple[Stamp, ...] = ()
        if change.what == SETTLED:
            seen = next((_seen_in(entry).get(cell.field, ()) for entry in change.entries if entry.id == record), ())
        self._written[(record, cell.field, *writer)] = _Write(generation, change.at, cell.base, seen)
        if current is not None and current[:2] != cell.base:
            order: Order = (generation, change.at, *writer)
            ours: Order = (current[2], self._clock(record, cell.field, current[:2]), *current[:2])
            if not self._follows(record, cell.field, max(order, ours), min(order, ours)):
                self._disagree(target, change, record, cell, ours)
            if order < ours:
                return
        if change.what == SETTLED:
            self._close_review(record, cell, (generation, change.at, *writer))
        name = target.family.field[cell.field]
        target.touched = True
        target.changed.add(name)
        target.values[name] = cell.value
        target.stamps[cell.field] = (*writer, generation)

    def _follows(self, record: str, number: int, later: Order, earlier: Order) -> bool:
        """Whether the later write was made knowing of the earlier one, at whatever distance."""
        known: set[Stamp] = set()
        waiting: list[Stamp] = [later[2:]]
        while waiting:
            at = waiting.pop()
            if at == earlier[2:]:
                return True
            write = self._write_of(record, number, at)
            if at in known or isinstance(write, _Missing) or write.generation <= earlier[0]:
                continue
            known.add(at)
            waiting += [*write.seen, *([write.base] if write.base is not None else [])]
        return False

    def _generation_after(self, target: _MergedRecord, entry: Entry, cell: Cell) -> int | _Missing:
        if cell.base is None:
            return 1
        current = target.stamps.get(cell.field)
        if current is not None and current[:2] == cell.base:
            return current[2] + 1
        base = self._write_of(entry.id, cell.field, cell.base)
        return base if isinstance(base, _Missing) else base.generation + 1

    def _write_of(self, record: str, number: int, writer: Stamp) -> _Write | _Missing:
        """An earlier write, its generation worked out along its bases."""
        trail: list[tuple[Stamp, Stamp | None, int, tuple[Stamp, ...]]] = []
        seen: set[Stamp] = set()
        at: Stamp | None = writer
        generation = 0
        while at is not None:
            write = self._written.get((record, number, *at))
            if write:
                generation = write.generation
                break
            if at in seen:  # bases that go round in a circle were made up
                return _Missing(None)
            origin = self._cell_in_journal(record, number, at)
            if origin is None:
                return _Missing(at)
            seen.add(at)
            trail.append((at, *origin))
            at = origin[0]
        for link, base, clock, seen_too in reversed(trail):
            generation += 1
            self._written[(record, number, *link)] = _Write(generation, clock, base, seen_too)
        return self._written[(record, number, *writer)]

    def _cell_in_journal(
        self, record: str, number: int, writer: Stamp
    ) -> tuple[Stamp | None, int, tuple[Stamp, ...]] | None:
        """The base and clock of a cell that an earlier change wrote, and what its writer saw besides."""
        if writer not in self._bases:
            self._bases[writer] = self._bases_in(writer)
        bases = self._bases[writer]
        if bases is None or (record, number) not in bases:
            return None
        return bases[record, number], self._moments[writer], self._seen.get((writer, record, number), ())

    def _bases_in(self, writer: Stamp) -> dict[tuple[str, int], Stamp | None] | None:
        """What an earlier change replaced, of the records at hand; None when it is not known."""
        change = self._changes.get(writer)
        if change is not None:
            what, entries, self._moments[writer] = change.what, change.entries, change.at
        elif writer[0] in self._known and writer[1] > self._known[writer[0]][0]:
            return None
        else:
            table = table_of(ChangeRow)
            query = select(table.c.what, table.c.entries, table.c.at_ms)
            row = self._connection.execute(
                query.where(table.c.device == writer[0], table.c.number == writer[1])
            ).one_or_none()
            if row is None:
                return None
            what, entries, self._moments[writer] = row.what, read_entries(writer[0], row.entries), row.at_ms
        at_hand = [entry for entry in entries if entry.id in self._records]
        if what == SETTLED:
            for entry in at_hand:
                self._seen |= {(writer, entry.id, field): seen for field, seen in _seen_in(entry).items()}
        return {(entry.id, cell.field): cell.base for entry in at_hand for cell in entry.cells}

    def _clock(self, record: str, number: int, writer: Stamp) -> int:
        write = self._write_of(record, number, writer)
        return 0 if isinstance(write, _Missing) else write.at

    def _disagree(self, target: _MergedRecord, change: Change, record: str, cell: Cell, ours: Order) -> None:
        """Put both values on the review list, unless they say the same."""
        value = target.values.get(target.family.field[cell.field])
        if value == cell.value:
            return
        key = review_key(record, cell.field)
        mine = ReviewCandidate(value=value, device=ours[2], number=ours[3], at=ours[1])
        theirs = ReviewCandidate(value=cell.value, device=change.device, number=change.number, at=change.at)
        row = self._reviews.get(key) or self._stored_reviews.get(key)
        if row is None:
            row = {
                "id": key, "record": record, "kind": target.family.kind, "field": cell.field, "office": target.office,
                "candidates": [], "opened_at": self._applied_at, "closed_by": None,
            }  # fmt: skip
        writers = {(c["device"], c["number"]) for c in row["candidates"]}
        fresh = [c.to_json() for c in (mine, theirs) if (c.device, c.number) not in writers]
        row["candidates"] = [*row["candidates"], *fresh]
        row["closed_by"] = None
        self._reviews[key] = row
        self._merged.reviews += 1

    def _close_review(self, record: str, cell: Cell, settled: Order) -> None:
        """Where whoever settled it saw every value of the review it is over; else the one chosen is another candidate.

        The candidates stay in the review.
        """
        key = review_key(record, cell.field)
        row = self._reviews.get(key) or self._stored_reviews.get(key)
        if row is None:
            return
        writer = settled[2:]
        unseen = [
            candidate
            for candidate in row["candidates"]
            if candidate["value"] != cell.value
            and not self._follows(
                record, cell.field, settled, self._order(record, cell.field, (candidate["device"], candidate["number"]))
            )
        ]
        if not unseen:
            self._reviews[key] = {**row, "closed_by": closed_by(writer)}
        elif row["closed_by"] is None and all((c["device"], c["number"]) != writer for c in row["candidates"]):
            chosen = ReviewCandidate(value=cell.value, device=writer[0], number=writer[1], at=settled[1])
            self._reviews[key] = {**row, "candidates": [*row["candidates"], chosen.to_json()]}

    def _order(self, record: str, number: int, writer: Stamp) -> Order:
        """Where a write of a field stands among all of them; before all others when it is not known."""
        write = self._write_of(record, number, writer)
        return (0, 0, *writer) if isinstance(write, _Missing) else (write.generation, write.at, *writer)

    # --- parking

    def _park(
        self, office: str, owner: Owner, change: Change, entry: Entry, reason: ParkedReason, awaited: Awaited = NOTHING
    ) -> None:
        if reason in WAITING:
            self._merged.parked += 1
        else:
            self._merged.refused += 1
        self._parking.park(office, owner, (change.device, change.number), entry, reason, awaited)

    def _park_cell(
        self, target: _MergedRecord, owner: Owner, change: Change, entry: Entry, cell: Cell,
        reason: ParkedReason, awaited: Awaited = NOTHING,
    ) -> None:  # fmt: skip
        self._park(target.office, owner, change, entry._replace(cells=(cell,)), reason, awaited)

    def retry_parked(self) -> None:
        """Apply what waited for something that is here now; what waits for something else then goes on waiting."""
        due = self._parking.take_due(self._arrived, self._families)
        if not due:
            return
        fresh = {row["id"] for row in due if any(run.has(row["device"], row["number"]) for run in self._arrived)}
        self._prepare([entry_of(row, UPDATE) for row in due])
        for row in due:
            counted = self._merged.parked
            change = self._change(row["device"], row["number"])
            self._entry(self._office(row["device"]), Owner(row["owner"]), change, entry_of(row, UPDATE))
            if row["id"] in fresh:  # it was counted when it was set aside a moment ago
                self._merged.parked -= 1
            else:  # or when it arrived
                self._merged.parked = counted

    def _change(self, device: str, number: int) -> Change:
        """One of its changes that is known here."""
        if (device, number) not in self._changes:
            with Session(self._connection) as session:
                self._changes[device, number] = change_of(session.get_one(ChangeRow, (device, number)))
        return self._changes[device, number]

    def _office(self, device: str) -> str:
        """Whose records the changes of this device touch."""
        if fresh := self._positions.get(device):
            return str(fresh["office"])
        table = table_of(Position)
        return self._connection.scalar(select(table.c.office).where(table.c.device == device)) or ""

    # --- reading and writing set-wise

    def _load(self, entries: Iterable[Entry]) -> None:
        kinds = {entry.id: entry.kind for entry in entries if entry.id not in self._held}
        stamps: dict[str, Stamps] = {}
        table = table_of(StampRow)
        for some in chunks(sorted(kinds)):
            query = select(table.c.id, table.c.kind, table.c.cells).where(among(self._connection, table.c.id, some))
            for record, kind, cells in self._connection.execute(query):
                kinds[record] = kind  # what it is, whatever the entry says
                stamps[record] = read_stamps(cells)
        self._stamped |= stamps.keys()
        for kind in set(kinds.values()) & self._families.keys():
            self._load_family(self._families[kind], sorted(i for i, k in kinds.items() if k == kind), stamps)
        for some in chunks(sorted(stamps)):
            query = select(REVIEW).where(among(self._connection, REVIEW.c.record, some))
            for review in self._connection.execute(query).mappings():
                self._stored_reviews[review["id"]] = dict(review)

    def _load_family(self, family: Family, ids: Sequence[str], stamps: Mapping[str, Stamps]) -> None:
        names = tuple(family.column)
        columns = [family.table.c[column] for column in family.column.values()]
        for some in chunks(ids):
            for row in self._connection.execute(
                select(*columns).where(among(self._connection, family.table.c.id, some))
            ):
                values = dict(zip(names, row, strict=True))
                self._held[values["id"]] = _MergedRecord(family, values["office"], values, stamps.get(values["id"], {}))

    def write(self) -> None:
        """Write what was not written yet."""
        append(self._connection, table_of(ChangeRow), self._log)
        self._log = []
        unwritten = {record: held for record, held in self._held.items() if held.changed or not held.stored}
        families: dict[int, list[_MergedRecord]] = {}
        for target in unwritten.values():
            families.setdefault(target.family.kind, []).append(target)
        for kind, targets in families.items():
            self._write_family(self._families[kind], targets)
        rows = [
            {"id": record, "kind": held.family.kind, "cells": write_stamps(held.stamps), "office": held.office}
            for record, held in unwritten.items()
        ]
        append(self._connection, STAMP, [row for row in rows if row["id"] not in self._stamped])
        bulk.keep(self._connection, STAMP, [row for row in rows if row["id"] in self._stamped])
        self._stamped |= unwritten.keys()
        for target in unwritten.values():
            target.stored, target.changed = True, set()
        bulk.keep(self._connection, REVIEW, list(self._reviews.values()))
        self._stored_reviews |= self._reviews
        self._reviews = {}
        append(self._connection, table_of(Parked), self._parking.rows)
        self._parking.written()
        bulk.keep(self._connection, table_of(Mention), self._mentions.rows())
        self._mentions.forget()

    def _write_family(self, family: Family, records: Sequence[_MergedRecord]) -> None:
        columns = [(column, name) for name, column in family.column.items()]
        rows = [(target.stored, {column: target.values[name] for column, name in columns}) for target in records]
        append(self._connection, family.table, [row for stored, row in rows if not stored])
        changed = {family.column[name] for target in records for name in target.changed if target.stored}
        bulk.replace(self._connection, family.table, [row for stored, row in rows if stored], changed)
        self._write_lines(family, records)

    def _write_lines(self, family: Family, records: Sequence[_MergedRecord]) -> None:
        """What search finds these records by, where it differs from before."""
        if found_by := set(family.record.FOUND_BY):
            table = table_of(Findable)
            differing = [target for target in records if not target.stored or not found_by.isdisjoint(target.changed)]
            rows = [(target.stored, _findable(family, target)) for target in differing]
            append(self._connection, table, [row for stored, row in rows if not stored])
            bulk.keep(self._connection, table, [row for stored, row in rows if stored])
        read_by = search_index.read_by(family.kind)
        if not read_by:
            return
        differing = [target for target in records if not target.stored or not read_by.isdisjoint(target.changed)]
        lines = [
            (target.stored, search_index.line_of(family.kind, target.values["id"], target.office, target.values))
            for target in differing
        ]
        search_index.add(self._connection, [line for stored, line in lines if line is not None and not stored])
        search_index.keep(self._connection, [line for stored, line in lines if line is not None and stored])

    def move_positions(self) -> None:
        """Write the positions that moved."""
        table = table_of(Position)
        for device in sorted(self._unmoved):
            row = self._positions[device]
            if device in self._placed:
                moved = {name: content for name, content in row.items() if name != "device"}
                self._connection.execute(table.update().where(table.c.device == device).values(moved))
            else:
                self._connection.execute(insert(table).values({"acked": 0, **row}))
                self._placed.add(device)
        self._unmoved = set()


def _findable(family: Family, target: _MergedRecord) -> dict[str, str | int]:
    """What lists find a record by."""
    title, text = family.line(target.values)
    return {"id": target.values["id"], "kind": family.kind, "title": title, "text": text, "office": target.office}
