"""A version of the contents that Headquarters publishes: a signed notice, and a file with the texts (sync.md 2.14).

The notice travels as the document `contents` of a return or of a broadcast, the texts beside it as a file, where the
reader does not have them yet. Versions only rise; each names the digest of the one before. It names two people: who
prepared the version, and who released it with a key of their own (S24). What may be read at most is bounded before
anything is unfolded, and no name of a file leads out of its folder.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import canonical, moment, sha256
from desktop.bundles import keys as signing
from desktop.bundles import strict
from desktop.bundles.keys import DeviceKeys, PublicKeys
from desktop.bundles.strict import JsonFields, JsonObject, Unsound
from desktop.definitions.content_files import LARGEST, MOST, TOGETHER, ContentTexts, is_content_name

if TYPE_CHECKING:
    from desktop.base.values import Json

DOCUMENT, LISTS = "contents", "published-lists"
MOST_SUBJECTS = 60  # lists and rates in one bundle
CONTENTS = b"psb1-contents\0"  # before what is signed
RELEASE = b"psb1-contents-release\0"  # before what the second person signs
MEDIA_TYPE = "application/x-passerelle-contents"
HIGHEST = 1 << 31  # version
DIGEST = re.compile(r"([0-9a-f]{64})?")
SUBJECT = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}|")


@dataclass(frozen=True)
class ContentPack:
    """What Headquarters says of a version: `content` is the digest of its texts, `previous` that of the version before.

    `published_at` is a moment, `valid_until` a day or empty, after which a newer version is to be asked for; `program`
    is the version of the program that it was checked with. `changes` counts what differs from the version before.
    `subject` is empty for rules and templates. `prepared_by` and `published_by` are the ids of the two officers, whose
    names stand beside them; `seal` is the signature of the second one, made with `seal_key`.
    """

    version: int
    content: str
    previous: str
    published_at: str
    valid_until: str
    reason: str
    publisher: str
    program: str
    changes: int = 0
    subject: str = ""
    title: str = ""
    dated_on: str = ""
    prepared_by: str = ""
    preparer: str = ""
    published_by: str = ""
    seal: str = ""
    seal_key: str = ""

    def to_json(self) -> JsonFields:
        return {**self._said(), "seal": self.seal, "seal_key": self.seal_key}

    def _said(self) -> JsonFields:
        return {
            "version": self.version,
            "content": self.content,
            "previous": self.previous,
            "published_at": self.published_at,
            "valid_until": self.valid_until,
            "reason": self.reason,
            "publisher": self.publisher,
            "program": self.program,
            "changes": self.changes,
            "subject": self.subject,
            "title": self.title,
            "dated_on": self.dated_on,
            "prepared_by": self.prepared_by,
            "preparer": self.preparer,
            "published_by": self.published_by,
        }

    @classmethod
    def from_json(cls, source: object) -> "ContentPack":
        fields = JsonObject(source)
        return cls(
            fields.whole("version", 1, HIGHEST),
            fields.text("content", form=strict.HEX64),
            fields.text("previous", form=DIGEST),
            _moment(fields.text("published_at", 40)),
            _day(fields.text("valid_until", 10)),
            fields.text("reason", 2_000),
            fields.text("publisher"),
            fields.text("program", 64),
            fields.whole("changes"),
            fields.text("subject", form=SUBJECT),
            fields.text("title"),
            _day(fields.text("dated_on", 10)),
            fields.text("prepared_by"),
            fields.text("preparer"),
            fields.text("published_by"),
            fields.text("seal", form=strict.HEX128),
            fields.text("seal_key", form=strict.HEX64),
        )

    def sealed_bytes(self) -> bytes:
        """What the second person signs: everything that the notice says."""
        return RELEASE + canonical(self._said())

    @property
    def is_released(self) -> bool:
        """Whether a second person than the one who prepared it signed it as it is."""
        people = {self.prepared_by, self.published_by} - {""}
        return len(people) == 2 and signing.verify(self.seal_key, RELEASE, canonical(self._said()), self.seal)

    def signed(self, hq: DeviceKeys) -> "SignedPack":
        """The same with the signature of Headquarters’ keys."""
        return SignedPack(self, hq.public.key_id, hq.sign(CONTENTS, canonical(self.to_json())))


@dataclass(frozen=True)
class SignedPack:
    """The notice of a version with the signature over it."""

    pack: ContentPack
    signer: str
    signature: str

    def require_from(self, hq: Iterable[PublicKeys]) -> ContentPack:
        """What it says.

        Raises Problem where none of these keys of Headquarters signed it, and where no second person released it.
        """
        signed = canonical(self.pack.to_json())
        signers = (keys for keys in hq if keys.key_id == self.signer)
        if any(signing.verify(keys.sign, CONTENTS, signed, self.signature) for keys in signers):
            return self._released()
        raise Problem(
            _("This version of the rules and templates is not signed by Headquarters; the former one stays in use."),
            _("Tell Headquarters where the file came from."),
            code="contents-not-from-hq",
        )

    def _released(self) -> ContentPack:
        if self.pack.is_released:
            return self.pack
        raise Problem(
            _("No second person released this version at Headquarters; the former one stays in use."),
            _("Tell Headquarters where the file came from."),
            code="contents-not-released",
        )

    def to_json(self) -> JsonFields:
        return {**self.pack.to_json(), "signer": self.signer, "signature": self.signature}

    @classmethod
    def from_json(cls, source: object) -> "SignedPack":
        fields = JsonObject(source)
        pack = ContentPack.from_json(source)
        return cls(pack, fields.text("signer", form=strict.HEX32), fields.text("signature", form=strict.HEX128))

    def documents(self) -> dict[str, JsonFields]:
        """The documents of a bundle that say it."""
        return {DOCUMENT: self.to_json()}

    @classmethod
    def from_documents(cls, documents: "Mapping[str, Json]") -> "SignedPack | None":
        """What the documents of a bundle say; None where they say nothing of it. Raises Unsound."""
        return cls.from_json(documents[DOCUMENT]) if DOCUMENT in documents else None


@dataclass(frozen=True)
class CarriedPack:
    """The notice of a list or of rates beside the file that brings it.

    `file` is the digest of that file, empty where the reader has it; `base` the content that it is a patch against,
    empty where it is whole.
    """

    signed: SignedPack
    file: str = ""
    base: str = ""

    def to_json(self) -> JsonFields:
        return {**self.signed.to_json(), "file": self.file, "base": self.base}

    @classmethod
    def from_json(cls, source: object) -> "CarriedPack":
        fields = JsonObject(source)
        signed = SignedPack.from_json(source)
        if not signed.pack.subject:
            raise Unsound("contents: rules and templates travel on their own")
        return cls(signed, fields.text("file", form=DIGEST), fields.text("base", form=DIGEST))


def carried_documents(carried: Sequence[CarriedPack]) -> dict[str, JsonFields]:
    """The documents of a bundle that tell of lists and rates; none where there are none."""
    return {LISTS: {"packs": [own.to_json() for own in carried]}} if carried else {}


def carried_in(documents: "Mapping[str, Json]") -> tuple[CarriedPack, ...]:
    """What the documents of a bundle tell of lists and rates, each subject once. Raises Unsound."""
    if LISTS not in documents:
        return ()
    carried = tuple(CarriedPack.from_json(own) for own in JsonObject(documents[LISTS]).items("packs", MOST_SUBJECTS))
    if len({own.signed.pack.subject for own in carried}) != len(carried):
        raise Unsound("contents: a list twice")
    return carried


def content_bytes(texts: ContentTexts) -> bytes:
    """The texts as they travel and are stored: canonical JSON, so that the same texts have one digest.

    Raises Unsound for what `content_texts` would refuse.
    """
    data = canonical(dict(texts))
    content_texts(data)
    return data


def content_texts(data: bytes) -> dict[str, str]:
    """The texts by name. Raises Unsound for anything but what `content_bytes` gives."""
    if len(data) > TOGETHER:
        raise Unsound("contents: too large")
    fields = JsonObject(strict.loads(data))
    names = list(fields)
    if not 1 <= len(names) <= MOST or len({name.lower() for name in names}) != len(names):
        raise Unsound("contents: no files, too many, or one twice")
    for name in names:
        if not is_content_name(name):
            raise Unsound("contents: a name that no file of contents has")
    return {name: fields.text(name, LARGEST) for name in names}


def matching_texts(pack: ContentPack, data: bytes) -> dict[str, str]:
    """The texts of this very version; raises Unsound for others, and for what no reader takes."""
    if sha256(data) != pack.content:
        raise Unsound("contents: other ones than their digest says")
    return content_texts(data)


def _day(stamped: str) -> str:
    try:
        return date.fromisoformat(stamped).isoformat() if stamped else ""
    except ValueError as error:
        raise Unsound("contents: a day was expected") from error


def _moment(stamped: str) -> str:
    try:
        moment(stamped)
    except ValueError as error:
        raise Unsound("contents: a moment was expected") from error
    return stamped
