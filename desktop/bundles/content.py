"""What a bundle carries, as plain values: journals, documents, files, and the manifest that lists them.

Each type that travels as JSON has one `to_json` and one `from_json`. `from_json` takes any parsed JSON value and raises
Unsound for anything but what `to_json` gives.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop.base.change import Change
from desktop.base.values import canonical, sha256
from desktop.bundles import strict
from desktop.bundles.key_list import KeyList, lists_from_json
from desktop.bundles.keys import Keyset
from desktop.bundles.strict import JsonFields, JsonObject, Unsound

READER = 1  # the format this program reads; a bundle names the oldest reader that can take it in (`min_reader`)
SEGMENTS = 500  # in one bundle at most
DOCUMENT = re.compile(r"[a-z][a-z0-9-]{0,63}")
CODE = re.compile(r"[a-z][a-z-]{0,39}")


class SegmentKind(StrEnum):
    CHANGES = "changes"
    DOCUMENT = "document"
    FILE = "file"


SEGMENT_KIND = re.compile("|".join(SegmentKind))


@dataclass(frozen=True, slots=True)
class DeviceJournal:
    """Consecutive changes of one device. `before` is the head of its chain before the first of them.

    `checkpoint` is the device's signature over its head after the last change; it stays empty for one's own journal,
    which is signed when it is written. On reading, `heads` are the chain's heads after each change, computed here and
    confirmed by the checkpoint. Changes numbered `doubtful_from` and above were made after the device was revoked: a
    person decides about them.
    """

    device: str
    before: str
    changes: tuple[Change, ...]
    heads: tuple[str, ...] = ()
    checkpoint: str = ""
    doubtful_from: int | None = None


@dataclass(frozen=True, slots=True)
class BundleFile:
    """An attachment, identified by its content. The name is only shown, escaped: nothing is stored under it."""

    data: bytes
    name: str
    media: str

    @property
    def sha256(self) -> str:
        return sha256(self.data)


@dataclass(frozen=True, slots=True)
class About:
    """What the sender says of itself.

    `schema` is the number of its tables, `ack_seen` the number of HQ's last return it took in, `lists` the version of
    each sanctions list it holds, by the list's name, `chains` the number of the last change it holds of each laptop of
    its office, by device, `proof` its answer to the test of its keys that came with HQ's answer to its request.
    """

    app: str
    schema: int
    at: str
    ack_seen: int = 0
    lists: Mapping[str, str] = field(default_factory=dict)
    open_conflicts: int = 0
    min_reader: int = 1
    chains: Mapping[str, int] | None = None
    proof: str = ""

    def to_json(self) -> JsonFields:
        return {
            "app": self.app,
            "schema": self.schema,
            "at": self.at,
            "ack_seen": self.ack_seen,
            "lists": dict(self.lists),
            "open_conflicts": self.open_conflicts,
            "min_reader": self.min_reader,
            "chains": dict(self.chains) if self.chains is not None else None,
            **({"proof": self.proof} if self.proof else {}),
        }

    @classmethod
    def from_json(cls, source: object) -> "About":
        fields = JsonObject(source)
        lists = fields.child("lists")
        return cls(
            fields.text("app", 64),
            fields.whole("schema", 0, 1 << 31),
            fields.text("at", 40),
            fields.whole("ack_seen"),
            {name: lists.text(name, 80) for name in list(lists)[:50]},
            fields.whole("open_conflicts"),
            fields.whole("min_reader"),
            _chains_from_json(fields.get("chains")),
            fields.text("proof", form=strict.HEX128) if fields.get("proof") is not None else "",
        )


def _chains_from_json(source: object) -> dict[str, int] | None:
    """The last change held of each laptop; None in bundles made before they said so."""
    if source is None:
        return None
    fields = JsonObject(source)
    return {strict.text(device, "chains", form=strict.NAME): fields.whole(device) for device in list(fields)[:SEGMENTS]}


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a bundle: `packed` bytes in the file, whose SHA-256 is `sha256`, that unfold to `raw` bytes.

    `digest` is the chain's head after the last change for changes, the SHA-256 of the content for a file. A document
    and a file have a `name`, a file its `media` type; the other fields belong to changes only.
    """

    kind: SegmentKind
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

    def to_json(self) -> JsonFields:
        size: JsonFields = {"kind": self.kind, "packed": self.packed, "raw": self.raw, "sha256": self.sha256}
        if self.kind is SegmentKind.CHANGES:
            count = self.seq_to - self.seq_from + 1
            ends: JsonFields = {"device": self.device, "seq_from": self.seq_from, "seq_to": self.seq_to, "count": count}
            return {**size, **ends, "prev_head": self.before, "head": self.digest, "checkpoint": self.checkpoint}
        if self.kind is SegmentKind.FILE:
            return {**size, "file": self.digest, "name": self.name, "media": self.media}
        return {**size, "name": self.name}

    @classmethod
    def from_json(cls, source: object) -> "Segment":
        fields = JsonObject(source)
        kind = SegmentKind(fields.text("kind", form=SEGMENT_KIND))
        packed, raw = fields.whole("packed", 1), fields.whole("raw")
        segment = cls(kind, packed, raw, fields.text("sha256", form=strict.HEX64))
        if kind is SegmentKind.CHANGES:
            return _changes_segment(segment, fields)
        if kind is SegmentKind.FILE:
            return _file_segment(segment, fields)
        return replace(segment, name=fields.text("name", form=DOCUMENT))


def _changes_segment(segment: Segment, fields: JsonObject) -> Segment:
    first = fields.whole("seq_from", 1)
    count = fields.whole("count", 1)
    checkpoint = fields.text("checkpoint", 128)
    if checkpoint and not strict.HEX128.fullmatch(checkpoint):
        raise Unsound("checkpoint: not of the expected form")
    return replace(
        segment,
        device=fields.text("device", form=strict.NAME),
        seq_from=first,
        seq_to=fields.whole("seq_to", first + count - 1, first + count - 1),
        before=fields.text("prev_head", form=strict.HEX64),
        digest=fields.text("head", form=strict.HEX64),
        checkpoint=checkpoint,
    )


def _file_segment(segment: Segment, fields: JsonObject) -> Segment:
    return replace(
        segment,
        name=fields.text("name", 255),
        digest=fields.text("file", form=strict.HEX64),
        media=fields.text("media", 100),
    )


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of what is inside, with the key ids of sender and recipients repeated from the header."""

    sender: str
    to: tuple[str, ...]
    about: About
    segments: tuple[Segment, ...]

    def to_json(self) -> JsonFields:
        ends: JsonFields = {"v": 1, "from": self.sender, "to": list(self.to)}
        return {**ends, **self.about.to_json(), "segments": [segment.to_json() for segment in self.segments]}

    @classmethod
    def from_json(cls, source: object) -> "Manifest":
        fields = JsonObject(source)
        fields.whole("v", 1)
        return cls(
            fields.text("from", form=strict.HEX32),
            fields.texts("to", 64, strict.HEX32),
            About.from_json(source),
            tuple(Segment.from_json(segment) for segment in fields.items("segments", SEGMENTS)),
        )


def checkpoint_bytes(device: str, number: int, head: str) -> bytes:
    """The bytes a device signs to confirm its journal up to this change, whose head is `head`."""
    return canonical([device, number, head])


@dataclass(frozen=True, slots=True)
class Ack:
    """HQ has this device's changes up to `number`, whose head is `head`."""

    device: str
    number: int
    head: str

    def to_json(self) -> JsonFields:
        return {"device": self.device, "number": self.number, "head": self.head}

    @classmethod
    def from_json(cls, source: object) -> "Ack":
        fields = JsonObject(source)
        device, number = fields.text("device", form=strict.NAME), fields.whole("number")
        return cls(device, number, fields.text("head", form=strict.HEX64))


@dataclass(frozen=True, slots=True)
class RecordState:
    """The fate of a change that HQ did not simply apply; written as a list of the fields in this order.

    `kind` and `id` name the record, `device` and `number` the change; `state` is refused, parked or conflict, `why` the
    code of the reason. A newer HQ may send further states, and further fields after these.
    """

    kind: int
    id: str
    device: str
    number: int
    state: str
    why: str

    def to_json(self) -> list[int | str]:
        return [self.kind, self.id, self.device, self.number, self.state, self.why]

    @classmethod
    def from_json(cls, source: object) -> "RecordState":
        if not isinstance(source, list) or len(source) < 6:
            raise Unsound("states: six items were expected")
        kind, record_id, device, number, state, why = source[:6]
        return cls(
            strict.whole(kind, "kind", 0, 1 << 31),
            strict.text(record_id, "id", 64),
            strict.text(device, "device", form=strict.NAME),
            strict.whole(number, "number", 1),
            strict.text(state, "state", form=CODE),
            strict.text(why, "why", form=CODE),
        )


@dataclass(frozen=True, slots=True)
class Return:
    """HQ's answer to an office, carried as the document `return`.

    `number` only rises: an older return is ignored. `need_from` names, for a device, the change from which it is asked
    to send again. `missing` lists, by the bundle's SHA-256, the places (from 0) of the parts still awaited. `files` are
    the digests of the office's files that HQ has. `key_lists` are those of HQ's own keys that an office may lack, the
    oldest first, and always the newest; none where HQ has no root keys.
    """

    number: int
    at: str
    acks: tuple[Ack, ...] = ()
    states: tuple[RecordState, ...] = ()
    need_from: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    keyset: Keyset | None = None
    files: tuple[str, ...] = ()
    key_lists: tuple[KeyList, ...] = ()

    def to_json(self) -> JsonFields:
        signed: JsonFields = {"key_lists": [entry.to_json() for entry in self.key_lists]} if self.key_lists else {}
        return {
            **signed,
            "hq_number": self.number,
            "at": self.at,
            "acks": [ack.to_json() for ack in self.acks],
            "states": [state.to_json() for state in self.states],
            "need_from": dict(self.need_from),
            "missing": {bundle: list(places) for bundle, places in self.missing.items()},
            "keyset": self.keyset.to_json() if self.keyset else None,
            "files": list(self.files),
        }

    @classmethod
    def from_json(cls, source: object) -> "Return":
        fields = JsonObject(source)
        need, missing, keyset = fields.child("need_from"), fields.get("missing"), fields.get("keyset")
        return cls(
            fields.whole("hq_number", 1),
            fields.text("at", 40),
            tuple(Ack.from_json(ack) for ack in fields.items("acks", 10_000)),
            tuple(RecordState.from_json(state) for state in fields.items("states", 50_000)),
            {strict.text(device, "need_from", form=strict.NAME): need.whole(device, 1) for device in need},
            _missing_from_json(missing),
            Keyset.from_json(keyset) if keyset is not None else None,
            fields.texts("files", 5_000, strict.HEX64)
            if fields.get("files") is not None
            else (),  # of before 0.3: none
            lists_from_json(fields.get("key_lists")),
        )


def _missing_from_json(source: object) -> dict[str, tuple[int, ...]]:
    """The places of the parts still awaited, by the bundle's SHA-256."""
    fields = JsonObject(source)
    if not all(strict.HEX64.fullmatch(bundle) for bundle in fields):
        raise Unsound("missing: a digest was expected")
    return {
        bundle: tuple(strict.whole(place, "place", 0, 1 << 31) for place in fields.items(bundle, 10_000))
        for bundle in fields
    }
