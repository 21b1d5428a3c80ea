"""One deed as it is kept, chained, sent and verified: plain values shared by the journal and the bundles.

A `Change` is everything one officer did in one transaction. Each laptop (device) numbers its own changes
1, 2, 3... and chains them: the head after change n is SHA-256 over the head after n-1 and the change's
canonical bytes. Heads are not sent; the receiver computes them again and compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desktop.base.text import N_
from desktop.base.values import canonical, digest

START = "0" * 64  # the head before a device's first change

SETTLED = N_("Disagreement settled")  # the deed that closes a review where its base is the value in force

Stamp = tuple[str, int]  # (device id, number of the change that wrote it)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field's new value and the stamp of the value the writer saw; `base` is None when it was never set."""

    field: int
    value: Any
    base: Stamp | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a change did to one record. `kind` is the record family's number, `op` one of OPS.

    An erased entry keeps the digest of what it was, so that the chain still verifies.
    """

    kind: int
    id: str
    op: str
    cells: tuple[Cell, ...]
    erased: str = ""

    def digest(self) -> str:
        if self.erased:
            return self.erased
        cells = [[c.field, c.value, list(c.base) if c.base else None] for c in self.cells]
        return digest(canonical([self.kind, self.id, self.op, cells]))


OPS = ("insert", "update")


@dataclass(frozen=True, slots=True)
class Change:
    """One deed: `what` names it as the audit trail reads, `by` is an officer's id, `at` ms since 1970 UTC.

    `zone` is the clock's offset in minutes, `app` the program's version, `schema` the number of its tables.
    """

    device: str
    number: int
    what: str
    by: str
    at: int
    zone: int
    app: str
    schema: int
    entries: tuple[Entry, ...]

    def head(self, before: str) -> str:
        """The chain's head after this change, in hexadecimal."""
        about = [self.device, self.number, self.what, self.by, self.at, self.zone, self.app, self.schema]
        return digest(before.encode(), canonical([about, [entry.digest() for entry in self.entries]]))


def chain(before: str, changes: Iterable[Change]) -> str:
    """The head after all these changes of one device; raises ValueError where a number does not follow."""
    head, last = before, None
    for change in changes:
        if last is not None and (change.number != last.number + 1 or change.device != last.device):
            raise ValueError(f"change {change.number} does not follow {last.number}")
        head, last = change.head(head), change
    return head
