"""The part of a step that the records themselves declare: the tables and fields that a version brings.

A field says `since=2` and a class `SINCE = 2`; the step of version 2 then only calls `create(op, 2)`. The tables of
each released version stand in tests/golden/tables.json. Whoever must alter or drop what an earlier version created
writes that into the new step, and freezes the earlier one as `create` made it: it goes on making its version's tables.
"""

import json
from typing import Any

from alembic.operations import Operations
from sqlalchemy import Column, Table, false, func, inspect, select, table, text, true
from sqlalchemy.sql.expression import ColumnElement, TextClause
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from desktop.base.faults import reached
from desktop.store.partitions import OFFICE, part_out
from desktop.store.records.base import Base, bare, column_since, families, table_since
from desktop.store.records.columns import JsonColumn


def create(op: Operations, version: int) -> None:
    """Create the tables that this version brings, and add the fields that it brings to older tables."""
    there = set(inspect(op.get_bind()).get_table_names())
    for declared in Base.metadata.sorted_tables:
        if table_since(declared) == version:
            if declared.name in there:
                _make_room(op, declared.name, version)
            bare(declared, version).create(op.get_bind())
        elif table_since(declared) < version:
            for column in declared.columns:
                if column_since(column) == version:
                    _add(op, declared, column)


def part(op: Operations, version: int) -> None:
    """Part by office, on a server, the tables that are there in this version (`store/partitions.py`).

    A later step parts those that it brings.
    """
    for declared in Base.metadata.sorted_tables:
        if OFFICE in declared.columns and table_since(declared) <= version:
            part_out(op.get_bind(), bare(declared, version))
    reached("tables parted")  # one point: they are parted in one transaction


def _make_room(op: Operations, name: str, version: int) -> None:
    """Drop an empty table of this name: version 1 once created some that no feature used. One with rows is renamed."""
    connection = op.get_bind()
    for index in inspect(connection).get_indexes(name):
        op.drop_index(str(index["name"]), name)
    if connection.scalar(select(func.count()).select_from(table(name))):
        if connection.dialect.name == "postgresql":  # where the name of a key is taken in the whole database
            op.drop_constraint(f"pk_{name}", name)
        op.rename_table(name, f"{name}_before_{version}")
    else:
        op.drop_table(name)


def _add(op: Operations, declared: Table, column: "Column[Any]") -> None:
    """Add a column, blank in every row that is there."""
    added = bare(declared).columns[column.name]
    blank = None if added.nullable else _blank(column)
    op.add_column(declared.name, Column(added.name, added.type, nullable=added.nullable, server_default=blank))
    if column.index:
        op.create_index(op.f(f"ix_{declared.name}_{column.name}"), declared.name, [column.name])


def _blank(column: "Column[Any]") -> str | TextClause | ColumnElement[bool]:
    """The blank content of a column, as a default of the database."""
    family = next((family for family in families().values() if family.name == column.table.name), None)
    if family is None:  # a table of the store itself
        if isinstance(column.type, JsonColumn):
            return json.dumps(column.type.plain(column.type.blank))
        if not isinstance(column.default, ScalarElementColumnDefault):
            raise TypeError(f"{column}: say here what this column holds in the rows that are there")
        return str(column.default.arg)
    blank = family.blank[next(name for name, own in family.column.items() if own == column.name)]
    if isinstance(blank, bool):
        return true() if blank else false()
    if isinstance(blank, str):
        return blank
    return text(str(blank)) if isinstance(blank, int) else json.dumps(blank)
