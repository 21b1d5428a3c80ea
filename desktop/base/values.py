"""Plain values: ids, times, canonical bytes, digests."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"  # to be read only
JsonObject: TypeAlias = Mapping[str, Json]


def new_id() -> str:
    """A fresh record id: 32 hexadecimal digits, random."""
    from uuid import uuid4  # which asks the system what it is, of no use for these

    return uuid4().hex


def now() -> datetime:
    """The present moment, in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today() -> date:
    """The day on this machine's calendar."""
    return local_day(now())


def local_day(at: datetime) -> date:
    """The day of a moment on this machine's calendar: the office's own."""
    return in_local_time(at).date()


def in_local_time(at: datetime) -> datetime:
    """A moment in this machine's time; by today's offset where the system knows none (Windows, before 1970)."""
    try:
        return at.astimezone()
    except OSError:
        return at.astimezone(datetime.now().astimezone().tzinfo)


def stamp(moment: datetime | None = None) -> str:
    """A moment as it is stored and sent: `2026-11-24T12:30:05.123Z`."""
    return (moment or now()).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)  # what lies before or after fits no computer's calendar, or counted on
LATEST = datetime(8999, 12, 31, tzinfo=UTC)
_FIRST, _LAST = EARLIEST.timestamp(), LATEST.timestamp()


def is_possible(at: int) -> bool:
    """Whether this is a moment of the calendar, in ms since 1970."""
    return _FIRST <= at / 1000 <= _LAST


def moment_at(at: int) -> datetime:
    """The moment of a change, from ms since 1970; an impossible one is the nearest that a calendar has."""
    return datetime.fromtimestamp(min(max(at / 1000, _FIRST), _LAST), UTC)


def moment(stamped: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(stamped)


def json_writer(*, sort_keys: bool) -> Callable[[object], str]:
    """What writes plain values as JSON without spaces, many times: ready, where `json` makes itself ready each time.

    It raises ValueError for numbers that are not finite.
    """
    plain = json.JSONEncoder(sort_keys=sort_keys, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    ready = make(None, plain.default, json.encoder.encode_basestring, None, ":", ",", sort_keys, False, False)
    return lambda value: "".join(ready(value, 0))


_canonical = json_writer(sort_keys=True)


def canonical(value: object) -> bytes:
    """The one way a value is written as JSON bytes, so that equal values have equal digests."""
    return _canonical(value).encode()


def parse_json(text: str | bytes) -> Any:
    """The value that this text writes as JSON; raises JSONDecodeError, a ValueError, for any fault in it.

    Whatever a file may hold that others can write is read with this: nested deeper than this computer counts is a fault
    like any other.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise json.JSONDecodeError("Nested too deeply", "", 0) from error


def digest(*parts: bytes) -> str:
    """SHA-256, in hexadecimal, of the parts, each preceded by its length."""
    return hashlib.sha256(b"".join([len(part).to_bytes(8, "big") + part for part in parts])).hexdigest()


def sha256(data: bytes) -> str:
    """SHA-256, in hexadecimal, of the bytes themselves: what `sha256sum` prints for the file."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(hexadecimal: str) -> str:
    """The first digits of a digest as people read them aloud: `7F2A-91C4`."""
    return f"{hexadecimal[:4]}-{hexadecimal[4:8]}".upper()
