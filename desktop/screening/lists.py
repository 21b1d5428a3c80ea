"""List files -> entries: sanctions and debarment lists as their publishers give them, read leniently, never half.

The format is recognised by what a file holds, not by its name. Reading streams: a list of 300 MB needs no more
memory than one entry. A new format is a `ListFormat` and one line in `_XML_FORMATS` or `_TABLE_FORMATS`.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeVar

from desktop.base.dates import day_in_words
from desktop.base.decoding import NoTextError, encoding_of
from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.tables import TITLE_LINES, is_workbook, rows, sheet_names
from desktop.base.text import N_, _, language, plural
from desktop.base.values import digest
from desktop.screening import countries, eu, ofac, ofac_advanced, opensanctions, uk, un, world_bank, xml_lists
from desktop.screening.entries import (
    LANGUAGE,
    PARTS,
    AmendmentError,
    CsvMapping,
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    ListVersion,
    ParsedList,
    UnknownListError,
    WholenessProof,
    tidy,
)
from desktop.screening.mapped import flat_format, mapped_format, plain_title

T = TypeVar("T")

SHRUNK = 0.8  # a list that lost more than a fifth of its entries needs a person
LOST = 2  # a part that fewer than half as many entries have as before needs a person
PART_WORDS = {  # the kinds and the parts of a list, as a person reads them
    EntryKind.PERSON: N_("people"),
    EntryKind.ORGANISATION: N_("organizations"),
    EntryKind.VESSEL: N_("vessels"),
    "aliases": N_("further names"),
    "births": N_("births"),
    "nationalities": N_("nationalities"),
    "documents": N_("documents"),
    "addresses": N_("addresses"),
}
LANGUAGES = {  # in which a list is searched
    "en": N_("English"),
    "fr": N_("French"),
    "es": N_("Spanish"),
    "ar": N_("Arabic"),
    "ru": N_("Russian"),
    "zh": N_("Chinese"),
}
STEP = 250  # entries between two reports of progress
FirstRows = Sequence[Sequence[str]]
_XML_FORMATS: Mapping[str, Callable[[Path], ListFormat]] = {  # by the name of the root
    "export": lambda path: eu.XML,
    "WHOLE": lambda path: eu.WHOLE_XML,
    "Designations": lambda path: uk.XML,
    "sdnList": ofac.xml_format,
    "Sanctions": ofac_advanced.advanced_format,
    "swiss-sanctions-list": countries.seco_format,
    "data-set": countries.canada_format,
}
_TABLE_FORMATS: Sequence[Callable[[Path, FirstRows], ListFormat | None]] = (
    opensanctions.table_format,
    lambda path, first: uk.table_format(first),
    lambda path, first: eu.table_format(first),
    lambda path, first: countries.dfat_format(first),
    flat_format,
    world_bank.table_format,
)


class UnknownFormat(Problem):
    """A file that is no list this program knows; a table may still be read by what a person says of its columns."""


def read_list(
    path: Path,
    progress: Progress | None = None,
    *,
    mapping: CsvMapping | None = None,
    published: str = "",
    called: str = "",
    beside: Sequence[Path] = (),
) -> ParsedList:
    """Read a list file once, whole, and say what it is.

    `mapping` reads a table of an unknown format; `published` dates a file that carries no date; `called` is what a
    person calls a list whose file does not say which of its publisher's it is; `beside` are further files that belong
    to it, wherever they lie.
    Raises Problem for a file that is not a list, is empty, cut short, or tries to define XML entities;
    Cancelled when stopped.
    """
    progress = progress or Progress()
    list_format = _called(_recognise(path, mapping, beside), called)
    counts: dict[str, int] = {}
    ids: set[str] = set()
    total = path.stat().st_size
    for number, entry in enumerate(_explaining(path, list_format.entries(path))):
        if number % STEP == 0:
            progress.step(min(number * 2000, total), total, _("Reading the list"))
        if entry.id in ids:
            raise Problem(
                _("“{name}” holds the entry {id} twice; nothing was imported.").format(name=path.name, id=entry.id),
                _("Fetch the file again from its publisher."),
                code="list-entry-twice",
            )
        ids.add(entry.id)
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
        _count(entry, counts)
    _require_whole(path, list_format, counts)
    dated = published or _explained_value(path, list_format.published)
    doubts: tuple[str, ...] = (
        () if dated else (_("This file does not say when it was published: give the date before using it."),)
    )
    proof = _explained_value(path, lambda file: list_format.proof(file, ids))
    in_each = _explained_value(path, lambda file: list_format.languages(file, counts["names"]))
    counts |= {f"{LANGUAGE}{name}": count for name, count in in_each.items()}
    digest_of_all = _digest_of((path, *list_format.beside), progress)
    version = ListVersion(list_format.source, list_format.title, dated, digest_of_all, counts)
    progress.step(total, total, _("Reading the list"))
    doubts += _disagreements(proof, len(ids))
    entries = _FileEntries(path, list_format)
    return ParsedList(version, entries, doubts, proof.is_unproven, list_format.is_certain, list_format.beside, ids)


def _called(list_format: ListFormat, called: str) -> ListFormat:
    """The format under the name that a person gave; a file that says which list it is keeps its own."""
    if list_format.is_certain or not called:
        return list_format
    source = f"{list_format.source}-{plain_title(called) or digest(called.encode())[:8]}"
    return replace(list_format, source=source, title=f"{list_format.title} – {called}", is_certain=True)


def _count(entry: ListEntry, counts: dict[str, int]) -> None:
    """Count its names, and the parts that it has."""
    more = {
        "names": len(entry.names),
        "aliases": len(entry.names) - 1,
        **{part: 1 for part in PARTS if getattr(entry, part, ())},
    }
    for part, count in more.items():
        counts[part] = counts.get(part, 0) + count


def _disagreements(proof: WholenessProof, held: int) -> tuple[str, ...]:
    """What a person must read of a file that contradicts itself or its sister files."""
    if proof.announced is not None:
        sentence = _("This file announces {announced} entries and has {held}: it is not whole.")
        return (sentence.format(announced=proof.announced, held=held),)
    if proof.missing:
        return (
            plural(
                "The files beside this one name {count} entry that it lacks: it is not whole.",
                "The files beside this one name {count} entries that it lacks: it is not whole.",
                proof.missing,
            ),
        )
    return ()


@dataclass(frozen=True)
class TableStart:
    """What a person must see of a table to say what its columns hold: its sheets, none of a CSV file, and its rows."""

    sheets: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def head(self) -> int:
        """The row that seems to name the columns: the first that is nearly as full as the fullest."""
        widths = [sum(map(bool, row)) for row in self.rows[:TITLE_LINES]]
        return next((number for number, width in enumerate(widths) if width >= max(2, max(widths) * 0.7)), 0)


def table_start(path: Path, sheet: str = "", most: int = 200) -> TableStart:
    """The first `most` rows of a table, tidy; raises Problem for a file that is no table with two columns."""
    sheets = _explained_value(path, sheet_names)
    table = islice(_explaining(path, rows(path, sheet)), most)
    first = [tuple(map(tidy, row)) for row in table]
    if not any(sum(map(bool, row)) > 1 for row in first):
        raise _unknown(path)
    return TableStart(sheets, tuple(first))


def companions(path: Path) -> tuple[Path, ...]:
    """The files that must stay beside this list file: OFAC's aliases and addresses, other languages of the UN's."""
    return _recognise(path, None).beside


def check_against(current: ListVersion | None, new: ListVersion) -> tuple[str, ...]:
    """May `new` take the place of `held`? The sentences a person must confirm first, none when all is well.

    Raises Problem for a list of another source, and for one older than the one held: going back would hide entries.
    """
    if current is None:
        return ()
    if current.source != new.source:
        raise Problem(
            _("This file is “{new}”, not “{held}”; the list held is unchanged.").format(
                new=_(new.title), held=_(current.title)
            ),
            _("Import it as a list of its own."),
            code="list-of-another-source",
        )
    if new.published and current.published and new.published < current.published:
        raise Problem(
            _("This list is of {new}, older than the one held, of {held}; the list held is unchanged.").format(
                new=day_in_words(new.published, language()), held=day_in_words(current.published, language())
            ),
            _("Fetch the present list from its publisher."),
            code="list-older",
        )
    doubts = []
    if new.entries < current.entries * SHRUNK:
        sentence = _(
            "The new list has {new} entries where the one held has {held}: more than a fifth would disappear. "
            "Confirm only if the publisher announced it."
        )
        doubts.append(sentence.format(new=new.entries, held=current.entries))
    return (*doubts, *_lost_parts(current, new))


def _lost_parts(current: ListVersion, new: ListVersion) -> Iterator[str]:
    """What most entries of the list always had and these have not: a file beside it may be missing, or half of it."""
    sentence = _("The list in use has {part}: {held}. This file has {new}. Look whether a part of it is missing.")
    for part, word in PART_WORDS.items():
        share = new.counts.get(part, 0) * current.entries
        if share * LOST < current.counts.get(part, 0) * new.entries:
            yield sentence.format(part=_(word), held=current.counts.get(part, 0), new=new.counts.get(part, 0))
    lost = [name for name in current.languages if name not in new.languages]
    if lost:
        words = ", ".join(_(LANGUAGES[name]) for name in lost)
        yield _("The list in use has names in these languages too, and this file has not: {languages}.").format(
            languages=words
        )


def summary(version: ListVersion) -> str:
    """A list in words: `730 persons, 273 organisations, 0 vessels` in the interface's language."""
    counts = version.counts
    others = counts.get(EntryKind.VESSEL, 0) + counts.get(EntryKind.OTHER, 0)
    return ", ".join(
        (
            plural("{count} person", "{count} people", counts.get(EntryKind.PERSON, 0)),
            plural("{count} organization", "{count} organizations", counts.get(EntryKind.ORGANISATION, 0)),
            plural("{count} vessel or other", "{count} vessels or others", others),
        )
    )


def languages_in_words(version: ListVersion) -> str:
    """The languages in which a list is searched; empty where they are not known."""
    return ", ".join(_(LANGUAGES[code]) for code in version.languages if code in LANGUAGES)


def holdings(version: ListVersion) -> str:
    """What is searched of a list, in words: its entries by kind, its names, their languages where they are known."""
    names = plural("{count} name", "{count} names", version.names)
    languages = languages_in_words(version)
    return ", ".join((summary(version), f"{names} ({languages})" if languages else names))


# --- recognising


@dataclass(frozen=True)
class _FileEntries:
    """The entries of a file, read again each time; raises Problem when the file changed or went away meanwhile."""

    path: Path
    list_format: ListFormat

    @cached_property
    def _state(self) -> list[tuple[int, int]]:
        return self._state_now()

    def __post_init__(self) -> None:
        assert self._state  # remembered at once: it is the file as it was when it was checked

    def _state_now(self) -> list[tuple[int, int]]:
        try:
            now = [path.stat() for path in (self.path, *self.list_format.beside)]
        except OSError as error:
            raise _unreadable(self.path) from error
        return [(file.st_size, file.st_mtime_ns) for file in now]

    def __iter__(self) -> Iterator[ListEntry]:
        if self._state_now() != self._state:
            raise Problem(
                _("“{name}” changed while it was being imported; nothing was imported.").format(name=self.path.name),
                _("Import it again."),
                code="list-file-changed",
            )
        return _explaining(self.path, self._entries())

    def _entries(self) -> Iterator[ListEntry]:
        """Each under the source of the list, which a person may have named."""
        source = self.list_format.source
        for entry in self.list_format.entries(self.path):
            yield entry if entry.list_id == source else replace(entry, list_id=source)


def is_list(path: Path) -> bool:
    """Whether a file is a sanctions list of a format that is known by its content, or fails to be one whole."""
    try:
        _known_by_its_start(path)
    except UnknownFormat:
        return False
    except Problem:  # the page of the lists says what is wrong with it
        return True
    return True


def _known_by_its_start(path: Path) -> None:
    """Raise UnknownFormat for a file that is no list, Problem for a list with a fault that shows at once."""
    text = _start_of(path)
    if text.startswith("<"):
        _known_root(path, text)
    else:
        _recognise(path, None)


def _start_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(8192)
    except OSError as error:
        raise _unreadable(path) from error
    text = start.decode(encoding_of([start]), errors="replace").lstrip("\ufeff \t\r\n\v\f")
    if not text:
        raise Problem(
            _("“{name}” is empty; nothing was imported.").format(name=path.name),
            _("Fetch the file again from its publisher."),
            code="list-file-empty",
        )
    return text


def _recognise(path: Path, mapping: CsvMapping | None, beside: Sequence[Path] = ()) -> ListFormat:
    text = _start_of(path)
    if mapping is not None:
        return mapped_format(mapping)
    if text.startswith("<"):
        root = _known_root(path, text)
        if root == un.ROOT:
            return _explained_value(path, lambda file: un.un_format(file, beside))
        return _explained_value(path, _XML_FORMATS[root])
    if text[0] in "{[":
        return _recognise_json(path)
    return _recognise_table(path, beside)


def _known_root(path: Path, text: str) -> str:
    """The name of the root of a list in XML; raises Problem for a web page and for what is no list."""
    if "<html" in text[:2000].lower() or text[:15].lower().startswith("<!doctype html"):
        raise Problem(
            _("“{name}” is a web page, not a list; nothing was imported.").format(name=path.name),
            _("Open the publisher's page again and save the list file itself."),
            code="list-is-web-page",
        )
    root = _explained_value(path, xml_lists.root_of)
    if root != un.ROOT and root not in _XML_FORMATS:
        raise _unknown(path)
    return root


def _recognise_json(path: Path) -> ListFormat:
    """Lines of entities, or one whole object."""
    if _explained_value(path, opensanctions.is_nested):
        return _explained_value(path, opensanctions.nested_format)
    return world_bank.JSON


def _table_format(path: Path, first_rows: FirstRows) -> ListFormat | None:
    return next(filter(None, (table_format(path, first_rows) for table_format in _TABLE_FORMATS)), None)


def _recognise_table(path: Path, beside: Sequence[Path]) -> ListFormat:
    first_rows = [row for row, _number in zip(_explaining(path, rows(path)), range(TITLE_LINES), strict=False)]
    if not any(map(any, first_rows)):
        raise _without_entries(path)
    list_format = _explained_value(path, lambda file: _table_format(file, first_rows))
    if list_format is not None:
        return list_format
    first = first_rows[0] if first_rows else []
    if first and first[0].strip().isdigit():
        if len(first) == 12:
            return _explained_value(path, lambda file: ofac.csv_format(file, beside))
        if len(first) in (5, 6):
            raise Problem(
                _("“{name}” holds only the aliases or addresses of the OFAC list.").format(name=path.name),
                _("Choose the file sdn.csv and keep alt.csv and add.csv beside it."),
                code="list-only-companions",
            )
    raise _unknown(path)


def _require_whole(path: Path, list_format: ListFormat, counts: Mapping[str, int]) -> None:
    entries = sum(counts.get(kind, 0) for kind in EntryKind)
    if not entries:
        raise _without_entries(path)
    if any(not counts.get(kind) for kind in list_format.needs):
        raise Problem(
            _("“{name}” is only half of the list: persons or entities are missing.").format(name=path.name),
            _("Fetch the file again from its publisher."),
            code="list-half",
        )


def _without_entries(path: Path) -> Problem:
    return Problem(
        _("“{name}” holds no entry at all; nothing was imported.").format(name=path.name),
        _("Fetch the file again from its publisher."),
        code="list-without-entries",
    )


def _unknown(path: Path) -> Problem:
    return UnknownFormat(
        _("“{name}” is not a list this program knows; nothing was imported.").format(name=path.name),
        _(
            "Choose a list of the UN, the World Bank, the EU, OFAC, the United Kingdom, Switzerland, Canada, Australia "
            "or OpenSanctions, or say what its columns hold."
        ),
        code="list-unknown",
    )


def _unreadable(path: Path) -> Problem:
    return Problem(
        _("“{name}” could not be read; nothing was imported.").format(name=path.name),
        _("Check that the folder or the stick is present, then try again."),
        code="list-unreadable",
    )


def _cut_short(path: Path) -> Problem:
    if is_workbook(path):  # it was opened, so it is whole: what is wrong stands in it
        return Problem(
            _("A row of “{name}” is not as this list has its rows; nothing was imported.").format(name=path.name),
            _("Look whether somebody wrote into it, or fetch the file again from its publisher."),
            code="list-row-unclear",
        )
    return Problem(
        _("“{name}” is damaged or was cut short; nothing was imported.").format(name=path.name),
        _("Fetch the file again from its publisher."),
        code="list-cut-short",
    )


def _explaining(path: Path, parts: Iterator[T]) -> Iterator[T]:
    """The same parts of the file; what goes wrong while reading is raised as a Problem."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException

    try:
        yield from parts
    except DefusedXmlException as error:
        raise Problem(
            _("“{name}” defines XML entities or a document type, which no list does; nothing was imported.").format(
                name=path.name
            ),
            _("Do not use this file. Fetch the list from its publisher."),
            code="list-defines-entities",
        ) from error
    except (ParseError, UnicodeDecodeError, NoTextError, csv.Error, json.JSONDecodeError, CutShortError) as error:
        raise _cut_short(path) from error
    except AmendmentError as error:
        raise Problem(
            _("“{name}” holds only what changed in the list, not the list; nothing was imported.").format(
                name=path.name
            ),
            _("Fetch the whole list from its publisher."),
            code="list-amendment",
        ) from error
    except UnknownListError as error:
        raise _unknown(path) from error
    except OSError as error:
        raise _unreadable(path) from error


def _explained_value(path: Path, read: Callable[[Path], T]) -> T:
    return next(_explaining(path, _as_iterator(read, path)))


def _as_iterator(read: Callable[[Path], T], path: Path) -> Iterator[T]:
    """What `read` gives, as an iterator, so that its errors are explained in one place."""
    yield read(path)


def _digest_of(paths: Sequence[Path], progress: Progress) -> str:
    """Of one file its SHA-256; of several, that of theirs, the list's own first."""
    digests = [_file_digest(path, progress) for path in paths]
    return digests[0] if len(digests) == 1 else digest("".join(digests).encode())


def _file_digest(path: Path, progress: Progress) -> str:
    import hashlib

    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            progress.step(file.tell(), path.stat().st_size, _("Reading the list"))
            whole.update(piece)
    return whole.hexdigest()
