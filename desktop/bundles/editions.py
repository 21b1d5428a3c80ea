"""The last edition of the transparency register inside IOM that Headquarters sealed, which a return carries (¶27).

The document `edition` names it and its digest; where the office does not hold it already, what it says follows in
`edition-1`, `edition-2`… as base64 of compressed canonical JSON. What the rules of that audience hide is not in it.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.base.values import Json, moment, sha256
from desktop.bundles import strict
from desktop.bundles.strict import JsonFields, JsonObject, Unsound

INDEX, PIECE = "edition", "piece"
PIECE_BYTES, PIECES = 600_000, 60  # of a document, and of an edition: below this, no limit of a reader is near
BASE64 = re.compile(r"[0-9A-Za-z+/]*={0,2}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PARTNERSHIPS = 1_000_000


@dataclass(frozen=True)
class EditionTold:
    """An edition as Headquarters tells of it: `fingerprint` is the digest of `content`, which is None where the reader
    holds it already; `sealed_on` is a day as ISO text."""

    at: str
    fingerprint: str
    number: str
    period: str
    sealed_on: str
    sealer: str
    partnerships: int
    content: bytes | None = None

    def documents(self) -> dict[str, JsonFields]:
        """The documents of a bundle that say it."""
        documents: dict[str, JsonFields] = {
            INDEX: {
                "at": self.at,
                "fingerprint": self.fingerprint,
                "number": self.number,
                "period": self.period,
                "sealed_on": self.sealed_on,
                "sealer": self.sealer,
                "partnerships": self.partnerships,
            }
        }
        data = self.content or b""
        for number, first in enumerate(range(0, len(data), PIECE_BYTES), 1):
            documents[f"{INDEX}-{number}"] = {PIECE: b64encode(data[first : first + PIECE_BYTES]).decode()}
        return documents

    @classmethod
    def from_documents(cls, documents: Mapping[str, Json]) -> "EditionTold | None":
        """What the documents of a bundle say; None where they say nothing of it. Raises Unsound for what is no edition,
        and for another one than its digest announces."""
        if INDEX not in documents:
            return None
        fields = JsonObject(documents[INDEX])
        announced = cls(
            _moment(fields.text("at", 40)),
            fields.text("fingerprint", 64, strict.HEX64),
            fields.text("number", 80),
            fields.text("period", 80),
            fields.text("sealed_on", 10, DAY),
            fields.text("sealer", 200),
            fields.whole("partnerships", 0, PARTNERSHIPS),
        )
        pieces, number = list[bytes](), 1
        while (name := f"{INDEX}-{number}") in documents:
            if number > PIECES:
                raise Unsound("edition: too many pieces")
            pieces.append(_bytes(JsonObject(documents[name]).text(PIECE, 2 * PIECE_BYTES, BASE64)))
            number += 1
        if not pieces:
            return announced
        content = b"".join(pieces)
        if sha256(content) != announced.fingerprint:
            raise Unsound("edition: another one than its digest says")
        return replace(announced, content=content)


def _bytes(piece: str) -> bytes:
    try:
        return b64decode(piece)
    except ValueError as error:
        raise Unsound("edition: a piece is cut") from error


def _moment(stamped: str) -> str:
    try:
        moment(stamped)
    except ValueError as error:
        raise Unsound("edition: a moment was expected") from error
    return stamped
