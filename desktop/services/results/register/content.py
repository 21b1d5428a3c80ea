"""The content of an edition as bytes that are sealed and kept, and back: the same edition gives the same bytes."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast, get_args, get_origin, get_type_hints

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import Json, canonical, parse_json
from desktop.documents.register.edition import RegisterEdition

MEDIA_TYPE = "application/zlib"
NUMBER, DAY = "number", "day"  # how a cell says that its text is a number or a day
MOST = 512 << 20  # bytes of a content that is opened: far above any register


def packed(edition: RegisterEdition) -> bytes:
    """The edition as compressed canonical JSON."""
    return zlib.compress(canonical(_plain(edition)), 6)


def unpacked(data: bytes) -> RegisterEdition:
    """The edition that `packed` wrote; raises Problem for anything else."""
    try:
        reader = zlib.decompressobj()
        edition: RegisterEdition = _typed(RegisterEdition, parse_json(reader.decompress(data, MOST)))
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise Problem(
            _("What this edition says cannot be read; nothing was changed."),
            _("Ask for it again, or restore a backup."),
            code="edition-unreadable",
        ) from error
    return edition


def _plain(value: object) -> Json:
    if is_dataclass(value):
        return {own.name: _plain(getattr(value, own.name)) for own in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(own) for key, own in value.items()}
    if isinstance(value, Decimal):
        return {NUMBER: str(value)}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(own) for own in value]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(type(value).__name__)


def _typed(kind: Any, json: Any) -> Any:
    """The value of a type that `_plain` wrote; cells of a table are of several types and say theirs."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (tuple, Sequence):
        if len(inner) == 2 and inner[1] is not ... and origin is tuple:
            return tuple(_typed(own, part) for own, part in zip(inner, json, strict=True))
        return tuple(_typed(inner[0], part) for part in json)
    if origin is Mapping:
        return {str(key): _typed(inner[1], own) for key, own in json.items()}
    if inner:  # one of several: a cell, or something that may be missing
        return _of_several(inner, json)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return cast("type[Any]", kind)(**{own.name: _typed(hints[own.name], json[own.name]) for own in fields(kind)})
    if kind in (Decimal, date):
        return _cell(json)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(json)
    if not isinstance(json, kind):
        raise TypeError(kind.__name__)
    return json


def _of_several(kinds: tuple[Any, ...], json: Any) -> Any:
    if json is None:
        return None
    own = [kind for kind in kinds if kind is not type(None)]
    return _typed(own[0], json) if len(own) == 1 else _cell(json)


def _cell(json: Any) -> str | int | Decimal | date:
    if isinstance(json, dict):
        return Decimal(json[NUMBER]) if NUMBER in json else date.fromisoformat(json[DAY])
    if not isinstance(json, str | int):
        raise TypeError("a cell")
    return json
