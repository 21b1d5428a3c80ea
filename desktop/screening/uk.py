"""The lists of the United Kingdom: OFSI's consolidated list, and the UK Sanctions List that took its place in 2026.

OFSI's table has a row for each name, bound by `Group ID`, below a line with its date. The UK Sanctions List comes as
XML and as a table (CSV, XLSX, ODS) bound by `Unique ID`, below a line with its date. Both write a name in six parts,
the sixth being the family's or the whole name (https://www.gov.uk/government/publications/the-uk-sanctions-list).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.tables import rows
from desktop.base.values import canonical
from desktop.screening.csv_lists import Facts, cells_of, column, head_of, records, table_proof, together
from desktop.screening.entries import (
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    NameQuality,
    full_day,
    moment,
    moments,
    primary_first,
    tidy,
    unique,
)
from desktop.screening.xml_lists import elements, raw_of, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

OFSI_COLUMNS = frozenset({"name 6", "name 1", "group id", "group type", "regime"})
SANCTIONS_COLUMNS = frozenset({"unique id", "name 6", "name 1", "name type", "regime name"})
_OFSI, _SANCTIONS = "uk-ofsi", "uk-sanctions"
_PARTS = ("name 1", "name 2", "name 3", "name 4", "name 5", "name 6")
_ADDRESS = (*(f"address {number}" for number in range(1, 7)), "post/zip code", "country")
_ADDRESS_LINES = (*(f"address line {number}" for number in range(1, 7)), "address postal code", "address country")
_KINDS = {
    "individual": EntryKind.PERSON,
    "entity": EntryKind.ORGANISATION,
    "ship": EntryKind.VESSEL,
}
_LOW_QUALITY = re.compile(r"\balso (?:referred to|known) as:? ([^.;]+)", re.IGNORECASE)
_UN_REFERENCE = re.compile(r"UN Ref[.: ]*([A-Z]{2}[a-z]?\.[\w.]*\w)")


def _quality(kind: str, strength: str) -> NameQuality:
    """`Primary Name`, `Prime Alias`, `Primary Name Variation`, `AKA`, `FKA`, `Alias`; `Good`/`Low`, `Strong`/`Weak`."""
    plain = kind.lower().replace(".", "")
    if strength.lower() in ("low", "low quality", "weak"):
        return NameQuality.WEAK
    if plain in ("primary name", "prime alias"):
        return NameQuality.PRIMARY
    return NameQuality.FORMER if plain.startswith(("fka", "formerly")) else NameQuality.ALIAS


def _whole_name(parts: Iterable[str]) -> str:
    return tidy(" ".join(parts))


# --- OFSI's consolidated list of asset freeze targets


def _ofsi_entries(path: Path, head: int) -> Iterator[ListEntry]:
    for group in together(records(path, head=head), lambda row: column(row, "group id")):
        yield _ofsi_entry(group)


def _ofsi_entry(group: Sequence[Facts]) -> ListEntry:
    first = group[0]
    kind = _KINDS.get(column(first, "group type").lower(), EntryKind.OTHER)
    remarks = cells_of(group, "other information")
    return ListEntry(
        list_id=_OFSI,
        id=column(first, "group id"),
        kind=kind,
        names=primary_first([*_table_names(group, "alias type", "alias quality"), *_low_quality(remarks, kind)]),
        births=unique(when for row in group for when in moments(row.get("dob", ""))),
        places=cells_of(group, "town of birth", "country of birth"),
        nationalities=cells_of(group, "nationality"),
        documents=unique(
            cells_of(group, name)[0]
            for name in ("passport details", "passport number", "ni number", "national identification number")
            if cells_of(group, name)
        ),
        addresses=cells_of(group, *_ADDRESS),
        programme=column(first, "regime"),
        reference=next((match[1] for text in remarks if (match := _UN_REFERENCE.search(text))), ""),
        listed_on=full_day(column(first, "listed on")),
        text="\n".join([*cells_of(group, "title"), *cells_of(group, "position"), *remarks]),
        raw=canonical([dict(row) for row in group]).decode(),
    )


def _low_quality(remarks: Iterable[str], kind: EntryKind) -> Iterator[tuple[str, NameQuality]]:
    """OFSI wrote the UN's low-quality aliases into its remarks: `Also referred to as Abu Anis and Abou Anis.`"""
    if kind is EntryKind.PERSON:
        for text in remarks:
            for names in _LOW_QUALITY.findall(text):
                for name in re.split(r",| and | or ", names):
                    yield tidy(name), NameQuality.WEAK


def _table_names(group: Iterable[Mapping[str, str]], kind: str, strength: str) -> Iterator[tuple[str, NameQuality]]:
    for row in group:
        name = _whole_name(row.get(part, "") for part in _PARTS)
        yield name, _quality(column(row, kind), column(row, strength))
        yield column(row, "name non-latin script"), NameQuality.ORIGINAL_SCRIPT


# --- the UK Sanctions List as a table


def _sanctions_rows(path: Path, head: int) -> Iterator[ListEntry]:
    for group in together(records(path, head=head), lambda row: column(row, "unique id")):
        yield _sanctions_row_entry(group)


def _sanctions_row_entry(group: Sequence[Facts]) -> ListEntry:
    first = group[0]
    kind = column(first, "individual, entity, ship", "designation type", "group type").lower()
    return ListEntry(
        list_id=_SANCTIONS,
        id=column(first, "unique id"),
        kind=_KINDS.get(kind, EntryKind.OTHER),
        names=primary_first(_table_names(group, "name type", "alias strength")),
        births=unique(when for row in group for when in moments(column(row, "d.o.b", "dob"))),
        places=cells_of(group, "town of birth", "country of birth"),
        nationalities=cells_of(group, "nationality(/ies)"),
        documents=unique(
            [
                *cells_of(group, "passport number", "passport additional information"),
                *cells_of(group, "national identifier number", "national identifier additional information"),
                *cells_of(group, "business registration number (s)"),
                *cells_of(group, "imo number"),
            ]
        ),
        addresses=cells_of(group, *_ADDRESS_LINES),
        programme=column(first, "regime name"),
        reference=column(first, "un reference number"),
        listed_on=full_day(column(first, "date designated")),
        text="\n".join(
            text
            for name in ("title", "position", "other information", "uk statement of reasons")
            for text in cells_of(group, name)
        ),
        raw=canonical([dict(row) for row in group]).decode(),
    )


# --- the UK Sanctions List as XML


def _sanctions_entries(path: Path) -> Iterator[ListEntry]:
    for element in elements(path, frozenset({"Designation"})):
        yield _sanctions_entry(element)


def _sanctions_entry(element: "Element") -> ListEntry:
    number = text_of(element, "UniqueID")
    names = primary_first(_xml_names(element))
    if not number or not names:
        raise CutShortError("an entry without name or number")
    return ListEntry(
        list_id=_SANCTIONS,
        id=number,
        kind=_KINDS.get(text_of(element, "IndividualEntityShip").lower(), EntryKind.OTHER),
        names=names,
        births=unique(moment(text) for text in _inside(element, "DOB")),
        places=unique(_joined(part, "TownOfBirth", "CountryOfBirth") for part in _parts(element, "Location")),
        nationalities=unique(_inside(element, "Nationality")),
        documents=unique(
            [
                *(
                    _joined(part, "PassportNumber", "PassportAdditionalInformation")
                    for part in element.iter("Passport")
                ),
                *(
                    _joined(part, "NationalIdentifierNumber", "NationalIdentifierAdditionalInformation")
                    for part in element.iter("NationalIdentifier")
                ),
                *_inside(element, "BusinessRegistrationNumber"),
                *_inside(element, "IMONumber"),
            ]
        ),
        addresses=unique(
            ", ".join(text for line in part if (text := tidy(line.text))) for part in _parts(element, "Address")
        ),
        programme=text_of(element, "RegimeName"),
        reference=text_of(element, "UNReferenceNumber"),
        listed_on=full_day(text_of(element, "DateDesignated")),
        text="\n".join(
            unique(
                [
                    *_inside(element, "Title"),
                    *_inside(element, "Position"),
                    text_of(element, "OtherInformation"),
                    text_of(element, "UKStatementofReasons"),
                ]
            )
        ),
        raw=raw_of(element),
    )


def _xml_names(element: "Element") -> Iterator[tuple[str, NameQuality]]:
    for name in element.findall("Names/Name"):
        whole = _whole_name(text_of(name, f"Name{number}") for number in range(1, 7))
        yield whole, _quality(text_of(name, "NameType"), text_of(name, "AliasStrength"))
    for text in _inside(element, "NameNonLatinScript"):
        yield text, NameQuality.ORIGINAL_SCRIPT


def _inside(element: "Element", tag: str) -> Iterator[str]:
    """The texts of these elements, however deep they stand."""
    return (text for part in element.iter(tag) if not len(part) and (text := tidy(part.text)))


def _parts(element: "Element", tag: str) -> Iterator["Element"]:
    return (part for part in element.iter(tag) if len(part))


def _joined(part: "Element", *tags: str) -> str:
    return ", ".join(text for tag in tags if (text := text_of(part, tag)))


def _xml_published(path: Path) -> str:
    for element in elements(path, frozenset({"DateGenerated", "Designation"})):
        return full_day(tidy(element.text)) if element.tag == "DateGenerated" else ""
    return ""


# --- recognising


def _dated_above(path: Path, head: int) -> str:
    """The date in the lines above the heads: `Last Updated,12/02/2016`, `Report Date: 10-Sep-2026`."""
    above = (row for row, _number in zip(rows(path), range(head), strict=False))
    return next((when for row in above for cell in row if (when := full_day(cell))), "")


def table_format(first: Sequence[Sequence[str]]) -> ListFormat | None:
    """One of the two tables, by the heads among the first rows of a file; None for any other."""
    formats = (
        (_SANCTIONS, "United Kingdom – UK Sanctions List", SANCTIONS_COLUMNS, _sanctions_rows),
        (_OFSI, "United Kingdom – OFSI", OFSI_COLUMNS, _ofsi_entries),
    )
    for source, title, columns, entries in formats:
        head = head_of(first, columns)
        if head is not None:
            return ListFormat(
                source, title, partial(entries, head=head), partial(_dated_above, head=head), proof=table_proof
            )
    return None


XML = ListFormat(_SANCTIONS, "United Kingdom – UK Sanctions List", _sanctions_entries, _xml_published)
