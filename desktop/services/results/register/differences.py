"""What is new, gone or changed in an edition of the register since another one, row by row and field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.documents.register.edition import RegisterRows, RegisterTable
from desktop.documents.sheet import Content

NUMBER, PARTNER = "number", "partner"


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A field of a row with what it said and says; `field` is its id, `heading` its words."""

    field: str
    heading: str
    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class DifferentRow:
    """A row by its register number and its partner; `cells` are empty for one that is new or gone."""

    number: str
    partner: str
    cells: tuple[ChangedCell, ...] = ()


@dataclass(frozen=True)
class EditionDifference:
    """Everything in which two editions differ; `totals` are those that changed."""

    new: tuple[DifferentRow, ...] = ()
    gone: tuple[DifferentRow, ...] = ()
    changed: tuple[DifferentRow, ...] = ()
    totals: tuple[ChangedCell, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed or self.totals)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The register numbers of all rows in which they differ."""
        return tuple(row.number for row in (*self.changed, *self.new, *self.gone))


def compare(before: RegisterTable, after: RegisterTable) -> EditionDifference:
    """In what the second differs from the first, in one language; rows are the same by their register number."""
    old, new = _rows(before.partnerships), _rows(after.partnerships)
    changed = []
    for number in old.keys() & new.keys():
        cells = tuple(_cells(before.partnerships, old[number], after.partnerships, new[number]))
        if cells:
            changed.append(DifferentRow(number, _partner(after.partnerships, new[number]), cells))
    totals = tuple(
        _cells(before.partnerships, before.partnerships.totals, after.partnerships, after.partnerships.totals)
    )
    return EditionDifference(
        tuple(DifferentRow(own, _partner(after.partnerships, new[own])) for own in sorted(new.keys() - old.keys())),
        tuple(DifferentRow(own, _partner(before.partnerships, old[own])) for own in sorted(old.keys() - new.keys())),
        tuple(sorted(changed, key=lambda row: row.number)),
        totals,
    )


def _rows(rows: RegisterRows) -> Mapping[str, tuple[Content, ...]]:
    place = rows.place(NUMBER) or 0
    return {str(row[place]): row for row in rows.rows}


def _partner(rows: RegisterRows, row: tuple[Content, ...]) -> str:
    place = rows.place(PARTNER)
    return str(row[place] or "") if place is not None else ""


def _cells(
    before: RegisterRows, old: tuple[Content, ...], after: RegisterRows, new: tuple[Content, ...]
) -> Iterator[ChangedCell]:
    said = {column.field: own for column, own in zip(before.columns, old, strict=False)}
    columns = {column.field: column for column in (*before.columns, *after.columns)}
    says = {column.field: own for column, own in zip(after.columns, new, strict=False)}
    for field, column in columns.items():
        was, now = said.get(field), says.get(field)
        if was != now:
            yield ChangedCell(field, column.heading, was, now)
