"""Opening a bundle: every check from the first byte to the last, in the order that costs the least.

Runs in the reader's own process only (desktop.bundles.reader), so that no file, however made, can harm the program.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from desktop.base.change import START, Change, heads
from desktop.bundles import keys as signing
from desktop.bundles import payload, strict
from desktop.bundles.bundle import (
    CHUNK,
    LIMITS,
    MIB,
    REVOKED,
    RIGHTS,
    BundleKind,
    Header,
    Limits,
    Refused,
    body_digest,
    read_header,
)
from desktop.bundles.content import READER, Manifest, Segment, SegmentKind, checkpoint_bytes
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.strict import JsonFields, JsonObject

MINE = 10_000  # private keys of one laptop at most
AGE_HEAD = 64 << 10  # bytes in which an age header must end


class Sink(Protocol):
    """Receives what `examine` reads, in order; nothing of it may be used before `examine` has returned."""

    def manifest(self, header: Header, manifest: Manifest) -> None: ...

    def data(self, piece: bytes) -> None:
        """The unfolded bytes of the segments, one segment after the other."""

    @property
    def chains(self) -> bool:
        """Whether the receiver of the data computes each device's chain (`heads_of`), which is then not done here."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe and what to open with: old private keys stay as long as old bundles may arrive."""

    keyset: Keyset
    mine: tuple[DeviceKeys, ...]
    limits: Limits = LIMITS

    def private_json(self) -> JsonFields:
        """All but the keyset, private keys included: for the reader's own process."""
        return {"mine": [keys.to_json() for keys in self.mine], "limits": self.limits.to_json()}

    @classmethod
    def of(cls, keyset: Keyset, source: object) -> "Trust":
        """The keyset with what `private_json` gave. Raises Unsound for anything else."""
        fields = JsonObject(source)
        mine = tuple(DeviceKeys.from_json(keys) for keys in fields.items("mine", MINE))
        return cls(keyset, mine, Limits.from_json(fields.get("limits")))


def examine(source: BinaryIO, size: int, trust: Trust, sink: Sink) -> None:
    """Check a bundle from its first to its last byte, cheapest checks first; raises Refused at the first that fails.

    Signature before decryption, sizes before unfolding, digest of every segment before parsing it, the device's own
    signature and, unless the sink does that itself, the chain after.
    """
    header, head, signature = read_header(source, size, trust.limits)
    _check_sender(header, head, signature, trust)
    at = source.tell()
    if body_digest(source) != header.sha256:
        raise Refused("damaged", "digest of the body")
    source.seek(at)
    inside = _BundleBody(header, trust, sink)
    if header.to:
        _check_age(source.read(AGE_HEAD))
        source.seek(at)
        try:
            signing.unseal(source, inside, trust.mine)
        except signing.WrongKey as error:
            raise Refused("wrong-key") from error
    else:
        while piece := source.read(CHUNK):
            inside.write(piece)
    inside.finish()


def _check_sender(header: Header, head: bytes, signature: bytes, trust: Trust) -> None:
    sender = trust.keyset.sender(header.sender)
    if sender is None:
        raise Refused("unknown-sender", header.sender)
    if not signing.verify(sender.keys.sign, signing.HEADER, head, signature.hex()):
        raise Refused("bad-signature")
    valid_to = trust.keyset.valid_to(sender.device)
    if valid_to is not None and (valid_to == 0 or header.kind is not BundleKind.CHANGES):
        raise Refused(REVOKED, sender.device)
    if not set(RIGHTS[header.kind]) & set(sender.rights):
        raise Refused("no-right", header.kind)
    if bool(header.to) == (header.kind is BundleKind.BROADCAST):
        raise Refused("bad-contents", "recipients")
    if header.to and not {keys.public.key_id for keys in trust.mine} & set(header.to):
        raise Refused("not-for-us")


def _check_age(start: bytes) -> None:
    """Only age version 1, only stanzas for keys: the cost of a passphrase stanza is chosen by the sender."""
    lines = start.split(b"\n---", 1)[0].split(b"\n")
    stanzas = [line for line in lines if line.startswith(b"-> ")]
    if lines[0] != b"age-encryption.org/v1" or len(stanzas) > 128:
        raise Refused("damaged", "age header")
    if any(line.startswith(b"-> scrypt") for line in stanzas):
        raise Refused("wrong-key", "passphrase")


class _BundleBody:
    """Checks the body of a bundle piece by piece as it is decrypted: the file that age writes to."""

    def __init__(self, header: Header, trust: Trust, sink: Sink) -> None:
        self._header, self._trust, self._sink = header, trust, sink
        self._limits = trust.limits
        self._waiting = bytearray()
        self._length = 0
        self._manifest: Manifest | None = None
        self._next = 0
        self._heads: dict[str, Segment] = {}

    def write(self, piece: bytes) -> int:
        """Take in the next bytes; raises Refused as soon as something is wrong."""
        self._waiting += piece
        while self._advance():
            continue
        return len(piece)

    def flush(self) -> None:
        """Does nothing: no piece is buffered for writing."""

    def finish(self) -> None:
        """Raise Refused unless exactly the announced segments came and each device signed its last head."""
        if self._manifest is None or self._waiting or self._next != len(self._manifest.segments):
            raise Refused("bad-contents", "length of the inside")
        for segment in self._heads.values():
            check_checkpoint(segment, self._trust.keyset, self._header.sender)

    def _advance(self) -> bool:
        if self._manifest is None:
            return self._take_manifest()
        if self._next == len(self._manifest.segments):
            if self._waiting:
                raise Refused("bad-contents", "bytes after the last segment")
            return False
        segment = self._manifest.segments[self._next]
        if len(self._waiting) < segment.packed:
            return False
        packed = self._take(segment.packed)
        if hashlib.sha256(packed).hexdigest() != segment.sha256:
            raise Refused("bad-contents", "digest of a segment")
        self._check(segment, packed)
        self._next += 1
        return True

    def _take(self, count: int) -> bytearray:
        """The first bytes that wait, moved rather than copied: a file may take half of the memory allowed."""
        first, self._waiting = self._waiting, self._waiting[count:]
        del first[count:]
        return first

    def _take_manifest(self) -> bool:
        if not self._length and len(self._waiting) >= 4:
            self._length = int.from_bytes(self._take(4), "big")
            if not 0 < self._length <= self._limits.manifest:
                raise Refused("bad-contents", "length of the manifest")
        if not self._length or len(self._waiting) < self._length:
            return False
        try:
            manifest = self._judge_manifest(strict.loads(bytes(self._take(self._length))))
        except strict.Unsound as error:
            raise Refused("bad-contents", f"manifest: {error}") from error
        self._sink.manifest(self._header, manifest)
        self._manifest = manifest
        return True

    def _judge_manifest(self, source: object) -> Manifest:
        if JsonObject(source).whole("min_reader") > READER:
            raise Refused("newer-format")
        manifest = Manifest.from_json(source)
        if (manifest.sender, manifest.to) != (self._header.sender, self._header.to):
            raise Refused("forged-inside", "sender or recipients differ")
        for segment in manifest.segments:
            self._check_size(segment)
            self._check_place(segment)
        for segment in self._heads.values():
            if not self._trust.keyset.of_device(segment.device):
                check_checkpoint(segment, self._trust.keyset, self._header.sender)
        if sum(segment.raw for segment in manifest.segments) > self._limits.total:
            raise Refused("too-big", "all segments together")
        return manifest

    def _check_size(self, segment: Segment) -> None:
        most = self._limits.file if segment.kind is SegmentKind.FILE else self._limits.raw
        if (
            segment.raw > max(MIB, segment.packed * self._limits.ratio)
            or max(segment.raw, segment.packed) > most + CHUNK
        ):
            raise Refused("too-big", f"a segment of {segment.raw} bytes")

    def _check_place(self, segment: Segment) -> None:
        """Raise Refused unless the device is not revoked before these changes and its segments are in sequence."""
        if segment.kind is not SegmentKind.CHANGES:
            return
        keyset = self._trust.keyset
        if segment.seq_from == 1 and segment.before != START:
            raise Refused("forged-inside", "a first change with something before it")
        doubtful = keyset.doubtful_from(segment.device, self._header.sender)
        if doubtful is not None and segment.seq_from >= doubtful:
            raise Refused(REVOKED, segment.device)
        former = self._heads.get(segment.device)
        if former and (former.seq_to + 1, former.digest) != (segment.seq_from, segment.before):
            raise Refused("forged-inside", "segments that do not follow one another")
        self._heads[segment.device] = segment

    def _check(self, segment: Segment, packed: bytearray) -> None:
        """Unfold a segment, parse it, and pass its bytes to the sink; raises Refused."""
        try:
            if segment.kind is SegmentKind.FILE:
                self._check_file(segment, packed)
                return
            raw = b"".join(_unfold(packed, segment.raw, self._limits.window))
            if segment.kind is SegmentKind.CHANGES:
                run = _run(segment, raw)
                if not self._sink.chains:
                    heads_of(segment, run.changes())
            else:
                document = strict.loads(raw)
                JsonObject(document)
                strict.check(document)
        except strict.Unsound as error:
            raise Refused("bad-contents", f"{segment.kind}: {error}") from error
        self._sink.data(raw)

    def _check_file(self, segment: Segment, packed: bytearray) -> None:
        whole = hashlib.sha256()
        for piece in _unfold(packed, segment.raw, self._limits.window):
            whole.update(piece)
            self._sink.data(piece)
        if whole.hexdigest() != segment.digest:
            raise Refused("forged-inside", "digest of a file")


def _run(segment: Segment, raw: bytes) -> payload.CheckedRun:
    run = payload.CheckedRun(raw)
    if (run.device, run.first, run.last) != (segment.device, segment.seq_from, segment.seq_to):
        raise Refused("forged-inside", "a run that is not the one announced")
    return run


def heads_of(segment: Segment, changes: Iterable[Change]) -> tuple[str, ...]:
    """The chain's heads after each change of a segment; raises Refused unless the last is the one announced."""
    chain_heads = tuple(heads(segment.before, changes))
    if chain_heads[-1:] != (segment.digest,):
        raise Refused("forged-inside", "chain")
    return chain_heads


def check_checkpoint(segment: Segment, keyset: Keyset, sender: str) -> None:
    """Raise Refused unless the device itself, or Headquarters, signed the head after this segment.

    Headquarters, known by the key id `sender`, vouches for what it took in from an office's laptops: it verified their
    signatures then, and it is who certifies them. What it signed itself it takes back from whoever brings it, after it
    was put back from a backup that lacked it.
    """
    if keyset.is_hq(sender) and all(keys.device != segment.device for keys in keyset.hq):
        return
    signed = checkpoint_bytes(segment.device, segment.seq_to, segment.digest)
    signers = (*keyset.of_device(segment.device), *keyset.hq)
    if not any(signing.verify(keys.sign, signing.CHECKPOINT, signed, segment.checkpoint) for keys in signers):
        raise Refused("forged-inside", "checkpoint")


def _unfold(packed: bytearray, length: int, window: int) -> Iterator[bytes]:
    """The frame's bytes piece by piece, never more than announced; raises Refused unless exactly that many come.

    Never the one-call decompression: it trusts the size that the frame itself states (python-zstandard #332).
    """
    import zstandard

    left = length
    unfolding = zstandard.ZstdDecompressor(max_window_size=window)
    try:
        with unfolding.stream_reader(packed, read_size=CHUNK, read_across_frames=True) as reader:
            while piece := reader.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    break
                yield piece
    except zstandard.ZstdError as error:
        raise Refused("bad-contents", "not a sound zstd frame") from error
    if left:
        raise Refused("bad-contents", "a segment of another length than announced")
