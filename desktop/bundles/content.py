"""What a bundle carries, as plain values: journals, documents, files, and the manifest that lists them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.base.change import Change
from desktop.base.values import canonical, sha256
from desktop.bundles import strict
from desktop.bundles.keys import Keyset

READER = 1  # what this program can read; a bundle names the least it needs
SEGMENTS = 500
DOCUMENT = re.compile(r"[a-z][a-z0-9-]{0,63}")
CODE = re.compile(r"[a-z][a-z-]{0,39}")


@dataclass(frozen=True, slots=True)
class Journal:
    """Changes of one device that follow one another. `before` is the head before the first.

    `checkpoint` is that device's signature over its head after the last; leave it empty for one's own journal.
    On reading, `heads` are the chain's heads after each change, worked out here and vouched for by the checkpoint;
    changes from `doubtful_from` on were numbered after the device was revoked: keep them for a person.
    """

    device: str
    before: str
    changes: tuple[Change, ...]
    heads: tuple[str, ...] = ()
    checkpoint: str = ""
    doubtful_from: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """An attachment, known by its content. The name is only ever shown, escaped: nothing is stored under it."""

    data: bytes
    name: str
    media: str

    @property
    def sha256(self) -> str:
        return sha256(self.data)


@dataclass(frozen=True, slots=True)
class About:
    """What the sender says of itself. `ack_seen` is the number of HQ's last return it took in; `lists` the versions
    of the lists it holds."""

    app: str
    schema: int
    at: str
    ack_seen: int = 0
    lists: Mapping[str, str] = field(default_factory=dict)
    open_conflicts: int = 0
    min_reader: int = 1

    def to_json(self) -> dict[str, Any]:
        return {
            "app": self.app,
            "schema": self.schema,
            "at": self.at,
            "ack_seen": self.ack_seen,
            "lists": dict(self.lists),
            "open_conflicts": self.open_conflicts,
            "min_reader": self.min_reader,
        }

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> "About":
        """Raises Unsound for anything but what `to_json` gives; so do all `from_json` here."""
        lists = strict.table(source.get("lists"))
        return cls(
            strict.text(source, "app", 64),
            strict.whole(source, "schema", 0, 1 << 31),
            strict.text(source, "at", 40),
            strict.whole(source, "ack_seen"),
            {name: strict.text(lists, name, 80) for name in list(lists)[:50]},
            strict.whole(source, "open_conflicts"),
            strict.whole(source, "min_reader"),
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a bundle: `packed` bytes in the file, with this digest, that unfold to `raw` bytes.

    For changes `digest` is the chain's head after the last, for a file SHA-256 of its content.
    """

    kind: str
    packed: int
    raw: int
    sha256: str
    name: str = ""
    digest: str = ""
    media: str = ""
    device: str = ""
    seq_from: int = 0
    seq_to: int = 0
    before: str = ""
    checkpoint: str = ""

    def to_json(self) -> dict[str, Any]:
        size = {"kind": self.kind, "packed": self.packed, "raw": self.raw, "sha256": self.sha256}
        if self.kind == "changes":
            count = self.seq_to - self.seq_from + 1
            ends = {"device": self.device, "seq_from": self.seq_from, "seq_to": self.seq_to, "count": count}
            return {**size, **ends, "prev_head": self.before, "head": self.digest, "checkpoint": self.checkpoint}
        if self.kind == "file":
            return {**size, "file": self.digest, "name": self.name, "media": self.media}
        return {**size, "name": self.name}

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> "Segment":
        kind = strict.text(source, "kind", form=re.compile("changes|document|file"))
        packed, raw = strict.whole(source, "packed", 1), strict.whole(source, "raw")
        segment = cls(kind, packed, raw, strict.text(source, "sha256", form=strict.HEX64))
        return _SEGMENTS[kind](segment, source)


def _changes(segment: Segment, source: Mapping[str, Any]) -> Segment:
    first = strict.whole(source, "seq_from", 1)
    count = strict.whole(source, "count", 1)
    checkpoint = strict.text(source, "checkpoint", 128)
    if checkpoint and not strict.HEX128.fullmatch(checkpoint):
        raise strict.Unsound("checkpoint: not of the expected form")
    return Segment(
        "changes", segment.packed, segment.raw, segment.sha256,
        device=strict.text(source, "device", form=strict.NAME),
        seq_from=first,
        seq_to=strict.whole(source, "seq_to", first + count - 1, first + count - 1),
        before=strict.text(source, "prev_head", form=strict.HEX64),
        digest=strict.text(source, "head", form=strict.HEX64),
        checkpoint=checkpoint,
    )  # fmt: skip


def _document(segment: Segment, source: Mapping[str, Any]) -> Segment:
    name = strict.text(source, "name", form=DOCUMENT)
    return Segment("document", segment.packed, segment.raw, segment.sha256, name=name)


def _file(segment: Segment, source: Mapping[str, Any]) -> Segment:
    return Segment(
        "file", segment.packed, segment.raw, segment.sha256,
        name=strict.text(source, "name", 255),
        digest=strict.text(source, "file", form=strict.HEX64),
        media=strict.text(source, "media", 100),
    )  # fmt: skip


_SEGMENTS = {"changes": _changes, "document": _document, "file": _file}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of what is inside, with the sender and recipients repeated from the header."""

    sender: str
    to: tuple[str, ...]
    about: About
    segments: tuple[Segment, ...]

    def to_json(self) -> dict[str, Any]:
        ends = {"v": 1, "from": self.sender, "to": list(self.to)}
        return {**ends, **self.about.to_json(), "segments": [one.to_json() for one in self.segments]}

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> "Manifest":
        strict.whole(source, "v", 1)
        about = About.from_json(source)
        segments = [strict.table(one) for one in strict.items(source, "segments", SEGMENTS)]
        return cls(
            strict.text(source, "from", form=strict.HEX32),
            strict.texts(source, "to", 64, strict.HEX32),
            about,
            tuple(Segment.from_json(one) for one in segments),
        )


def checkpoint_bytes(device: str, number: int, head: str) -> bytes:
    """What a device signs to stand by its journal up to this change."""
    return canonical([device, number, head])


@dataclass(frozen=True, slots=True)
class Ack:
    """HQ holds this device's changes up to `number`, whose head is `head`."""

    device: str
    number: int
    head: str


@dataclass(frozen=True, slots=True)
class RecordState:
    """What became of a change that was not simply applied: `state` is refused, parked or conflict, `why` a code."""

    kind: int
    id: str
    device: str
    number: int
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Return:
    """HQ's answer to an office, carried as the document `return`.

    `number` only rises: an older return is ignored. `need_from` asks devices to send again from that change on.
    `missing` lists, by the bundle's SHA-256, the parts still awaited.
    """

    number: int
    at: str
    acks: tuple[Ack, ...] = ()
    states: tuple[RecordState, ...] = ()
    need_from: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    keyset: Keyset | None = None

    def to_json(self) -> dict[str, Any]:
        states = [[s.kind, s.id, s.device, s.number, s.state, s.why] for s in self.states]
        return {
            "hq_number": self.number,
            "at": self.at,
            "acks": [{"device": a.device, "number": a.number, "head": a.head} for a in self.acks],
            "states": states,
            "need_from": dict(self.need_from),
            "missing": {bundle: list(parts) for bundle, parts in self.missing.items()},
            "keyset": self.keyset.to_json() if self.keyset else None,
        }

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> "Return":
        need, missing, keyset = strict.table(source.get("need_from")), source.get("missing"), source.get("keyset")
        return cls(
            strict.whole(source, "hq_number", 1),
            strict.text(source, "at", 40),
            tuple(_ack(strict.table(one)) for one in strict.items(source, "acks", 10_000)),
            tuple(_state(one) for one in strict.items(source, "states", 50_000)),
            {strict.text({"d": device}, "d", form=strict.NAME): strict.whole(need, device, 1) for device in need},
            {bundle: _places(strict.table(missing), bundle) for bundle in strict.table(missing)},
            Keyset.from_json(strict.table(keyset)) if keyset is not None else None,
        )


def _ack(source: Mapping[str, Any]) -> Ack:
    device = strict.text(source, "device", form=strict.NAME)
    return Ack(device, strict.whole(source, "number"), strict.text(source, "head", form=strict.HEX64))


def _state(one: object) -> RecordState:
    if not isinstance(one, list) or len(one) != 6:
        raise strict.Unsound("states: six items were expected")
    source = dict(zip(("kind", "id", "device", "number", "state", "why"), one, strict=True))
    return RecordState(
        strict.whole(source, "kind", 0, 1 << 31),
        strict.text(source, "id", 64),
        strict.text(source, "device", form=strict.NAME),
        strict.whole(source, "number", 1),
        strict.text(source, "state", form=CODE),
        strict.text(source, "why", form=CODE),
    )


def _places(source: Mapping[str, Any], bundle: str) -> tuple[int, ...]:
    if not strict.HEX64.fullmatch(bundle):
        raise strict.Unsound("missing: a digest was expected")
    places: Sequence[Any] = strict.items(source, bundle, 10_000)
    return tuple(strict.whole({"place": one}, "place", 0, 1 << 31) for one in places)
