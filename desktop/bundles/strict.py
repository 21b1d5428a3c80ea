"""JSON from strangers: read strictly, so that nothing later meets a value it cannot keep.

Refused: NaN and infinities, duplicate keys, integers beyond ±2^53, lone surrogates, overlong texts, deep nesting.
The same rules hold when writing, so that whatever is written can be read.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

DEPTH = 8  # lists and objects inside one another, in one value
TEXT = 1 << 20  # characters in one text
WHOLE = 1 << 53  # beyond this, other readers (jq, spreadsheets) lose digits
HEX32 = re.compile(r"[0-9a-f]{32}")
HEX64 = re.compile(r"[0-9a-f]{64}")
HEX128 = re.compile(r"[0-9a-f]{128}")
NAME = re.compile(r"[0-9A-Za-z_.:+-]{1,64}")


class Unsound(ValueError):
    """Bytes or a value that break the rules of this module; the message says which rule, in English."""


def dumps(value: object) -> bytes:
    """Compact UTF-8 JSON; raises Unsound for what `loads` would refuse to give back unchanged."""
    try:
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode()
    except (ValueError, RecursionError) as error:
        raise Unsound(f"cannot be written as JSON: {error}") from error


def loads(data: bytes) -> Any:
    """Parse; the caller then picks what it knows with the functions below, or calls `check` on the whole.

    Raises Unsound for anything but one JSON value in UTF-8 without NaN, duplicate keys or runaway nesting.
    """
    try:
        return json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Unsound(f"not sound JSON: {type(error).__name__}") from error


def check(value: object, depth: int = DEPTH, text: int = TEXT) -> None:
    """Raise Unsound unless the value is plain JSON within the limits: at most `depth` nested lists and objects."""
    kind = type(value)
    if kind is str:
        _sound_text(value, text)  # type: ignore[arg-type]
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


def _check_inside(value: "list[object] | dict[object, object]", depth: int, text: int) -> None:
    if depth < 1:
        raise Unsound("lists or objects nested too deeply")
    if isinstance(value, dict):
        for key in value:
            if type(key) is not str:
                raise Unsound("a key that is not text")
            _sound_text(key, text)
    for inner in value.values() if isinstance(value, dict) else value:
        check(inner, depth - 1, text)


def _sound_text(value: str, limit: int) -> None:
    if len(value) > limit:
        raise Unsound(f"a text of more than {limit} characters")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise Unsound("a text with half a character") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("not finite")
    return number


def table(value: object) -> Mapping[str, Any]:
    """The value if it is an object; raises Unsound otherwise, as do all the functions below."""
    if not isinstance(value, dict):
        raise Unsound("an object was expected")
    return value


def text(source: Mapping[str, Any], key: str, limit: int = 200, form: re.Pattern[str] | None = None) -> str:
    """A text of at most `limit` characters, wholly of the given form if there is one."""
    value = source.get(key)
    if type(value) is not str:
        raise Unsound(f"{key}: text was expected")
    _sound_text(value, limit)
    if form and not form.fullmatch(value):
        raise Unsound(f"{key}: not of the expected form")
    return value


def whole(source: Mapping[str, Any], key: str, low: int = 0, high: int = WHOLE) -> int:
    """A whole number between `low` and `high`, both included."""
    value = source.get(key)
    if type(value) is not int or not low <= value <= high:
        raise Unsound(f"{key}: a whole number from {low} to {high} was expected")
    return value


def items(source: Mapping[str, Any], key: str, limit: int) -> Sequence[Any]:
    """A list of at most `limit` items."""
    value = source.get(key)
    if not isinstance(value, list) or len(value) > limit:
        raise Unsound(f"{key}: a list of at most {limit} items was expected")
    return value


def texts(source: Mapping[str, Any], key: str, limit: int, form: re.Pattern[str]) -> tuple[str, ...]:
    """A list of at most `limit` texts of one form."""
    return tuple(text({key: one}, key, form=form) for one in items(source, key, limit))
