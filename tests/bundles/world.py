"""The people of these tests: an office laptop, Headquarters, and a stranger."""

from dataclasses import dataclass
from pathlib import Path

from desktop.base.change import START, Change
from desktop.bundles.bundle import BundleKind, Header, Load, write
from desktop.bundles.content import About, DeviceJournal, Manifest
from desktop.bundles.keys import DeviceCertificate, DeviceKeys, Keyset

ABOUT = About(app="1.0.0", schema=7, at="2026-11-24T12:00:00.000Z")


def certificate(keys: DeviceKeys, hq: DeviceKeys, rights: tuple[str, ...] = ("office",)) -> DeviceCertificate:
    return DeviceCertificate(keys.public, "tn", rights, "2026-01-01T00:00:00.000Z", "laptop").signed(hq)


class Nowhere:
    """A sink for what is only checked."""

    chains = False

    def manifest(self, header: Header, manifest: Manifest) -> None: ...

    def data(self, piece: bytes) -> None: ...


@dataclass(frozen=True)
class World:
    hq: DeviceKeys
    laptop: DeviceKeys
    colleague: DeviceKeys
    stranger: DeviceKeys
    keyset: Keyset

    def journal(self, changes: list[Change], before: str = START) -> DeviceJournal:
        return DeviceJournal(changes[0].device, before, tuple(changes))

    def export(self, folder: Path, load: Load, kind: BundleKind = BundleKind.CHANGES) -> Path:
        return write(folder, kind, self.laptop, [self.hq.public], ABOUT, load)


def new_world() -> World:
    hq, laptop, colleague, stranger = (DeviceKeys.generate() for _ in range(4))
    certificates = (certificate(laptop, hq), certificate(colleague, hq))
    return World(hq, laptop, colleague, stranger, Keyset((hq.public,), certificates, {}, 1).signed(hq))
