"""A laptop that Headquarters recognised and that sends whatever it likes, validly signed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.base.change import INSERT, START, UPDATE, Cell, Change, Entry, Stamp, heads
from desktop.base.values import new_id
from desktop.bundles import bundle
from desktop.bundles.content import About, DeviceJournal
from desktop.bundles.keys import DeviceKeys, PublicKeys
from desktop.store import merge
from desktop.store.records import Officer, Owner, Record, families
from desktop.store.store import Store

AT = 1_795_000_000_000  # ms since 1970: November 2026


class HostileLaptop:
    """Writes bundles of its own chain of changes, past the program; `about` is what they say of their sender."""

    def __init__(
        self, keys: DeviceKeys, to: Sequence[PublicKeys], outbox: Path, number: int = 0, head: str = START
    ) -> None:
        self.keys, self.to, self.outbox = keys, to, outbox
        self.number, self.head = number, head
        self.about = About("1.0.0", 2, "2026-11-28T12:00:00.000Z")
        self.officer = "0" * 32

    def change(self, *entries: Entry, **about: Any) -> Change:
        """Its next change; `about` overrides what the change says besides its entries."""
        self.number += 1
        change = Change(self.keys.device, self.number, "Forged", self.officer, AT, 0, "1.0.0", 2, entries)
        return change._replace(**about)

    def bundle(self, *changes: Change) -> Path:
        """A bundle of the changes that follow what it sent last."""
        journal = DeviceJournal(self.keys.device, self.head, changes)
        for change in changes:
            self.head = change.head(self.head)
        load = bundle.Load(journals=[journal])
        return bundle.write(self.outbox, bundle.BundleKind.CHANGES, self.keys, self.to, self.about, load)

    def send(self, *entries: Entry, **about: Any) -> Path:
        """A bundle of one change."""
        return self.bundle(self.change(*entries, **about))


def entry(kind: type[Record], /, record: str, op: str = INSERT, base: Stamp | None = None, **fields: Any) -> Entry:
    """What a change says of a record: any JSON in any of its fields."""
    numbers = families()[kind.KIND].number
    cells = (Cell(numbers[name], content, base) for name, content in fields.items())
    return Entry(kind.KIND, record, op, tuple(sorted(cells, key=lambda cell: cell.field)))


def introduce(headquarters: Store, office: str, officer: str) -> None:
    """Headquarters hears of an officer of this office from a laptop of its own."""
    laptop = new_id()
    change = Change(laptop, 1, "Officer added", officer, AT, 0, "1", 2, (entry(Officer, officer, name="Somebody"),))
    batch = merge.Incoming(laptop, office, Owner.OFFICE, START, [change], list(heads(START, [change])))
    merge.apply(headquarters, [batch])


def rewritten(entries: Sequence[Entry], base: Stamp) -> tuple[Entry, ...]:
    """The same as corrections of what a change wrote."""
    return tuple(
        replaced._replace(op=UPDATE, cells=tuple(cell._replace(base=base) for cell in replaced.cells))
        for replaced in entries
    )
