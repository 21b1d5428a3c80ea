"""Write a bundle and a return of a program that does not exist yet, once, never again: `python -m tests.stores.later`.

`later-1.psb` goes on where `office-1.psb` ends, and holds what today’s program does not know: a family, a field, a
code; a change on a base that nobody ever wrote; and between them what it knows. `later-return-1.psb` answers it with a
field, a state and a whole document of that program. Every later version reads both.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from desktop.base.change import INSERT, UPDATE, Cell, Change, Entry
from desktop.base.values import digest
from desktop.bundles import bundle
from desktop.bundles.content import About, Ack, DeviceJournal, Return
from desktop.office import Office
from desktop.services.exchange import enrolment, sending
from desktop.services.exchange.headquarters import consolidating, recognition
from desktop.store.records import Partner, families
from desktop.store.records.values import ChangeRun

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

    with TemporaryDirectory() as folder:
        with unpacked("office-1.tar.xz", written()["officer"], Path(folder) / "o") as office:
            shutil.copyfile(bundle_of(office, Path(folder)), FOLDER / "later-1.psb")
        with unpacked("headquarters-1.tar.xz", written()["administrator"], Path(folder) / "h") as headquarters:
            shutil.copyfile(return_of(headquarters, Path(folder)), FOLDER / "later-return-1.psb")


def bundle_of(office: Office, folder: Path) -> Path:
    """The bundle of the office's laptop, as its later program packs it."""
    trusted, position = enrolment.keyset(office.machine), office.store.position()
    assert trusted is not None
    journal = DeviceJournal(
        position.device, position.head, tuple(changes(position.device, position.number, office.user.id))
    )
    about = About("9.9.9", SCHEMA, "2030-01-01T00:00:00.000Z", 0)
    return bundle.write(folder, bundle.BundleKind.CHANGES, office.keys, trusted.hq, about, bundle.Load([journal]))


def return_of(headquarters: Office, folder: Path) -> Path:
    """The return of Headquarters, as its later program writes it: it says more than today's office can read."""
    hq, number = headquarters, families()[Partner.KIND].number
    consolidating.take_in(hq.work, hq.keys, [FOLDER / "office-1.psb"], hq.inbox)
    with hq.store.read() as session:
        partner = session.scalars(select(Partner.id).order_by(Partner.id)).first() or ""
    channel = recognition.channel(hq.store, hq.keys, "SN10")
    keyset = recognition.keyset_for(hq.work, hq.keys, "SN10")
    position = hq.store.position(channel.device)
    before = sending.journal_of(hq.store, ChangeRun(device=channel.device, first=1, last=position.number))
    deeds: tuple[tuple[Cell, ...], ...] = (
        (Cell(number["watch_note"], "vu par le programme d’après", None), Cell(FIELD, "a new field", None)),
        (Cell(FIELD, "again", (channel.device, position.number + 1)),),
    )
    written_later = [
        Change(channel.device, position.number + at, "Watched", hq.user.id, 1_900_000_000_000, 0, "9.9.9", SCHEMA, (e,))
        for at, cells in enumerate(deeds, 1)
        for e in [Entry(Partner.KIND, partner, UPDATE, cells)]
    ]
    journal = DeviceJournal(channel.device, before.before, (*before.changes, *written_later))
    acks = tuple(Ack(c.device, hq.store.position(c.device).number, hq.store.position(c.device).head)
                 for c in keyset.certificates)  # fmt: skip
    answer = Return(7, "2030-01-01T00:00:00.000Z", acks, keyset=keyset).to_json()
    states = [[FAMILY, record("strange"), acks[0].device, 1, "pondered", "moon", "and more"]]
    documents = {
        "return": {**answer, "states": states, "of_then": {"any": ["shape"]}},
        "weather": {"sunny": True},
    }
    about = About("9.9.9", SCHEMA, "2030-01-01T00:00:00.000Z", 0)
    recipients = [certificate.keys for certificate in keyset.certificates]
    load = bundle.Load(journals=[journal], documents=documents)
    return bundle.write(folder, bundle.BundleKind.RETURN, channel, recipients, about, load)


if __name__ == "__main__":
    sys.exit(main())
