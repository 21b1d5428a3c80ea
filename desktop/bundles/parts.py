"""A bundle cut into parts for e-mail and weak lines, and joined again from whatever arrived, in any order.

A part is `PSBP`, the bundle's SHA-256 (32 bytes), its place and the number of parts (4 bytes each, most significant
first), the SHA-256 of these 40 bytes and the bytes that follow (32 bytes), and these bytes. Parts never change: a
repeated one is equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import islice, product

from desktop.base import file_kinds
from desktop.base.errors import Problem
from desktop.base.text import _

MAGIC = file_kinds.PARTS_BEGIN
HEAD = 4 + 32 + 4 + 4 + 32
SIZE = 7 << 20  # bytes; as an attachment 9.6 MB: passes where 10 MB is the limit
MOST = 65_536  # parts of one bundle
TRIED = 64  # combinations, when somebody sent several pieces for one place
SUFFIX = file_kinds.PART


@dataclass(frozen=True, slots=True)
class BundlePart:
    """One piece: `index` counts from 0, `bundle` is the SHA-256 of the whole in hexadecimal."""

    bundle: str
    index: int
    count: int
    data: bytes

    @property
    def name(self) -> str:
        """A file name to send it under; no program reads anything from it."""
        return f"{self.bundle[:16]}-{self.index + 1}-of-{self.count}{SUFFIX}"

    def to_bytes(self) -> bytes:
        """The part as a file."""
        place = bytes.fromhex(self.bundle) + self.index.to_bytes(4, "big") + self.count.to_bytes(4, "big")
        return b"".join((MAGIC, place, sha256(place + self.data).digest(), self.data))

    @classmethod
    def from_bytes(cls, file: bytes) -> "BundlePart":
        """Read a part file; raises Problem when it is none or is damaged."""
        index, count = int.from_bytes(file[36:40], "big"), int.from_bytes(file[40:44], "big")
        data = file[HEAD:]
        if file[:4] != MAGIC or not index < count <= MOST or sha256(file[4:44] + data).digest() != file[44:HEAD]:
            raise Problem(
                _("This part of a bundle was damaged on its way; the other parts are kept."),
                _("Ask the sender to send this part again."),
                code="part-damaged",
            )
        return cls(file[4:36].hex(), index, count, data)


def cut(bundle: bytes, size: int = SIZE) -> tuple[BundlePart, ...]:
    """The bundle in parts of at most `size` bytes each; at least one part."""
    size = max(size, -(-len(bundle) // MOST))
    pieces = [bundle[at : at + size] for at in range(0, len(bundle), size)] or [b""]
    whole = sha256(bundle).hexdigest()
    return tuple(BundlePart(whole, index, len(pieces), piece) for index, piece in enumerate(pieces))


def missing(parts: Iterable[BundlePart]) -> Mapping[str, tuple[int, ...]]:
    """The places (from 0) still awaited of each bundle that is incomplete, by the bundle's SHA-256.

    A bundle sent twice in different cuts counts by the cut of which most is there. Where all places are filled and yet
    the digest is wrong, all are awaited again.
    """
    return {
        bundle: _missing_places(cuts) for bundle, cuts in _by_cut(parts).items() if _join_cuts(bundle, cuts) is None
    }


def join(parts: Iterable[BundlePart]) -> Mapping[str, bytes]:
    """The bytes of the bundles that are complete, by their SHA-256; what does not give that digest is left out."""
    whole = {bundle: _join_cuts(bundle, cuts) for bundle, cuts in _by_cut(parts).items()}
    return {bundle: data for bundle, data in whole.items() if data is not None}


Cuts = Mapping[int, Mapping[int, Sequence[BundlePart]]]  # by number of parts, then by place: the different pieces seen


def _by_cut(parts: Iterable[BundlePart]) -> Mapping[str, Cuts]:
    bundles: dict[str, dict[int, dict[int, list[BundlePart]]]] = {}
    for part in parts:
        seen = bundles.setdefault(part.bundle, {}).setdefault(part.count, {}).setdefault(part.index, [])
        if part not in seen:
            seen.append(part)
    return bundles


def _missing_places(cuts: Cuts) -> tuple[int, ...]:
    lacking = [tuple(i for i in range(count) if i not in places) for count, places in cuts.items()]
    return min(lacking, key=len) or tuple(range(min(cuts)))


def _join_cuts(bundle: str, cuts: Cuts) -> bytes | None:
    for count, places in cuts.items():
        if len(places) < count:
            continue
        for choice in islice(product(*(places[index] for index in range(count))), TRIED):
            whole = sha256()
            for part in choice:
                whole.update(part.data)
            if whole.hexdigest() == bundle:
                return b"".join(part.data for part in choice)
    return None


class FileSort(StrEnum):
    BUNDLE = "bundle"
    PART = "part"
    OTHER = "other"


def sort_of(start: bytes) -> FileSort:
    """The sort of a file by its first four bytes."""
    if start[:4] == MAGIC:
        return FileSort.PART
    return FileSort.BUNDLE if start[:3] == file_kinds.BUNDLES_BEGIN else FileSort.OTHER
