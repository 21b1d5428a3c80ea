"""JSON from strangers: read strictly, so that nothing later meets a value it cannot keep.

Refused: NaN and infinities, duplicate keys, integers beyond ±2^53, lone surrogates, overlong texts, deep nesting.
The same rules hold when writing, so that whatever is written can be read.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from desktop.base.limits import TEXT as TEXT
from desktop.base.limits import WHOLE, sound_text
from desktop.base.limits import Unsound as Unsound
from desktop.base.limits import check as check

HEX32 = re.compile(r"[0-9a-f]{32}")
HEX64 = re.compile(r"[0-9a-f]{64}")
HEX128 = re.compile(r"[0-9a-f]{128}")
NAME = re.compile(r"[0-9A-Za-z_.:+-]{1,64}")


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
    sound_text(value, limit)
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
