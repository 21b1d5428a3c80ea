"""What every list is read into: entries with names and facts, versions, and how a format describes itself."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from desktop.base.values import canonical, digest

T = TypeVar("T")
LANGUAGE = "names-"  # and the code of a language: the names that a list has in it
PARTS = ("aliases", "births", "nationalities", "documents", "addresses")  # what most entries of a list have, or none


class EntryKind(StrEnum):
    """What an entry of a list is, and as what a name is searched."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    OTHER = "other"


class NameQuality(StrEnum):
    """How much the publisher of a list trusts a name of an entry."""

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK = "weak"
    FORMER = "former"
    ORIGINAL_SCRIPT = "original-script"


@dataclass(frozen=True, slots=True)
class ListName:
    """One name of an entry and how much the publisher trusts it."""

    text: str
    quality: NameQuality


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One listed person, organisation or vessel.

    `births` are partial dates: `1971`, `1971-03`, `1971-03-14`, `1971~` (about), `1970/1975` (between).
    `listed_on` is an ISO date or empty. `raw` is the entry as published, for the certificate.
    """

    list_id: str
    id: str
    kind: EntryKind
    names: tuple[ListName, ...]
    births: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    programme: str = ""
    reference: str = ""
    listed_on: str = ""
    text: str = ""
    raw: str = ""

    @property
    def name(self) -> str:
        """The primary name."""
        return self.names[0].text

    def digest(self) -> str:
        """Names this version of the entry: equal while its facts are equal, however the file is laid out."""
        facts = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("raw", "names")}
        return digest(canonical([facts, [[name.text, name.quality] for name in self.names]]))

    def to_json(self) -> str:
        """The entry as the index stores it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> "ListEntry":
        """The entry that `to_json` stored."""
        stored = json.loads(text)
        facts: dict[str, Any] = {key: tuple(fact) if isinstance(fact, list) else fact for key, fact in stored.items()}
        facts["kind"] = EntryKind(stored["kind"])
        facts["names"] = tuple(ListName(name["text"], NameQuality(name["quality"])) for name in stored["names"])
        return cls(**facts)


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One published state of a list. `published` is an ISO date, empty when the file does not tell.

    `counts` gives the entries of each kind, under `names` all searchable names, under each of `PARTS` the further names
    or the entries with such a fact, and under `names-fr` the names that the list has in French. `digest` is the file's
    SHA-256; of several files, the SHA-256 of theirs.
    """

    source: str
    title: str
    published: str
    digest: str
    counts: Mapping[str, int] = field(hash=False)

    @property
    def entries(self) -> int:
        """How many entries, of all kinds."""
        return sum(self.counts.get(kind, 0) for kind in EntryKind)

    @property
    def names(self) -> int:
        """How many searchable names."""
        return self.counts.get("names", 0)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages in which it is searched, where that is known: the list's own first."""
        return tuple(key.removeprefix(LANGUAGE) for key in self.counts if key.startswith(LANGUAGE))


@dataclass(frozen=True, slots=True)
class ParsedList:
    """A list that was read whole and found sound. `entries` may be gone through again and again.

    `doubts` are sentences a person must read before the list is used; none for a sound file of a usual format.
    """

    version: ListVersion
    entries: Iterable[ListEntry]
    doubts: tuple[str, ...] = ()
    is_unproven: bool = False  # whether nothing in the file shows that it is whole
    is_certain: bool = True  # whether it shows which of its publisher's lists it is
    beside: tuple[Path, ...] = ()  # the further files that it was read from
    ids: Set[str] = frozenset()  # of its entries


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """Which column of an unknown table holds what. Values parted by `separator` inside a cell are several.

    A name is `name` and `more_names` joined. `head` is the row that names the columns, from 0; `sheet` a sheet of a
    workbook, empty for the first that holds anything. Rows with the same value of `binding` are one entry. `kind` is
    the kind of every entry, None to judge by its name; `kind_column` wins where it tells, and then `person_words` are
    its values that mean a person, none for the usual words.
    """

    source: str
    title: str
    name: str
    id: str = ""
    aliases: str = ""
    weak_aliases: str = ""
    birth: str = ""
    nationality: str = ""
    documents: str = ""
    address: str = ""
    programme: str = ""
    listed_on: str = ""
    text: str = ""
    kind: EntryKind | None = EntryKind.ORGANISATION
    kind_column: str = ""
    separator: str = ";"
    more_names: tuple[str, ...] = ()
    person_words: tuple[str, ...] = ()
    head: int = 0
    sheet: str = ""
    binding: str = ""

    def to_json(self) -> dict[str, str]:
        """Text by field, as it is stored; no kind is the empty text, several texts stand in lines."""
        lines = {name: "\n".join(getattr(self, name)) for name in ("more_names", "person_words")}
        return {**asdict(self), **lines, "kind": self.kind or "", "head": str(self.head)}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> "CsvMapping":
        """The mapping that `to_json` stored, now or before several names could be joined."""
        kind = stored.get("kind", EntryKind.ORGANISATION)
        lines = {name: tuple(stored.get(name, "").splitlines()) for name in ("more_names", "person_words")}
        apart = {"kind": EntryKind(kind) if kind else None, "head": int(stored.get("head") or 0)}
        return cls(**{**stored, **lines, **apart})  # type: ignore[arg-type]  # texts but for those set apart


@dataclass(frozen=True, slots=True)
class WholenessProof:
    """Whether something in a list file shows that nothing of it is missing; `announced` and `missing` are what does not
    agree: the entries that the file says it has, and those that its sister files name and it lacks."""

    is_whole: bool
    announced: int | None = None
    missing: int = 0

    @property
    def is_unproven(self) -> bool:
        """Whether nothing speaks for it, and nothing against it either."""
        return not self.is_whole and self.announced is None and not self.missing


def ends_by_itself(path: Path, ids: Set[str]) -> WholenessProof:
    """XML and JSON: without their last bracket they cannot be read."""
    return WholenessProof(True)


def proves_nothing(path: Path, ids: Set[str]) -> WholenessProof:
    """A table that was cut at the end of a row looks like one that was not."""
    return WholenessProof(False)


def of_no_language(path: Path, names: int) -> Mapping[str, int]:
    """Most lists are published in one language, or do not say in which a name is."""
    return {}


@dataclass(frozen=True)
class ListFormat:
    """A recognised file: whose list it is, how its entries are read, and how it is dated."""

    source: str
    title: str
    entries: Callable[[Path], Iterator[ListEntry]]
    published: Callable[[Path], str]
    needs: tuple[EntryKind, ...] = ()  # kinds without which the file is half a list
    proof: Callable[[Path, Set[str]], WholenessProof] = ends_by_itself  # by the file and the ids of its entries
    is_certain: bool = True  # whether the content tells which of its publisher's lists it is
    beside: tuple[Path, ...] = ()  # further files that belong to it: aliases, addresses, other languages
    languages: Callable[[Path, int], Mapping[str, int]] = of_no_language  # how many of all its names are in each


class UnknownListError(ValueError):
    """A file of a known kind that holds no list."""


class AmendmentError(ValueError):
    """A file that holds only what changed in a list."""


class CutShortError(ValueError):
    """A table ends in the middle of a row."""


# --- reading values leniently


def tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def day(text: str) -> str:
    """The first ten characters when they are an ISO date: some dates carry a zone (dossier 5.2)."""
    from datetime import date

    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ABOUT = re.compile(r"\s*(approx\w*|circa|about|around|c\.|ca\.|environ|vers)\s*:?\s*", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|[T ]|[-+Z])")
_SLASHED = re.compile(r"(\d\d?|dd)[/.](\d\d?|mm)[/.](\d{4}|\d\d)(?!\d)", re.IGNORECASE)
_WORDED = re.compile(r"(?:(\d\d?)(?:st|nd|rd|th)?[\s.-]+)?([a-z]{3,9})\.?,?[\s-]+(\d{4})\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(1[89]\d\d|20\d\d)\s*(?:-|–|to|and|or|/)\s*(1[89]\d\d|20\d\d)\b")
_LETTERED = re.compile(r"\(?\b[a-z]\)|\(\d\d?\)|;")


def moment(text: str) -> str:
    """A date as far as it is told, however it is written: `1971-03-14`, `1971-03`, `1971`, `1971~`, `1970/1975`.

    Reads ISO, day before month (`05/02/1969`, `00/00/1943`, `dd/mm/1945`, `5 May 1957`) and years; empty for none.
    """
    plain = tidy(text)
    about = "~" if _ABOUT.match(plain) else ""
    plain = _ABOUT.sub("", plain, count=1) if about else plain
    if span := _YEARS.search(plain):
        return f"{span[1]}/{span[2]}"
    if iso := _ISO.match(plain):
        return _as_far_as_known(iso[1], iso[2] or "", iso[3] or "") + about
    if slashed := _SLASHED.search(plain):
        year = slashed[3] if len(slashed[3]) == 4 else f"20{slashed[3]}"
        return _as_far_as_known(year, slashed[2], slashed[1]) + about
    worded = _WORDED.search(plain)
    if worded and worded[2][:3].lower() in _MONTHS:
        month = _MONTHS.index(worded[2][:3].lower()) + 1
        return _as_far_as_known(worded[3], str(month), worded[1] or "") + about
    year = year_in(plain)
    return f"{year}{about or ('~' if year != plain else '')}" if year else ""


def _as_far_as_known(year: str, month: str, day_of_month: str) -> str:
    """ISO of what is a date; lists write `00` or `dd` for what they do not know."""
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return year
    whole = day(f"{year}-{int(month):02}-{int(day_of_month):02}") if day_of_month.isdigit() else ""
    return whole or f"{year}-{int(month):02}"


def full_day(text: str) -> str:
    """An ISO date for a text that tells a whole day, else empty."""
    when = moment(text)
    return when if len(when) == 10 else ""


def moments(text: str) -> tuple[str, ...]:
    """The dates of a cell that numbers them: `a) Approximately 1966 b) 1960`, `(1) 05/02/1969 (2) 1970`."""
    return unique(moment(part) for part in _LETTERED.split(text))


def listed_names(primary: str, more: Iterable[tuple[str, NameQuality]]) -> tuple[ListName, ...]:
    """The primary name first, then the others, split at `;`, without empty ones and without repeats."""
    names = {primary: NameQuality.PRIMARY}
    for text, quality in more:
        for part in text.split(";"):
            if name := tidy(part):
                names.setdefault(name, quality)
    return tuple(ListName(text, quality) for text, quality in names.items())


def primary_first(names: Iterable[tuple[str, NameQuality]]) -> tuple[ListName, ...]:
    """The names of an entry whose publisher writes the primary name anywhere among them; without one, the first is it.

    Empty when there is no name at all.
    """
    named = [(text, quality) for text, quality in names if text]
    if not named:
        return ()
    primary = next((text for text, quality in named if quality is NameQuality.PRIMARY), named[0][0])
    others = ((text, NameQuality.ALIAS if q is NameQuality.PRIMARY else q) for text, q in named if text != primary)
    return listed_names(primary, others)


def year_in(text: str) -> str:
    year = re.search(r"\b(1[89]\d\d|20\d\d)\b", text)
    return year[1] if year else ""


def undated(path: Path) -> str:
    return ""
