"""Write a bundle of a program that does not exist yet, once, never again: `python -m tests.stores.later`.

It goes on where `office-1.psb` ends, and holds what today’s program does not know: a family, a field, a code; a change
on a base that nobody ever wrote; and between them what it knows. `later-1.psb` is read by every later version.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.base.change import INSERT, UPDATE, Cell, Change, Entry
from desktop.base.values import digest
from desktop.bundles import bundle
from desktop.bundles.content import About, DeviceJournal
from desktop.office import Office
from desktop.services.exchange import enrolment
from desktop.store.records import Partner, families

FOLDER = Path(__file__).parent
FAMILY, FIELD, SCHEMA = 901, 902, 99  # of a program far in the future
NUMBER = families()[Partner.KIND].number


def record(name: str) -> str:
    """The id of one of the bundle's records."""
    return digest(name.encode())[:32]


def changes(device: str, after: int, by: str) -> Iterator[Change]:
    """Each with something that is known, and all but the first with something that is not."""
    deeds: tuple[tuple[str, tuple[Entry, ...]], ...] = (
        ("Partner registered", (partner("sound", INSERT, name="Un partenaire d’alors"),)),
        (
            "Known to nobody",
            (Entry(FAMILY, record("strange"), INSERT, (Cell(1, {"of": ["another", "shape"]}, None),)),),
        ),
        ("Measured", (partner("sound", UPDATE, (FIELD, "a new field"), city="Thiès"),)),
        ("Coded", (partner("sound", UPDATE, group="a code of then"),)),
        ("Poisoned", (Entry(Partner.KIND, record("sound"), UPDATE, (Cell(NUMBER["notes"], "X", ("e" * 32, 7)),)),)),
        ("Partner registered", (partner("after", INSERT, name="Celui d’après"),)),
    )
    for number, (what, entries) in enumerate(deeds, after + 1):
        yield Change(device, number, what, by, 1_900_000_000_000, 0, "9.9.9", SCHEMA, entries)


def partner(which: str, op: str, *more: tuple[int, object], **fields: object) -> Entry:
    """What a change did to a partner, by known fields and by others."""
    cells = [Cell(NUMBER[field], value, None) for field, value in fields.items()]
    return Entry(Partner.KIND, record(which), op, (*cells, *(Cell(number, value, None) for number, value in more)))


def main() -> None:
    from tests.store.test_earlier_office import unpacked, written

    with (
        TemporaryDirectory() as folder,
        unpacked("office-1.tar.xz", written()["officer"], Path(folder) / "o") as office,
    ):
        shutil.copyfile(bundle_of(office, Path(folder)), FOLDER / "later-1.psb")


def bundle_of(office: Office, folder: Path) -> Path:
    """The bundle of the office's laptop, as its later program packs it."""
    trusted, position = enrolment.keyset(office.machine), office.store.position()
    assert trusted is not None
    journal = DeviceJournal(
        position.device, position.head, tuple(changes(position.device, position.number, office.user.id))
    )
    about = About("9.9.9", SCHEMA, "2030-01-01T00:00:00.000Z", 0)
    return bundle.write(folder, bundle.BundleKind.CHANGES, office.keys, trusted.hq, about, bundle.Load([journal]))


if __name__ == "__main__":
    sys.exit(main())
