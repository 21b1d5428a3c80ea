"""The index of the search over everything: which words each record holds, kept in the transaction that writes it.

It holds nothing that the records do not: it can be made anew from them, and is, when a version of the program keeps
words otherwise (`WAY`) or a database comes without it. It lies in the encrypted database itself, in SQLite's full-text
index there and in PostgreSQL's at Headquarters. `services/search` asks it.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from itertools import islice
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy import Column as Cell
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from desktop.base import likeness
from desktop.store import bulk
from desktop.store.direct import Direct
from desktop.store.partitions import part_out
from desktop.store.records import (
    Activity,
    Agreement,
    Annex,
    Case,
    Contribution,
    DeliveryRisk,
    Departure,
    EarlierAgreement,
    Evidence,
    Family,
    Finding,
    FocalPoint,
    Incident,
    Interaction,
    Lesson,
    Offer,
    Partner,
    Partnership,
    Party,
    Person,
    Record,
    Result,
    Risk,
    Task,
    Training,
    VisibilityUse,
)
from desktop.store.records.codec import StoredJson

WAY = 8  # how words are kept; a database that keeps them otherwise gets its index anew
MOST = 4_000  # words of one record that are kept: an agreement has about 3,000
MOST_ALIKE = 200  # words that sound or are spelt alike and are looked at
NO_RECORD = 0  # in the place of a family
LAST_LETTER = "{"  # after every letter and digit
AT_ONCE = 2_000  # records of a family that are read together to make the index anew
_TABLES = MetaData()
LINE = Table(
    "search_line",
    _TABLES,
    Cell("number", BigInteger, primary_key=True, autoincrement=False),
    Cell("office", String, nullable=False),
    Cell("id", String, nullable=False),
    Cell("kind", Integer, nullable=False),
    Cell("away", Integer, nullable=False),  # 1 of what is no longer at work
    Cell("names", Text, nullable=False),  # the words that name it, one space between two
    Cell("says", Text, nullable=False),  # the other words, and the terms of what it belongs to
)
WORD = Table(  # every word of every line; none is taken away before the index is made anew
    "search_word",
    _TABLES,
    Cell("word", String, primary_key=True),
    Cell("sound", String, primary_key=True),
)
_NOTE = Table("search_way", _TABLES, Cell("way", Integer, primary_key=True, autoincrement=False))
TEXT = "search_text"  # SQLite's full-text index of the lines

# Four columns in the one, four weights in the other: what is at work first, and its names before its other words.
_SQLITE = (
    "CREATE TABLE search_way (way INTEGER PRIMARY KEY)",
    "CREATE TABLE search_line (number INTEGER PRIMARY KEY, office VARCHAR NOT NULL, id VARCHAR NOT NULL,"
    " kind INTEGER NOT NULL,"
    " away INTEGER NOT NULL, names TEXT NOT NULL, says TEXT NOT NULL)",
    "CREATE TABLE search_word (word VARCHAR, sound VARCHAR, PRIMARY KEY (word, sound)) WITHOUT ROWID",
    "CREATE INDEX ix_search_word_sound ON search_word (sound)",
    "CREATE VIRTUAL TABLE search_text USING fts5(names, says, old_names, old_says, content='', detail=column,"
    " prefix='2 3', tokenize='ascii')",
    "CREATE TRIGGER search_line_kept AFTER INSERT ON search_line BEGIN {keep} END",
    "CREATE TRIGGER search_line_changed AFTER UPDATE ON search_line BEGIN {drop} {keep} END",
)
_KEEP = (
    "INSERT INTO search_text(rowid, names, says, old_names, old_says) VALUES (new.number,"
    " iif(new.away, '', new.names), iif(new.away, '', new.says),"
    " iif(new.away, new.names, ''), iif(new.away, new.says, ''));"
)
_DROP = (
    "INSERT INTO search_text(search_text, rowid, names, says, old_names, old_says) VALUES ('delete', old.number,"
    " iif(old.away, '', old.names), iif(old.away, '', old.says),"
    " iif(old.away, old.names, ''), iif(old.away, old.says, ''));"
)
LEXEMES = (  # PostgreSQL's index is on this expression, word for word
    "CASE WHEN away = 0 THEN"
    " setweight(to_tsvector('simple', names), 'A') || setweight(to_tsvector('simple', says), 'B')"
    " ELSE setweight(to_tsvector('simple', names), 'C') || setweight(to_tsvector('simple', says), 'D') END"
)
_POSTGRESQL = (
    "CREATE TABLE search_way (way INTEGER PRIMARY KEY)",
    "CREATE TABLE search_line (number BIGINT NOT NULL, office VARCHAR NOT NULL, id VARCHAR NOT NULL,"
    " kind INTEGER NOT NULL, away INTEGER NOT NULL, names TEXT NOT NULL, says TEXT NOT NULL,"
    " CONSTRAINT pk_search_line PRIMARY KEY (number))",
    'CREATE TABLE search_word (word VARCHAR COLLATE "C", sound VARCHAR COLLATE "C", PRIMARY KEY (word, sound))',
    "CREATE INDEX ix_search_word_sound ON search_word (sound)",
)
_POSTGRESQL_PARTED = f"CREATE INDEX ix_search_line_text ON search_line USING gin (({LEXEMES}))"


@dataclass(frozen=True)
class Searched:
    """What of a family of records is searched: the fields that name a record, those that say something, and above.

    `names` begins with the field shown as its title. `above` are the fields that hold the ids of what it belongs to.
    """

    names: tuple[str, ...]
    says: tuple[str, ...] = ()
    above: tuple[str, ...] = ("partner_id",)


# What was told in confidence (`Incident.account`) and the numbers of identity papers are not searched.
SEARCHED: Mapping[type[Record], Searched] = {
    Partner: Searched(
        ("name", "other_names", "registration", "city"),
        ("summary", "address", "email", "website", "phone", "labels", "lei", "notes", "next_action", "supplier_note"),
        (),
    ),
    Person: Searched(("name", "other_names", "title"), ("email", "phone")),
    Interaction: Searched(("subject",), ("text", "place", "theirs", "promises")),
    Partnership: Searched(("title", "register_number", "project_code"), ("purpose", "lessons")),
    Party: Searched(
        ("name",), ("motives", "resource", "benefit", "risk", "responsibility"), ("partnership_id", "partner_id")
    ),
    Case: Searched(("number",), ("opinion_reason", "review_reason"), ("partner_id", "partnership_id")),
    Agreement: Searched(
        ("reference",), ("content", "signatories", "wording", "ended_reason"), ("partner_id", "partnership_id")
    ),
    EarlierAgreement: Searched(("title", "reference"), ("signed_by", "notes"), ("partner_id", "partnership_id")),
    Departure: Searched((), ("new", "reason"), ("agreement_id",)),
    Annex: Searched((), ("text", "rows"), ("agreement_id",)),
    Evidence: Searched(("title", "name"), ("quoted", "link"), ("partner_id", "case_id")),
    Contribution: Searched(("description", "receipt", "reference", "project_code"), ("notes", "amount", "unit")),
    Activity: Searched(("title", "project_code", "work"), ("text", "donor"), ("partnership_id",)),
    Result: Searched(("title",), ("text", "office_code"), ("partnership_id", "activity_id")),
    DeliveryRisk: Searched(("title",), ("cause", "effect", "response", "state_reason"), ("partnership_id",)),
    Lesson: Searched(("title",), ("worked", "failed", "useful_for"), ("partnership_id",)),
    VisibilityUse: Searched(("material", "place"), ("text", "approval", "approved_by"), ("partnership_id",)),
    Offer: Searched(("what", "name", "place"), ("contact", "answer"), ("partner_id", "partnership_id")),
    Task: Searched(("what",), (), ("about",)),
    Finding: Searched((), ("text", "source", "publisher", "link", "response"), ("partner_id", "case_id")),
    Risk: Searched((), ("text", "measure"), ("partner_id", "partnership_id")),
    Incident: Searched(("summary",), ("source",), ("partner_id", "partnership_id")),
    Training: Searched(("name", "function"), ("trainer", "notes", "certificate_name"), ()),
    FocalPoint: Searched(("name", "function"), ("notes",), ()),
}
Row = dict[str, str | int]


@cache
def searched() -> Mapping[int, Searched]:
    """The same, by the numbers of the families."""
    return {record.KIND: fields for record, fields in SEARCHED.items()}


def texts_in(content: StoredJson) -> Iterator[str]:
    """The texts that a field holds, whatever its shape; codes and ids among them, which nobody types."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for part in content.values():
            yield from texts_in(part)
    elif isinstance(content, Sequence):
        for part in content:
            yield from texts_in(part)


_AWAY = ("archived", "done_on")
_TERM, _KIND = "zz0", "zz1"  # which no word of a text begins with


def is_put_away(values: Mapping[str, StoredJson]) -> bool:
    """Whether a record is no longer at work: archived, done, or merged into another one."""
    return any(values.get(name) for name in _AWAY)


def number_of(record: str) -> int:
    """The number under which the index knows a record, the same in every database."""
    return int.from_bytes(blake2b(record.encode(), digest_size=8).digest()) >> 1


def term_of(record: str) -> str:
    """The word that stands in the line of everything that belongs to this record."""
    return f"{_TERM}{number_of(record):x}"


def _term_of_kind(kind: int) -> str:
    """The word that stands among the names of every record of a family."""
    return f"{_KIND}{kind}"


def line_of(kind: int, record: str, office: str, values: Mapping[str, StoredJson]) -> Row | None:
    """What the index keeps of an office's record with these values (as the journal holds them).

    None where it is not searched.
    """
    fields = searched().get(kind)
    if fields is None:
        return None
    names = _words(part for name in fields.names for part in _texts_of(values.get(name)))
    says = _words(part for name in fields.says for part in _texts_of(values.get(name)))
    above = [term_of(str(values[name])) for name in fields.above if values.get(name)]
    return {
        "number": number_of(record), "office": office, "id": record, "kind": kind, "away": int(is_put_away(values)),
        "names": " ".join((*names, _term_of_kind(kind))), "says": " ".join((*says, *above)),
    }  # fmt: skip


def line_of_text(name: str, names: Iterable[str], says: Iterable[str]) -> Row:
    """What an index of texts that are no records keeps of one of them, which is known by this name."""
    return {
        "number": number_of(name), "office": "", "id": name, "kind": NO_RECORD, "away": 0,
        "names": " ".join((*_words(names), _term_of_kind(NO_RECORD))), "says": " ".join(_words(says)),
    }  # fmt: skip


def _texts_of(content: StoredJson) -> Iterable[str]:
    if isinstance(content, str):
        return (content,) if content else ()
    return texts_in(content) if content else ()


def read_by(kind: int) -> frozenset[str]:
    """The fields of a family at whose change its line changes; none of a family that is not searched."""
    fields = searched().get(kind)
    return frozenset((*fields.names, *fields.says, *fields.above, *_AWAY)) if fields else frozenset()


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of the texts in every form, each once, in their order."""
    words: dict[str, None] = {}
    for part in texts:
        forms = likeness.forms_in(part)
        if isinstance(forms, tuple):
            words |= dict.fromkeys(forms)
            continue
        rest = iter(forms)  # of a long text, which may hold more words than are kept
        while len(words) <= MOST and (some := tuple(islice(rest, MOST))):
            words |= dict.fromkeys(some)
    return tuple(islice(words, MOST))


# --- writing

_KEEP_LINES = text(  # an office's: what its index of words follows by is no replacing of a row
    "INSERT INTO search_line (number, office, id, kind, away, names, says) VALUES"
    " (:number, :office, :id, :kind, :away, :names, :says)"
    " ON CONFLICT (number) DO UPDATE SET away = excluded.away, names = excluded.names, says = excluded.says"
)
_KEEP_LINE = Direct(_KEEP_LINES)
_ADD_WORDS = WORD.insert().prefix_with("OR IGNORE")


_MISSING_WORDS = text(  # words have no spaces, and one long text is placed sooner than many short ones
    "SELECT asked.word FROM unnest(string_to_array(:words, ' ')) AS asked(word)"
    " WHERE NOT EXISTS (SELECT FROM search_word WHERE search_word.word = asked.word)"
)


def keep(connection: Connection, lines: Sequence[Row]) -> None:
    """Put these lines in the place of those that the index has of the same records, inside the caller's transaction."""
    if not lines:
        return
    if connection.dialect.name == "postgresql":
        bulk.keep(connection, LINE, lines)
    elif len(lines) == 1:
        _KEEP_LINE.run(connection, lines[0])
    else:
        connection.execute(_KEEP_LINES, list(lines))
    _keep_words(connection, lines)


def add(connection: Connection, lines: Sequence[Row]) -> None:
    """Add the lines of records that are new, inside the transaction that adds these."""
    bulk.append(connection, LINE, lines)
    _keep_words(connection, lines)


def _keep_words(connection: Connection, lines: Sequence[Row]) -> None:
    words = {word for line in lines for words in (line["names"], line["says"]) for word in str(words).split()}
    words = {word for word in words if not word.startswith((_TERM, _KIND))}
    if not words:
        return
    if connection.dialect.name == "postgresql":
        words = set(connection.scalars(_MISSING_WORDS, {"words": " ".join(words)}))
    heard = [
        {"word": word, "sound": sound}
        for word in sorted(words)
        for sound in dict.fromkeys(likeness.sounds(word)) or ("",)
    ]
    if connection.dialect.name == "postgresql":
        bulk.append(connection, WORD, heard)
    else:
        connection.execute(_ADD_WORDS, heard)


def ensure(engine: Engine, families: Mapping[int, Family]) -> None:
    """Make the index where it is missing or was made in another way. It is done whole or not at all."""
    with engine.connect() as connection:
        if _way(connection) == WAY:
            return
    with engine.execution_options(write=True).begin() as connection:
        if _way(connection) != WAY:  # nobody else made it meanwhile
            _make(connection, families)


def is_made(engine: Engine) -> bool:
    """Whether the index is there, and made in the way of this program."""
    with engine.connect() as connection:
        return _way(connection) == WAY


def rebuild(engine: Engine, families: Mapping[int, Family]) -> int:
    """Make the index anew from the records; how many lines it has then."""
    with engine.execution_options(write=True).begin() as connection:
        return _make(connection, families)


def drop(connection: Connection) -> None:
    """Take the index away; the next opening of the store makes it again."""
    for name in (TEXT, *(table.name for table in _TABLES.tables.values())):
        if name != TEXT or connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


class TextIndex:
    """Texts that are no records, as `line_of_text` has them, to be asked as records are; in memory alone."""

    def __init__(self, kept: Sequence[Row]) -> None:
        from sqlcipher3 import dbapi2

        own = {"check_same_thread": False}
        self._engine = create_engine("sqlite://", module=dbapi2, poolclass=StaticPool, connect_args=own)
        self._lock = Lock()  # there is one connection, and who searches does so on threads of the pool
        with self._engine.begin() as connection:
            _create(connection)
            keep(connection, kept)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that asks this index."""
        with self._lock, Session(self._engine) as session:
            yield session


def _way(connection: Connection) -> int:
    if not inspect(connection).has_table(_NOTE.name):
        return 0
    return int(connection.scalar(select(_NOTE.c.way)) or 0)


def _create(connection: Connection) -> None:
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement.replace("{keep}", _KEEP).replace("{drop}", _DROP))
    if connection.dialect.name == "postgresql":
        part_out(connection, LINE)
        connection.exec_driver_sql(_POSTGRESQL_PARTED)


def _make(connection: Connection, families: Mapping[int, Family]) -> int:
    drop(connection)
    _create(connection)
    count = 0
    for kind in searched():
        family = families[kind]
        names = {column: name for name, column in family.column.items()}
        rows = connection.execute(select(family.table).execution_options(yield_per=AT_ONCE))
        for some in rows.mappings().partitions(AT_ONCE):
            contents = ({names[column]: content for column, content in row.items()} for row in some)
            lines = [line for row in contents if (line := line_of(kind, row["id"], row["office"], row))]
            keep(connection, lines)
            count += len(lines)
    connection.execute(_NOTE.insert().values(way=WAY))
    return count


# --- asking


class Column(StrEnum):
    """Where in a line a word stands, for SQLite and for PostgreSQL: at work or put away, in its names or elsewhere."""

    NAMES = "names"
    SAYS = "says"
    OLD_NAMES = "old_names"
    OLD_SAYS = "old_says"


_WEIGHTS = {Column.NAMES: "A", Column.SAYS: "B", Column.OLD_NAMES: "C", Column.OLD_SAYS: "D"}


class Sought(NamedTuple):
    """What may stand in the place of one word: words that begin so, and whole words. Letters a-z and digits alone."""

    begun: tuple[str, ...]
    whole: tuple[str, ...] = ()


class Line(NamedTuple):
    """One line of the index; `names` and `says` are its words, one space between two."""

    number: int
    id: str
    kind: int
    away: bool
    names: str
    says: str


_HELD = {"sqlite": f"{TEXT} MATCH :held", "postgresql": f"({LEXEMES}) @@ CAST(:held AS tsquery)"}
_FROM = {"sqlite": f"{LINE.name} JOIN {TEXT} ON {TEXT}.rowid = {LINE.name}.number", "postgresql": LINE.name}
_LINES = "SELECT number, id, kind, away, search_line.names, search_line.says FROM {lines} WHERE {held} LIMIT :most"
_NUMBERS = {
    "sqlite": "SELECT rowid FROM search_text WHERE {held} LIMIT :most",
    "postgresql": "SELECT number FROM search_line WHERE {held} LIMIT :most",
}


def lines(
    session: Session, sought: Sequence[Sought], columns: Sequence[Column], most: int,
    *, kinds: Sequence[int] = (), any_of: Sequence[Sought] = (),
) -> tuple[Line, ...]:  # fmt: skip
    """Lines that hold a word of each of `sought` in these columns, and one of `any_of` where it is given.

    No more than `most` of them; which ones, where there are more, is not said.
    """
    groups = [*sought, *([Sought(_all(any_of, "begun"), _all(any_of, "whole"))] if any_of else [])]
    held = _held(session, groups, columns, kinds)
    if held is None:
        return ()
    return tuple(
        Line(number, id_, kind, bool(away), names.rpartition(" ")[0], says)
        for number, id_, kind, away, names, says in _rows(session, _LINES, {"held": held, "most": most})
    )


def numbers(
    session: Session, sought: Sought, columns: Sequence[Column], most: int, kinds: Sequence[int]
) -> tuple[int, ...]:
    """The numbers alone of the lines that hold a word of `sought`: a tenth of what it costs to read these lines."""
    held = _held(session, [sought], columns, kinds)
    if held is None:
        return ()
    query = _NUMBERS[session.get_bind().dialect.name]
    return tuple(number for (number,) in _rows(session, query, {"held": held, "most": most}))


def shortest(session: Session, lines: Collection[int], most: int) -> tuple[str, ...]:
    """Of the lines with these numbers, the ids of those with the shortest names."""
    query = select(LINE.c.id).where(LINE.c.number.in_(lines)).order_by(func.length(LINE.c.names), LINE.c.id)
    return tuple(session.scalars(query.limit(most)))


def _held(session: Session, groups: Sequence[Sought], columns: Sequence[Column], kinds: Sequence[int]) -> str | None:
    """What a line has to hold, a word of each group in these columns; None where there is nothing to look for."""
    groups = [group for group in groups if group.begun or group.whole]
    if not groups:
        return None
    if kinds:
        groups.append(Sought((), tuple(map(_term_of_kind, kinds))))
    if session.get_bind().dialect.name == "sqlite":
        words = " AND ".join(_for_sqlite(group) for group in groups)
        return f"{{{' '.join(columns)}}} : ({words})"
    return " & ".join(_for_postgresql(group, columns) for group in groups)


def _all(groups: Sequence[Sought], which: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for group in groups for word in getattr(group, which)))


def _for_sqlite(group: Sought) -> str:
    """Its index of beginnings is of two letters and of three: one letter is each two that begin with it."""
    single = [begin for begin in group.begun if len(begin) == 1]
    begun = [*(f"{begin}{letter}" for begin in single for letter in likeness.LETTERS), *group.begun]
    return f"({' OR '.join([*(f'{begin}*' for begin in begun if len(begin) > 1), *single, *group.whole])})"


def _for_postgresql(group: Sought, columns: Sequence[Column]) -> str:
    weights = "".join(_WEIGHTS[column] for column in columns)
    parts = [*(f"'{word}':*{weights}" for word in group.begun), *(f"'{word}':{weights}" for word in group.whole)]
    return f"({' | '.join(parts)})"


def words_sounding(session: Session, heard: Sequence[str], *, begin: bool) -> tuple[str, ...]:
    """The words of the register with one of these sounds; with `begin`, those that begin with a longer one too."""
    words = dict.fromkeys(_asked(session, _SOUNDING, heard, MOST_ALIKE)) if heard else {}
    if longer := [sound for sound in heard if len(sound) > 3] if begin else []:
        words |= dict.fromkeys(_asked(session, _SOUNDING_LONGER, longer, MOST_ALIKE))
    return tuple(words)


_LISTED = {"sqlite": "SELECT value FROM json_each(:spellings)",
           "postgresql": "SELECT value FROM json_array_elements_text(CAST(:spellings AS json))"}  # fmt: skip
_AMONG = "SELECT DISTINCT word FROM search_word WHERE word IN ({listed}) LIMIT :most"
_SOUNDING = "SELECT DISTINCT word FROM search_word WHERE sound IN ({listed}) LIMIT :most"
_SOUNDING_LONGER = (
    "WITH heard(begin) AS ({listed}) SELECT DISTINCT word FROM heard CROSS JOIN search_word"
    " WHERE sound > heard.begin AND sound < heard.begin || '{last}' LIMIT :most"
)
_BEGUN = (
    "WITH spelt(begin) AS ({listed}) SELECT DISTINCT word FROM spelt CROSS JOIN search_word"
    " WHERE word >= spelt.begin AND word < spelt.begin || '{last}' LIMIT :most"
)


def words_among(session: Session, spellings: Iterable[str], *, begin: bool) -> tuple[str, ...]:
    """The words of the register that are among these; with `begin`, where there is none, those that begin with one."""
    words = _asked(session, _AMONG, spellings, MOST_ALIKE)
    return words if words or not begin else words_begun(session, spellings, MOST_ALIKE)


def words_begun(session: Session, beginnings: Iterable[str], most: int) -> tuple[str, ...]:
    """The words of the register that begin with one of these, and these themselves among them; no more than `most`."""
    return _asked(session, _BEGUN, beginnings, most)


def _asked(session: Session, query: str, spellings: Iterable[str], most: int) -> tuple[str, ...]:
    listed = json.dumps(sorted(spellings))
    return tuple(word for (word,) in _rows(session, query, {"spellings": listed, "most": most}))


def _rows(session: Session, query: str, values: Mapping[str, str | int]) -> list[Any]:
    """The rows of one of the questions above: a search asks up to a hundred, each answered sooner than composed."""
    connection = session.connection()
    rows: list[Any] = _question(query, connection.dialect.name).run(connection, values).fetchall()
    return rows


@cache
def _question(query: str, dialect: str) -> Direct:
    written = query.replace("{held}", _HELD[dialect]).replace("{lines}", _FROM[dialect])
    return Direct(text(written.replace("{listed}", _LISTED[dialect]).replace("{last}", LAST_LETTER)))
