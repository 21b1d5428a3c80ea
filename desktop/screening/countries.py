"""The lists of Switzerland (SECO, XML), Canada (autonomous sanctions, XML) and Australia (DFAT, XLSX and CSV)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.values import canonical, digest
from desktop.screening.csv_lists import Facts, cells_of, column, head_of, records, table_proof, together
from desktop.screening.entries import (
    AmendmentError,
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    ListName,
    NameQuality,
    day,
    full_day,
    moment,
    moments,
    primary_first,
    tidy,
    undated,
    unique,
    year_in,
)
from desktop.screening.xml_lists import elements, events, local_name, raw_of, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# --- Switzerland (https://www.seco.admin.ch): the whole list keeps who was taken off it, as a modification

_SECO = "ch-seco"
_SECO_TARGETS = {
    "individual": EntryKind.PERSON,
    "entity": EntryKind.ORGANISATION,
    "object": EntryKind.OTHER,
}
_GIVEN_FIRST = ("title", "given-name", "further-given-name", "father-name", "grand-father-name", "tribal-name")
_MOST_SPELLINGS = 12  # of one name: each part may have several, and all are combined within a script
_VESSELS = ("vessel", "ship")


def seco_format(path: Path) -> ListFormat:
    """The Swiss list; raises AmendmentError for a file that holds only what changed."""
    __, root = next(events(path, ("start",)))
    if root.get("list-type", "").startswith("amendment"):
        raise AmendmentError("only what changed")
    return ListFormat(_SECO, "Switzerland – SECO", _seco_entries, _seco_published)


def _seco_published(path: Path) -> str:
    __, root = next(events(path, ("start",)))
    return day(root.get("date", ""))


def _seco_entries(path: Path) -> Iterator[ListEntry]:
    places, programmes = _seco_references(path)
    for element in elements(path, frozenset({"target", "sanctions-program", "place"})):
        if element.tag == "target" and not _is_delisted(element):
            yield _seco_entry(element, places, programmes)


def _seco_references(path: Path) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The places, which stand after the targets that name them, and the programmes by their sets of sanctions."""
    places: dict[str, str] = {}
    programmes: dict[str, str] = {}
    for element in elements(path, frozenset({"target", "sanctions-program", "place"})):
        if element.tag == "place":
            parts = (text_of(element, tag) for tag in ("location", "area", "country"))
            places[element.get("ssid", "")] = ", ".join(filter(None, parts))
        elif element.tag == "sanctions-program":
            names = {part.get("lang", ""): tidy(part.text) for part in element.findall("program-name")}
            name = names.get("eng") or next(iter(names.values()), "")
            programmes.update((part.get("ssid", ""), name) for part in element.findall("sanctions-set"))
    return places, programmes


def _is_delisted(target: "Element") -> bool:
    """Whether the latest modification took it off the list; of two on a day, the one that stands first is the later."""
    modifications = target.findall("modification")
    latest = max(modifications, key=_modified_on, default=None)
    return latest is not None and latest.get("modification-type") == "de-listed"


def _modified_on(modification: "Element") -> str:
    return modification.get("effective-date") or modification.get("publication-date") or ""


def _seco_entry(target: "Element", places: Mapping[str, str], programmes: Mapping[str, str]) -> ListEntry:
    part = next((part for part in target if part.tag in _SECO_TARGETS), None)
    names = primary_first(_seco_names(part)) if part is not None else ()
    if part is None or not names:
        raise CutShortError("a target without name")
    sets = (tidy(number.text) for number in target.findall("sanctions-set-id"))
    listed = [m for m in target.findall("modification") if m.get("modification-type") == "listed"]
    is_vessel = part.tag == "object" and part.get("object-type", "").lower() in _VESSELS
    return ListEntry(
        list_id=_SECO,
        id=target.get("ssid", ""),
        kind=EntryKind.VESSEL if is_vessel else _SECO_TARGETS[part.tag],
        names=names,
        births=unique(_seco_birth(birth) for birth in part.findall("identity/day-month-year")),
        places=_seco_places_of(part, "identity/place-of-birth", places),
        nationalities=unique(text_of(land, "country") for land in part.findall("identity/nationality")),
        documents=unique(_seco_document(paper) for paper in part.findall("identity/identification-document")),
        addresses=unique(
            ", ".join(
                text
                for text in (
                    text_of(address, "address-details"),
                    text_of(address, "zip-code"),
                    places.get(address.get("place-id", ""), ""),
                )
                if text
            )
            for address in part.findall("identity/address")
        ),
        programme=", ".join(unique(programmes.get(number, "") for number in sets)),
        reference=text_of(target, "foreign-identifier"),
        listed_on=day(min((_modified_on(modification) for modification in listed), default="")),
        text="\n".join(
            tidy(info.text) for tag in ("justification", "other-information") for info in part.findall(tag) if info.text
        ),
        raw=raw_of(target),
    )


def _seco_names(part: "Element") -> Iterator[tuple[str, NameQuality]]:
    """Every name of every identity, each in all its spellings: those in another script are original-script names."""
    for identity in part.findall("identity"):
        for name in identity.findall("name"):
            quality = _seco_quality(name, is_main=identity.get("main") != "false")
            spellings = list(_spellings(name))
            for number, (text, script) in enumerate(spellings):
                if script:
                    yield text, NameQuality.ORIGINAL_SCRIPT
                elif number and quality is NameQuality.PRIMARY:
                    yield text, NameQuality.ALIAS
                else:
                    yield text, quality


def _seco_quality(name: "Element", *, is_main: bool) -> NameQuality:
    if name.get("quality") == "low":
        return NameQuality.WEAK
    kind = name.get("name-type", "")
    if kind.startswith("formerly"):
        return NameQuality.FORMER
    return NameQuality.PRIMARY if kind == "primary-name" and is_main else NameQuality.ALIAS


def _spellings(name: "Element") -> Iterator[tuple[str, str]]:
    """A name put together from its parts, and its spellings, with the script of those that are not Latin."""
    parts = sorted(name.findall("name-part"), key=_part_order)
    yield tidy(" ".join(text_of(part, "value") for part in parts)), ""
    scripts = unique(_script(variant) for part in parts for variant in part.findall("spelling-variant"))
    for script in ("", *scripts):
        spelt = [_part_spellings(part, script) for part in parts]
        if script:
            spelt = [spellings for spellings in spelt if spellings]
        for number, texts in enumerate(product(*spelt)):
            if number < _MOST_SPELLINGS and any(texts):
                yield tidy(" ".join(texts)), script


def _part_order(part: "Element") -> tuple[int, str]:
    """Given names before the family name, as a name is said; else in the list's own order."""
    kind = part.get("name-part-type", "")
    return (_GIVEN_FIRST.index(kind) if kind in _GIVEN_FIRST else len(_GIVEN_FIRST)), part.get("order", "").zfill(3)


def _script(variant: "Element") -> str:
    script = variant.get("script", "").lower()
    return "" if script.startswith("lat") else script


def _part_spellings(part: "Element", script: str) -> tuple[str, ...]:
    """How a part is written in a script; in Latin letters its own value is the first."""
    variants = [tidy(variant.text) for variant in part.findall("spelling-variant") if _script(variant) == script]
    return unique(variants if script else [text_of(part, "value"), *variants])


def _seco_birth(birth: "Element") -> str:
    when = moment("-".join(filter(None, (birth.get("year", ""), *_two_digits(birth)))))
    return f"{when}~" if when and birth.get("quality") == "low" else when


def _two_digits(birth: "Element") -> Iterator[str]:
    month, day_of_month = birth.get("month", ""), birth.get("day", "")
    if month.isdigit():
        yield month.zfill(2)
        if day_of_month.isdigit():
            yield day_of_month.zfill(2)


def _seco_places_of(part: "Element", tag: str, places: Mapping[str, str]) -> tuple[str, ...]:
    return unique(places.get(place.get("place-id", ""), "") for place in part.findall(tag))


def _seco_document(paper: "Element") -> str:
    return ", ".join(
        text for text in (paper.get("document-type", ""), text_of(paper, "number"), text_of(paper, "issuer")) if text
    )


# --- Canada (https://www.international.gc.ca): no numbers of its own, no date; element names in one or two languages

_SEMA, _CORRUPT_OFFICIALS = "ca-sema", "ca-jvcfoa"
_JUSTICE = re.compile(r"JVCFOA|Justice for Victims", re.IGNORECASE)


def canada_format(path: Path) -> ListFormat:
    """Canada's consolidated autonomous list, or the list of corrupt officials alone when a file holds only those."""
    countries = {_sema_text(element, "Country") for element in elements(path, frozenset({"record"}))}
    source, title = _SEMA, "Canada – SEMA and JVCFOA"
    if countries and all(_JUSTICE.search(country) for country in countries):
        source, title = _CORRUPT_OFFICIALS, "Canada – JVCFOA"
    return ListFormat(source, title, partial(_sema_entries, source=source), undated)


def _sema_entries(path: Path, source: str) -> Iterator[ListEntry]:
    """The records; one that repeats an earlier one word for word is the same entry."""
    seen: dict[str, int] = {}
    whole: set[str] = set()
    for element in elements(path, frozenset({"record"})):
        text = digest(raw_of(element).strip().encode())
        if text in whole:
            continue
        whole.add(text)
        entry = _sema_entry(element, source)
        seen[entry.id] = seen.get(entry.id, 0) + 1
        yield entry if seen[entry.id] == 1 else _numbered(entry, seen[entry.id])


def _numbered(entry: ListEntry, number: int) -> ListEntry:
    return replace(entry, id=f"{entry.id}#{number}")


def _sema_text(element: "Element", name: str) -> str:
    """The text of `LastName`, which files of 2026 call `LastName-NomDeFamille`."""
    return next((tidy(part.text) for part in element if local_name(part.tag).partition("-")[0] == name), "")


def _sema_entry(element: "Element", source: str) -> ListEntry:
    body, imo = _sema_text(element, "EntityOrShip"), _sema_text(element, "ShipIMONumber")
    person = tidy(f"{_sema_text(element, 'GivenName')} {_sema_text(element, 'LastName')}")
    names = primary_first(
        [(body or person, NameQuality.PRIMARY), *((text, NameQuality.ALIAS) for text in _sema_aliases(element))]
    )
    if not names:
        raise CutShortError("a record without name")
    country = _sema_text(element, "Country").partition("/")[0].strip()
    schedule, item = _sema_text(element, "Schedule"), _sema_text(element, "Item")
    births = moments(_sema_text(element, "DateOfBirthOrShipBuildDate"))
    kind = EntryKind.PERSON
    if body:
        kind = EntryKind.VESSEL if imo else EntryKind.ORGANISATION
    return ListEntry(
        list_id=source,
        id=digest(f"{country}|{names[0].text}".encode())[:16],
        kind=kind,
        names=names,
        births=births if kind is EntryKind.PERSON else (),
        documents=(f"IMO {imo}",) if imo else (),
        programme=country,
        reference=", ".join(filter(None, (country, schedule, item))),
        listed_on=day(_sema_text(element, "DateOfListing")),
        text=_sema_text(element, "TitleOrShip")
        or _sema_text(element, "TitleOrShipType")
        or _sema_text(element, "Title"),
        raw=raw_of(element),
    )


def _sema_aliases(element: "Element") -> Iterable[str]:
    """Parted by `;`, or by commas where there is none."""
    aliases = _sema_text(element, "Aliases")
    return (tidy(text) for text in aliases.split(";" if ";" in aliases else ","))


# --- Australia (https://www.dfat.gov.au): `1` is an entry, `1a`, `1b` its further names; Excel dates its rows

_DFAT = "au-dfat"
DFAT_COLUMNS = frozenset({"reference", "name of individual or entity", "type", "name type"})
_DFAT_KINDS = {"individual": EntryKind.PERSON, "entity": EntryKind.ORGANISATION, "vessel": EntryKind.VESSEL}
_DFAT_QUALITY = {
    "primary name": NameQuality.PRIMARY,
    "original script": NameQuality.ORIGINAL_SCRIPT,
    "former name": NameQuality.FORMER,
    "fka": NameQuality.FORMER,
}
_NOTHING = ("na", "n/a", "unknown", "not available")


def dfat_format(first: Sequence[Sequence[str]]) -> ListFormat | None:
    """Australia's consolidated list, by the heads among the first rows of a table; None for any other."""
    head = head_of(first, DFAT_COLUMNS)
    return (
        None
        if head is None
        else ListFormat(_DFAT, "Australia – DFAT", partial(_dfat_entries, head=head), undated, proof=table_proof)
    )


def _dfat_number(row: Mapping[str, str]) -> str:
    """`8577` of `8577`, `8577a`, `8577ab`."""
    match = re.match(r"\d+", column(row, "reference"))
    return match[0] if match else ""


def _dfat_entries(path: Path, head: int) -> Iterator[ListEntry]:
    for group in together(records(path, head=head), _dfat_number):
        yield _dfat_entry(group)


def _dfat_entry(group: Sequence[Facts]) -> ListEntry:
    first = group[0]
    number = _dfat_number(first)
    names: tuple[ListName, ...] = primary_first(
        (column(row, "name of individual or entity"), _dfat_quality(row)) for row in group
    )
    if not names:
        raise CutShortError("a row without name")
    kind = column(first, "type").lower()
    return ListEntry(
        list_id=_DFAT,
        id=number,
        kind=_DFAT_KINDS.get(kind, EntryKind.OTHER),
        names=names,
        births=unique(when for row in group for when in moments(row.get("date of birth", ""))),
        places=_told(group, "place of birth"),
        nationalities=_told(group, "citizenship"),
        documents=_told(group, "imo number"),
        addresses=_told(group, "address"),
        programme=", ".join(_told(group, "committees")),
        reference=number,
        listed_on=_dfat_listed(column(first, "listing information")),
        text="\n".join([*_told(group, "additional information"), *_told(group, "listing information")]),
        raw=canonical([dict(row) for row in group]).decode(),
    )


def _dfat_quality(row: Mapping[str, str]) -> NameQuality:
    if column(row, "alias strength").lower() in ("weak", "low"):
        return NameQuality.WEAK
    return _DFAT_QUALITY.get(column(row, "name type").lower(), NameQuality.ALIAS)


def _told(group: Sequence[Facts], name: str) -> tuple[str, ...]:
    return tuple(text for text in cells_of(group, name) if text.lower() not in _NOTHING)


def _dfat_listed(information: str) -> str:
    """`Listed by UN 1267 Committee on 25 January 2001 (amended on …)`: the day before the bracket."""
    listing = information.partition("(")[0]
    return full_day(listing) if year_in(listing) else ""
