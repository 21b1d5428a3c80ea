"""Which column of a sheet holds what: proposed from the headings and the cells, corrected by a person, remembered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from desktop.base.text import language
from desktop.base.values import digest
from desktop.definitions.spreadsheets import Heading, SpreadsheetRules, TableField, TableKind
from desktop.definitions.terms import PartnerGroup
from desktop.services.registry.spreadsheets.sheets import TableSheet
from desktop.store.store import Store


@dataclass(frozen=True)
class ColumnMapping:
    """Which column of a sheet holds which field, by its index from 0; a field that is not named is left as it is.

    `noted` are columns whose cells are written into the notes, each after its heading. New partners of lines that do
    not tell their kind are of `group` and `subtype`; without a column of countries they are of `country`.
    """

    fields: Mapping[TableField, int]
    noted: tuple[int, ...] = ()
    group: str = PartnerGroup.ENTERPRISE
    subtype: str = ""
    country: str = ""
    table: TableKind = TableKind.PARTNERS

    def with_field(self, field: TableField, column: int | None) -> "ColumnMapping":
        """The same with a field in another column, or in none; a column holds one field, and is no note then."""
        others = {name: at for name, at in self.fields.items() if name != field and at != column}
        if column is None:
            return replace(self, fields=others)
        noted = tuple(at for at in self.noted if at != column)
        return replace(self, fields={**others, field: column}, noted=noted)

    def with_note(self, column: int, is_noted: bool) -> "ColumnMapping":
        """The same with a column among the notes, or not."""
        others = {name: at for name, at in self.fields.items() if at != column or not is_noted}
        noted = {at for at in self.noted if at != column} | ({column} if is_noted else set())
        return replace(self, fields=others, noted=tuple(sorted(noted)))

    def of_kind(self, group: str, subtype: str) -> "ColumnMapping":
        """The same for lines of this kind where they tell none."""
        return replace(self, group=group, subtype=subtype)

    def of_country(self, country: str) -> "ColumnMapping":
        """The same for partners of this country where no column tells it."""
        return replace(self, country=country)


def proposed(store: Store, sheet: TableSheet, rules: SpreadsheetRules, country: str) -> ColumnMapping:
    """What was said of a table with these headings before, else what headings and cells make likely.

    `country` is the office's, for a table without a column of countries.
    """
    return _remembered(store, sheet.headings, rules.table) or _guessed(sheet, rules, country)


def remember(store: Store, sheet: TableSheet, mapping: ColumnMapping) -> None:
    """Propose this mapping the next time a table has the same headings."""
    store.remember(_name(sheet.headings, mapping.table), asdict(mapping))


def _remembered(store: Store, headings: Sequence[str], table: TableKind) -> ColumnMapping | None:
    stored = store.recall(_name(headings, table))
    if not stored:
        return None
    columns = {TableField(name): at for name, at in stored["fields"].items()}
    return ColumnMapping(columns, tuple(stored["noted"]), stored["group"], stored["subtype"], stored["country"], table)


def _name(headings: Sequence[str], table: TableKind) -> str:
    kind = "" if table is TableKind.PARTNERS else f"{table}:"  # names of before there were other kinds
    return f"spreadsheet:{kind}{digest(*(heading.encode() for heading in headings))[:32]}"


def _guessed(sheet: TableSheet, rules: SpreadsheetRules, country: str) -> ColumnMapping:
    fields: dict[TableField, int] = {}
    for at, heading in sorted(_likely(sheet, rules), key=lambda pair: _order(*pair)):
        if heading.field not in fields:
            fields[heading.field] = at
        elif (
            heading.field is TableField.NAME and rules.table is TableKind.PARTNERS
        ):  # the same name in another language
            fields.setdefault(TableField.OTHER_NAMES, at)
    return ColumnMapping(fields, country="" if TableField.COUNTRY in fields else country, table=rules.table)


def _likely(sheet: TableSheet, rules: SpreadsheetRules) -> Iterator[tuple[int, Heading]]:
    for at, heading in enumerate(sheet.understood):
        filled = [cell for cell in sheet.column(at) if cell]
        if heading is None or not filled:
            continue
        if heading.field is not TableField.KIND or any(map(rules.kind, filled)):
            yield at, heading


def _order(at: int, heading: Heading) -> tuple[int, int, int]:
    """The interface's language, then none, then English; of one language the likeliest heading, then the first."""
    languages = (language(), "", "en")
    spoken = languages.index(heading.language) if heading.language in languages else len(languages)
    return spoken, heading.rank, at
