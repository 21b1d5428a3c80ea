"""The list of the US Office of Foreign Assets Control: XML by local names, and three CSV files (dossier 5.3)."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.tables import rows
from desktop.base.values import canonical
from desktop.screening.entries import (
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    NameQuality,
    WholenessProof,
    listed_names,
    moment,
    tidy,
    undated,
    unique,
)
from desktop.screening.xml_lists import elements, raw_of, text_of, texts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KINDS = {
    "individual": EntryKind.PERSON,
    "entity": EntryKind.ORGANISATION,
    "vessel": EntryKind.VESSEL,
    "aircraft": EntryKind.OTHER,
}
_NULL = "-0-"


# Programmes of OFAC's consolidated list of sanctions that do not block everything; few entries of the SDN list have one
# (https://ofac.treasury.gov/consolidated-sanctions-list-non-sdn-lists).
_NOT_BLOCKING = re.compile(r"\b(NS-|FSE-|CMIC-|561-|SSI|UKRAINE-EO13662\b|CAPTA)")
_SHARES = 0.2, 0.5  # of entries with such a programme: at most in the SDN list, at least in the consolidated one
_BELONGS = 0.2  # of the numbers of the shorter file that a sister file shares at least
_END = b"\x1a"  # OFAC ends its tables with the old end-of-file character


def _xml_entries(path: Path, source: str) -> Iterator[ListEntry]:
    for element in elements(path, frozenset({"sdnEntry"})):
        yield _xml_entry(element, source)


def _xml_entry(element: "Element", source: str) -> ListEntry:
    primary = _full_name(element)
    if not primary:
        raise CutShortError("an entry without name")
    aliases = ((_full_name(aka), _quality(aka)) for aka in element.findall("akaList/aka"))
    return ListEntry(
        list_id=source,
        id=text_of(element, "uid"),
        kind=KINDS.get(text_of(element, "sdnType").lower(), EntryKind.OTHER),
        names=listed_names(primary, aliases),
        births=unique(moment(text) for text in texts(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth")),
        places=unique(texts(element, "placeOfBirthList/placeOfBirthItem/placeOfBirth")),
        nationalities=unique(
            [*texts(element, "nationalityList/nationality/country"), *texts(element, "citizenshipList/*/country")]
        ),
        documents=unique(
            ", ".join(filter(None, (text_of(part, key) for key in ("idType", "idNumber", "idCountry"))))
            for part in element.findall("idList/id")
        ),
        addresses=unique(
            ", ".join(text for line in part if line.tag != "uid" and (text := tidy(line.text)))
            for part in element.findall("addressList/address")
        ),
        programme=", ".join(texts(element, "programList/program")),
        text="\n".join(filter(None, (text_of(element, "title"), text_of(element, "remarks")))),
        raw=raw_of(element),
    )


def _full_name(element: "Element") -> str:
    return tidy(f"{text_of(element, 'firstName')} {text_of(element, 'lastName')}")


def _quality(aka: "Element") -> NameQuality:
    return _alias(text_of(aka, "type"), weak=text_of(aka, "category").lower() == "weak")


def _alias(kind: str, *, weak: bool) -> NameQuality:
    if weak:
        return NameQuality.WEAK
    return NameQuality.FORMER if kind.lower().replace(".", "") == "fka" else NameQuality.ALIAS


def _xml_published(path: Path) -> str:
    for element in elements(path, frozenset({"publshInformation"})):
        day = text_of(element, "Publish_Date")
        return _american_day(day)
    return ""


def _american_day(text: str) -> str:
    """`06/22/2026` as an ISO date; empty for what is none, so that a person is asked for the day."""
    try:
        return datetime.strptime(text, "%m/%d/%Y").date().isoformat()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return ""


def _csv_entries(path: Path, source: str, beside: Sequence[Path]) -> Iterator[ListEntry]:
    aliases, addresses = _aliases_and_addresses(beside)
    for row in rows(path):
        cells = [_cell(cell) for cell in row]
        if len(cells) != 12:
            if cells in ([], ["\x1a"], [""]):  # OFAC ends its files with the old end-of-file character
                continue
            raise CutShortError("a row of another width")
        remarks = _remarks(cells[11])
        kind = KINDS.get(cells[2].lower(), EntryKind.ORGANISATION)
        yield ListEntry(
            list_id=source,
            id=cells[0],
            kind=kind,
            names=listed_names(_order(cells[1], kind), _csv_names(aliases.get(cells[0], ()), cells[11], kind)),
            births=unique(moment(text) for text in remarks.get("DOB", ())),
            places=unique(remarks.get("POB", ())),
            nationalities=unique([*remarks.get("nationality", ()), *remarks.get("citizen", ())]),
            documents=unique(remarks.get("Passport", ())),
            addresses=unique(addresses.get(cells[0], ())),
            programme=cells[3],
            text="\n".join(filter(None, (cells[4], cells[11]))),
            raw=canonical(row).decode(),
        )


def _cell(cell: str) -> str:
    text = tidy(cell)
    return "" if text == _NULL else text


def _order(name: str, kind: EntryKind) -> str:
    """`SURNAME, Given` as it is said; commas in an organisation's name are left."""
    last, comma, first = name.partition(",")
    return tidy(f"{first} {last}") if kind == EntryKind.PERSON and comma else name


def _csv_names(aliases: Iterable[tuple[str, str]], remarks: str, kind: EntryKind) -> Iterator[tuple[str, NameQuality]]:

    for alias_kind, name in aliases:
        yield _order(name, kind), _alias(alias_kind, weak=False)
    for weak in re.findall(r"a\.k\.a\. '([^']+)'", remarks):  # OFAC keeps its weak aliases in the remarks, quoted
        yield weak, NameQuality.WEAK


def _remarks(text: str) -> dict[str, list[str]]:
    """`DOB 01 Jan 1960; POB Cairo; nationality Egypt; Passport 123 (Egypt)` by its first word."""
    facts: dict[str, list[str]] = {}
    for part in text.rstrip(".").split(";"):
        words = part.strip().removeprefix("alt. ").removeprefix("Alt. ")
        label, __, rest = words.partition(" ")
        if rest:
            facts.setdefault(label, []).append(words if label == "Passport" else rest)
    return facts


def _aliases_and_addresses(
    beside: Iterable[Path],
) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
    """Aliases and addresses from OFAC's alt.csv and add.csv."""
    aliases: dict[str, list[tuple[str, str]]] = {}
    addresses: dict[str, list[str]] = {}
    for other in beside:
        for row in rows(other):
            cells = [_cell(cell) for cell in row]
            if len(cells) == 5:
                aliases.setdefault(cells[0], []).append((cells[2], cells[3]))
            elif len(cells) == 6:
                addresses.setdefault(cells[0], []).append(", ".join(filter(None, cells[2:6])))
    return aliases, addresses


def companions(path: Path) -> tuple[Path, ...]:
    """The files beside `path` that are its alt.csv and add.csv by what they hold, whatever their names.

    OFAC's two lists have such files each, and all may lie in one folder: one belongs to the list whose numbers it has.
    """
    same_kind = (other for other in sorted(path.parent.iterdir()) if other.suffix.lower() == path.suffix.lower())
    beside = [other for other in same_kind if other != path and _is_companion(other)]
    own = _numbers(path) if beside else set()
    return tuple(other for other in beside if _belongs(own, _numbers(other)))


def _belongs(own: Set[str], numbers: Set[str]) -> bool:
    return len(own & numbers) >= _BELONGS * min(len(own), len(numbers))


def _numbers(path: Path) -> set[str]:
    """The numbers of entries that a table of OFAC's names."""
    return {row[0].strip() for row in rows(path) if row and row[0].strip().isdigit()}


def _is_companion(path: Path) -> bool:
    try:
        first = next(rows(path), []) if path.is_file() else []
    except (Problem, OSError, ValueError, csv.Error):  # no table: any file may lie in that folder
        return False
    return len(first) in (5, 6) and first[0].strip().isdigit() and first[1].strip().isdigit()


def _csv_proof(path: Path, ids: Set[str], beside: Sequence[Path]) -> WholenessProof:
    """By OFAC's end mark, and by its sister files: they name no entry that the list lacks."""
    named: set[str] = set().union(*(_numbers(other) for other in beside))
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 16))
        ends = file.read().rstrip().endswith(_END)
    missing = len(named - ids)
    return WholenessProof(not missing and (ends or bool(named)), missing=missing)


def _xml_proof(path: Path, ids: Set[str]) -> WholenessProof:
    """By the number of records that the file announces."""
    for element in elements(path, frozenset({"publshInformation"})):
        announced = text_of(element, "Record_Count")
        if announced.isdecimal() and int(announced[:9]) != len(ids):
            return WholenessProof(False, announced=int(announced[:9]))
        break
    return WholenessProof(True)


@dataclass(frozen=True)
class OfacList:
    """Which of OFAC's two lists a file is; not certain where it has much of both."""

    source: str
    title: str
    is_certain: bool


SDN = OfacList("ofac-sdn", "OFAC SDN", True)
CONSOLIDATED = OfacList("ofac-consolidated", "OFAC consolidated (non-SDN)", True)


def told_by(programmes: Iterable[str]) -> OfacList:
    """Which list has entries of these programmes, one text for each entry."""
    marks = [bool(_NOT_BLOCKING.search(programme)) for programme in programmes]
    share = sum(marks) / len(marks) if marks else 0.0
    if share >= _SHARES[1]:
        return CONSOLIDATED
    return replace(SDN, is_certain=share <= _SHARES[0])


def csv_format(path: Path, beside: Sequence[Path]) -> ListFormat:
    """OFAC's tables: sdn.csv or cons_prim.csv, told apart by their programmes; with those beside it and those given."""
    beside = unique([*beside, *companions(path)])
    told = told_by(row[3] for row in rows(path) if len(row) == 12)
    return ListFormat(
        told.source, told.title, partial(_csv_entries, source=told.source, beside=beside), undated,
        proof=partial(_csv_proof, beside=beside), is_certain=told.is_certain, beside=beside,
    )  # fmt: skip


def xml_format(path: Path) -> ListFormat:
    """OFAC's XML: sdn.xml or consolidated.xml, told apart by their programmes."""
    told = told_by(", ".join(texts(e, "programList/program")) for e in elements(path, frozenset({"sdnEntry"})))
    return ListFormat(
        told.source, told.title, partial(_xml_entries, source=told.source), _xml_published,
        proof=_xml_proof, is_certain=told.is_certain,
    )  # fmt: skip
