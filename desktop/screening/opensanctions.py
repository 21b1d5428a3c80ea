"""OpenSanctions: the simple table and the nested entities, a line of JSON each (dossier 5.4)."""

import csv
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop.base.decoding import decoded
from desktop.base.values import Json, JsonObject, canonical, parse_json
from desktop.screening.csv_lists import head_of, records
from desktop.screening.entries import (
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    NameQuality,
    UnknownListError,
    day,
    listed_names,
    proves_nothing,
    tidy,
    unique,
)
from desktop.screening.mapped import plain_title

LONGEST_LINE = 4 * 1024 * 1024  # bytes: an entity with its sanctions and addresses
COLUMNS = frozenset({"id", "schema", "name", "aliases"})
_KINDS = {
    "Person": EntryKind.PERSON,
    "Organization": EntryKind.ORGANISATION,
    "Company": EntryKind.ORGANISATION,
    "LegalEntity": EntryKind.ORGANISATION,
    "PublicBody": EntryKind.ORGANISATION,
    "Vessel": EntryKind.VESSEL,
}
_NAMES = {  # in this order, the first of `name` being the primary
    "name": NameQuality.ALIAS,
    "alias": NameQuality.ALIAS,
    "previousName": NameQuality.FORMER,
    "weakAlias": NameQuality.WEAK,
}
_NUMBERS = ("passportNumber", "idNumber", "registrationNumber", "taxNumber", "innCode", "ogrnCode", "imoNumber")


# --- targets.simple.csv


def _several(cell: str) -> list[str]:
    """OpenSanctions parts values by `;` and quotes those that hold one (dossier 5.4)."""
    return [tidy(value) for value in next(csv.reader([cell], delimiter=";"), [])] if cell else []


def _rows(path: Path, source: str) -> Iterator[ListEntry]:
    for row in records(path):
        yield ListEntry(
            list_id=source,
            id=row["id"],
            kind=_KINDS.get(row["schema"], EntryKind.OTHER),
            names=listed_names(
                tidy(row["name"]), ((alias.replace(";", ","), NameQuality.ALIAS) for alias in _several(row["aliases"]))
            ),
            births=unique(_several(row.get("birth_date", ""))),
            nationalities=unique(_several(row.get("countries", ""))),
            documents=unique(_several(row.get("identifiers", ""))),
            addresses=unique(_several(row.get("addresses", ""))),
            programme=row.get("program_ids", "") or row.get("dataset", ""),
            listed_on=day(row.get("first_seen", "")),
            text=row.get("sanctions", ""),
            raw=canonical(row).decode(),
        )


def _rows_published(path: Path) -> str:
    return max((day(row.get("last_seen", "")) for row in records(path)), default="")


def table_format(path: Path, first: Sequence[Sequence[str]]) -> ListFormat | None:
    """The simple table, by the heads in its first row; None for any other."""
    if head_of(first[:1], COLUMNS) is None:
        return None
    source, title = _dataset(set(_several(row.get("dataset", ""))) for row in records(path))
    return ListFormat(
        source,
        title,
        partial(_rows, source=source),
        _rows_published,
        proof=proves_nothing,
        is_certain=_names_one(source),
    )


def _dataset(datasets: Iterable[Set[str]]) -> tuple[str, str]:
    """The source and the title of the dataset that all entries name; of a collection nothing tells which it is."""
    common: Set[str] | None = None
    for names in datasets:
        common = names if common is None else common & names
    title = " + ".join(sorted(name for name in common or () if name))
    plain = plain_title(title)
    return (f"opensanctions-{plain}", f"OpenSanctions – {title}") if plain else ("opensanctions", "OpenSanctions")


def _names_one(source: str) -> bool:
    return source != "opensanctions"


# --- targets.nested.json


def is_nested(path: Path) -> bool:
    """Whether the first line is an object of its own, with the properties of an entity."""
    with path.open("rb") as file:
        first = file.readline(LONGEST_LINE)
    try:
        line = parse_json(decoded(first))
    except ValueError:
        return False
    return isinstance(line, dict) and "schema" in line and "properties" in line


def nested_format(path: Path) -> ListFormat:
    """The nested entities; raises UnknownListError for lines that are none, CutShortError for a line cut off."""
    source, title = _dataset(entity.datasets for entity in _entities(path))
    return ListFormat(
        source, title, partial(_nested_entries, source=source), _nested_published, proof=proves_nothing,
        is_certain=_names_one(source),
    )  # fmt: skip


@dataclass(frozen=True)
class _Entity:
    """A line: an entity with its sanctions and addresses inside it."""

    line: JsonObject
    properties: JsonObject

    @property
    def datasets(self) -> Set[str]:
        return set(_texts(self.line.get("datasets")))

    def text(self, name: str) -> str:
        """What the line itself says, such as its `id`."""
        return tidy(str(self.line.get(name) or ""))

    def texts(self, *names: str) -> list[str]:
        """The values of these properties that are texts."""
        return [text for name in names for text in _texts(self.properties.get(name))]

    def inner(self, name: str, *names: str) -> list[str]:
        """What the entities inside say in these properties."""
        entities = self.properties.get(name)
        inside = (
            entity.get("properties")
            for entity in (entities if isinstance(entities, list) else ())
            if isinstance(entity, dict)
        )
        return [
            text
            for properties in inside
            if isinstance(properties, dict)
            for about in names
            for text in _texts(properties.get(about))
        ]


def _texts(values: Json) -> list[str]:
    return [tidy(value) for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _entities(path: Path) -> Iterator[_Entity]:
    with path.open(encoding="utf-8-sig") as file:
        for text in file:
            if not text.strip():
                continue
            try:
                line = parse_json(text)
            except ValueError as error:
                raise CutShortError("a line that is no JSON") from error
            properties = line.get("properties") if isinstance(line, dict) else None
            if not isinstance(properties, dict) or "schema" not in line:
                raise UnknownListError("lines that are no entities")
            yield _Entity(line, properties)


def _nested_entries(path: Path, source: str) -> Iterator[ListEntry]:
    for entity in _entities(path):
        yield _nested_entry(entity, source)


def _nested_entry(entity: _Entity, source: str) -> ListEntry:
    primary = entity.text("caption") or next(iter(entity.texts("name")), "")
    if not primary or not entity.text("id"):
        raise CutShortError("an entity without name or number")
    names = ((text.replace(";", ","), quality) for name, quality in _NAMES.items() for text in entity.texts(name))
    programmes = unique([*entity.texts("programId"), *entity.inner("sanctions", "program", "programId")])
    listed = filter(None, map(day, entity.inner("sanctions", "startDate", "listingDate")))
    return ListEntry(
        list_id=source,
        id=entity.text("id"),
        kind=_KINDS.get(entity.text("schema"), EntryKind.OTHER),
        names=listed_names(primary, names),
        births=unique(entity.texts("birthDate")),
        places=unique(entity.texts("birthPlace")),
        nationalities=unique(entity.texts("nationality", "citizenship", "country", "jurisdiction")),
        documents=unique([*entity.texts(*_NUMBERS), *entity.inner("identifiers", "number")]),
        addresses=unique([*entity.texts("address"), *entity.inner("addressEntity", "full")]),
        programme=", ".join(programmes or sorted(entity.datasets)),
        listed_on=min(listed, default=""),
        text="\n".join(unique([*entity.texts("notes", "position"), *entity.inner("sanctions", "reason")])),
        raw=canonical(dict(entity.line)).decode(),
    )


def _nested_published(path: Path) -> str:
    return max((day(entity.text("last_seen")) for entity in _entities(path)), default="")
