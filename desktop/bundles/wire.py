"""What an office and Headquarters’ receiver say to each other over HTTPS: a few requests, each signed by the laptop.

A bundle travels in pieces named by their SHA-256: `PUT /parts/<sha256>` as often as needed, in any order; then
`POST /bundles` names them all and is answered with those that are missing, or that the whole was received. There is no
position to lose: whatever breaks, the same requests again bring the rest. `GET /returns` tells the newest return that
waits for the laptop's office, `GET /returns/<sha256>/<index>` a piece of it.

Every answer bears a fresh nonce of the receiver's; a request is signed over one, so that no clock is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import canonical, sha256
from desktop.bundles import strict
from desktop.bundles.bundle import LIMITS
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.strict import JsonFields, JsonObject

PIECE = 256 << 10  # bytes: on a line of 64 kbit/s half a minute
MOST_PIECES = -(-(LIMITS.bundle + (1 << 16)) // PIECE)
MOST_AUTHORITY = 256 << 10  # bytes of a file of certificates
MOST_TEXT = 64 << 10  # bytes of a request or an answer that is no piece
REQUEST = b"psb1-request\0"  # before what a request signs
KEY, NONCE, SIGNATURE = "Passerelle-Key", "Passerelle-Nonce", "Passerelle-Signature"  # headers
PARTS, BUNDLES, RETURNS, FIRST = "/parts/", "/bundles", "/returns", "/nonce"


class Refusal(StrEnum):
    """Why the receiver does not do what it is asked."""

    NOTHING_HERE = "nothing-here"
    STALE = "stale"  # the nonce is old or of before its last start: the same request again, with the new one
    UNKNOWN_LAPTOP = "unknown-laptop"
    WRONG_HASH = "wrong-hash"
    TOO_LARGE = "too-large"
    TOO_OFTEN = "too-often"
    NO_ROOM = "no-room"
    NOT_SOUND = "not-sound"
    FAILED = "failed"


class LineDropped(Problem):
    """The line broke, or was silent too long: the same request again is worth trying."""

    def __init__(self, host: str) -> None:
        super().__init__(
            _("The line to {host} broke; what has arrived there stays there.").format(host=host),
            _("Send it again when the connection is back: it goes on where it stopped."),
            code="line-dropped",
        )


class RefusedByReceiver(Problem):
    """The receiver answered, and does not do it; `refusal` says why."""

    def __init__(self, refusal: Refusal, text: str, remedy: str) -> None:
        super().__init__(text, remedy, code=f"receiver-{refusal}")
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Road:
    """The way to the receiver: `https://host[:port][/path]`, the proxy (`http://[name:password@]host:port`; empty as
    the computer has it), and certificates in PEM form that are believed (empty: those the computer believes)."""

    address: str
    proxy: str = ""
    authority: str = ""

    @property
    def host(self) -> str:
        """The name of the computer at the other end, as people are told it."""
        return urlsplit(self.address).hostname or ""


@dataclass(frozen=True, slots=True)
class PiecedFile:
    """A file in pieces of PIECE bytes, the last one shorter: its SHA-256, its size, and theirs in order."""

    sha256: str
    size: int
    pieces: tuple[str, ...]

    @classmethod
    def of(cls, data: bytes) -> "PiecedFile":
        """What these bytes are called."""
        pieces = tuple(sha256(data[at : at + PIECE]) for at in range(0, len(data), PIECE))
        return cls(sha256(data), len(data), pieces)

    def to_json(self) -> JsonFields:
        return {"sha256": self.sha256, "size": self.size, "pieces": list(self.pieces)}

    @classmethod
    def from_json(cls, source: object) -> "PiecedFile":
        """Raises Unsound for anything but what `to_json` gives, or a number of pieces that does not fit the size."""
        fields = JsonObject(source)
        size = fields.whole("size", 1, MOST_PIECES * PIECE)
        pieces = fields.texts("pieces", MOST_PIECES, strict.HEX64)
        if len(pieces) != -(-size // PIECE):
            raise strict.Unsound("pieces: not as many as the size says")
        return cls(fields.text("sha256", form=strict.HEX64), size, pieces)


@dataclass(frozen=True, slots=True)
class ReceiverAnswer:
    """What the receiver answers: the places of the pieces that it lacks, whether the whole was received, the newest
    return that waits. Of a bundle that was received, every byte was compared with its SHA-256, signature included."""

    missing: tuple[int, ...] = ()
    received: bool = False
    waiting: PiecedFile | None = None

    def to_json(self) -> JsonFields:
        waiting = self.waiting.to_json() if self.waiting else None
        return {"missing": list(self.missing), "received": self.received, "return": waiting}

    @classmethod
    def from_json(cls, source: object) -> "ReceiverAnswer":
        """Raises Unsound for anything but what `to_json` gives."""
        fields = JsonObject(source)
        places = fields.items("missing", MOST_PIECES)
        missing = tuple(strict.whole(place, "missing", 0, MOST_PIECES) for place in places)
        waiting = fields.get("return")
        return cls(missing, fields.get("received") is True, PiecedFile.from_json(waiting) if waiting else None)


def to_sign(method: str, path: str, nonce: str, digest: str) -> bytes:
    """What a request signs; `digest` is the SHA-256 of its body."""
    return canonical({"method": method, "path": path, "nonce": nonce, "body": digest})


def signed_headers(keys: DeviceKeys, method: str, path: str, nonce: str, digest: str) -> Mapping[str, str]:
    """The headers that prove which laptop asks."""
    signature = keys.sign(REQUEST, to_sign(method, path, nonce, digest))
    return {KEY: keys.public.key_id, NONCE: nonce, SIGNATURE: signature}
