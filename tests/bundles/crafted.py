"""Bundles as an enemy would make them: well signed and well encrypted, wrong inside."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import zstandard

from desktop.base.change import START, chain
from desktop.bundles import keys, payload
from desktop.bundles.bundle import BundleKind, Header, enclose
from desktop.bundles.content import checkpoint_bytes
from desktop.bundles.keys import DeviceKeys
from tests.bundles import workload
from tests.bundles.world import ABOUT, World


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def frame(raw: bytes, sized: bool = True) -> bytes:
    if sized:
        return zstandard.ZstdCompressor().compress(raw)
    stream = zstandard.ZstdCompressor().compressobj()
    return stream.compress(raw) + stream.flush()


def zeros(length: int, sized: bool) -> bytes:
    """A frame of that many zero bytes, made piece by piece."""
    stream = zstandard.ZstdCompressor(level=1).compressobj(size=length if sized else -1)
    piece = bytes(1 << 20)
    pieces = [stream.compress(piece) for _ in range(length >> 20)]
    return b"".join((*pieces, stream.flush()))


def forged_size(claimed: int) -> bytes:
    """A tiny frame whose header states an enormous content: 8 bytes of size, single segment."""
    return (
        bytes.fromhex("28b52ffd") + bytes([0b11100000]) + claimed.to_bytes(8, "little") + bytes([1, 0, 0]) + bytes(11)
    )


@dataclass
class Crafted:
    """A sound bundle of ten changes, to be spoiled before it is sealed."""

    world: World
    sender: DeviceKeys
    segments: list[dict[str, Any]] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    kind: BundleKind = BundleKind.CHANGES
    raw_manifest: bytes | None = None
    tail: bytes = b""

    @classmethod
    def sound(cls, world: World) -> "Crafted":
        crafted = cls(world, world.laptop, to=(world.hq.public.key_id,))
        source = workload.Office(5, 1, (world.laptop.device,)).edits()
        crafted.changes([next(source) for _ in range(10)])
        crafted.manifest = {"v": 1, "from": world.laptop.public.key_id, "to": list(crafted.to), **ABOUT.to_json()}
        return crafted

    def changes(self, changes: list[Any], before: str = START) -> None:
        raw = payload.encode(changes)
        head = chain(before, changes)
        last = changes[-1].number
        signed = self.sender.sign(keys.CHECKPOINT, checkpoint_bytes(changes[0].device, last, head))
        self.add(
            "changes", frame(raw), len(raw), device=changes[0].device, seq_from=changes[0].number, seq_to=last,
            count=len(changes), prev_head=before, head=head, checkpoint=signed,
        )  # fmt: skip

    def add(self, kind: str, packed: bytes, raw: int, **more: Any) -> None:
        self.packed.append(packed)
        self.segments.append({"kind": kind, "packed": len(packed), "raw": raw, "sha256": sha(packed), **more})

    def document(self, raw: bytes, packed: bytes | None = None, length: int | None = None) -> "Crafted":
        """Add this as a document, its frame and length lying if told so."""
        self.add("document", frame(raw) if packed is None else packed, len(raw) if length is None else length, name="d")
        return self

    def file(self, raw: bytes, digest: str) -> "Crafted":
        self.add("file", frame(raw), len(raw), name="../../etc/passwd", media="x", file=digest)
        return self

    def alter(self, place: int = 0, **changed: Any) -> "Crafted":
        self.segments[place].update(changed)
        return self

    def repack(self, raw: bytes) -> "Crafted":
        """Other bytes for the changes, with everything that is computed over them."""
        packed = frame(raw)
        self.packed[0] = packed
        return self.alter(packed=len(packed), raw=len(raw), sha256=sha(packed))

    def columns(self, **changed: Any) -> "Crafted":
        source = json.loads(zstandard.ZstdDecompressor().decompressobj().decompress(self.packed[0]))
        return self.repack(json.dumps({**source, **changed}).encode())

    def inside(self) -> bytes:
        manifest = self.raw_manifest or json.dumps({**self.manifest, "segments": self.segments}).encode()
        return len(manifest).to_bytes(4, "big") + manifest + b"".join(self.packed) + self.tail

    def sealed_body(self) -> bytes:
        return keys.seal(self.inside(), [self.world.hq.public])

    def sealed(self) -> bytes:
        return self.enclosed(self.sealed_body())

    def enclosed(self, body: bytes) -> bytes:
        sender = self.sender.public.key_id
        header = Header(self.kind, "0" * 32, sender, self.to, len(body), sha(body), ABOUT.at)
        return enclose(header, self.sender, body)
