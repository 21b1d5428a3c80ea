"""The consolidated list of the UN Security Council (dossier 5.2), in its languages.

The Council publishes the same list in each of its languages; an entry has one DATAID in all. A file of another language
beside the list adds its names to the entries; it is no list of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from desktop.screening.entries import (
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    ListName,
    NameQuality,
    day,
    listed_names,
    tidy,
    unique,
    year_in,
)
from desktop.screening.xml_lists import elements, events, raw_of, root_of, text_of, texts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SOURCE = "un-sc"
ROOT = "CONSOLIDATED_LIST"
TITLE = "UN Security Council"
_SAMPLE = 300  # entries by whose words the language of a file is known
_SCRIPTS = {  # letters of languages that no other of the Council's has
    "ar": re.compile("[\u0620-\u064a]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
_WORDS = {  # the commonest words that the other languages do not have
    "en": frozenset({"the", "of", "and", "in", "was", "for", "with", "is", "by", "from"}),
    "fr": frozenset({"le", "les", "des", "du", "et", "dans", "une", "est", "par", "aux", "qui"}),
    "es": frozenset({"el", "los", "las", "del", "y", "en", "una", "por", "que", "fue"}),
}


_QUALITY = {
    "good": NameQuality.ALIAS,
    "a.k.a.": NameQuality.ALIAS,
    "low": NameQuality.WEAK,
    "f.k.a.": NameQuality.FORMER,
}
_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")


def _entries(path: Path, others: Sequence[Path]) -> Iterator[ListEntry]:
    """The entries, each with the names that the files of other languages give it."""
    further: dict[str, list[ListName]] = {}
    for other in others:
        for entry in _own_entries(other):
            further.setdefault(entry.id, []).extend(entry.names)
    for entry in _own_entries(path):
        yield _with_names(entry, further.get(entry.id, ()))


def _with_names(entry: ListEntry, further: Iterable[ListName]) -> ListEntry:
    """A primary name in another language is an alias of the entry."""
    names = {name.text: name.quality for name in entry.names}
    for name in further:
        names.setdefault(name.text, NameQuality.ALIAS if name.quality is NameQuality.PRIMARY else name.quality)
    return replace(entry, names=tuple(ListName(text, quality) for text, quality in names.items()))


def _own_entries(path: Path) -> Iterator[ListEntry]:
    for element in elements(path, frozenset({"INDIVIDUAL", "ENTITY"})):
        yield _entry(element, "INDIVIDUAL" if element.tag == "INDIVIDUAL" else "ENTITY")


def _entry(element: "Element", tag: str) -> ListEntry:
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    primary = tidy(" ".join(text_of(element, part) for part in parts))
    ident = text_of(element, "DATAID")
    if not primary or not ident:
        raise CutShortError("an entry without name or number")
    return ListEntry(
        list_id=SOURCE,
        id=ident,
        kind=EntryKind.PERSON if tag == "INDIVIDUAL" else EntryKind.ORGANISATION,
        names=listed_names(primary, _other_names(element, tag)),
        births=unique(_births(element)),
        places=_places(element, "INDIVIDUAL_PLACE_OF_BIRTH"),
        nationalities=unique([*texts(element, "NATIONALITY/VALUE"), text_of(element, "NATIONALITY2")]),
        documents=unique(_document(part) for part in element.findall("INDIVIDUAL_DOCUMENT")),
        addresses=_places(element, f"{tag}_ADDRESS"),
        programme=text_of(element, "UN_LIST_TYPE"),
        reference=text_of(element, "REFERENCE_NUMBER"),
        listed_on=day(text_of(element, "LISTED_ON")),
        text=_text(element),
        raw=raw_of(element),
    )


def _other_names(element: "Element", tag: str) -> Iterator[tuple[str, NameQuality]]:
    yield text_of(element, "NAME_ORIGINAL_SCRIPT"), NameQuality.ORIGINAL_SCRIPT
    for alias in element.findall(f"{tag}_ALIAS"):
        quality = _QUALITY.get(text_of(alias, "QUALITY").lower(), NameQuality.ALIAS)
        yield text_of(alias, "ALIAS_NAME"), quality


def _births(element: "Element") -> Iterator[str]:
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


def _places(element: "Element", tag: str) -> tuple[str, ...]:
    return unique(", ".join(text for name in _PLACE if (text := text_of(part, name))) for part in element.findall(tag))


def _document(part: "Element") -> str:
    number = text_of(part, "NUMBER")
    kind = text_of(part, "TYPE_OF_DOCUMENT2") or text_of(part, "TYPE_OF_DOCUMENT")
    land = text_of(part, "ISSUING_COUNTRY") or text_of(part, "COUNTRY_OF_ISSUE")
    return ", ".join(text for text in (kind, number, land, text_of(part, "NOTE")) if text) if number or kind else ""


def _text(element: "Element") -> str:
    lines = [", ".join(texts(element, f"{tag}/VALUE")) for tag in ("TITLE", "DESIGNATION")]
    return "\n".join(line for line in (*lines, text_of(element, "COMMENTS1")) if line)


def published(path: Path) -> str:
    __, root = next(events(path, ("start",)))
    return day(root.get("dateGenerated", ""))


# --- languages


def language_of(path: Path) -> str:
    """The language in which the texts of a file are written: `en`, `fr`, `es`, `ar`, `ru`, `zh`; empty when unsure."""
    counts: Counter[str] = Counter()
    for element, _number in zip(elements(path, frozenset({"INDIVIDUAL", "ENTITY"})), range(_SAMPLE), strict=False):
        text = " ".join(
            [text_of(element, "COMMENTS1"), *texts(element, "NATIONALITY/VALUE"), *texts(element, "DESIGNATION/VALUE")]
        )
        words = re.findall(r"\w+", text.lower())
        counts.update({language: sum(word in common for word in words) for language, common in _WORDS.items()})
        counts.update({script: len(letters.findall(text)) // 4 for script, letters in _SCRIPTS.items()})
    best, *others = counts.most_common() or [("", 0)]
    return best[0] if best[1] > 2 * max((count for _language, count in others), default=0) else ""


def languages_beside(path: Path) -> tuple[Path, ...]:
    """The files in the folder of a UN list that are the list in other languages, the newest of each."""
    own = language_of(path)
    newest: dict[str, tuple[str, Path]] = {}
    for other in sorted(path.parent.glob("*.[xX][mM][lL]")) if own else ():
        language = language_of(other) if other != path and _is_un_list(other) else ""
        if language and language != own:
            newest[language] = max(newest.get(language, ("", other)), (published(other), other))
    return tuple(other for _language, (_day, other) in sorted(newest.items()))


def _is_un_list(path: Path) -> bool:
    try:
        return root_of(path) == ROOT
    except (ParseError, OSError, ValueError, StopIteration):  # any file may lie in that folder
        return False


def _names_by_language(path: Path, names: int, others: Sequence[Path]) -> Mapping[str, int]:
    """How many names the file of each language gives to the entries, `names` in all; a language without any is none.

    Empty where nobody can tell the language.
    """
    if not others:
        return {language: names} if (language := language_of(path)) else {}
    ids = {entry.id for entry in _own_entries(path)}
    counts = {
        language_of(file): sum(len(entry.names) for entry in _own_entries(file) if entry.id in ids)
        for file in (path, *others)
    }
    return {language: count for language, count in counts.items() if language and count}


def un_format(path: Path, others: Sequence[Path]) -> ListFormat:
    """The list with the names of the files of other languages, those given and those in its folder."""
    own = {language_of(other) for other in others} | {language_of(path)}
    beside = (*others, *(other for other in languages_beside(path) if language_of(other) not in own))
    return ListFormat(
        SOURCE,
        TITLE,
        partial(_entries, others=beside),
        published,
        needs=(EntryKind.PERSON, EntryKind.ORGANISATION),
        beside=beside,
        languages=partial(_names_by_language, others=beside),
    )
