"""Bundles of many offices for a Headquarters on PostgreSQL, what taking them in costs, and the floor: COPY of the rows.

Everything is made from fixed seeds. Costs are processor time, of the program, of the processes that open bundles and
of the server, so that what else the machine does counts for nothing; on one core it is also how long it takes.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select, text

from desktop.base.change import START, Cell, Change, chain
from desktop.bundles import nursery
from desktop.bundles.bundle import BundleKind, Load, compose
from desktop.bundles.content import About, DeviceJournal
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest, Keyset
from desktop.services.exchange.headquarters import consolidating
from desktop.store import bulk
from desktop.store.records import (
    Base,
    ChangeRow,
    Findable,
    Officer,
    Owner,
    Parked,
    Partner,
    Position,
    Received,
    StampRow,
    families,
    table_of,
)
from desktop.store.store import Store
from tests.bundles import workload
from tests.makers import work_of

MOMENT = "2026-01-01T00:00:00.000Z"
ADMINISTRATOR = Officer(name="HQ", role="hq_administrator")
WRITTEN: tuple[type[Base], ...] = (ChangeRow, Partner, StampRow, Findable, Parked, Position, Received)  # by an import


@dataclass
class BenchOffice:
    """One office with one laptop; `bundles` gives the next ones, each after the one before."""

    code: str
    keys: DeviceKeys
    edits: Iterator[Change]
    head: str = START

    @classmethod
    def of(cls, number: int, partners: int = 1000) -> "BenchOffice":
        keys = DeviceKeys.generate(f"{number + 1:032x}")
        edits = workload.Office(partners, seed=number + 1, devices=(keys.device,)).edits()
        return cls(f"B{number:03}", keys, map(of_partner, edits))

    def bundle(self, count: int, headquarters: DeviceKeys) -> bytes:
        """The next `count` changes as a bundle."""
        changes = tuple(islice(self.edits, count))
        before, self.head = self.head, chain(self.head, changes)
        load = Load(journals=[DeviceJournal(self.keys.device, before, changes)])
        about = About("1", 1, MOMENT)
        return compose(BundleKind.CHANGES, self.keys, [headquarters.public], about, load)


@cache
def _text_fields() -> tuple[int, ...]:
    """The numbers of the partners' own text fields."""
    family = families()[Partner.KIND]
    columns = inspect(Partner).column_attrs

    def is_text(name: str) -> bool:
        column: Any = columns[name].columns[0]
        return not column.nullable and column.type.python_type is str and not column.index

    return tuple(n for name, n in family.number.items() if family.owner[n] is Owner.OFFICE and is_text(name))


def of_partner(change: Change) -> Change:
    """The same edit, written to the partners' own text fields."""
    numbers = _text_fields()

    def cell(cell: Cell) -> Cell:
        value = cell.value if isinstance(cell.value, str) else str(cell.value)
        return cell._replace(field=numbers[cell.field % len(numbers)], value=value)

    entries = tuple(e._replace(kind=Partner.KIND, cells=tuple(map(cell, e.cells))) for e in change.entries)
    return change._replace(entries=entries)


class BenchHeadquarters:
    """A Headquarters on a server that recognises these offices; close it."""

    def __init__(
        self, address: str, folder: Path, offices: Sequence[BenchOffice], keys: DeviceKeys | None = None
    ) -> None:
        self.keys = keys or DeviceKeys.generate()
        certificates = tuple(
            EnrolmentRequest(office.keys.public, office.code, "laptop", "o", MOMENT).certified(
                self.keys, ("office",), MOMENT
            )
            for office in offices
        )
        self.store = Store.connect(address)
        self.store.become("HQ", self.keys.device)
        self.store.remember("keyset", Keyset((self.keys.public,), certificates, {}, 1).signed(self.keys).to_json())
        self._work = work_of(self.store, ADMINISTRATOR, machine=self.store)
        self._folder, self._inbox = folder, folder / "inbox"
        self._inbox.mkdir(parents=True)
        self._count = 0

    def file(self, bundle: bytes) -> Path:
        """The bundle as a file that arrived."""
        self._count += 1
        path = self._folder / f"{self._count}.psb"
        path.write_bytes(bundle)
        return path

    def take(self, paths: Sequence[Path]) -> int:
        """Take these files in in one call; how many changes were applied. Whatever is not applied fails."""
        reports = consolidating.take_in(self._work, self.keys, paths, self._inbox)
        assert {report.verdict for report in reports} == {"applied"}, reports
        return sum(report.changes for report in reports)

    def copy_again(self) -> float:
        """Seconds of processor to COPY the very rows that the imports wrote once more into the same tables."""
        tables = [table_of(mapped) for mapped in WRITTEN]
        with self.store.engine.begin() as connection:
            rows = {table: connection.execute(select(table)).mappings().all() for table in tables}
            connection.execute(text("TRUNCATE " + ", ".join(f'"{table.name}"' for table in tables)))

        def copy() -> None:
            with self.store.engine.begin() as connection:
                for table, some in rows.items():
                    bulk.append(connection, table, some)

        return self.spent(copy)

    def size(self) -> int:
        """Bytes of its database."""
        with self.store.engine.connect() as connection:
            return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)

    def spent(self, deed: Callable[[], object]) -> float:
        """Seconds of processor: this process, the readers of bundles, the server's part."""
        before = self._clock()
        deed()
        return self._clock() - before

    def _clock(self) -> float:
        server = sum(_on_processor(pid) for pid in self._backends())
        readers = sum(_with_children(pid) for pid in _nurseries())
        return time.process_time() + server + readers

    def _backends(self) -> list[int]:
        with self.store.engine.connect() as connection:
            query = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
            return list(connection.scalars(query))

    def close(self) -> None:
        self.store.close()


def _on_processor(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _nurseries() -> list[int]:
    """The processes of this one that start readers, once these have ended: their time counts from then on."""
    ours = [pid for pid in _children(os.getpid()) if nursery.__name__ in Path(f"/proc/{pid}/cmdline").read_text()]
    while any(map(_children, ours)):
        time.sleep(0.001)
    return ours


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _with_children(pid: int) -> float:
    """Seconds of a process and of its children that ended."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in after_name[11:15]) / os.sysconf("SC_CLK_TCK")
