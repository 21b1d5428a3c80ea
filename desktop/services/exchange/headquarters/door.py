"""The door of Headquarters: what the receiver may know, and where it puts what it takes.

The receiver (`passerelle hq serve`) is reached from outside, so that it holds no key and opens no record. All that it
knows lies in one folder, `door`: whose signature counts, written anew whenever Headquarters is opened or closed, or
authorized a laptop; and the newest return of each office. What it takes, it puts into `arrived`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import copy_safely, discard, make_folder, write_safely
from desktop.base.text import _
from desktop.base.values import digest
from desktop.bundles import strict
from desktop.bundles.bundle import SUFFIX
from desktop.bundles.keys import DEVICES, DeviceKeys
from desktop.bundles.strict import JsonFields, JsonObject
from desktop.services.exchange import arrivals
from desktop.services.exchange.headquarters import recognition
from desktop.services.work import Work

DOOR, BOOK, PIECES, RETURNS, ARRIVED = "door", "book.json", "pieces", "returns", "arrived"


@dataclass(frozen=True, slots=True)
class AdmittedLaptop:
    """A laptop whose signature counts: its public signing key and its office."""

    key: str
    sign: str
    office: str

    def to_json(self) -> JsonFields:
        return {"key": self.key, "sign": self.sign, "office": self.office}

    @classmethod
    def from_json(cls, source: object) -> "AdmittedLaptop":
        fields = JsonObject(source)
        sign = fields.text("sign", form=strict.HEX64)
        return cls(fields.text("key", form=strict.HEX32), sign, fields.text("office"))


@dataclass(frozen=True, slots=True)
class DoorBook:
    """Every laptop that may come, by the name of its key."""

    laptops: Mapping[str, AdmittedLaptop] = field(default_factory=dict)

    def to_json(self) -> JsonFields:
        return {"laptops": [laptop.to_json() for laptop in self.laptops.values()]}

    @classmethod
    def from_bytes(cls, data: bytes) -> "DoorBook":
        """Raises Unsound for anything but what `to_json` gives."""
        laptops = JsonObject(strict.loads(data)).items("laptops", DEVICES)
        return cls({laptop.key: laptop for laptop in map(AdmittedLaptop.from_json, laptops)})


def renew(work: Work, keys: DeviceKeys, folder: Path) -> None:
    """Write for the receiver who may come; `folder` is Headquarters' own. Raises Problem."""
    keyset = recognition.trusted(work.machine, keys)
    laptops = {
        certificate.keys.key_id: AdmittedLaptop(certificate.keys.key_id, certificate.keys.sign, certificate.office)
        for certificate in keyset.certificates
        if certificate.rights and keyset.valid_to(certificate.device) is None
    }
    data = strict.dumps(DoorBook(laptops).to_json())
    path = make_folder(folder / DOOR) / BOOK
    if not path.is_file() or path.read_bytes() != data:
        write_safely(path, data)


def offer(folder: Path, office: str, path: Path) -> None:
    """Put a copy of the return just written for an office at the door, in the place of the one before."""
    target = waiting_return(folder, office)
    make_folder(target.parent)
    copy_safely(path, target)


def waiting_return(folder: Path, office: str) -> Path:
    """Where the newest return for an office lies, if one does; nobody chooses the name."""
    return folder / DOOR / RETURNS / f"{digest(office.encode())}{SUFFIX}"


def waiting(folder: Path) -> list[Path]:
    """The bundles that the receiver took and nobody imported yet."""
    return sorted((folder / ARRIVED).glob(f"*{SUFFIX}"))


def arrived(folder: Path) -> list[Path]:
    """The same. Raises Problem when there are none."""
    files = waiting(folder)
    if not files:
        raise Problem(
            _("Nothing has arrived over the Internet that was not imported yet."),
            _("Name the files to import, or the folder that holds them."),
            code="nothing-arrived",
        )
    return files


def clear(folder: Path, inbox: Path) -> None:
    """Remove what the receiver took and an import archived since, under the same name."""
    for file in (folder / ARRIVED).glob(f"*{SUFFIX}"):
        if arrivals.has_arrived(inbox, file.name):
            discard(file)
