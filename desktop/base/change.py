"""One deed as it is kept, chained, sent and verified: plain values shared by the journal and the bundles.

A `Change` is everything one officer did in one transaction. Each laptop (device) numbers its own changes
1, 2, 3... and chains them: the head after change n is SHA-256 over the head after n-1 and the change's
canonical bytes. Heads are not sent; the receiver computes them again and compares.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from desktop.base.text import N_
from desktop.base.values import canonical, digest

START = "0" * 64  # the head before a device's first change

SETTLED = N_("Disagreement settled")  # the deed that closes a review where its base is the value in force

Stamp = tuple[str, int]  # (device id, number of the change that wrote it)


class Cell(NamedTuple):
    """One field's new value and the stamp of the value the writer saw; `base` is None when it was never set."""

    field: int
    value: Any
    base: Stamp | None


class Entry(NamedTuple):
    """What a change did to one record. `kind` is the record family's number, `op` one of OPS.

    Where a disagreement was settled, a field has several cells of the same value: the last one's base is the value in
    force, the others' are those that were looked at too.
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
        return digest(canonical((self.kind, self.id, self.op, self.cells)))  # JSON knows tuples as lists


INSERT, UPDATE = OPS = ("insert", "update")


class Change(NamedTuple):
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
        *about, entries = self
        return digest(before.encode(), canonical((about, [entry.digest() for entry in entries])))


def heads(before: str, changes: Iterable[Change]) -> Iterator[str]:
    """The head after each of these changes of one device; raises ValueError where a number does not follow."""
    head, last = before, None
    for change in changes:
        if last is not None and (change.number != last.number + 1 or change.device != last.device):
            raise ValueError(f"change {change.number} does not follow {last.number}")
        head, last = change.head(head), change
        yield head


def chain(before: str, changes: Iterable[Change]) -> str:
    """The head after all these changes of one device; raises ValueError where a number does not follow."""
    return [before, *heads(before, changes)][-1]
