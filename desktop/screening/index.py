"""A list set as one SQLite file: built beside the old one and swapped in, searched in milliseconds.

Lists are public, so the file is not encrypted. It keeps every entry, every name, the words of the names and the keys
under which close spellings meet (`names.keys`). A search gathers the names that share words with the query, rarest
first, and lets `match` judge the most promising ones.
"""

import heapq
import json
import math
import sqlite3
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.screening import acronyms, match
from desktop.screening.entries import EntryKind, ListEntry, ListName, ListVersion, NameQuality, ParsedList
from desktop.screening.match import Alignment, Band, alike
from desktop.screening.names import (
    INITIAL,
    Name,
    Token,
    keys,
    may_be_syllables,
    organisation_token,
    parse,
    query_keys,
    same_syllables,
    token,
    unpack,
)

LAYOUT = "2"  # of the file; another layout is built again from the lists
MOST_ALIGNED = 160  # names that are aligned; the right one is nearly always among the first 50
MOST_GATHERED = 5000  # names gathered before frequent words stop adding new ones
SAME_NAME = 0.9  # words this close are spellings of one name, whose bearers are counted together
LENGTH_PENALTY = 0.5  # among names that share the same words the shorter come first
SAME_SYLLABLES = 0.95
MOST_WORDS = 8000  # words whose names are remembered
READ_AT_ONCE = 500  # words in one query, as many values as every SQLite takes
NEARLY_EXACT = 0.93  # the UN marks aliases as low quality: they alert only when written nearly as listed

_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE list (source TEXT PRIMARY KEY, title TEXT, published TEXT, digest TEXT, counts TEXT);
CREATE TABLE entry (n INTEGER PRIMARY KEY, list_id TEXT, entry_id TEXT, data BLOB);
CREATE TABLE name (n INTEGER PRIMARY KEY, entry INTEGER, kind TEXT, text TEXT, quality TEXT, packed TEXT);
CREATE TABLE word (n INTEGER PRIMARY KEY, kind TEXT, text TEXT, names BLOB);
CREATE TABLE key (k INTEGER, word INTEGER, PRIMARY KEY (k, word)) WITHOUT ROWID;
CREATE TABLE whole (k INTEGER, name INTEGER, PRIMARY KEY (k, name)) WITHOUT ROWID;
CREATE TABLE size (kind TEXT PRIMARY KEY, names INTEGER);
CREATE TABLE lengths (words BLOB);
"""


@dataclass(frozen=True, slots=True)
class IndexHit:
    """A listed name close to the one searched. `name` and `quality` are of the name that was met.

    `band` is `strong`, `review` or `weak`; `alignment` says word by word why.
    """

    entry: ListEntry
    name: str
    quality: NameQuality
    score: float
    band: Band
    alignment: Alignment

    def sentence(self) -> str:
        """Why this hit is proposed, in the interface's language."""
        sentences = [match.sentence(self.alignment)]
        if self.quality == NameQuality.WEAK:
            sentences.append(_("The list itself calls this alias uncertain."))
        if self.quality == NameQuality.FORMER:
            sentences.append(_("This is a former name."))
        return " ".join(sentences)


def build_index(path: Path, lists: Iterable[ParsedList], progress: Progress | None = None) -> None:
    """Build the index of these lists and put it at `path`; until the end the old one stays in place.

    Raises Problem when a list cannot be read or the disk is full; Cancelled when stopped. Both leave the old index.
    """
    from desktop.base.files import is_held, put_in_place  # a search needs neither, and begins sooner without

    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        try:
            _IndexBuilder(part, progress or Progress()).build(lists)
            put_in_place(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except (sqlite3.Error, OSError) as error:
        raise Problem(
            _("The lists could not be made searchable; the lists held before are still in use."),
            _("Their file is open in another program: close it there, then try again.")
            if is_held(error)
            else _("Free some space on the disk, then try again."),
            code="lists-not-searchable",
        ) from error


def _key_hash(kind: str, key: str) -> int:
    return int.from_bytes(blake2b(f"{kind}{key}".encode(), digest_size=8).digest(), "big", signed=True)


def _groups_of(kind: EntryKind | None) -> tuple[str, ...]:
    """Under which groups of names an entry is found; what is neither person nor organisation is found under both."""
    if kind is EntryKind.PERSON:
        return ("p",)
    return ("o",) if kind in (EntryKind.ORGANISATION, EntryKind.VESSEL) else ("p", "o")


_READ_AS = {"p": EntryKind.PERSON, "o": EntryKind.ORGANISATION}


def _token_of(group: str) -> Callable[[str], Token]:
    return token if group == "p" else organisation_token


class _IndexBuilder:
    """Writes one index file from nothing."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self.base = sqlite3.connect(path, isolation_level=None)
        self.progress = progress
        self.words: dict[tuple[str, str], int] = {}
        self.postings: list[array[int]] = []
        self.lengths = bytearray(1)  # words of each name; names are numbered from 1
        self.names = self.entries = 0
        self.sizes = {"p": 0, "o": 0}

    def build(self, lists: Iterable[ParsedList]) -> None:
        try:
            self.base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;")
            self.base.executescript(_TABLES)
            self.base.execute("BEGIN")
            for parsed in lists:
                self._add_list(parsed)
            self._write_words()
            self.base.execute("INSERT INTO about VALUES ('layout', ?), ('matcher', ?)", (LAYOUT, match.VERSION))
            self.base.execute("INSERT INTO lengths VALUES (?)", (bytes(self.lengths),))
            self.base.executemany("INSERT INTO size VALUES (?, ?)", self.sizes.items())
            self.base.execute("COMMIT")
        finally:
            self.base.close()

    def _add_list(self, parsed: ParsedList) -> None:
        version = parsed.version
        counts = json.dumps(dict(version.counts))
        about = (version.source, version.title, version.published, version.digest, counts)
        self.base.execute("INSERT INTO list VALUES (?, ?, ?, ?, ?)", about)
        for number, entry in enumerate(parsed.entries):
            if number % 200 == 0:
                self.progress.step(number, version.entries, _("Making the list searchable"))
            self._add_entry(version.source, entry)

    def _add_entry(self, source: str, entry: ListEntry) -> None:
        self.entries += 1
        data = zlib.compress(entry.to_json().encode(), 6)
        self.base.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (self.entries, source, entry.id, data))
        for name in entry.names:
            for kind in _groups_of(entry.kind):
                self._add_name(name, kind)

    def _add_name(self, name: ListName, kind: str) -> None:
        parsed = parse(name.text, _READ_AS[kind])
        if not parsed.tokens:
            return
        self.lengths.append(len(parsed.tokens))
        self.names += 1
        self.sizes[kind] += 1
        row = (self.names, self.entries, kind, name.text, name.quality, parsed.packed)
        self.base.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", row)
        for part in {part.text for part in parsed.tokens}:
            self._posting_of(kind, part).append(self.names)
        for whole in set(_listed_keys(parsed)):
            self.base.execute("INSERT OR IGNORE INTO whole VALUES (?, ?)", (_key_hash(kind, whole), self.names))

    def _posting_of(self, kind: str, text: str) -> "array[int]":
        number = self.words.setdefault((kind, text), len(self.words))
        if number == len(self.postings):
            self.postings.append(array("I"))
        return self.postings[number]

    def _write_words(self) -> None:
        word_keys: list[tuple[int, int]] = []
        for done, ((kind, text), number) in enumerate(self.words.items()):
            if done % 1000 == 0:
                self.progress.step(done, len(self.words), _("Making the list searchable"))
            blob = self.postings[number].tobytes()
            self.base.execute("INSERT INTO word VALUES (?, ?, ?, ?)", (number, kind, text, blob))
            word_keys.extend((_key_hash(kind, key), number) for key in keys(_token_of(kind)(text)))
            if len(word_keys) > 200_000:
                self._write_keys(word_keys)
        self._write_keys(word_keys)

    def _write_keys(self, word_keys: list[tuple[int, int]]) -> None:
        word_keys.sort()
        self.base.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", word_keys)
        word_keys.clear()


def _whole_keys(name: Name) -> Iterator[str]:
    """Keys of the whole name written as one word, as it stands: for names cut up differently."""
    parts = [part for part, weight in zip(name.tokens, name.weights, strict=True) if weight > 0.04]
    if 1 <= len(parts) <= 4:
        yield "w" + _joined(parts, name).bones


def _joined(parts: Sequence[Token], name: Name) -> Token:
    written = "".join(part.text.rstrip(".") for part in parts)
    return organisation_token(written) if name.organisation else token(written)


def _neighbours(name: Name) -> Iterator[Token]:
    """Every two and three neighbouring words written as one."""
    for size in (2, 3):
        for at in range(len(name.tokens) - size + 1):
            parts = name.tokens[at : at + size]
            if sum(len(part.text) for part in parts) > 4:
                yield _joined(parts, name)


def _acronym_words(name: Name) -> Iterator[str]:
    return (part.text for at, part in enumerate(name.tokens) if acronyms.is_acronym(name, at))


def _listed_keys(name: Name) -> Iterator[str]:
    """Under which keys a listed name is kept as a whole: joined, by its neighbouring words, by its acronyms."""
    yield from _whole_keys(name)
    if name.organisation:
        yield from (f"j{whole.bones}" for whole in _neighbours(name))
        yield from (f"f{form}" for form in acronyms.forms(name))
        yield from (f"a{word}" for word in _acronym_words(name))


def _sought_keys(name: Name) -> Iterator[str]:
    """Under which of these keys the names are looked for that a query could be."""
    yield from _whole_keys(name)
    if name.organisation:
        yield from (f"j{part.bones}" for part in name.tokens if len(part.text) > 4)
        yield from (f"f{word}" for word in _acronym_words(name))
        yield from (f"a{form}" for form in acronyms.forms(name))


class Index:
    """An opened list set. Reading only; may be used by one thread at a time."""

    def __init__(self, base: sqlite3.Connection, lists: tuple[ListVersion, ...]) -> None:
        self._base = base
        self.lists = lists
        self._sizes = dict(base.execute("SELECT kind, names FROM size"))
        self._lengths: bytes = base.execute("SELECT words FROM lengths").fetchone()[0]
        self._words: dict[int, tuple[Token, bytes]] = {}

    @classmethod
    def open(cls, path: Path) -> "Index":
        """Open the index at `path`; raises Problem when there is none or it must be built again."""
        if not path.is_file():
            raise Problem(
                _("No list has been imported yet."),
                _("Import the list of the UN Security Council first."),
                code="no-list-imported",
            )
        try:
            base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise _unusable() from error
        try:
            return cls(base, _lists_in(base))
        except (sqlite3.Error, ValueError) as error:
            base.close()  # Windows replaces no file that is open
            raise _unusable() from error
        except BaseException:
            base.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def entry(self, list_id: str, entry_id: str) -> ListEntry | None:
        """The entry as the list gives it now, None when it is no longer listed."""
        row = self._base.execute(
            "SELECT data FROM entry WHERE n = (SELECT min(n) FROM entry WHERE list_id = ? AND entry_id = ?)",
            (list_id, entry_id),
        ).fetchone()
        return _entry_from(row[0]) if row else None

    def search(self, query: str, kind: EntryKind | None = None, limit: int = 20) -> tuple[IndexHit, ...]:
        """The entries whose names are closest to `query`, best first, each once; at least in the weak band.

        `kind` is a person's or an organisation's, None for both. Any text is answered; most nonsense by nothing.
        """
        best: dict[int, tuple[float, str, str, Name, Name]] = {}
        for group in _groups_of(kind):
            query_name = parse(query, _READ_AS[group])
            for score, entry, text, quality, name in self.scored_names(query_name, group):
                if score < (NEARLY_EXACT if quality == NameQuality.WEAK else match.WEAK):
                    continue
                # of names as close to it, the one that is written as it was asked for
                if entry not in best or (score, text == query) > (best[entry][0], best[entry][1] == query):
                    best[entry] = (score, text, quality, query_name, name)
        ranked = sorted(best.items(), key=lambda item: -item[1][0])[:limit]
        return tuple(self._hit(entry, *closest) for entry, closest in ranked)

    def _hit(self, number: int, score: float, text: str, quality: str, query_name: Name, name: Name) -> IndexHit:
        data = self._base.execute("SELECT data FROM entry WHERE n = ?", (number,)).fetchone()[0]
        alignment = match.align(query_name, name)
        return IndexHit(_entry_from(data), text, NameQuality(quality), score, match.band(score), alignment)

    def scored_names(self, query_name: Name, group: str) -> Iterator[tuple[float, int, str, str, Name]]:
        """Every gathered name with its score: (score, entry, text, quality, name), in no order."""
        if not query_name.tokens:
            return
        kind = _READ_AS[group]
        chosen = self._gather(query_name, group)
        marks = ",".join("?" * len(chosen))
        rows = self._base.execute(f"SELECT entry, text, quality, packed FROM name WHERE n IN ({marks})", chosen)  # noqa: S608 only question marks
        for entry, text, quality, packed in rows:
            name = unpack(packed, kind)
            yield match.closeness(query_name, name), entry, text, quality, name

    def _gather(self, query_name: Name, group: str) -> list[int]:
        """The names most worth judging: sharing rare words first, then many words."""
        total = max(1, self._sizes.get(group, 0))
        gains: dict[int, float] = {}
        for close_words in sorted(
            self._close_words(query_name, group), key=lambda words: sum(len(word[1]) for word in words)
        ):
            fresh: dict[int, float] = {}
            bearers = sum(len(names) for close, names, _weight in close_words if close >= SAME_NAME)
            rarity = math.log(1 + total / max(bearers, 1))  # of the name in all its spellings together
            for close, names, weight in sorted(close_words, key=lambda word: -word[0]):
                gain = close * weight * rarity
                open_to_all = len(gains) + len(fresh) < MOST_GATHERED or not gains
                for name in names if open_to_all else gains.keys() & set(names):
                    if name not in fresh:
                        fresh[name] = gain
            for name, gain in fresh.items():
                gains[name] = gains.get(name, 0.0) + gain
        for name in self._same_whole(query_name, group):
            gains[name] = gains.get(name, 0.0) + 50.0
        if len(gains) <= MOST_ALIGNED:
            return list(gains)
        lengths = self._lengths
        return heapq.nlargest(MOST_ALIGNED, gains, key=lambda name: gains[name] - LENGTH_PENALTY * lengths[name])

    def _same_whole(self, query_name: Name, group: str) -> list[int]:
        numbers: list[int] = []
        for whole in set(_sought_keys(query_name)):
            rows = self._base.execute("SELECT name FROM whole WHERE k = ? LIMIT 50", (_key_hash(group, whole),))
            numbers.extend(row[0] for row in rows)
        return numbers

    def _close_words(self, query_name: Name, group: str) -> Iterator[list[tuple[float, "array[int]", float]]]:
        """For each word of the query the listed words close to it: (closeness, names, weight)."""
        for part, role, weight in zip(query_name.tokens, query_name.roles, query_name.weights, strict=True):
            if role != INITIAL and weight > 0.04:
                yield self._words_like(part, group, weight)
        for whole in _neighbours(query_name):
            if len(whole.text) > 5 or query_name.organisation:
                yield self._words_like(whole, group, 1.0)

    def _words_like(self, part: Token, group: str, weight: float) -> list[tuple[float, "array[int]", float]]:
        key_hashes = [_key_hash(group, key) for key in query_keys(part)]
        marks = ",".join("?" * len(key_hashes))
        numbers = {row[0] for row in self._base.execute(f"SELECT word FROM key WHERE k IN ({marks})", key_hashes)}  # noqa: S608 only question marks
        close_words = []
        syllabic = group == "p" and may_be_syllables(part)
        for other, names in self._read_words(numbers):
            if group == "o":
                close = match.alike_in_organisations(part, other)[0]
            else:
                close = alike(part, other)[0]
                if syllabic and close < SAME_SYLLABLES and same_syllables(part, other):
                    close = SAME_SYLLABLES
            if close >= match.ALIKE:
                bearers = array("I")
                bearers.frombytes(names)
                close_words.append((close, bearers, weight))
        return close_words

    def _read_words(self, numbers: Collection[int]) -> Iterator[tuple[Token, bytes]]:
        """Listed words by number, each with the names that have it: read together, and remembered."""
        if len(self._words) > MOST_WORDS:
            self._words.clear()
        missing = [number for number in numbers if number not in self._words]
        for first in range(0, len(missing), READ_AT_ONCE):
            some = missing[first : first + READ_AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._base.execute(f"SELECT n, kind, text, names FROM word WHERE n IN ({marks})", some)  # noqa: S608 only question marks
            self._words.update((number, (_token_of(kind)(text), names)) for number, kind, text, names in rows)
        return (self._words[number] for number in numbers)


def _lists_in(base: sqlite3.Connection) -> tuple[ListVersion, ...]:
    """The lists of an index that this version of the program made; raises Problem when another made it."""
    about = dict(base.execute("SELECT key, value FROM about"))
    if about.get("layout") != LAYOUT or about.get("matcher") != match.VERSION:
        raise _unusable()
    rows = base.execute("SELECT source, title, published, digest, counts FROM list ORDER BY rowid")
    return tuple(_list_version(row) for row in rows)


def _unusable() -> Problem:
    return Problem(
        _("The searchable lists were made by another version of the program or are damaged."),
        _("Import the lists again; no record is lost."),
        code="list-index-unusable",
    )


def _list_version(row: tuple[str, str, str, str, str]) -> ListVersion:
    source, title, published, digest, counts = row
    return ListVersion(source, title, published, digest, json.loads(counts))


def _entry_from(data: bytes) -> ListEntry:
    return ListEntry.from_json(zlib.decompress(data))
