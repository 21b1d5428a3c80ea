"""What every list is read into: entries with names and facts, versions, and how a format describes itself."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.base.values import canonical, digest


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

    `counts` gives the entries of each kind and, under `names`, all searchable names; `digest` is the file's SHA-256.
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


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """Which column of an unknown CSV file holds what. Values parted by `separator` inside a cell are several.

    `kind` is the kind of every entry, None to judge by its name; `kind_column` wins where its values are kinds.
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

    def to_json(self) -> dict[str, str]:
        """Text by field, as it is stored; no kind is the empty text."""
        return {**asdict(self), "kind": self.kind or ""}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> "CsvMapping":
        """The mapping that `to_json` stored."""
        kind = stored.get("kind", EntryKind.ORGANISATION)
        return cls(**{**stored, "kind": EntryKind(kind) if kind else None})  # type: ignore[arg-type]  # kind apart


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
    has_companions: bool = False


class UnknownListError(ValueError):
    """A file of a known kind that holds no list."""


class CutShortError(ValueError):
    """A table ends in the middle of a row."""


# --- reading values leniently


def tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def day(text: str) -> str:
    """The first ten characters when they are an ISO date: some dates carry a zone (dossier 5.2)."""
    from datetime import date

    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""


def listed_names(primary: str, more: Iterable[tuple[str, NameQuality]]) -> tuple[ListName, ...]:
    """The primary name first, then the others, split at `;`, without empty ones and without repeats."""
    names = {primary: NameQuality.PRIMARY}
    for text, quality in more:
        for part in text.split(";"):
            if name := tidy(part):
                names.setdefault(name, quality)
    return tuple(ListName(text, quality) for text, quality in names.items())


def year_in(text: str) -> str:
    import re

    year = re.search(r"\b(1[89]\d\d|20\d\d)\b", text)
    return year[1] if year else ""


def undated(path: Path) -> str:
    return ""
