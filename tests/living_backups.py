"""Backups of an office that goes on living: made, restored, and compared with what the office held then."""

import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete

from desktop.base.clock import Clock
from desktop.base.progress import Progress
from desktop.base.values import now, sha256
from desktop.office import Office
from desktop.services.office import backup, second_place
from desktop.services.registry import partners
from desktop.store import backup as copies
from desktop.store import cipher, files
from desktop.store.records import Attachment, Partner
from desktop.store.vault import Opened, Vault
from tests.offices import entered

# A restored office is another laptop: it adds a change, an identity and notes of its own to what was there.
GROWS = frozenset({"change", "stamp", "device", "position", "local"})
Table = frozenset[tuple[object, ...]]


def tables(database: Path, key: bytes) -> Mapping[str, Table]:
    """Every row of every table of a database, field by field."""
    connection = cipher.connect(database, key)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: frozenset(connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}
    finally:
        connection.close()


def differing(then: Mapping[str, Table], restored: Mapping[str, Table]) -> list[str]:
    """The tables in which a restored office does not hold what was there; those that grow hold it and more."""
    wrong = [name for name in then if name not in GROWS and then[name] != restored.get(name)]
    return wrong + [name for name in ("change", "stamp", "device") if not then[name] <= restored[name]]


@dataclass
class LivingOffice:
    """An office at work: `held` is what it held at each backup, by the digest of the backup."""

    folder: Path
    office: Office
    stick: Path
    chance: random.Random
    held: dict[str, Mapping[str, Table]] = field(default_factory=dict)
    scans: list[str] = field(default_factory=list)
    restored: int = 0
    second: int = 0  # backups made in the second place
    whole: int = 0  # backups saved whole, and restored without what lies beside the others

    def work(self) -> None:
        """What an officer does between two backups."""
        deeds = [self._register, self._change, self._attach, self._attach, self._erase, self._jump, self._carry]
        for _deed in range(self.chance.randint(1, 6)):
            self.chance.choice(deeds)()

    def _register(self) -> None:
        partners.register(self.office.work, Partner(name=f"Partenaire {self.chance.random()}", country="SN"))

    def _change(self) -> None:
        ids = [row[0] for row in self._rows("SELECT id FROM partner")]
        if ids:
            partners.change(self.office.work, self.chance.choice(ids), notes=f"noté {self.chance.random()}")

    def _attach(self) -> None:
        scan = self.chance.randbytes(self.chance.choice((90, 16_383, 16_384, 40_000, 300_000)))
        with self.office.machine.note() as session:
            self.scans.append(files.put(session, scan, "scan.pdf", "application/pdf"))

    def _erase(self) -> None:
        if self.scans:
            digest = self.scans.pop(self.chance.randrange(len(self.scans)))
            with self.office.machine.note() as session:
                session.execute(delete(Attachment).where(Attachment.digest == digest))

    def _jump(self) -> None:
        """Another day, another month, a clock that was set back, or far ahead."""
        days = self.chance.choice((0, 1, 1, 1, 2, 31, -1, -400, 1500))
        self.office.store.clock = self.office.machine.clock = Clock(lambda: now() + timedelta(days=days))

    def _carry(self) -> None:
        """The stick is pulled out, or comes back."""
        away = self.stick.with_name("in a pocket")
        source, target = (self.stick, away) if self.stick.exists() else (away, self.stick)
        source.rename(target)

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        connection = cipher.connect(self.folder / "passerelle.db", self.office.opened.key)
        try:
            return [tuple(row) for row in connection.execute(query).fetchall()]
        finally:
            connection.close()

    def back_up(self) -> list[Path]:
        """A backup in each place that is there."""
        office = self.office
        then = tables(self.folder / "passerelle.db", office.opened.key)
        made = office.back_up(backup.places(office.backups, second_place.read(office.machine)), Progress())
        self.second += len(made) - 1
        for path in made:
            self.held[self.mark(path)] = then
        return list(made)

    @staticmethod
    def mark(path: Path) -> str:
        return sha256(path.read_bytes())

    def check(self, path: Path) -> None:
        """Restore a backup into a folder of its own, as a lost laptop is replaced, and compare every field."""
        opened = self.office.opened
        then, source = self.held[self.mark(path)], path
        target = self.folder.with_name("restored")
        if self.chance.random() < 0.2:
            source = backup.save_whole(path, self.folder.with_name("carried"), opened.key, self.folder)
            self.whole += 1
        backup.restore(target, source, opened.key, opened.officer_id)
        assert differing(then, tables(target / "passerelle.db", opened.key)) == [], path.name
        assert cipher.integrity(target / "passerelle.db", opened.key) == ()
        if self.chance.random() < 0.1:  # and it opens
            Office.enter(target, Vault.open(target), opened).close()
        shutil.rmtree(target)
        shutil.rmtree(self.folder.with_name("carried"), ignore_errors=True)
        self.restored += 1

    def present(self) -> list[Path]:
        """Every backup that is there now."""
        return [path for place in (self.office.backups, self.stick) for path in sorted(place.glob("*.backup"))]


def live(template: Path, opened: Opened, folder: Path, seed: int, count: int) -> LivingOffice:
    """So many backups of an office at work; each is restored once it is made, those that remain at the end again."""
    chance = random.Random(seed)
    with entered(template, folder / "office", opened) as office:
        stick = folder / "stick"
        stick.mkdir()
        second_place.choose(office.work, stick)
        living = LivingOffice(folder / "office", office, stick, chance)
        for _round in range(count):
            living.work()
            for path in living.back_up():
                living.check(path)
        remaining = living.present()
        for path in remaining:
            living.check(path)
        pieces = {piece.name for path in remaining for piece in copies.pieces_of(path) if piece.is_apart}
        for place in (office.backups, stick):
            here = {path.name for found in place.glob("*.pieces") for path in found.iterdir()}
            assert here <= pieces, "an attached file that no backup needs"
    return living
