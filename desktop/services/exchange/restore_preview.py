"""What restoring a backup would lose and bring back, by the names of the records, before anything is done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.base.files import PART
from desktop.services.exchange import unsent
from desktop.services.exchange.unsent import UnsentDeed
from desktop.store import backup, cipher, place
from desktop.store.backup import RestorePreview
from desktop.store.records.values import ChangeRun
from desktop.store.store import Store


@dataclass(frozen=True)
class NamedPreview:
    """`lost` are the last deeds that would be gone, `regained` the last ones that would be back; at most 20 of each."""

    counts: RestorePreview
    lost: Sequence[UnsentDeed]
    regained: Sequence[UnsentDeed]


def read(path: Path, folder: Path, key: bytes) -> NamedPreview:
    """Compare a backup with the office in `folder`, open or not. Raises Problem when the backup is not sound."""
    counts = backup.preview(path, folder, key)
    lost: Sequence[UnsentDeed] = ()
    regained: Sequence[UnsentDeed] = ()
    if counts.lost_runs:
        with _opened(folder / place.DATABASE, key) as store:
            lost = _deeds(store, counts.lost_runs)
    if counts.regained_runs:
        part = folder / f"compared.db{PART}"
        try:
            backup.extract_records(path, key, part)
            with _opened(part, key) as store:
                regained = _deeds(store, counts.regained_runs)
        finally:
            cipher.remove(part)
    return NamedPreview(counts, lost, regained)


@contextmanager
def _opened(database: Path, key: bytes) -> Iterator[Store]:
    store = Store.open(database, key)
    try:
        yield store
    finally:
        store.close()


def _deeds(store: Store, runs: Sequence[ChangeRun]) -> Sequence[UnsentDeed]:
    with store.read() as session:
        return unsent.newest(store, session, runs)
