"""What every record has in common: an id, an owner for each field, a number for ever."""

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, cast, dataclass_transform

from sqlalchemy import JSON, Column, MetaData, Table, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from desktop.base.limits import TEXT
from desktop.base.text import searchable
from desktop.base.values import new_id
from desktop.store.records.codec import StoredJson
from desktop.store.records.columns import (
    AmountColumn,
    JsonColumn,
    ObjectColumn,
    RowsColumn,
    TextsColumn,
    accepts,
    plain_of,
    typed_of,
)
from desktop.store.records.fields import SINCE, Owner, by_both, by_headquarters, by_office, by_owner, field_of
from desktop.store.records.forms import Form, form_of, is_amount, is_any

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

SMALL = (1 << 31) - 1  # the largest number of a database's whole-number column
LAST = 1 << 30  # above every version of the tables
INDEXED = 600  # characters; PostgreSQL indexes no more than 2,700 bytes


class Base(MappedAsDataclass, DeclarativeBase):
    """Every table of the program: of records, and of what a store holds for itself."""

    SINCE: ClassVar[int] = 1  # the version of the tables that brought it

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        dict[str, Any]: ObjectColumn, list[Any]: JSON, list[str]: TextsColumn, list[dict[str, Any]]: RowsColumn,
    }  # fmt: skip


@dataclass_transform(
    kw_only_default=True, field_specifiers=(by_office, by_headquarters, by_both, by_owner, mapped_column)
)
class Record(Base, kw_only=True):
    """What an office or Headquarters records, known everywhere by its id; each of its fields is journaled.

    A family of records declares `KIND`, its number for ever; its fields, each once with its number and who writes it;
    and `TOGETHER`, the fields that only make sense as one value and therefore merge as one.
    Numbers are never reused. References between records are ids without database constraints: a bundle may
    bring a child before its parent, and nothing may be refused or lost for that.
    """

    __abstract__ = True
    KIND: ClassVar[int]
    OWNER: ClassVar[Owner | None] = None  # who writes the fields declared `by_owner`
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = ()
    FOUND_BY: ClassVar[tuple[str, ...]] = ()  # the fields that the search box looks at, the title first

    id: Mapped[str] = mapped_column(primary_key=True, default_factory=new_id)
    office: Mapped[str] = mapped_column(init=False, default="", index=True)  # whose record; set by the store


def table_of(mapped: type[Base]) -> Table:
    """The table behind a mapped class, for statements that need no session."""
    return cast(Table, mapped.__table__)


@cache
def table_since(table: Table) -> int:
    """The version of the tables that brought this one."""
    return int(next(m.class_.SINCE for m in Base.registry.mappers if m.local_table is table))


def column_since(column: "Column[Any]") -> int:
    """The version of the tables that brought this column: its field's, or its table's."""
    field = field_of(column)
    return max(field.since if field else column.info.get(SINCE, 1), table_since(column.table))


@cache
def bare(table: Table, version: int = LAST) -> Table:
    """The table as the database of a version has it: text and JSON, whatever type the program gives them.

    Each is made once and only read: callers give it a connection, never a column.
    """
    columns = (
        Column(
            column.name,
            getattr(column.type, "impl_instance", column.type),
            primary_key=column.primary_key,
            nullable=column.nullable,
            index=column.index,
            autoincrement=column.autoincrement,
        )
        for column in table.columns
        if column_since(column) <= version
    )
    return Table(table.name, MetaData(naming_convention=NAMES), *columns)


@dataclasses.dataclass(frozen=True)
class _FieldLimits:
    """What fits a field: the type of its values, whether they may be missing, the length and form of its texts."""

    kind: type
    nullable: bool
    longest: int = TEXT
    form: Form = is_any


class Family:
    """What the journal and the merge need to know of one family of records, worked out once."""

    def __init__(self, record: type[Record]) -> None:
        self.record = record
        self.kind = record.KIND
        self.table = bare(table_of(record))
        self.name = record.__tablename__
        self.number: dict[str, int] = {}
        self.owner: dict[int, Owner] = {}
        for attribute in inspect(record).column_attrs:
            declared = field_of(attribute.columns[0])
            if declared is None:
                continue
            owner = declared.owner or record.OWNER
            if owner is None or declared.number in self.owner or (self.kind, declared.number) in RETIRED:
                raise ValueError(
                    f"{record.__name__}.{attribute.key}: number {declared.number} is taken or has no owner"
                )
            self.number[attribute.key] = declared.number
            self.owner[declared.number] = owner
        self.field = {number: name for name, number in self.number.items()}
        self.companions = {name: group for group in record.TOGETHER for name in group}
        self.column = {a.key: a.columns[0].name for a in inspect(record).column_attrs}
        self._types = {a.key: a.columns[0].type for a in inspect(record).column_attrs}
        self._limits = {number: self._limits_of(name) for name, number in self.number.items()}
        self.blank = {field.name: self.plain(field.name, self._blank(field)) for field in dataclasses.fields(record)}

    def plain(self, name: str, content: Any) -> StoredJson:
        """What the journal and the bundles hold of a field's content: JSON, and codes as text."""
        return plain_of(self._types[name], content)

    def typed(self, name: str, content: StoredJson) -> Any:
        """What a session gives for what the journal holds of a field's content."""
        return typed_of(self._types[name], content)

    def empty(self, field: int) -> StoredJson:
        """What a field holds that nobody has set."""
        return self.blank[self.field[field]]

    def _blank(self, field: "dataclasses.Field[Any]") -> Any:
        """The content of a field that nobody has set: its default, or the empty value of its type."""
        if field.default_factory in (list, dict):
            return field.default_factory()
        kind = self._types[field.name]
        if isinstance(kind, JsonColumn):
            return kind.blank
        column = inspect(self.record).column_attrs[field.name].columns[0]
        if column.default is not None and column.default.is_scalar:
            return column.default.arg
        if column.nullable:
            return None
        return column.type.python_type()

    def fits(self, field: int, value: Any) -> bool:
        """Whether a value fits this field: its type, the shape of its JSON, the form that its name promises.

        What fits can be kept by every database that the program knows: PostgreSQL minds types that SQLite lets pass,
        32-bit whole numbers, and texts too long for an index. A code that only a newer program knows fits: it is
        kept, and means nothing here.
        """
        limits = self._limits[field]
        if value is None:
            return limits.nullable
        if limits.kind is object:
            return accepts(self._types[self.field[field]], value)
        if type(value) is not limits.kind:
            return False
        if isinstance(value, int):
            return abs(value) <= SMALL
        return not isinstance(value, str) or (len(value) <= limits.longest and limits.form(value))

    def _limits_of(self, name: str) -> "_FieldLimits":
        column = self.table.c[self.column[name]]
        if isinstance(column.type, JSON):
            return _FieldLimits(object, bool(column.nullable))
        form = is_amount if isinstance(self._types[name], AmountColumn) else form_of(name)
        longest = INDEXED if column.index else TEXT
        return _FieldLimits(column.type.python_type, bool(column.nullable), longest, form)

    def line(self, values: Mapping[str, Any]) -> tuple[str, str]:
        """The title and the text by which search finds a record with these values."""
        parts: list[str] = []
        for name in self.record.FOUND_BY:
            value = values.get(name) or ()
            parts += [value] if isinstance(value, str) else [str(item) for item in value]
        return (parts[0] if parts else "", searchable(" · ".join(parts)))


# Fields that no program ever wrote and none has any more: `partner.merged_into`; `contribution.second_reader`, which
# its valuation says, and `contribution.matching`, which `matching_by` does; `budget.whole` and its source, which
# Headquarters sets for the whole Organization (`StrategyFigure`).
RETIRED = frozenset({(10, 60), (40, 25), (40, 27), (43, 20), (43, 21)})
# Families that have numbers, and no table before the feature that needs it. A change of one is parked as newer.
# Their fields have numbers too (tests/golden/fields.json).
RESERVED = {16: "suggestion", 44: "content"}


@cache
def _family(record: type[Record]) -> Family:
    """What is worked out of a record's declaration, the same for every store of the process."""
    return Family(record)


def families() -> dict[int, Family]:
    """Every family of records by its number; raises ValueError when a number is used twice."""
    by_number: dict[int, Family] = {}
    for mapper in Base.registry.mappers:
        record = mapper.class_
        if not issubclass(record, Record):
            continue
        if record.KIND in by_number or record.KIND in RESERVED:
            raise ValueError(f"{record.__name__}: family number {record.KIND} is taken")
        by_number[record.KIND] = _family(record)
    return by_number
