"""The folder of clauses: `*.clause`, the fields they may name (`fields.toml`), what opens a local annex."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import Text, _
from desktop.definitions.clauses.checking import located_faults
from desktop.definitions.clauses.clause import Clause, ClauseFault, ClauseField, Fields
from desktop.definitions.clauses.parsing import parse
from desktop.definitions.source import DefinitionTable, Source, read_text, read_toml, refuse
from desktop.definitions.terms import ClauseFieldKind, LabelledCode

FIELD_KEYS = ("kind", "label", "help", "required", "source", "default", "choices", "items", "total")


@dataclass(frozen=True, slots=True)
class ClauseLibrary:
    """All clauses and the fields they may name; everything in it has passed `check`.

    `annex_opening` is the first line of an annex that an office added: that the articles prevail over it.
    """

    clauses: Mapping[str, Clause]
    fields: Fields
    annex_opening: Text


def read_library(folder: Path) -> ClauseLibrary:
    """The clauses of a folder and their fields.

    All or nothing: raises Problem with the first fault when anything is wrong, so that an old set stays in use.
    """
    fields = read_fields(read_toml(folder / "fields.toml"))
    clauses = _parsed(folder)
    for problem in _problems(clauses, fields):
        raise problem
    opening = read_annex_opening(read_toml(folder / "local_annex.toml"))
    return ClauseLibrary({clause.id: clause for _path, clause in clauses}, fields, opening)


def read_annex_opening(source: Source) -> Text:
    """The first line of a local annex, in the three languages."""
    top = source.top()
    top.only(("first_line",))
    return top.text("first_line")


def clause_problems(folder: Path) -> Iterator[Problem]:
    """Everything wrong with the clauses of a folder, in the order of the files; raises Problem for their fields."""
    yield from _problems(_parsed(folder), read_fields(read_toml(folder / "fields.toml")))


def _parsed(folder: Path) -> list[tuple[Path, Clause]]:
    return [(path, parse(read_text(path)[0], path.stem)) for path in sorted(folder.glob("*.clause"))]


def _problems(clauses: Sequence[tuple[Path, Clause]], fields: Fields) -> Iterator[Problem]:
    for index, fault in located_faults([clause for _path, clause in clauses], fields):
        yield fault_in(clauses[index][0].name, fault)
    for path, clause in clauses:
        if path.stem != clause.id:
            wrong = _("the file must be called “{name}”, like the id of its clause.").format(name=f"{clause.id}.clause")
            yield refuse(path.name, 1, clause.id, "clause-file-name", wrong)


def fault_in(name: str, fault: ClauseFault) -> Problem:
    """The Problem to raise about a fault of a clause, or of a text in the grammar of clauses, in this file."""
    where = f"{fault.clause}/{fault.language}" if fault.language else fault.clause
    return refuse(name, fault.line, where, f"clause-{fault.rule}", fault.text)


def read_fields(source: Source) -> Fields:
    """The fields that a file declares, by name."""
    return {name: _field(name, table) for name, table in source.top().named_tables()}


def _field(name: str, table: DefinitionTable) -> ClauseField:
    table.only(FIELD_KEYS)
    table.require("kind", "label")
    kind = table.code("kind", ClauseFieldKind)
    choices = _choices(table.table("choices")) if kind is ClauseFieldKind.CHOICE else ()
    columns = table.table("items").named_tables() if kind is ClauseFieldKind.LIST else ()
    for key, needed in (("choices", kind is ClauseFieldKind.CHOICE), ("items", kind is ClauseFieldKind.LIST)):
        if key in table and not needed:
            raise table.refuse("definition-key-unknown", _("“{key}” is not known here.").format(key=key), key)
    return ClauseField(
        name=name,
        kind=kind,
        label=table.text("label"),
        help=table.optional_text("help") or {},
        required=table.flag("required", True),
        source=table.string("source", ""),
        default=table.content.get("default"),
        choices=choices,
        items=tuple(_field(column, inner) for column, inner in columns),
        total=table.string("total", ""),
    )


def _choices(table: DefinitionTable) -> tuple[LabelledCode, ...]:
    return tuple(LabelledCode(code, table.text(code)) for code in table.content)
