"""JSON from strangers: read strictly, so that nothing later meets a value it cannot keep.

Refused: NaN and infinities, duplicate keys, integers beyond ±2^53, lone surrogates, overlong texts, deep nesting.
The same rules hold when writing, so that whatever is written can be read.
"""

import json
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn, TypeAlias

from desktop.base.limits import TEXT as TEXT
from desktop.base.limits import WHOLE, sound_text
from desktop.base.limits import Unsound as Unsound
from desktop.base.limits import check as check
from desktop.base.limits import check_each as check_each
from desktop.base.values import Json as Json

HEX32 = re.compile(r"[0-9a-f]{32}")
HEX64 = re.compile(r"[0-9a-f]{64}")
HEX128 = re.compile(r"[0-9a-f]{128}")
NAME = re.compile(r"[0-9A-Za-z_.:+-]{1,64}")

JsonFields: TypeAlias = dict[str, Json]  # the fields of an object as they are written


def dumps(value: object) -> bytes:
    """The value as compact UTF-8 JSON; raises Unsound for what `loads` would not give back unchanged."""
    try:
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode()
    except (ValueError, RecursionError) as error:
        raise Unsound(f"cannot be written as JSON: {error}") from error


def loads(data: bytes) -> Any:
    """Parse; the caller then reads the fields it knows from a `JsonObject`, or calls `check` on the whole.

    Raises Unsound for anything but one JSON value in UTF-8 without NaN, duplicate keys or runaway nesting.
    """
    try:
        return json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Unsound(f"not sound JSON: {type(error).__name__}") from error


def _unique(pairs: list[tuple[str, Json]]) -> JsonFields:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key twice")
    return fields


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("not finite")
    return number


class JsonObject:
    """A parsed JSON object whose fields are read strictly: every method raises Unsound for what was not expected."""

    __slots__ = ("_fields",)

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise Unsound("an object was expected")
        self._fields: dict[str, object] = value

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def get(self, key: str) -> object:
        """The field's value, not checked; None when it is absent."""
        return self._fields.get(key)

    def child(self, key: str) -> "JsonObject":
        """A field that is an object itself."""
        return JsonObject(self.get(key))

    def text(self, key: str, limit: int = 200, form: re.Pattern[str] | None = None) -> str:
        """A text of at most `limit` characters, wholly of the given form if there is one."""
        return text(self.get(key), key, limit, form)

    def whole(self, key: str, low: int = 0, high: int = WHOLE) -> int:
        """A whole number between `low` and `high`, both included."""
        return whole(self.get(key), key, low, high)

    def items(self, key: str, limit: int) -> Sequence[Any]:
        """A list of at most `limit` items, which are not checked."""
        return items(self.get(key), key, limit)

    def texts(self, key: str, limit: int, form: re.Pattern[str]) -> tuple[str, ...]:
        """A list of at most `limit` texts of one form."""
        return tuple(text(item, key, form=form) for item in self.items(key, limit))


def text(value: object, name: str, limit: int = 200, form: re.Pattern[str] | None = None) -> str:
    """The value if it is a text of at most `limit` characters and of this form; raises Unsound with its name if not."""
    if type(value) is not str:
        raise Unsound(f"{name}: text was expected")
    sound_text(value, limit)
    if form and not form.fullmatch(value):
        raise Unsound(f"{name}: not of the expected form")
    return value


def whole(value: object, name: str, low: int = 0, high: int = WHOLE) -> int:
    """The value if it is a whole number from `low` to `high`, both included; raises Unsound with its name if not."""
    if type(value) is not int or not low <= value <= high:
        raise Unsound(f"{name}: a whole number from {low} to {high} was expected")
    return value


def items(value: object, name: str, limit: int) -> Sequence[Any]:
    """The value if it is a list of at most `limit` items; raises Unsound with its name if not."""
    if not isinstance(value, list) or len(value) > limit:
        raise Unsound(f"{name}: a list of at most {limit} items was expected")
    return value
