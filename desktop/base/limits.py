"""What a value may be so that it can be kept, chained, sent and read elsewhere.

The same rules hold when a record is saved, when it is packed and when it is read, so that what was saved can always
be sent.
"""

import math

DEPTH = 8  # lists and objects inside one another, in one value
TEXT = 1 << 20  # characters in one text
WHOLE = 1 << 53  # beyond this, other readers (jq, spreadsheets) lose digits
CELLS = 400_000  # fields written by one run of changes
RAW = 4 << 20  # bytes of one run of changes, and therefore of one change


class Unsound(ValueError):
    """Bytes or a value that break these rules; the message says which rule, in English."""


def check(value: object, depth: int = DEPTH, text: int = TEXT) -> None:
    """Raise Unsound unless the value is plain JSON within the limits: at most `depth` nested lists and objects."""
    kind = type(value)
    if kind is str:
        sound_text(value, text)  # type: ignore[arg-type]
    elif kind is int:
        if not -WHOLE <= value <= WHOLE:  # type: ignore[operator]
            raise Unsound("a number beyond ±2^53")
    elif kind is float:
        if not math.isfinite(value):  # type: ignore[arg-type]
            raise Unsound("a number that is not finite")
    elif kind is list or kind is dict:
        _check_inside(value, depth, text)  # type: ignore[arg-type]
    elif value is not None and kind is not bool:
        raise Unsound(f"a value of type {kind.__name__}")


def check_each(values: "list[object]") -> None:
    """Raise Unsound unless each of the values would pass `check`: a column of texts is looked through as one."""
    if set(map(type, values)) == {str}:
        texts: list[str] = values  # type: ignore[assignment]
        sound_text("".join(texts), sum(map(len, texts)))
        if max(map(len, texts)) <= TEXT:
            return
    for value in values:
        check(value)


def _check_inside(value: "list[object] | dict[object, object]", depth: int, text: int) -> None:
    if depth < 1:
        raise Unsound("lists or objects nested too deeply")
    if isinstance(value, dict):
        for key in value:
            if type(key) is not str:
                raise Unsound("a key that is not text")
            sound_text(key, text)
    for inner in value.values() if isinstance(value, dict) else value:
        check(inner, depth - 1, text)


def sound_text(value: str, limit: int = TEXT) -> None:
    """Raise Unsound unless the text has at most `limit` characters, all of them whole; PostgreSQL keeps no NUL."""
    if len(value) > limit:
        raise Unsound(f"a text of more than {limit} characters")
    if "\0" in value:
        raise Unsound("a text with a NUL character")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise Unsound("a text with half a character") from error
