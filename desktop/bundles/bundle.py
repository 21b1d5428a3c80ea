"""The container in which changes travel: signed outside, encrypted, listed inside (docs/bundle-format.md).

`write` makes a bundle file; `show` says what can be said of one without any private key. Opening a bundle is the
reader's work (desktop.bundles.reader): it calls `examine` in a process of its own, so that no file, however made, can
harm the program.
"""

import hashlib
import io
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from desktop.base.change import START, chain
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import N_, _
from desktop.base.values import sha256
from desktop.bundles import keys as signing
from desktop.bundles import payload, strict
from desktop.bundles.content import (
    READER,
    SEGMENTS,
    About,
    File,
    Journal,
    Manifest,
    Segment,
    checkpoint_bytes,
)
from desktop.bundles.keys import Certificate, DeviceKeys, Keyset, PublicKeys

MAGIC = b"PSB1"
FAMILY = b"PSB"
SIGNATURE = 64
HEADER = 4096
CHUNK = 1 << 16
MIB = 1 << 20
AGE_HEAD = 64 << 10
SUFFIX = ".psb"

# Who may send what: any one of these rights is enough.
KINDS: Mapping[str, tuple[str, ...]] = {
    "changes": ("office", "hq"),
    "attachments": ("office", "hq"),
    "return": ("hq",),
    "snapshot": ("hq",),
    "broadcast": ("hq", "lists"),
}
KIND = re.compile("|".join(KINDS))

REFUSALS: Mapping[str, str] = {
    "not-a-bundle": N_("This file is not a bundle of Passerelle."),
    "damaged": N_("This bundle was damaged on its way."),
    "too-big": N_("This bundle is larger than what may be received."),
    "newer-format": N_("This bundle was made by a newer version of Passerelle."),
    "unknown-sender": N_("This bundle comes from a laptop that is not known here."),
    "bad-signature": N_("This bundle was altered, or is not from the laptop it names."),
    "revoked": N_("This bundle comes from a laptop whose keys were withdrawn."),
    "no-right": N_("The laptop that made this bundle may not send this kind of bundle."),
    "not-for-us": N_("This bundle is meant for somebody else."),
    "wrong-key": N_("This bundle cannot be opened with the keys of this laptop."),
    "forged-inside": N_("What is inside this bundle does not match its sender."),
    "bad-contents": N_("What is inside this bundle does not follow the rules."),
    "unreadable": N_("This bundle could not be read within the limits of time and memory."),
}
REMEDIES: Mapping[str, str] = {
    "not-a-bundle": N_("Choose a file whose name ends in .psb."),
    "damaged": N_("Ask the sender to send it again."),
    "newer-format": N_("Keep the file, update Passerelle, then import it again."),
    "unknown-sender": N_("Import the latest file from Headquarters first, or enrol that laptop."),
    "not-for-us": N_("Give it to the office it is meant for."),
    "wrong-key": N_("Ask the sender to export again with the latest list of keys."),
}


class Refused(Problem):
    """The bundle was refused, nothing was changed; `code` is one of REFUSALS, `detail` is for the log, in English."""

    def __init__(self, code: str, detail: str = "") -> None:
        remedy = _(REMEDIES.get(code, N_("Keep the file and tell Headquarters where it came from.")))
        super().__init__(_("{what} Nothing was changed.").format(what=_(REFUSALS[code])), remedy)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken in: bytes, a ratio, a time. HQ's administrators may change them."""

    bundle: int = 64 * MIB
    manifest: int = 256 << 10
    raw: int = 4 * MIB  # one run of changes or one document
    file: int = 32 * MIB
    total: int = 96 * MIB
    ratio: int = 100  # beyond 1 MiB, nothing honest unfolds a hundredfold
    window: int = 8 * MIB
    memory: int = 64 * MIB  # of the reader, above what it needs at rest
    milliseconds: int = 60_000

    def to_json(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> "Limits":
        return cls(**{name: strict.whole(source, name, 1) for name in cls.__slots__})


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Header:
    """What stands outside, signed but not encrypted."""

    kind: str
    id: str
    sender: str
    to: tuple[str, ...]
    length: int
    sha256: str
    created: str
    v: int = 1

    def to_bytes(self) -> bytes:
        about = {"v": self.v, "kind": self.kind, "id": self.id, "from": self.sender, "to": list(self.to)}
        body = {"ct_len": self.length, "ct_sha256": self.sha256, "created": self.created}
        return strict.dumps({**about, **body})

    @classmethod
    def from_bytes(cls, data: bytes) -> "Header":
        """Raises Refused: newer-format, or damaged."""
        try:
            source = strict.table(strict.loads(data))
            if strict.whole(source, "v", 1) > 1:
                raise Refused("newer-format")
            return cls(
                strict.text(source, "kind", form=KIND),
                strict.text(source, "id", form=strict.HEX32),
                strict.text(source, "from", form=strict.HEX32),
                strict.texts(source, "to", 64, strict.HEX32),
                strict.whole(source, "ct_len", 1),
                strict.text(source, "ct_sha256", form=strict.HEX64),
                strict.text(source, "created", 40),
            )
        except strict.Unsound as error:
            raise Refused("damaged", str(error)) from error


# ---------------------------------------------------------------- writing


@dataclass(frozen=True, slots=True)
class Load:
    """What goes into a bundle. Documents are plain JSON objects by name."""

    journals: Sequence[Journal] = ()
    documents: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    files: Sequence[File] = ()


def write(
    folder: Path, kind: str, sender: DeviceKeys, to: Sequence[PublicKeys], about: About, load: Load, level: int = 10
) -> Path:
    """Write a bundle into the folder, durably, and return its path: `<device>-<last change>-<8 hex>.psb`.

    Raises Problem when it would be too large to be received, or cannot be written there; Unsound for content that the
    reader would refuse (see payload.encode). A broadcast goes `to` nobody in particular and is not encrypted.
    """
    data = compose(kind, sender, to, about, load, level)
    path = folder / file_name(sender.device, load, data)
    write_safely(path, data)
    return path


def file_name(device: str, load: Load, data: bytes) -> str:
    """A unique name from which no meaning is taken."""
    last = max((j.changes[-1].number for j in load.journals if j.device == device and j.changes), default=0)
    return f"{device[:8]}-{last}-{sha256(data)[:8]}{SUFFIX}"


def compose(
    kind: str, sender: DeviceKeys, to: Sequence[PublicKeys], about: About, load: Load, level: int = 10
) -> bytes:
    """The bytes of a bundle; see `write`."""
    if bool(to) == (kind == "broadcast"):
        raise ValueError("a broadcast is for everybody, any other bundle for somebody")
    recipients = tuple(one.key_id for one in to)
    inside = _inside(sender, recipients, about, load, level)
    body = signing.seal(inside, to) if to else inside
    sender_id = sender.public.key_id
    header = Header(kind, secrets.token_hex(16), sender_id, recipients, len(body), sha256(body), about.at)
    return enclose(header, sender, body)


def enclose(header: Header, sender: DeviceKeys, body: bytes) -> bytes:
    """Header, signature and body as they lie in the file."""
    head = header.to_bytes()
    if len(head) > HEADER or len(body) > LIMITS.bundle:
        raise _too_much()
    signature = bytes.fromhex(sender.sign(signing.HEADER, head))
    return b"".join((MAGIC, len(head).to_bytes(4, "big"), head, signature, body))


def _inside(sender: DeviceKeys, to: tuple[str, ...], about: About, load: Load, level: int) -> bytes:
    pieces = [
        *(piece for journal in load.journals for piece in _journal(sender, journal, level)),
        *(_document(name, document, level) for name, document in load.documents.items()),
        *(_file(file, level) for file in load.files),
    ]
    segments = tuple(segment for segment, _packed in pieces)
    manifest = strict.dumps(Manifest(sender.public.key_id, to, about, segments).to_json())
    if len(manifest) > LIMITS.manifest or len(segments) > SEGMENTS:
        raise _too_much()
    if sum(segment.raw for segment in segments) > LIMITS.total:
        raise _too_much()
    return b"".join((len(manifest).to_bytes(4, "big"), manifest, *(packed for _segment, packed in pieces)))


def _journal(sender: DeviceKeys, journal: Journal, level: int) -> list[tuple[Segment, bytes]]:
    pieces: list[tuple[Segment, bytes]] = []
    head = journal.before
    for changes, raw in payload.runs(journal.changes, LIMITS.raw):
        before, head, last = head, chain(head, changes), changes[-1].number
        checkpoint = ""
        if journal.device == sender.device:
            checkpoint = sender.sign(signing.CHECKPOINT, checkpoint_bytes(sender.device, last, head))
        elif last == journal.changes[-1].number:
            checkpoint = journal.checkpoint
        packed = _packed(raw, level)
        segment = Segment(
            "changes", len(packed), len(raw), sha256(packed), digest=head, device=journal.device,
            seq_from=changes[0].number, seq_to=last, before=before, checkpoint=checkpoint,
        )  # fmt: skip
        pieces.append((segment, packed))
    return pieces


def _document(name: str, document: Mapping[str, object], level: int) -> tuple[Segment, bytes]:
    strict.check(dict(document))
    raw = strict.dumps(document)
    if len(raw) > LIMITS.raw:
        raise _too_much()
    packed = _packed(raw, level)
    return Segment("document", len(packed), len(raw), sha256(packed), name=name), packed


def _file(file: File, level: int) -> tuple[Segment, bytes]:
    if len(file.data) > LIMITS.file:
        raise Problem(
            _("“{name}” is too large to travel in a bundle; nothing was written.").format(name=file.name),
            _("Make a smaller version of the file, for example by scanning it again in grey."),
        )
    packed = _packed(file.data, level)
    sizes = len(packed), len(file.data), sha256(packed)
    return Segment("file", *sizes, name=file.name, digest=file.sha256, media=file.media), packed


def _packed(raw: bytes, level: int) -> bytes:
    import zstandard

    packed = zstandard.ZstdCompressor(level=level, write_checksum=False).compress(raw)
    if len(raw) <= MIB or len(raw) < LIMITS.ratio * len(packed):
        return packed
    # So monotonous that the reader would take it for a bomb: in blocks of 256 bytes it cannot shrink that far.
    blocks = zstandard.ZstdCompressor(level=level).compressobj(size=len(raw))
    small = [
        blocks.compress(raw[at : at + 256]) + blocks.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        for at in range(0, len(raw), 256)
    ]
    return b"".join((*small, blocks.flush()))


def _too_much() -> Problem:
    return Problem(
        _("There is too much for one bundle; nothing was written."),
        _("Export the records first, then the attachments in several bundles."),
    )


# ---------------------------------------------------------------- looking from outside


@dataclass(frozen=True, slots=True)
class Shown:
    """What can be said of a bundle without opening it. `sender` is None when the signing key is not known here,
    `signed` says whether the signature holds and the body is the one that was signed."""

    header: Header
    sender: Certificate | None
    signed: bool


def show(path: Path, keyset: Keyset) -> Shown:
    """Look at a bundle without private keys; raises Refused: not-a-bundle, damaged, too-big, newer-format."""
    with _opened(path) as source:
        header, head, signature = read_header(source, path.stat().st_size, LIMITS)
        sender = keyset.sender(header.sender)
        whole = _body_digest(source) == header.sha256
    signed = sender is not None and signing.verify(sender.keys.sign, signing.HEADER, head, signature.hex())
    return Shown(header, sender, signed and whole)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Problem(
            _("“{name}” could not be opened; nothing was changed.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
        ) from error


def read_header(source: BinaryIO, size: int, limits: Limits) -> tuple[Header, bytes, bytes]:
    """Header, its bytes and the signature; leaves `source` at the body. Raises Refused."""
    if size > limits.bundle + HEADER + SIGNATURE + 8:
        raise Refused("too-big", f"{size} bytes")
    start = source.read(8)
    if start[:3] != FAMILY:
        raise Refused("not-a-bundle")
    if start[:4] != MAGIC:
        raise Refused("newer-format" if start[3:4] in b"23456789" and len(start) == 8 else "damaged")
    length = int.from_bytes(start[4:], "big")
    if len(start) < 8 or length > HEADER or size < 8 + length + SIGNATURE:
        raise Refused("damaged", "header length")
    head, signature = source.read(length), source.read(SIGNATURE)
    header = Header.from_bytes(head)
    if size != 8 + length + SIGNATURE + header.length:
        raise Refused("damaged", "length")
    return header, head, signature


def _body_digest(source: BinaryIO) -> str:
    whole = hashlib.sha256()
    while piece := source.read(CHUNK):
        whole.update(piece)
    return whole.hexdigest()


# ---------------------------------------------------------------- opening, in the reader's own process


class Sink(Protocol):
    """Takes what `examine` finds, in order; nothing of it may be used before `examine` has returned."""

    def manifest(self, header: Header, manifest: Manifest) -> None: ...

    def data(self, piece: bytes) -> None:
        """The unfolded bytes of the segments, one segment after the other."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe and what to open with: old private keys stay as long as old bundles may arrive."""

    keyset: Keyset
    mine: tuple[DeviceKeys, ...]
    limits: Limits = LIMITS


def examine(source: BinaryIO, size: int, trust: Trust, sink: Sink) -> None:
    """Check a bundle from its first to its last byte, cheapest checks first; raises Refused at the first that fails.

    Signature before decryption, sizes before unfolding, digest of every segment before parsing it, the chain and the
    device's own signature after.
    """
    header, head, signature = read_header(source, size, trust.limits)
    _check_sender(header, head, signature, trust)
    at = source.tell()
    if _body_digest(source) != header.sha256:
        raise Refused("damaged", "digest of the body")
    source.seek(at)
    inside = _Inside(header, trust, sink)
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
    valid_to = trust.keyset.valid_to(sender.device)
    if valid_to is not None and (valid_to == 0 or header.kind != "changes"):
        raise Refused("revoked", sender.device)
    if not signing.verify(sender.keys.sign, signing.HEADER, head, signature.hex()):
        raise Refused("bad-signature")
    if not set(KINDS[header.kind]) & set(sender.rights):
        raise Refused("no-right", header.kind)
    if bool(header.to) == (header.kind == "broadcast"):
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


class _Inside:
    """What lies in the envelope, taken in as it is decrypted: a file to write to, for age."""

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
        """Nothing is held back that could be flushed."""

    def finish(self) -> None:
        """Everything announced came, nothing else did, and each device stands by its last change."""
        if self._manifest is None or self._waiting or self._next != len(self._manifest.segments):
            raise Refused("bad-contents", "length of the inside")
        for segment in self._heads.values():
            self._check_checkpoint(segment)

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
        packed = self._taken(segment.packed)
        if sha256(packed) != segment.sha256:
            raise Refused("bad-contents", "digest of a segment")
        self._check(segment, packed)
        self._next += 1
        return True

    def _taken(self, count: int) -> bytes:
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        return taken

    def _take_manifest(self) -> bool:
        if not self._length and len(self._waiting) >= 4:
            self._length = int.from_bytes(self._taken(4), "big")
            if not 0 < self._length <= self._limits.manifest:
                raise Refused("bad-contents", "length of the manifest")
        if not self._length or len(self._waiting) < self._length:
            return False
        try:
            manifest = self._judged(strict.table(strict.loads(self._taken(self._length))))
        except strict.Unsound as error:
            raise Refused("bad-contents", f"manifest: {error}") from error
        self._sink.manifest(self._header, manifest)
        self._manifest = manifest
        return True

    def _judged(self, source: Mapping[str, Any]) -> Manifest:
        if strict.whole(source, "min_reader") > READER:
            raise Refused("newer-format")
        manifest = Manifest.from_json(source)
        if (manifest.sender, manifest.to) != (self._header.sender, self._header.to):
            raise Refused("forged-inside", "sender or recipients differ")
        for segment in manifest.segments:
            self._check_size(segment)
            self._check_place(segment)
        if sum(segment.raw for segment in manifest.segments) > self._limits.total:
            raise Refused("too-big", "all segments together")
        return manifest

    def _check_size(self, segment: Segment) -> None:
        most = self._limits.file if segment.kind == "file" else self._limits.raw
        if (
            segment.raw > max(MIB, segment.packed * self._limits.ratio)
            or max(segment.raw, segment.packed) > most + CHUNK
        ):
            raise Refused("too-big", f"a segment of {segment.raw} bytes")

    def _check_place(self, segment: Segment) -> None:
        """A device is known, not withdrawn before these changes, and its segments follow one another."""
        if segment.kind != "changes":
            return
        if not self._trust.keyset.of_device(segment.device):
            raise Refused("forged-inside", "a device that is not known")
        if segment.seq_from == 1 and segment.before != START:
            raise Refused("forged-inside", "a first change with something before it")
        valid_to = self._trust.keyset.valid_to(segment.device)
        if valid_to is not None and segment.seq_from > valid_to:
            raise Refused("revoked", segment.device)
        former = self._heads.get(segment.device)
        if former and (former.seq_to + 1, former.digest) != (segment.seq_from, segment.before):
            raise Refused("forged-inside", "segments that do not follow one another")
        self._heads[segment.device] = segment

    def _check_checkpoint(self, segment: Segment) -> None:
        signed = checkpoint_bytes(segment.device, segment.seq_to, segment.digest)
        known = self._trust.keyset.of_device(segment.device)
        if not any(signing.verify(one.sign, signing.CHECKPOINT, signed, segment.checkpoint) for one in known):
            raise Refused("forged-inside", "checkpoint")

    def _check(self, segment: Segment, packed: bytes) -> None:
        """Unfold, parse, and hand on."""
        try:
            if segment.kind == "file":
                self._check_file(segment, packed)
                return
            raw = b"".join(_unfolded(packed, segment.raw, self._limits.window))
            if segment.kind == "changes":
                _check_changes(segment, raw)
            else:
                strict.check(strict.table(strict.loads(raw)))
        except strict.Unsound as error:
            raise Refused("bad-contents", f"{segment.kind}: {error}") from error
        self._sink.data(raw)

    def _check_file(self, segment: Segment, packed: bytes) -> None:
        whole = hashlib.sha256()
        for piece in _unfolded(packed, segment.raw, self._limits.window):
            whole.update(piece)
            self._sink.data(piece)
        if whole.hexdigest() != segment.digest:
            raise Refused("forged-inside", "digest of a file")


def _check_changes(segment: Segment, raw: bytes) -> None:
    changes = payload.decode(raw)
    ends = (changes[0].device, changes[0].number, changes[-1].number)
    if ends != (segment.device, segment.seq_from, segment.seq_to):
        raise Refused("forged-inside", "a run that is not the one announced")
    if chain(segment.before, changes) != segment.digest:
        raise Refused("forged-inside", "chain")


def _unfolded(packed: bytes, length: int, window: int) -> Iterator[bytes]:
    """The frame's bytes piece by piece, never more than announced; raises Refused unless exactly that many come.

    Never the one-call decompression: it trusts the size that the frame itself states (python-zstandard #332).
    """
    import zstandard

    left = length
    unfolding = zstandard.ZstdDecompressor(max_window_size=window)
    try:
        with unfolding.stream_reader(io.BytesIO(packed), read_size=CHUNK, read_across_frames=True) as reader:
            while piece := reader.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    break
                yield piece
    except zstandard.ZstdError as error:
        raise Refused("bad-contents", "not a sound zstd frame") from error
    if left:
        raise Refused("bad-contents", "a segment of another length than announced")
