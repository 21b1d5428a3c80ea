"""The container in which changes travel: signed outside, encrypted, listed inside (docs/bundle-format.md).

`write` makes a bundle file; `show` reads its envelope, which needs no private key. Opening a bundle is the work of
desktop.bundles.reader.
"""

import hashlib
import io
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from desktop.base import file_kinds
from desktop.base.change import chain
from desktop.base.errors import Problem
from desktop.base.files import safe_name, write_safely
from desktop.base.limits import RAW
from desktop.base.text import N_, _
from desktop.base.values import sha256
from desktop.bundles import keys as signing
from desktop.bundles import payload, strict
from desktop.bundles.content import (
    SEGMENTS,
    About,
    BundleFile,
    DeviceJournal,
    Manifest,
    Segment,
    SegmentKind,
    checkpoint_bytes,
)
from desktop.bundles.keys import DeviceCertificate, DeviceKeys, Keyset, PublicKeys
from desktop.bundles.strict import JsonFields, JsonObject

MAGIC = b"PSB1"
FAMILY = file_kinds.BUNDLES_BEGIN
SIGNATURE = 64  # bytes
HEADER = 4096  # bytes of a header at most
CHUNK = 1 << 16  # bytes read at a time
MIB = 1 << 20
SUFFIX = file_kinds.BUNDLE


class BundleKind(StrEnum):
    CHANGES = "changes"
    ATTACHMENTS = "attachments"
    RETURN = "return"
    SNAPSHOT = "snapshot"
    BROADCAST = "broadcast"


# Who may send what: any one of these rights is enough.
RIGHTS: Mapping[BundleKind, tuple[str, ...]] = {
    BundleKind.CHANGES: ("office", "hq"),
    BundleKind.ATTACHMENTS: ("office", "hq"),
    BundleKind.RETURN: ("hq",),
    BundleKind.SNAPSHOT: ("hq",),
    BundleKind.BROADCAST: ("hq", "lists"),
}
KIND = re.compile("|".join(BundleKind))

REVOKED = "revoked"  # the code of a refusal after which the file waits for a person
UNKNOWN_SENDER = "unknown-sender"  # that of one whose signing key nobody told of
REFUSALS: Mapping[str, str] = {
    "not-a-bundle": N_("This file is not a bundle of Passerelle."),
    "damaged": N_("This bundle was damaged on its way."),
    "too-big": N_("This bundle is larger than what may be received."),
    "newer-format": N_("This bundle was made by a newer version of Passerelle."),
    UNKNOWN_SENDER: N_("This bundle comes from a laptop that is not known here."),
    "bad-signature": N_("This bundle was altered, or is not from the laptop it names."),
    REVOKED: N_("This bundle comes from a laptop whose keys were withdrawn."),
    "no-right": N_("The laptop that made this bundle may not send this kind of bundle."),
    "not-for-us": N_("This bundle is meant for somebody else."),
    "wrong-key": N_("This bundle cannot be opened with the keys of this laptop."),
    "forged-inside": N_("What is inside this bundle does not match its sender."),
    "bad-contents": N_("What is inside this bundle does not follow the rules."),
    "unreadable": N_("This bundle could not be read within the limits of time and memory."),
}
KEEP = N_("Keep the file and tell Headquarters where it came from.")
REMEDIES: Mapping[str, str] = {
    "not-a-bundle": N_("Ask the sender which file was meant: the name of a bundle ends in .psb."),
    "damaged": N_("Ask the sender to send it again."),
    "newer-format": N_("Keep the file, update Passerelle, then import it again."),
    "unknown-sender": N_("Import the latest file from Headquarters first, or authorize that laptop."),
    "not-for-us": N_("Give it to the office it is meant for."),
    "wrong-key": N_("Ask the sender to export again with the latest list of keys."),
}


class Refused(Problem):
    """The bundle was refused, nothing was changed; `code` is one of REFUSALS, `detail` is for the log, in English."""

    def __init__(self, code: str, detail: str = "") -> None:
        remedy = _(REMEDIES.get(code, KEEP))
        super().__init__(_("{what} Nothing was changed.").format(what=_(REFUSALS[code])), remedy, code=code)
        self.detail = detail


class NotRead(Problem):
    """The disk does not give the bundle's file: nothing was learnt of it, and another time it may be read."""

    def __init__(self) -> None:
        super().__init__(
            _("The file of this bundle cannot be read from its disk now: it was not judged, and nothing was changed."),
            _("Close it in other programs, check that the folder or the stick is present, then try again."),
            code="bundle-not-read",
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader takes in: sizes in bytes, a ratio, a time. HQ's administrators may change them."""

    bundle: int = 64 * MIB
    manifest: int = 256 << 10
    raw: int = RAW  # one run of changes or one document
    file: int = 32 * MIB
    total: int = 96 * MIB
    ratio: int = 100  # raw to packed bytes: beyond 1 MiB, nothing honest unfolds a hundredfold
    window: int = 8 * MIB  # of a zstd frame
    memory: int = 64 * MIB  # of the reader, above what it needs at rest
    milliseconds: int = 60_000

    def to_json(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def from_json(cls, source: object) -> "Limits":
        """Raises Unsound for anything but what `to_json` gives."""
        sizes = JsonObject(source)
        return cls(**{name: sizes.whole(name, 1) for name in cls.__slots__})


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Header:
    """The outside of a bundle, signed but not encrypted.

    `sender` and `to` are key ids, `length` and `sha256` those of the body, `created` the sender's stamp, `v` the
    version of the format.
    """

    kind: BundleKind
    id: str
    sender: str
    to: tuple[str, ...]
    length: int
    sha256: str
    created: str
    v: int = 1

    def to_bytes(self) -> bytes:
        about: JsonFields = {"v": self.v, "kind": self.kind, "id": self.id, "from": self.sender, "to": list(self.to)}
        body = {"ct_len": self.length, "ct_sha256": self.sha256, "created": self.created}
        return strict.dumps({**about, **body})

    @classmethod
    def from_bytes(cls, data: bytes) -> "Header":
        """Raises Refused: newer-format, or damaged."""
        try:
            fields = JsonObject(strict.loads(data))
            if fields.whole("v", 1) > 1:
                raise Refused("newer-format")
            return cls(
                BundleKind(fields.text("kind", form=KIND)),
                fields.text("id", form=strict.HEX32),
                fields.text("from", form=strict.HEX32),
                fields.texts("to", 64, strict.HEX32),
                fields.whole("ct_len", 1),
                fields.text("ct_sha256", form=strict.HEX64),
                fields.text("created", 40),
            )
        except strict.Unsound as error:
            raise Refused("damaged", str(error)) from error


# ---------------------------------------------------------------- writing


@dataclass(frozen=True, slots=True)
class Load:
    """The content of a bundle to be written; `documents` are JSON objects by name."""

    journals: Sequence[DeviceJournal] = ()
    documents: Mapping[str, JsonFields] = field(default_factory=dict)
    files: Sequence[BundleFile] = ()


def write(
    folder: Path,
    kind: BundleKind,
    sender: DeviceKeys,
    to: Sequence[PublicKeys],
    about: About,
    load: Load,
    level: int = 10,
    marked: str = "",
) -> Path:
    """Write a bundle into the folder, durably, and return its path: `<device>-<last change>-<8 hex>.psb`.

    A word that people are to see, such as URGENT, comes before the ending (`marked`).

    Raises Problem when it would be too large to be received, or cannot be written there; Unsound for content that the
    reader would refuse (see payload.encode). A broadcast goes `to` nobody in particular and is not encrypted.
    """
    data = compose(kind, sender, to, about, load, level)
    path = folder / file_name(sender.device, load, data, marked)
    write_safely(path, data)
    return path


def file_name(device: str, load: Load, data: bytes, marked: str = "") -> str:
    """A unique name for the bundle whose bytes are `data`; no program reads anything from it."""
    own = (journal for journal in load.journals if journal.device == device and journal.changes)
    last = max((journal.changes[-1].number for journal in own), default=0)
    ending = f"-{marked}{SUFFIX}" if marked else SUFFIX
    return f"{safe_name(device[:8])}-{last}-{sha256(data)[:8]}{ending}"


def compose(
    kind: BundleKind, sender: DeviceKeys, to: Sequence[PublicKeys], about: About, load: Load, level: int = 10
) -> bytes:
    """The bytes of a bundle; see `write`."""
    to = list({keys.key_id: keys for keys in to}.values())  # Headquarters has one pair of keys for several chains
    if bool(to) == (kind is BundleKind.BROADCAST):
        raise ValueError("a broadcast is for everybody, any other bundle for somebody")
    recipients = tuple(recipient.key_id for recipient in to)
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


def _journal(sender: DeviceKeys, journal: DeviceJournal, level: int) -> list[tuple[Segment, bytes]]:
    pieces: list[tuple[Segment, bytes]] = []
    head = journal.before
    for changes, raw in payload.runs(journal.changes, LIMITS.raw):
        before, head, last = head, chain(head, changes), changes[-1].number
        checkpoint = ""
        if journal.device == sender.device:
            checkpoint = sender.sign(signing.CHECKPOINT, checkpoint_bytes(sender.device, last, head))
        elif last == journal.changes[-1].number:
            checkpoint = journal.checkpoint
        packed = _pack(raw, level)
        segment = Segment(
            SegmentKind.CHANGES, len(packed), len(raw), sha256(packed), digest=head, device=journal.device,
            seq_from=changes[0].number, seq_to=last, before=before, checkpoint=checkpoint,
        )  # fmt: skip
        pieces.append((segment, packed))
    return pieces


def _document(name: str, document: JsonFields, level: int) -> tuple[Segment, bytes]:
    strict.check(dict(document))
    raw = strict.dumps(document)
    if len(raw) > LIMITS.raw:
        raise _too_much()
    packed = _pack(raw, level)
    return Segment(SegmentKind.DOCUMENT, len(packed), len(raw), sha256(packed), name=name), packed


def _file(file: BundleFile, level: int) -> tuple[Segment, bytes]:
    if len(file.data) > LIMITS.file:
        raise Problem(
            _("“{name}” is too large to travel in a bundle; nothing was written.").format(name=file.name),
            _("Make a smaller version of the file, for example by scanning it again in grey."),
            code="bundle-file-too-large",
        )
    packed = _pack(file.data, level)
    sizes = len(packed), len(file.data), sha256(packed)
    return Segment(SegmentKind.FILE, *sizes, name=file.name, digest=file.sha256, media=file.media), packed


def _pack(raw: bytes, level: int) -> bytes:
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
        code="bundle-too-large",
    )


# ---------------------------------------------------------------- looking from outside


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a bundle shows without being opened.

    `sender` is None when the signing key is not known here; `signed` says whether the signature holds and the body is
    the one that was signed.
    """

    header: Header
    sender: DeviceCertificate | None
    signed: bool


def show(path: Path, keyset: Keyset) -> Envelope:
    """Read a bundle's envelope without private keys.

    Raises Refused (not-a-bundle, damaged, too-big, newer-format), or NotRead.
    """
    with opened(path) as source:
        header, head, signature = read_header(source, size_of(source), LIMITS)
        sender = keyset.sender(header.sender)
        whole = body_digest(source) == header.sha256
    signed = sender is not None and signing.verify(sender.keys.sign, signing.HEADER, head, signature.hex())
    return Envelope(header, sender, signed and whole)


def opened(path: Path) -> BinaryIO:
    """A bundle's file to be read; opening it and every reading raises NotRead where the disk does not give it."""
    try:
        return io.BufferedReader(_FromDisk(path))
    except OSError as error:
        raise NotRead from error


def size_of(source: BinaryIO) -> int:
    """The bytes of an opened file."""
    return os.fstat(source.fileno()).st_size


class _FromDisk(io.FileIO):
    """Tells what the disk refuses from what is wrong with the bundle: libraries raise OSError for that too."""

    def readinto(self, buffer: Any, /) -> int | None:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise NotRead from error


def read_header(source: BinaryIO, size: int, limits: Limits) -> tuple[Header, bytes, bytes]:
    """The header, its bytes and the signature; leaves `source`, of `size` bytes, at the body. Raises Refused."""
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


def body_digest(source: BinaryIO) -> str:
    """SHA-256 of the rest of the file, in hexadecimal."""
    whole = hashlib.sha256()
    while piece := source.read(CHUNK):
        whole.update(piece)
    return whole.hexdigest()
