"""The people of these tests: an office laptop, Headquarters, and a stranger."""

from dataclasses import dataclass
from pathlib import Path

from desktop.base.change import START, Change
from desktop.bundles.bundle import Load, write
from desktop.bundles.content import About, Journal
from desktop.bundles.keys import Certificate, DeviceKeys, Keyset

ABOUT = About(app="1.0.0", schema=7, at="2026-11-24T12:00:00.000Z")


def certificate(keys: DeviceKeys, hq: DeviceKeys, rights: tuple[str, ...] = ("office",)) -> Certificate:
    return Certificate(keys.public, "tn", rights, "2026-01-01T00:00:00.000Z", "laptop").signed(hq)


@dataclass(frozen=True)
class World:
    hq: DeviceKeys
    laptop: DeviceKeys
    colleague: DeviceKeys
    stranger: DeviceKeys
    keyset: Keyset

    def journal(self, changes: list[Change], before: str = START) -> Journal:
        return Journal(changes[0].device, before, tuple(changes))

    def export(self, folder: Path, load: Load, kind: str = "changes") -> Path:
        return write(folder, kind, self.laptop, [self.hq.public], ABOUT, load)


def new_world() -> World:
    hq, laptop, colleague, stranger = (DeviceKeys.generate() for _ in range(4))
    known = (certificate(laptop, hq), certificate(colleague, hq))
    return World(hq, laptop, colleague, stranger, Keyset((hq.public,), known, {}, 1).signed(hq))
