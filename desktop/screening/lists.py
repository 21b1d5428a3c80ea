"""List files -> entries: sanctions and debarment lists as their publishers give them, read leniently, never half.

The format is recognised by what a file holds, not by its name. Reading streams: a list of 300 MB needs no more
memory than one entry. The structures and their traps: dossier 5.2 (UN), 5.3 (EU, OFAC), 5.4 (OpenSanctions).
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _, plural
from desktop.base.values import canonical, digest

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KINDS = ("person", "organisation", "vessel", "other")
QUALITIES = ("primary", "alias", "weak", "former", "original-script")
SHRUNK = 0.8  # a list that lost more than a fifth of its entries needs a person (design/screening.md)
LARGEST_JSON = 64 * 1024 * 1024  # JSON is read whole; the World Bank's file is about 1 MB
STEP = 250  # entries between two reports of progress


@dataclass(frozen=True, slots=True)
class ListName:
    """One name of an entry and how much the publisher trusts it: one of QUALITIES."""

    text: str
    quality: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed person, organisation or vessel.

    `births` are partial dates: `1971`, `1971-03`, `1971-03-14`, `1971~` (about), `1970/1975` (between).
    `listed_on` is an ISO date or empty. `raw` is the entry as published, for the certificate.
    """

    list_id: str
    id: str
    kind: str
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
        return sum(self.counts.get(kind, 0) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class ParsedList:
    """A list that was read whole and found sound. `entries` may be gone through again and again.

    `doubts` are sentences a person must read before the list is used; none for a sound file of a usual format.
    """

    version: ListVersion
    entries: Iterable[Entry]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """Which column of an unknown CSV file holds what. Values parted by `separator` inside a cell are several.

    `kind` is the kind of every entry, empty to judge by its name; `kind_column` wins where its values are of KINDS.
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
    kind: str = "organisation"
    kind_column: str = ""
    separator: str = ";"


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version of a list changed against another, as entry ids in the order of the files."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def read_list(
    path: Path, progress: Progress | None = None, *, mapping: CsvMapping | None = None, published: str = ""
) -> ParsedList:
    """Read a list file once, whole, and say what it is.

    `mapping` reads a CSV file of an unknown format; `published` dates a file that carries no date.
    Raises Problem for a file that is not a list, is empty, cut short, or tries to define XML entities;
    Cancelled when stopped.
    """
    progress = progress or Progress()
    shape = _recognise(path, mapping)
    counts: dict[str, int] = {}
    ids: set[str] = set()
    total = path.stat().st_size
    for number, entry in enumerate(_explained(path, shape.entries(path))):
        if number % STEP == 0:
            progress.step(min(number * 2000, total), total, _("Reading the list"))
        if entry.id in ids:
            raise Problem(
                _("“{name}” holds the entry {id} twice; nothing was imported.").format(name=path.name, id=entry.id),
                _("Fetch the file again from its publisher."),
            )
        ids.add(entry.id)
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
        counts["names"] = counts.get("names", 0) + len(entry.names)
    _never_half(path, shape, counts)
    dated = published or _explained_value(path, shape.published)
    doubts = () if dated else (_("This file does not say when it was published: give the date before using it."),)
    version = ListVersion(shape.source, shape.title, dated, _file_digest(path, progress), counts)
    progress.step(total, total, _("Reading the list"))
    return ParsedList(version, _FileEntries(path, shape), doubts)


def check_against(held: ListVersion | None, new: ListVersion) -> tuple[str, ...]:
    """May `new` take the place of `held`? The sentences a person must confirm first, none when all is well.

    Raises Problem for a list of another source, and for one older than the one held: going back would hide entries.
    """
    if held is None:
        return ()
    if held.source != new.source:
        raise Problem(
            _("This file is “{new}”, not “{held}”; the list held is unchanged.").format(new=new.title, held=held.title),
            _("Import it as a list of its own."),
        )
    if new.published and held.published and new.published < held.published:
        raise Problem(
            _("This list is of {new}, older than the one held, of {held}; the list held is unchanged.").format(
                new=new.published, held=held.published
            ),
            _("Fetch the present list from its publisher."),
        )
    if new.entries < held.entries * SHRUNK:
        return (
            _(
                "The new list has {new} entries where the one held has {held}: more than a fifth would disappear. "
                "Confirm only if the publisher announced it."
            ).format(new=new.entries, held=held.entries),
        )
    return ()


def difference(old: Iterable[Entry], new: Iterable[Entry]) -> Difference:
    """What changed from one version to the next, by entry id; two files of any size, one entry in memory at a time."""
    before = {entry.id: entry.digest() for entry in old}
    added, changed, seen = [], [], set()
    for entry in new:
        seen.add(entry.id)
        if entry.id not in before:
            added.append(entry.id)
        elif before[entry.id] != entry.digest():
            changed.append(entry.id)
    return Difference(tuple(added), tuple(changed), tuple(key for key in before if key not in seen))


# --- recognising -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Shape:
    """A recognised file: whose list it is, how its entries are read, and how it is dated."""

    source: str
    title: str
    entries: Callable[[Path], Iterator[Entry]]
    published: Callable[[Path], str]
    needs: tuple[str, ...] = ()  # kinds without which the file is half a list


@dataclass(frozen=True)
class _FileEntries:
    """The entries of a file, read again each time; raises Problem when the file changed or went away meanwhile."""

    path: Path
    shape: _Shape

    @cached_property
    def _mark(self) -> tuple[int, int]:
        return self._now()

    def __post_init__(self) -> None:
        assert self._mark  # remembered at once: it is the file as it was when it was checked

    def _now(self) -> tuple[int, int]:
        try:
            now = self.path.stat()
        except OSError as error:
            raise _unreadable(self.path) from error
        return now.st_size, now.st_mtime_ns

    def __iter__(self) -> Iterator[Entry]:
        if self._now() != self._mark:
            raise Problem(
                _("“{name}” changed while it was being imported; nothing was imported.").format(name=self.path.name),
                _("Import it again."),
            )
        return _explained(self.path, self.shape.entries(self.path))


def _recognise(path: Path, mapping: CsvMapping | None) -> _Shape:
    try:
        with path.open("rb") as file:
            start = file.read(8192)
    except OSError as error:
        raise _unreadable(path) from error
    text = start.decode("utf-8-sig", errors="replace").lstrip()
    if not text:
        raise Problem(
            _("“{name}” is empty; nothing was imported.").format(name=path.name),
            _("Fetch the file again from its publisher."),
        )
    if mapping is not None:
        return _mapped_shape(mapping)
    if text.startswith("<"):
        return _recognise_xml(path, text)
    if text[0] in "{[":
        return _WORLD_BANK_JSON
    return _recognise_csv(path)


def _recognise_xml(path: Path, text: str) -> _Shape:
    if "<html" in text[:2000].lower() or text[:15].lower().startswith("<!doctype html"):
        raise Problem(
            _("“{name}” is a web page, not a list; nothing was imported.").format(name=path.name),
            _("Open the publisher's page again and save the list file itself."),
        )
    root = _explained_value(path, _xml_root)
    for tag, shape in _XML_SHAPES.items():
        if root == tag:
            return shape
    raise _unknown(path)


def _recognise_csv(path: Path) -> _Shape:
    rows = _explained(path, _rows(path))
    first: list[str] = next(rows, [])
    header = {cell.strip().lower() for cell in first}
    if {"id", "schema", "name", "aliases"} <= header:
        return _OPENSANCTIONS
    for mapping in _KNOWN_CSV:
        wanted = [mapping.name, *(column for column in (mapping.id, mapping.programme) if column)]
        if {column.lower() for column in wanted} <= header:
            return _mapped_shape(mapping)
    if first and first[0].strip().isdigit():
        if len(first) == 12:
            return _OFAC_CSV
        if len(first) in (5, 6):
            raise Problem(
                _("“{name}” holds only the aliases or addresses of the OFAC list.").format(name=path.name),
                _("Choose the file sdn.csv and keep alt.csv and add.csv beside it."),
            )
    raise _unknown(path)


def _never_half(path: Path, shape: _Shape, counts: Mapping[str, int]) -> None:
    entries = sum(counts.get(kind, 0) for kind in KINDS)
    if not entries:
        raise Problem(
            _("“{name}” holds no entry at all; nothing was imported.").format(name=path.name),
            _("Fetch the file again from its publisher."),
        )
    if any(not counts.get(kind) for kind in shape.needs):
        raise Problem(
            _("“{name}” is only half of the list: persons or entities are missing.").format(name=path.name),
            _("Fetch the file again from its publisher."),
        )


def _unknown(path: Path) -> Problem:
    return Problem(
        _("“{name}” is not a list this program knows; nothing was imported.").format(name=path.name),
        _("Choose a list of the UN, the World Bank, the EU, OFAC or OpenSanctions, or say what its columns hold."),
    )


def _unreadable(path: Path) -> Problem:
    return Problem(
        _("“{name}” could not be read; nothing was imported.").format(name=path.name),
        _("Check that the folder or the stick is present, then try again."),
    )


def _cut_short(path: Path) -> Problem:
    return Problem(
        _("“{name}” is damaged or was cut short; nothing was imported.").format(name=path.name),
        _("Fetch the file again from its publisher."),
    )


def _explained(path: Path, entries: Iterator[Any]) -> Iterator[Any]:
    """The same items; what goes wrong in the file is said as a Problem."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException

    try:
        yield from entries
    except DefusedXmlException as error:
        raise Problem(
            _("“{name}” defines XML entities or a document type, which no list does; nothing was imported.").format(
                name=path.name
            ),
            _("Do not use this file. Fetch the list from its publisher."),
        ) from error
    except (ParseError, UnicodeDecodeError, csv.Error, json.JSONDecodeError, _CutShortError) as error:
        raise _cut_short(path) from error
    except OSError as error:
        raise _unreadable(path) from error


def _explained_value(path: Path, read: Callable[[Path], str]) -> str:
    value: str = next(_explained(path, _once(read, path)))
    return value


def _once(read: Callable[[Path], str], path: Path) -> Iterator[str]:
    """What `read` gives, as an iterator, so that its errors are explained in one place."""
    yield read(path)


class _CutShortError(ValueError):
    """A table ends in the middle of a row."""


def _file_digest(path: Path, progress: Progress) -> str:
    import hashlib

    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            progress.step(file.tell(), path.stat().st_size, _("Reading the list"))
            whole.update(piece)
    return whole.hexdigest()


# --- XML -------------------------------------------------------------------------------------------------------


def _xml_events(path: Path, events: tuple[str, ...]) -> Iterator[tuple[str, "Element"]]:
    from defusedxml.ElementTree import iterparse

    return iterparse(str(path), events=events, forbid_dtd=True)  # type: ignore[no-any-return]


def _xml_root(path: Path) -> str:
    __, root = next(_xml_events(path, ("start",)))
    return _local(root.tag)


def _xml_items(path: Path, tags: frozenset[str]) -> Iterator["Element"]:
    """Each element of these local names, whole and without namespaces; everything before it is forgotten."""
    trail: list[Element] = []
    for event, element in _xml_events(path, ("start", "end")):
        if event == "start":
            trail.append(element)
            continue
        trail.pop()
        if _local(element.tag) in tags and not any(_local(above.tag) in tags for above in trail):
            for part in element.iter():
                part.tag = _local(part.tag)
            yield element
            trail[-1].clear()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _raw(element: "Element") -> str:
    from xml.etree.ElementTree import tostring

    return tostring(element, encoding="unicode").strip()


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def _value(element: "Element", tag: str) -> str:
    return _tidy(element.findtext(tag))


def _values(element: "Element", path: str) -> list[str]:
    return [text for part in element.findall(path) if (text := _tidy(part.text))]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _day(text: str) -> str:
    """The first ten characters when they are an ISO date: some dates carry a zone (dossier 5.2)."""
    from datetime import date

    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""


def _names(primary: str, more: Iterable[tuple[str, str]]) -> tuple[ListName, ...]:
    """The primary name first, then the others, split at `;`, without empty ones and without repeats."""
    names = {primary: "primary"}
    for text, quality in more:
        for part in text.split(";"):
            if name := _tidy(part):
                names.setdefault(name, quality)
    return tuple(ListName(text, quality) for text, quality in names.items())


# --- the UN Security Council's consolidated list -----------------------------------------------------------------

UN_SOURCE = "un-sc"
_UN_QUALITY = {"good": "alias", "a.k.a.": "alias", "low": "weak", "f.k.a.": "former"}
_UN_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")


def _un_entries(path: Path) -> Iterator[Entry]:
    for element in _xml_items(path, frozenset({"INDIVIDUAL", "ENTITY"})):
        yield _un_entry(element, "INDIVIDUAL" if element.tag == "INDIVIDUAL" else "ENTITY")


def _un_entry(element: "Element", tag: str) -> Entry:
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    primary = _tidy(" ".join(_value(element, part) for part in parts))
    ident = _value(element, "DATAID")
    if not primary or not ident:
        raise _CutShortError("an entry without name or number")
    return Entry(
        list_id=UN_SOURCE,
        id=ident,
        kind="person" if tag == "INDIVIDUAL" else "organisation",
        names=_names(primary, _un_other_names(element, tag)),
        births=_unique(_un_births(element)),
        places=_un_places(element, "INDIVIDUAL_PLACE_OF_BIRTH"),
        nationalities=_unique([*_values(element, "NATIONALITY/VALUE"), _value(element, "NATIONALITY2")]),
        documents=_unique(_un_document(part) for part in element.findall("INDIVIDUAL_DOCUMENT")),
        addresses=_un_places(element, f"{tag}_ADDRESS"),
        programme=_value(element, "UN_LIST_TYPE"),
        reference=_value(element, "REFERENCE_NUMBER"),
        listed_on=_day(_value(element, "LISTED_ON")),
        text=_un_text(element),
        raw=_raw(element),
    )


def _un_other_names(element: "Element", tag: str) -> Iterator[tuple[str, str]]:
    yield _value(element, "NAME_ORIGINAL_SCRIPT"), "original-script"
    for alias in element.findall(f"{tag}_ALIAS"):
        quality = _UN_QUALITY.get(_value(alias, "QUALITY").lower(), "alias")
        yield _value(alias, "ALIAS_NAME"), quality


def _un_births(element: "Element") -> Iterator[str]:
    for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        about = "~" if _value(birth, "TYPE_OF_DATE").upper().startswith("APPROX") else ""
        first, last = _value(birth, "FROM_YEAR")[:4], _value(birth, "TO_YEAR")[:4]
        when = _day(_value(birth, "DATE")) or _value(birth, "YEAR")[:4]
        if when:
            yield when + about
        elif first and last:
            yield f"{first}/{last}"
    for alias in element.findall("INDIVIDUAL_ALIAS"):
        yield _day(_value(alias, "DATE_OF_BIRTH")) or _year(_value(alias, "DATE_OF_BIRTH"))


def _year(text: str) -> str:
    import re

    found = re.search(r"\b(1[89]\d\d|20\d\d)\b", text)
    return found[1] if found else ""


def _un_places(element: "Element", tag: str) -> tuple[str, ...]:
    return _unique(
        ", ".join(text for name in _UN_PLACE if (text := _value(part, name))) for part in element.findall(tag)
    )


def _un_document(part: "Element") -> str:
    number = _value(part, "NUMBER")
    kind = _value(part, "TYPE_OF_DOCUMENT2") or _value(part, "TYPE_OF_DOCUMENT")
    land = _value(part, "ISSUING_COUNTRY") or _value(part, "COUNTRY_OF_ISSUE")
    return ", ".join(text for text in (kind, number, land, _value(part, "NOTE")) if text) if number or kind else ""


def _un_text(element: "Element") -> str:
    lines = [", ".join(_values(element, f"{tag}/VALUE")) for tag in ("TITLE", "DESIGNATION")]
    return "\n".join(line for line in (*lines, _value(element, "COMMENTS1")) if line)


def _un_published(path: Path) -> str:
    __, root = next(_xml_events(path, ("start",)))
    return _day(root.get("dateGenerated", ""))


# --- the EU's consolidated list, XML 1.1 -------------------------------------------------------------------------


def _eu_entries(path: Path) -> Iterator[Entry]:
    for element in _xml_items(path, frozenset({"sanctionEntity"})):
        yield _eu_entry(element)


def _eu_entry(element: "Element") -> Entry:
    subject, programme = element.find("subjectType"), element.find("regulation")
    code = subject.get("code", "") if subject is not None else ""
    named = [(_tidy(alias.get("wholeName")), alias) for alias in element.findall("nameAlias")]
    named = [(text, alias) for text, alias in named if text]
    if not named:
        raise _CutShortError("an entry without name")
    return Entry(
        list_id="eu-fsf",
        id=element.get("logicalId", ""),
        kind={"person": "person", "enterprise": "organisation"}.get(code, "other"),
        names=_names(named[0][0], ((text, _eu_quality(alias)) for text, alias in named[1:])),
        births=_unique(_eu_birth(part) for part in element.findall("birthdate")),
        places=_eu_places(element, "birthdate"),
        nationalities=_unique(_tidy(part.get("countryDescription")) for part in element.findall("citizenship")),
        documents=_unique(_eu_document(part) for part in element.findall("identification")),
        addresses=_eu_places(element, "address"),
        programme=programme.get("programme", "") if programme is not None else "",
        reference=element.get("euReferenceNumber", "") or element.get("unitedNationId", ""),
        listed_on=_day(element.get("designationDate", "")),
        text="\n".join(_values(element, "remark")),
        raw=_raw(element),
    )


def _eu_quality(alias: "Element") -> str:
    return "weak" if alias.get("strong") == "false" else "alias"


def _eu_birth(part: "Element") -> str:
    when = _day(part.get("birthdate", "")) or part.get("year", "")
    return when + ("~" if when and part.get("circa") == "true" else "")


def _eu_places(element: "Element", tag: str) -> tuple[str, ...]:
    keys = ("street", "place", "city", "region", "zipCode", "countryDescription")
    return _unique(", ".join(text for key in keys if (text := _tidy(part.get(key)))) for part in element.findall(tag))


def _eu_document(part: "Element") -> str:
    keys = ("identificationTypeDescription", "number", "countryDescription")
    return ", ".join(text for key in keys if (text := _tidy(part.get(key))))


def _eu_published(path: Path) -> str:
    __, root = next(_xml_events(path, ("start",)))
    return _day(root.get("generationDate", ""))


# --- OFAC: XML by local names, and the three CSV files -------------------------------------------------------------

_OFAC_KINDS = {"individual": "person", "entity": "organisation", "vessel": "vessel", "aircraft": "other"}
_OFAC_NULL = "-0-"


def _ofac_xml_entries(path: Path) -> Iterator[Entry]:
    for element in _xml_items(path, frozenset({"sdnEntry"})):
        yield _ofac_xml_entry(element)


def _ofac_xml_entry(element: "Element") -> Entry:
    primary = _ofac_whole(element)
    if not primary:
        raise _CutShortError("an entry without name")
    aliases = ((_ofac_whole(aka), _ofac_quality(aka)) for aka in element.findall("akaList/aka"))
    return Entry(
        list_id="ofac-sdn",
        id=_value(element, "uid"),
        kind=_OFAC_KINDS.get(_value(element, "sdnType").lower(), "other"),
        names=_names(primary, aliases),
        births=_unique(_ofac_day(text) for text in _values(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth")),
        places=_unique(_values(element, "placeOfBirthList/placeOfBirthItem/placeOfBirth")),
        nationalities=_unique(
            [*_values(element, "nationalityList/nationality/country"), *_values(element, "citizenshipList/*/country")]
        ),
        documents=_unique(
            ", ".join(filter(None, (_value(part, key) for key in ("idType", "idNumber", "idCountry"))))
            for part in element.findall("idList/id")
        ),
        addresses=_unique(
            ", ".join(text for line in part if line.tag != "uid" and (text := _tidy(line.text)))
            for part in element.findall("addressList/address")
        ),
        programme=", ".join(_values(element, "programList/program")),
        text="\n".join(filter(None, (_value(element, "title"), _value(element, "remarks")))),
        raw=_raw(element),
    )


def _ofac_whole(element: "Element") -> str:
    return _tidy(f"{_value(element, 'firstName')} {_value(element, 'lastName')}")


def _ofac_quality(aka: "Element") -> str:
    return _ofac_alias(_value(aka, "type"), weak=_value(aka, "category").lower() == "weak")


def _ofac_alias(kind: str, *, weak: bool) -> str:
    if weak:
        return "weak"
    return "former" if kind.lower().replace(".", "") == "fka" else "alias"


def _ofac_day(text: str) -> str:
    """`14 Mar 1984`, `Mar 1984`, `1984`, `circa 1984`: as ISO, as far as it is known."""
    from datetime import datetime

    about = "~" if text.lower().startswith("circa") else ""
    plain = text.lower().removeprefix("circa").strip().title()
    for form, size in (("%d %b %Y", 10), ("%b %Y", 7), ("%Y", 4)):
        try:
            return datetime.strptime(plain, form).date().isoformat()[:size] + about  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    return _year(text) + "~" if _year(text) else ""


def _ofac_xml_published(path: Path) -> str:
    from datetime import datetime

    for element in _xml_items(path, frozenset({"publshInformation"})):
        day = _value(element, "Publish_Date")
        return datetime.strptime(day, "%m/%d/%Y").date().isoformat() if day else ""  # noqa: DTZ007 a day has no zone
    return ""


def _ofac_csv_entries(path: Path) -> Iterator[Entry]:
    aliases, addresses = _ofac_companions(path)
    for row in _rows(path):
        cells = [_ofac_cell(cell) for cell in row]
        if len(cells) != 12:
            if cells in ([], ["\x1a"], [""]):  # OFAC ends its files with the old end-of-file character
                continue
            raise _CutShortError("a row of another width")
        remarks = _ofac_remarks(cells[11])
        kind = _OFAC_KINDS.get(cells[2].lower(), "organisation")
        yield Entry(
            list_id="ofac-sdn",
            id=cells[0],
            kind=kind,
            names=_names(_ofac_order(cells[1], kind), _ofac_csv_names(aliases.get(cells[0], ()), cells[11], kind)),
            births=_unique(_ofac_day(text) for text in remarks.get("DOB", ())),
            places=_unique(remarks.get("POB", ())),
            nationalities=_unique([*remarks.get("nationality", ()), *remarks.get("citizen", ())]),
            documents=_unique(remarks.get("Passport", ())),
            addresses=_unique(addresses.get(cells[0], ())),
            programme=cells[3],
            text="\n".join(filter(None, (cells[4], cells[11]))),
            raw=canonical(row).decode(),
        )


def _ofac_cell(cell: str) -> str:
    text = _tidy(cell)
    return "" if text == _OFAC_NULL else text


def _ofac_order(name: str, kind: str) -> str:
    """`SURNAME, Given` as it is said; commas in an organisation's name are left."""
    last, comma, first = name.partition(",")
    return _tidy(f"{first} {last}") if kind == "person" and comma else name


def _ofac_csv_names(aliases: Iterable[tuple[str, str]], remarks: str, kind: str) -> Iterator[tuple[str, str]]:
    import re

    for alias_kind, name in aliases:
        yield _ofac_order(name, kind), _ofac_alias(alias_kind, weak=False)
    for weak in re.findall(r"a\.k\.a\. '([^']+)'", remarks):  # OFAC keeps its weak aliases in the remarks, quoted
        yield weak, "weak"


def _ofac_remarks(text: str) -> dict[str, list[str]]:
    """`DOB 01 Jan 1960; POB Cairo; nationality Egypt; Passport 123 (Egypt)` by its first word."""
    found: dict[str, list[str]] = {}
    for part in text.rstrip(".").split(";"):
        words = part.strip().removeprefix("alt. ").removeprefix("Alt. ")
        label, __, rest = words.partition(" ")
        if rest:
            found.setdefault(label, []).append(words if label == "Passport" else rest)
    return found


def _ofac_companions(path: Path) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
    """Aliases and addresses from the files beside `path` that look like OFAC's alt.csv and add.csv."""
    aliases: dict[str, list[tuple[str, str]]] = {}
    addresses: dict[str, list[str]] = {}
    for other in sorted(path.parent.glob("*.[cC][sS][vV]")):
        if other == path or not _is_ofac_companion(other):
            continue
        for row in _rows(other):
            cells = [_ofac_cell(cell) for cell in row]
            if len(cells) == 5:
                aliases.setdefault(cells[0], []).append((cells[2], cells[3]))
            elif len(cells) == 6:
                addresses.setdefault(cells[0], []).append(", ".join(filter(None, cells[2:6])))
    return aliases, addresses


def _is_ofac_companion(path: Path) -> bool:
    with path.open("rb") as file:
        line = file.readline(4096).decode("utf-8", errors="replace")
    first = next(csv.reader([line]), [])
    return len(first) in (5, 6) and first[0].strip().isdigit() and first[1].strip().isdigit()


# --- tables --------------------------------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV file, comma or semicolon; raises csv.Error when it ends inside a quoted cell."""
    csv.field_size_limit(4 * 1024 * 1024)  # OpenSanctions keeps hundreds of aliases in one cell
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.readline(65536)
        file.seek(0)
        comma = ";" if start.count(";") > start.count(",") else ","
        yield from csv.reader(file, delimiter=comma, strict=True)


def _records(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file by column; column names in lower case. A row of another width is a cut file."""
    rows = _rows(path)
    header = [cell.strip().lower() for cell in next(rows, [])]
    for row in rows:
        if not any(row):
            continue
        if len(row) != len(header):
            raise _CutShortError("a row of another width")
        yield dict(zip(header, row, strict=True))


def _several(cell: str) -> list[str]:
    """OpenSanctions parts values by `;` and quotes those that hold one (dossier 5.4)."""
    return [_tidy(value) for value in next(csv.reader([cell], delimiter=";"), [])] if cell else []


_FTM_KINDS = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "organisation",
    "LegalEntity": "organisation",
    "PublicBody": "organisation",
    "Vessel": "vessel",
}


def _opensanctions_entries(path: Path) -> Iterator[Entry]:
    for row in _records(path):
        yield Entry(
            list_id="opensanctions",
            id=row["id"],
            kind=_FTM_KINDS.get(row["schema"], "other"),
            names=_names(_tidy(row["name"]), ((name.replace(";", ","), "alias") for name in _several(row["aliases"]))),
            births=_unique(_several(row.get("birth_date", ""))),
            nationalities=_unique(_several(row.get("countries", ""))),
            documents=_unique(_several(row.get("identifiers", ""))),
            addresses=_unique(_several(row.get("addresses", ""))),
            programme=row.get("program_ids", "") or row.get("dataset", ""),
            listed_on=_day(row.get("first_seen", "")),
            text=row.get("sanctions", ""),
            raw=canonical(row).decode(),
        )


def _opensanctions_published(path: Path) -> str:
    return max((_day(row.get("last_seen", "")) for row in _records(path)), default="")


def _mapped_shape(mapping: CsvMapping) -> _Shape:
    def published(path: Path) -> str:
        return max((_day(row.get("__last_seen", "")) for row in _records(path)), default="")

    return _Shape(mapping.source, mapping.title, lambda path: _mapped_entries(path, mapping), published)


def _mapped_entries(path: Path, mapping: CsvMapping) -> Iterator[Entry]:
    seen: dict[str, int] = {}
    for row in _records(path):
        if mapping.name.lower() not in row:
            raise Problem(
                _("“{name}” has no column “{column}”.").format(name=path.name, column=mapping.name),
                _("Say again what its columns hold."),
            )
        entry = _mapped_entry(row, mapping)
        if not entry.names[0].text:
            continue
        seen[entry.id] = seen.get(entry.id, 0) + 1
        yield entry if seen[entry.id] == 1 else replace(entry, id=f"{entry.id}#{seen[entry.id]}")


def _mapped_entry(row: Mapping[str, str], mapping: CsvMapping) -> Entry:
    def cell(column: str) -> str:
        return _tidy(row.get(column.lower(), "")) if column else ""

    def cells(column: str) -> tuple[str, ...]:
        return _unique(_tidy(part) for part in cell(column).split(mapping.separator))

    primary, more = _also_known(cell(mapping.name))
    kind = cell(mapping.kind_column).lower()
    more += [(name, "alias") for name in cells(mapping.aliases)] + [(n, "weak") for n in cells(mapping.weak_aliases)]
    return Entry(
        list_id=mapping.source,
        id=cell(mapping.id) or digest(primary.encode(), cell(mapping.address).encode())[:16],
        kind=kind if kind in KINDS else mapping.kind or _firm_or_person(primary),
        names=_names(primary, more),
        births=cells(mapping.birth),
        nationalities=cells(mapping.nationality),
        documents=cells(mapping.documents),
        addresses=_unique([cell(mapping.address)]),
        programme=cell(mapping.programme),
        listed_on=_day(cell(mapping.listed_on)),
        text=cell(mapping.text),
        raw=canonical(dict(row)).decode(),
    )


# --- the World Bank ------------------------------------------------------------------------------------------------


def _also_known(name: str) -> tuple[str, list[tuple[str, str]]]:
    """The World Bank writes `NAME (A.K.A. OTHER)`, `NAME F/K/A OLD` and footnotes `*123` in one cell (5.1)."""
    import re

    plain = _tidy(re.sub(r"\*+\s*\d+", " ", name))
    pieces = re.split(r"[(\s]*\b([af])[./]?\s?k[./]?\s?a\b[.:/]*\s*", plain, flags=re.IGNORECASE)
    quality = {"a": "alias", "f": "former"}
    more = [(_unbracketed(text), quality[mark.lower()]) for mark, text in zip(pieces[1::2], pieces[2::2], strict=True)]
    return _unbracketed(pieces[0]) or plain, [(text, kind) for text, kind in more if text]


def _unbracketed(text: str) -> str:
    plain = text.strip(" ,;")
    return plain.rstrip(")").strip(" ,;") if plain.count(")") > plain.count("(") else plain


def _world_bank_json_entries(path: Path) -> Iterator[Entry]:
    if path.stat().st_size > LARGEST_JSON:
        raise _CutShortError("too large for a World Bank file")
    whole = json.loads(path.read_text(encoding="utf-8-sig"))
    response = whole.get("response", whole) if isinstance(whole, dict) else {}
    firms = response.get("ZPROCSUPP") if isinstance(response, dict) else None
    if not isinstance(firms, list):
        raise _unknown(path)
    seen: dict[str, int] = {}
    for firm in firms:
        entry = _world_bank_entry({str(key): str(value or "") for key, value in firm.items()})
        seen[entry.id] = seen.get(entry.id, 0) + 1
        yield entry if seen[entry.id] == 1 else replace(entry, id=f"{entry.id}#{seen[entry.id]}")


def _world_bank_entry(firm: Mapping[str, str]) -> Entry:
    primary, more = _also_known(_tidy(firm.get("SUPP_NAME")))
    if not primary:
        raise _CutShortError("a firm without name")
    last = _day(firm.get("DEBAR_TO_DATE", ""))
    ends = _("for ever") if last.startswith("2999") else last
    more += [(text, "alias") for text in (_tidy(firm.get("ADD_SUPP_INFO")),) if text]
    return Entry(
        list_id="world-bank",
        id=firm.get("SUPP_ID") or digest(primary.encode(), firm.get("DEBAR_FROM_DATE", "").encode())[:16],
        kind=_firm_or_person(primary),
        names=_names(primary, more),
        nationalities=_unique([_tidy(firm.get("COUNTRY_NAME"))]),
        addresses=_unique(
            [", ".join(filter(None, (_tidy(firm.get(key)) for key in ("SUPP_ADDR", "SUPP_CITY", "COUNTRY_NAME"))))]
        ),
        programme=_tidy(firm.get("DEBAR_REASON")),
        listed_on=_day(firm.get("DEBAR_FROM_DATE", "")),
        text=_("Ineligible until: {date}").format(date=ends) if ends else "",
        raw=canonical(dict(firm)).decode(),
    )


def _firm_or_person(name: str) -> str:
    """The World Bank does not tell firms from people: a title tells a person, a legal form a firm, else unknown."""
    import re

    if re.match(r"(mr|mrs|ms|miss|dr|sr|sra|eng|ing|prof)\b\.?\s", name, re.IGNORECASE):
        return "person"
    firm = r"\b(ltd|limited|inc|co|company|corp|llc|gmbh|s\.?a\.?s?|sarl|srl|ltda|plc|pvt|pte|bv|ag|jsc|ooo|group)\b"
    return "organisation" if re.search(firm, name, re.IGNORECASE) else "other"


def _undated(path: Path) -> str:
    return ""


_KNOWN_CSV = (
    CsvMapping("world-bank", "World Bank", "SUPP_NAME", id="SUPP_ID", address="SUPP_ADDR", nationality="COUNTRY_NAME",
               programme="DEBAR_REASON", listed_on="DEBAR_FROM_DATE", kind=""),
    CsvMapping("world-bank", "World Bank", "Firm Name", address="Address", nationality="Country", programme="Grounds",
               listed_on="From Date", kind=""),
    CsvMapping("world-bank", "World Bank", "name", id="id", programme="program", listed_on="listed_at", text="summary",
               kind=""),
)  # fmt: skip
_WORLD_BANK_JSON = _Shape("world-bank", "World Bank", _world_bank_json_entries, _undated)
_OPENSANCTIONS = _Shape("opensanctions", "OpenSanctions", _opensanctions_entries, _opensanctions_published)
_OFAC_CSV = _Shape("ofac-sdn", "OFAC SDN", _ofac_csv_entries, _undated)
_XML_SHAPES = {
    "CONSOLIDATED_LIST": _Shape(
        UN_SOURCE, "UN Security Council", _un_entries, _un_published, needs=("person", "organisation")
    ),
    "export": _Shape("eu-fsf", "European Union", _eu_entries, _eu_published),
    "sdnList": _Shape("ofac-sdn", "OFAC SDN", _ofac_xml_entries, _ofac_xml_published),
}


def summary(version: ListVersion) -> str:
    """A list in words: `730 persons, 273 organisations, 0 vessels` in the interface's language."""
    counts = version.counts
    return ", ".join(
        (
            plural("{count} person", "{count} persons", counts.get("person", 0)),
            plural("{count} organisation", "{count} organisations", counts.get("organisation", 0)),
            plural(
                "{count} vessel or other", "{count} vessels or others", counts.get("vessel", 0) + counts.get("other", 0)
            ),
        )
    )
