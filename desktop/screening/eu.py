"""The European Union's consolidated list of financial sanctions: XML 1.1, CSV 1.1, and the XML used until 2017.

All three number an entry alike, so each is a version of the same list (dossier 5.3; the columns of the CSV are those of
https://webgate.ec.europa.eu/fsd/fsf).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.values import canonical
from desktop.screening.csv_lists import Facts, cells_of, column, head_of, records, table_proof, together
from desktop.screening.entries import (
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    NameQuality,
    day,
    full_day,
    listed_names,
    moment,
    tidy,
    unique,
)
from desktop.screening.xml_lists import elements, events, raw_of, text_of, texts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SOURCE = "eu-fsf"
TITLE = "European Union"
COLUMNS = frozenset({"entity_logicalid", "namealias_wholename"})
_KINDS = {
    "person": EntryKind.PERSON,
    "p": EntryKind.PERSON,
    "enterprise": EntryKind.ORGANISATION,
    "e": EntryKind.ORGANISATION,
}


# --- XML 1.1


def _entries(path: Path) -> Iterator[ListEntry]:
    for element in elements(path, frozenset({"sanctionEntity"})):
        yield _entry(element)


def _entry(element: "Element") -> ListEntry:
    subject, programme = element.find("subjectType"), element.find("regulation")
    named = [(_alias_name(alias), alias) for alias in element.findall("nameAlias")]
    named = [(text, alias) for text, alias in named if text]
    if not named:
        raise CutShortError("an entry without name")
    return ListEntry(
        list_id=SOURCE,
        id=element.get("logicalId", ""),
        kind=_kind(subject.get("code", "") if subject is not None else ""),
        names=listed_names(named[0][0], ((text, _quality(alias.get("strong", ""))) for text, alias in named[1:])),
        births=unique(
            _birth(part.get("birthdate", ""), part.get("year", ""), part.get("circa", ""))
            for part in element.findall("birthdate")
        ),
        places=_places(element, "birthdate"),
        nationalities=unique(tidy(part.get("countryDescription")) for part in element.findall("citizenship")),
        documents=unique(_document(part) for part in element.findall("identification")),
        addresses=_places(element, "address"),
        programme=programme.get("programme", "") if programme is not None else "",
        reference=element.get("euReferenceNumber", "") or element.get("unitedNationId", ""),
        listed_on=day(element.get("designationDate", "")),
        text="\n".join(texts(element, "remark")),
        raw=raw_of(element),
    )


def _alias_name(alias: "Element") -> str:
    parts = ("firstName", "middleName", "lastName")
    return tidy(alias.get("wholeName")) or tidy(" ".join(alias.get(part, "") for part in parts))


def _kind(code: str) -> EntryKind:
    return _KINDS.get(code.lower(), EntryKind.OTHER)


def _quality(strong: str) -> NameQuality:
    return NameQuality.WEAK if strong.lower() == "false" else NameQuality.ALIAS


def _birth(birthday: str, year: str, circa: str) -> str:
    when = moment(birthday) or moment(year)
    return when + ("~" if when and circa.lower() == "true" and not when.endswith("~") else "")


def _places(element: "Element", tag: str) -> tuple[str, ...]:
    keys = ("street", "place", "city", "region", "zipCode", "countryDescription")
    return unique(", ".join(text for key in keys if (text := tidy(part.get(key)))) for part in element.findall(tag))


def _document(part: "Element") -> str:
    keys = ("identificationTypeDescription", "number", "countryDescription")
    return ", ".join(text for key in keys if (text := tidy(part.get(key))))


def _published(path: Path) -> str:
    __, root = next(events(path, ("start",)))
    return day(root.get("generationDate", ""))


# --- the older XML: `WHOLE`, `ENTITY`, `NAME`


def _whole_entries(path: Path) -> Iterator[ListEntry]:
    for element in elements(path, frozenset({"ENTITY"})):
        yield _whole_entry(element)


def _whole_entry(element: "Element") -> ListEntry:
    names = [name for name in map(_whole_name, element.findall("NAME")) if name]
    if not names:
        raise CutShortError("an entry without name")
    return ListEntry(
        list_id=SOURCE,
        id=element.get("Id", ""),
        kind=_kind(element.get("Type", "")),
        names=listed_names(names[0], ((name, NameQuality.ALIAS) for name in names[1:])),
        births=unique(moment(text_of(part, "DATE")) for part in element.findall("BIRTH")),
        places=unique(_joined(part, "PLACE", "COUNTRY") for part in element.findall("BIRTH")),
        nationalities=unique(text_of(part, "COUNTRY") for part in element.findall("CITIZEN")),
        documents=unique(_joined(part, "NUMBER", "COUNTRY") for part in element.findall("PASSPORT")),
        addresses=unique(
            _joined(part, "NUMBER", "STREET", "ZIPCODE", "CITY", "COUNTRY", "OTHER")
            for part in element.findall("ADDRESS")
        ),
        programme=element.get("programme", ""),
        reference=element.get("legal_basis", ""),
        listed_on=day(element.get("reg_date", "")),
        text=tidy(element.get("remark")),
        raw=raw_of(element),
    )


def _whole_name(part: "Element") -> str:
    return text_of(part, "WHOLENAME") or tidy(
        " ".join(text_of(part, tag) for tag in ("FIRSTNAME", "MIDDLENAME", "LASTNAME"))
    )


def _joined(part: "Element", *tags: str) -> str:
    return ", ".join(text for tag in tags if (text := text_of(part, tag)))


def _whole_published(path: Path) -> str:
    __, root = next(events(path, ("start",)))
    return full_day(root.get("Date", ""))


# --- CSV 1.1: a row for each name, birth, address and document of an entry


def _table_entries(path: Path, head: int) -> Iterator[ListEntry]:
    for group in together(records(path, head=head), lambda row: column(row, "entity_logicalid")):
        yield _table_entry(group)


def _table_entry(group: Sequence[Facts]) -> ListEntry:
    first = group[0]
    names = [(name, _quality(row.get("namealias_strong", ""))) for row in group if (name := _row_name(row))]
    if not names:
        raise CutShortError("an entry without name")
    return ListEntry(
        list_id=SOURCE,
        id=column(first, "entity_logicalid"),
        kind=_row_kind(first),
        names=listed_names(names[0][0], names[1:]),
        births=unique(
            _birth(*(row.get(f"birthdate_{part}", "") for part in ("birthdate", "year", "circa"))) for row in group
        ),
        places=cells_of(group, *(f"birthdate_{part}" for part in ("place", "city", "countrydescription"))),
        nationalities=cells_of(group, "citizenship_countrydescription"),
        documents=cells_of(
            group,
            *(f"identification_{part}" for part in ("typedescription", "number", "countrydescription")),
        ),
        addresses=cells_of(
            group,
            *(f"address_{part}" for part in ("street", "place", "city", "region", "zipcode", "countrydescription")),
        ),
        programme=column(first, "entity_regulation_programme"),
        reference=column(first, "entity_eu_referencenumber", "entity_unitednationid"),
        listed_on=full_day(column(first, "entity_designationdate")),
        text="\n".join(cells_of(group, "entity_remark")),
        raw=canonical([dict(row) for row in group]).decode(),
    )


def _row_name(row: Mapping[str, str]) -> str:
    parts = ("namealias_firstname", "namealias_middlename", "namealias_lastname")
    return column(row, "namealias_wholename") or tidy(" ".join(row.get(part, "") for part in parts))


def _row_kind(row: Mapping[str, str]) -> EntryKind:
    """`P` and `person` stand in either of two columns, according to the year of the file."""
    codes = (column(row, f"entity_subjecttype{part}").lower() for part in ("", "_classificationcode"))
    return next((_KINDS[code] for code in codes if code in _KINDS), EntryKind.OTHER)


def _table_published(path: Path, head: int) -> str:
    return next((full_day(row.get("filegenerationdate", "")) for row in records(path, head=head)), "")


def table_format(first: Sequence[Sequence[str]]) -> ListFormat | None:
    """The CSV file, by the heads among the first rows; None for any other table."""
    head = head_of(first, COLUMNS)
    if head is None:
        return None
    entries, published = partial(_table_entries, head=head), partial(_table_published, head=head)
    return ListFormat(SOURCE, TITLE, entries, published, proof=table_proof)


XML = ListFormat(SOURCE, TITLE, _entries, _published)
WHOLE_XML = ListFormat(SOURCE, TITLE, _whole_entries, _whole_published)
