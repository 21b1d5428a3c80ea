"""The container in which changes travel: signed outside, encrypted, listed inside (docs/bundle-format.md).

`write` makes a bundle file; `show` says what can be said of one without any private key. Opening a bundle is the
work of desktop.bundles.reader.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from desktop.base.change import chain
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.limits import RAW
from desktop.base.text import N_, _
from desktop.base.values import sha256
from desktop.bundles import keys as signing
from desktop.bundles import payload, strict
from desktop.bundles.content import (
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
    "newer-format": N_("Keep the file, update Passerelle, then take it in again."),
    "unknown-sender": N_("Take in the latest file from Headquarters first, or recognise that laptop."),
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
    raw: int = RAW  # one run of changes or one document
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
        whole = body_digest(source) == header.sha256
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


def body_digest(source: BinaryIO) -> str:
    whole = hashlib.sha256()
    while piece := source.read(CHUNK):
        whole.update(piece)
    return whole.hexdigest()
