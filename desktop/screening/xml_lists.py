"""Lists in XML: how they are streamed, and the list of the UN Security Council.

Document types and entities are refused: no list has them, and they are how a file attacks its reader.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.screening.entries import (
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    NameQuality,
    day,
    listed_names,
    tidy,
    unique,
    year_in,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def events(path: Path, events: tuple[str, ...]) -> Iterator[tuple[str, "Element"]]:
    from defusedxml.ElementTree import iterparse

    return iterparse(str(path), events=events, forbid_dtd=True)  # type: ignore[no-any-return]


def root_of(path: Path) -> str:
    __, root = next(events(path, ("start",)))
    return local_name(root.tag)


def elements(path: Path, tags: frozenset[str]) -> Iterator["Element"]:
    """Each element of these local names, whole and without namespaces; everything before it is forgotten."""
    trail: list[Element] = []
    for event, element in events(path, ("start", "end")):
        if event == "start":
            trail.append(element)
            continue
        trail.pop()
        if local_name(element.tag) in tags and not any(local_name(above.tag) in tags for above in trail):
            for part in element.iter():
                part.tag = local_name(part.tag)
            yield element
            trail[-1].clear()


def local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def raw_of(element: "Element") -> str:
    from xml.etree.ElementTree import tostring

    return tostring(element, encoding="unicode").strip()


def text_of(element: "Element", tag: str) -> str:
    return tidy(element.findtext(tag))


def texts(element: "Element", path: str) -> list[str]:
    return [text for part in element.findall(path) if (text := tidy(part.text))]


# --- the UN Security Council's consolidated list (dossier 5.2)

UN_SOURCE = "un-sc"
_UN_QUALITY = {
    "good": NameQuality.ALIAS,
    "a.k.a.": NameQuality.ALIAS,
    "low": NameQuality.WEAK,
    "f.k.a.": NameQuality.FORMER,
}
_UN_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")


def _un_entries(path: Path) -> Iterator[ListEntry]:
    for element in elements(path, frozenset({"INDIVIDUAL", "ENTITY"})):
        yield _un_entry(element, "INDIVIDUAL" if element.tag == "INDIVIDUAL" else "ENTITY")


def _un_entry(element: "Element", tag: str) -> ListEntry:
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    primary = tidy(" ".join(text_of(element, part) for part in parts))
    ident = text_of(element, "DATAID")
    if not primary or not ident:
        raise CutShortError("an entry without name or number")
    return ListEntry(
        list_id=UN_SOURCE,
        id=ident,
        kind=EntryKind.PERSON if tag == "INDIVIDUAL" else EntryKind.ORGANISATION,
        names=listed_names(primary, _un_other_names(element, tag)),
        births=unique(_un_births(element)),
        places=_un_places(element, "INDIVIDUAL_PLACE_OF_BIRTH"),
        nationalities=unique([*texts(element, "NATIONALITY/VALUE"), text_of(element, "NATIONALITY2")]),
        documents=unique(_un_document(part) for part in element.findall("INDIVIDUAL_DOCUMENT")),
        addresses=_un_places(element, f"{tag}_ADDRESS"),
        programme=text_of(element, "UN_LIST_TYPE"),
        reference=text_of(element, "REFERENCE_NUMBER"),
        listed_on=day(text_of(element, "LISTED_ON")),
        text=_un_text(element),
        raw=raw_of(element),
    )


def _un_other_names(element: "Element", tag: str) -> Iterator[tuple[str, NameQuality]]:
    yield text_of(element, "NAME_ORIGINAL_SCRIPT"), NameQuality.ORIGINAL_SCRIPT
    for alias in element.findall(f"{tag}_ALIAS"):
        quality = _UN_QUALITY.get(text_of(alias, "QUALITY").lower(), NameQuality.ALIAS)
        yield text_of(alias, "ALIAS_NAME"), quality


def _un_births(element: "Element") -> Iterator[str]:
    for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        about = "~" if text_of(birth, "TYPE_OF_DATE").upper().startswith("APPROX") else ""
        first, last = text_of(birth, "FROM_YEAR")[:4], text_of(birth, "TO_YEAR")[:4]
        when = day(text_of(birth, "DATE")) or text_of(birth, "YEAR")[:4]
        if when:
            yield when + about
        elif first and last:
            yield f"{first}/{last}"
    for alias in element.findall("INDIVIDUAL_ALIAS"):
        yield day(text_of(alias, "DATE_OF_BIRTH")) or year_in(text_of(alias, "DATE_OF_BIRTH"))


def _un_places(element: "Element", tag: str) -> tuple[str, ...]:
    return unique(
        ", ".join(text for name in _UN_PLACE if (text := text_of(part, name))) for part in element.findall(tag)
    )


def _un_document(part: "Element") -> str:
    number = text_of(part, "NUMBER")
    kind = text_of(part, "TYPE_OF_DOCUMENT2") or text_of(part, "TYPE_OF_DOCUMENT")
    land = text_of(part, "ISSUING_COUNTRY") or text_of(part, "COUNTRY_OF_ISSUE")
    return ", ".join(text for text in (kind, number, land, text_of(part, "NOTE")) if text) if number or kind else ""


def _un_text(element: "Element") -> str:
    lines = [", ".join(texts(element, f"{tag}/VALUE")) for tag in ("TITLE", "DESIGNATION")]
    return "\n".join(line for line in (*lines, text_of(element, "COMMENTS1")) if line)


def _un_published(path: Path) -> str:
    __, root = next(events(path, ("start",)))
    return day(root.get("dateGenerated", ""))


UN = ListFormat(
    UN_SOURCE, "UN Security Council", _un_entries, _un_published, needs=(EntryKind.PERSON, EntryKind.ORGANISATION)
)
