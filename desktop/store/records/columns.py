"""Columns whose values have a type of their own: codes as enumerations, JSON as values.

Sessions give and take the typed value; the database, the journal, the merge and the bundles see text and JSON as
before. To type a column, change its annotation and name the column's type; nothing that is kept changes:

    state: Mapped[CaseState] = by_office(7, CodeColumn(CaseState), default=CaseState.OPEN)
    hits: Mapped[tuple[ScreeningHit, ...]] = by_office(7, ValueList(ScreeningHit), default=())
    brief: Mapped[BriefSummary | None] = by_office(14, OneValue(BriefSummary), default=None, nullable=False)

A value that is missing is an empty object, never NULL: hence `nullable=False`.
"""

from abc import abstractmethod
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from desktop.store.records.codec import StoredJson, Value


def plain_of(kind: "TypeEngine[Any]", content: Any) -> StoredJson:
    """What the journal and the bundles hold of a column's content: JSON, and codes as text."""
    json: StoredJson = kind.plain(content) if isinstance(kind, CodeColumn | JsonColumn) else content
    return str(json) if isinstance(json, StrEnum) else json


def typed_of(kind: "TypeEngine[Any]", content: StoredJson) -> Any:
    """What a session gives for what the journal holds of a column's content: the reverse of `plain_of`."""
    return kind.typed(content) if isinstance(kind, CodeColumn | JsonColumn) else content


class ObjectColumn(JSON):
    """A JSON column that holds an object."""

    @staticmethod
    def accepts(json: StoredJson) -> bool:
        """Whether this JSON has the shape of the column."""
        return isinstance(json, dict)


class TextsColumn(JSON):
    """A JSON column that holds a list of texts."""

    @staticmethod
    def accepts(json: StoredJson) -> bool:
        """Whether this JSON has the shape of the column."""
        return isinstance(json, list) and all(isinstance(part, str) for part in json)


class RowsColumn(JSON):
    """A JSON column that holds a list of objects."""

    @staticmethod
    def accepts(json: StoredJson) -> bool:
        """Whether this JSON has the shape of the column."""
        return isinstance(json, list) and all(isinstance(part, dict) for part in json)


def accepts(kind: "TypeEngine[Any]", json: StoredJson) -> bool:
    """Whether a JSON column of this type can hold this JSON; what is inside its parts is read leniently."""
    return kind.accepts(json) if isinstance(kind, ObjectColumn | TextsColumn | RowsColumn | JsonColumn) else True


class AmountColumn(TypeDecorator[str]):
    """A text column that holds a decimal number: money is decimal text."""

    impl = String
    cache_ok = True


class CodeColumn(TypeDecorator[str]):
    """A text column that holds the codes of an enumeration. A code that only a newer program knows stays text."""

    impl = String
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        super().__init__()
        self.codes = codes

    def plain(self, content: str | None) -> str | None:
        """The code as text."""
        return None if content is None else str(content)

    def typed(self, content: Any) -> Any:
        """The member with this text; the text itself when there is none."""
        return self.codes(content) if content in self.codes._value2member_map_ else content

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return self.plain(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        text: str | None = self.typed(value)
        return text


class JsonColumn(TypeDecorator[Any]):
    """A JSON column with values. JSON is taken as it is, for what comes out of the journal."""

    impl = JSON
    cache_ok = True
    blank: Any  # what a field holds that nobody has set

    def __init__(self, kind: type[Value]) -> None:
        super().__init__()
        self.kind = kind

    @abstractmethod
    def plain(self, content: Any) -> StoredJson:
        """The JSON that is kept."""

    @abstractmethod
    def typed(self, content: Any) -> Any:
        """The value or values of this JSON."""

    @abstractmethod
    def accepts(self, json: StoredJson) -> bool:
        """Whether this JSON has the shape of the column."""

    def process_bind_param(self, value: Any, dialect: Dialect) -> StoredJson:
        return self.plain(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return self.typed(value)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        """Indexing goes into the JSON."""
        return self.impl_instance.coerce_compared_value(op, value)


class ValueList(JsonColumn):
    """A JSON column that holds a list of values, given as a tuple."""

    cache_ok = True
    blank = ()

    def plain(self, content: Any) -> StoredJson:
        return [part.to_json() if isinstance(part, Value) else part for part in content]

    def typed(self, content: Any) -> Any:
        return tuple(map(self.kind.from_json, content or ()))

    def accepts(self, json: StoredJson) -> bool:
        return RowsColumn.accepts(json)


class OneValue(JsonColumn):
    """A JSON column that holds one value, or None, kept as an empty object."""

    cache_ok = True
    blank = None

    def plain(self, content: Any) -> StoredJson:
        if content is None:
            return {}
        return content.to_json() if isinstance(content, Value) else cast(StoredJson, content)

    def typed(self, content: Any) -> Any:
        return self.kind.from_json(content) if content else None

    def accepts(self, json: StoredJson) -> bool:
        return ObjectColumn.accepts(json)
