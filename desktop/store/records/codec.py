"""The one codec between the values of JSON columns and the JSON that is kept, sent and sealed.

`to_json` writes the keys in the order of the class: it is the order in which the journal has them. `from_json` never
raises, because a bundle may bring anything: what is missing or of another shape is blank. What was read is written
again as it was, because seals are made over it: keys that only a newer program knows and parts of another shape are
kept in `unread`, the keys that were missing in `absent`.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

StoredJson: TypeAlias = "dict[str, StoredJson] | list[StoredJson] | str | int | float | bool | None"


@dataclass(frozen=True, kw_only=True)
class Value:
    """A value of several parts. A field `key` in its metadata names its JSON key where that is not its own name."""

    unread: tuple[tuple[str, StoredJson], ...] = field(default=(), repr=False)
    absent: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    _codecs_once: ClassVar["tuple[tuple[str, str, _Codec], ...]"]
    _parts_once: ClassVar["Mapping[str, tuple[str, _Codec]]"]

    @classmethod
    def _codecs(cls) -> "tuple[tuple[str, str, _Codec], ...]":
        """Of each part its name, its JSON key and its codec, worked out once for each class."""
        codecs = cls.__dict__.get("_codecs_once")
        if codecs is None:
            hints = get_type_hints(cls, include_extras=True)
            parts = (part for part in fields(cls) if part.name not in ("unread", "absent"))
            codecs = tuple(
                (part.name, part.metadata.get("key", part.name), _codec_of(hints[part.name])) for part in parts
            )
            cls._codecs_once = codecs
        return codecs

    @classmethod
    def from_json(cls, json: StoredJson) -> Self:
        """The value that this JSON object holds; anything else is a blank one."""
        source = json if isinstance(json, dict) else {}
        parts, read, absent = [], set(), []
        for name, key, codec in cls._codecs():
            part = source.get(key)
            value = codec.read(part)
            parts.append((name, value))
            if key not in source:
                absent.append(key)
            elif value is part or codec.write(value) == part:  # most are texts, which are read as they are
                read.add(key)
        unread = tuple((key, part) for key, part in source.items() if key not in read)
        return cls(**dict(parts), unread=unread, absent=frozenset(absent))

    @classmethod
    def part_in(cls, json: StoredJson, name: str) -> Any:
        """One part of the value that this JSON object holds, as `from_json` reads it; AttributeError for no part."""
        parts = cls.__dict__.get("_parts_once")
        if parts is None:
            parts = cls._parts_once = {own: (key, codec) for own, key, codec in cls._codecs()}
        if name not in parts:
            raise AttributeError(name)
        key, codec = parts[name]
        return codec.read(json.get(key) if isinstance(json, dict) else None)

    def to_json(self) -> dict[str, StoredJson]:
        """The JSON object that is kept; `from_json` reads the same value from it."""
        written: dict[str, StoredJson] = {}
        for name, key, codec in self._codecs():
            part = getattr(self, name)
            if key not in self.absent or part != codec.read(None):
                written[key] = codec.write(part)
        return {**written, **dict(self.unread)}


@dataclass(frozen=True)
class _Codec:
    """How one part is read from JSON and written to it."""

    read: Callable[[StoredJson], Any]
    write: Callable[[Any], StoredJson]


def _codec_of(hint: Any) -> _Codec:
    """The codec of a part by its annotation.

    JSON, a plain type, a text of a form, one or None, a Value, a tuple, a mapping by text.
    """
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _formed(*inside)
    if origin in (Union, types.UnionType):
        if len(inside) > 2:  # StoredJson itself
            return _Codec(lambda json: json, lambda value: cast(StoredJson, value))
        return _or_none(_codec_of(next(part for part in inside if part is not type(None))))
    if origin is tuple and inside[-1] is Ellipsis:
        return _each(_codec_of(inside[0]))
    if origin is Mapping or hint is Mapping:
        return _by_text(_codec_of(inside[1]))
    if isinstance(hint, type) and issubclass(hint, Value):
        return _Codec(hint.from_json, lambda value: cast(StoredJson, value.to_json()))
    if isinstance(hint, type) and issubclass(hint, tuple):
        return _row(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _code(hint)
    if hint in (str, int, bool):
        return _plain(hint)
    raise TypeError(f"no codec for {hint!r}")


def _plain(kind: type) -> _Codec:
    """A text, a whole number or a yes and no; numbers are not taken for texts nor texts for numbers."""
    return _Codec(lambda json: json if type(json) is kind else kind(), lambda value: cast(StoredJson, kind(value)))


def _formed(kind: type, form: Callable[[str], bool]) -> _Codec:
    """A text of one form, a day or a number; any other is blank."""
    text = _plain(kind)

    def read(json: StoredJson) -> Any:
        content = text.read(json)
        return content if form(content) else kind()

    return _Codec(read, text.write)


def _code(codes: type[StrEnum]) -> _Codec:
    """A code of an enumeration; one that only a newer program knows stays text."""
    text = _plain(str)

    def read(stored: StoredJson) -> str:
        code: str = text.read(stored)
        return codes(code) if code in codes._value2member_map_ else code

    return _Codec(read, str)


def _or_none(codec: _Codec) -> _Codec:
    return _Codec(
        lambda json: None if json is None else codec.read(json),
        lambda value: None if value is None else codec.write(value),
    )


def _each(codec: _Codec) -> _Codec:
    return _Codec(
        lambda json: tuple(map(codec.read, json)) if isinstance(json, list) else (),
        lambda value: list(map(codec.write, value)),
    )


def _by_text(codec: _Codec) -> _Codec:
    return _Codec(
        lambda json: {key: codec.read(part) for key, part in json.items()} if isinstance(json, dict) else {},
        lambda value: {key: codec.write(part) for key, part in value.items()},
    )


def _row(kind: type) -> _Codec:
    """A named tuple, kept as a JSON array of its parts."""
    codecs = [_codec_of(hint) for hint in get_type_hints(kind).values()]

    def read(json: StoredJson) -> Any:
        row = json if isinstance(json, list) else []
        return kind(*(codec.read(row[n] if n < len(row) else None) for n, codec in enumerate(codecs)))

    return _Codec(read, lambda value: [codec.write(part) for codec, part in zip(codecs, value, strict=True)])
