"""A bundle cut into parts for e-mail and weak lines, and joined again from whatever arrived, in any order.

A part is `PSBP`, the bundle's SHA-256 (32 bytes), its place and the number of parts (4 bytes each, most significant
first), the SHA-256 of the bytes that follow (32 bytes), and these bytes. Parts never change: a repeated one is equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from desktop.base.errors import Problem
from desktop.base.text import _

MAGIC = b"PSBP"
HEAD = 4 + 32 + 4 + 4 + 32
SIZE = 7 << 20  # as an attachment 9.6 MB: passes where 10 MB is the limit
MOST = 65_536  # parts of one bundle
SUFFIX = ".psbp"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece: `index` counts from 0, `bundle` is the SHA-256 of the whole in hexadecimal."""

    bundle: str
    index: int
    count: int
    data: bytes

    @property
    def name(self) -> str:
        """A file name to send it under; no meaning is taken from it."""
        return f"{self.bundle[:16]}-{self.index + 1}-of-{self.count}{SUFFIX}"

    def to_bytes(self) -> bytes:
        """The part as a file."""
        places = self.index.to_bytes(4, "big") + self.count.to_bytes(4, "big")
        return b"".join((MAGIC, bytes.fromhex(self.bundle), places, sha256(self.data).digest(), self.data))

    @classmethod
    def from_bytes(cls, file: bytes) -> "Part":
        """Read one part file; raises Problem when it is none or is damaged."""
        index, count = int.from_bytes(file[36:40], "big"), int.from_bytes(file[40:44], "big")
        data = file[HEAD:]
        if file[:4] != MAGIC or not index < count <= MOST or sha256(data).digest() != file[44:HEAD]:
            raise Problem(
                _("This part of a bundle was damaged on its way; the other parts are kept."),
                _("Ask the sender to send this part again."),
            )
        return cls(file[4:36].hex(), index, count, data)


def cut(bundle: bytes, size: int = SIZE) -> tuple[Part, ...]:
    """The bundle in parts of at most `size` bytes each; at least one part."""
    size = max(size, -(-len(bundle) // MOST))
    pieces = [bundle[at : at + size] for at in range(0, len(bundle), size)] or [b""]
    whole = sha256(bundle).hexdigest()
    return tuple(Part(whole, index, len(pieces), piece) for index, piece in enumerate(pieces))


def missing(parts: Iterable[Part]) -> Mapping[str, tuple[int, ...]]:
    """For each bundle of which some parts arrived, and by no cut all of them: the places still awaited.

    A bundle sent twice in different cuts counts by the cut of which most is there.
    """
    return {bundle: awaited for bundle, cuts in _sorted(parts).items() if (awaited := _awaited(cuts))}


def join(parts: Iterable[Part]) -> Mapping[str, bytes]:
    """The bundles that are complete, by their SHA-256; what does not give that digest is left out."""
    whole = {bundle: _joined(bundle, cuts) for bundle, cuts in _sorted(parts).items()}
    return {bundle: data for bundle, data in whole.items() if data is not None}


Cuts = Mapping[int, Mapping[int, Sequence[Part]]]  # by number of parts, then by place: the different pieces seen


def _sorted(parts: Iterable[Part]) -> Mapping[str, Cuts]:
    found: dict[str, dict[int, dict[int, list[Part]]]] = {}
    for part in parts:
        seen = found.setdefault(part.bundle, {}).setdefault(part.count, {}).setdefault(part.index, [])
        if part not in seen:
            seen.append(part)
    return found


def _awaited(cuts: Cuts) -> tuple[int, ...]:
    lacking = [tuple(i for i in range(count) if i not in places) for count, places in cuts.items()]
    return min(lacking, key=len)


def _joined(bundle: str, cuts: Cuts) -> bytes | None:
    for count, places in cuts.items():
        if len(places) == count:
            data = b"".join(places[index][0].data for index in range(count))
            if sha256(data).hexdigest() == bundle:
                return data
    return None


Found = Literal["bundle", "part", "other"]


def sort_of(start: bytes) -> Found:
    """What a file is by its first four bytes."""
    if start[:4] == MAGIC:
        return "part"
    return "bundle" if start[:3] == b"PSB" else "other"
