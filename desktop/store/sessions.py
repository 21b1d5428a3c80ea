"""The sessions inside `Store.change` and `Store.note`: SQLAlchemy's, without its roads around the journal."""

import re
from collections.abc import Callable, Collection
from functools import cache, wraps
from typing import Any, NoReturn, TypeVar

from sqlalchemy import Connection, Engine, Select, TextClause, bindparam, event, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, Session
from sqlalchemy.orm.attributes import flag_modified

from desktop.base.change import Stamp
from desktop.store.direct import Direct
from desktop.store.journal import ChangeBuilder
from desktop.store.records import Position, Record, families, table_of

T = TypeVar("T")
READS = re.compile(r"\s*(SELECT|PRAGMA|WITH)\b", re.IGNORECASE)
WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
JOURNALED = frozenset(family.name for family in families().values())  # the tables that only the journal may move
_POSITION = table_of(Position)
LAST_CHANGE = Direct(select(_POSITION.c.number, _POSITION.c.head).where(_POSITION.c.device == bindparam("which")))


def last_change(connection: Connection, device: str) -> tuple[int, str] | None:
    """The number and the head of the last change of a device known here; None before its first."""
    row: tuple[int, str] | None = LAST_CHANGE.run(connection, {"which": device}).fetchone()
    return row


@cache
def by_key(mapper: "Mapper[Any]") -> tuple[Select[Any], tuple[str, ...]]:
    """The statement that selects one row of a class by its key, and the names of the key's parts."""
    names = tuple(f"key_{number}" for number, _column in enumerate(mapper.primary_key))
    parts = [column == bindparam(name) for column, name in zip(mapper.primary_key, names, strict=True)]
    return select(mapper.class_).where(*parts), names


class WritingSession(Session):
    """A session that writes row by row, so that every altered record is seen before it is written."""

    def __init__(self, engine: Engine | Connection) -> None:
        super().__init__(engine, expire_on_commit=False)

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """The row with this key, as SQLAlchemy's `get`, whose statement is composed and traced anew at each call."""
        key = ident if isinstance(ident, tuple) else (ident,)
        mapper = inspect(entity)
        if any(options.values()) or mapper.identity_key_from_primary_key(key) in self.identity_map:
            return super().get(entity, ident, **options)
        statement, names = by_key(mapper)
        return self.scalars(statement, dict(zip(names, key, strict=True))).one_or_none()

    def before_writing(self) -> None:
        """See what is about to be written; raises for what may not be."""
        raise NotImplementedError

    def _no_bulk(self, *_: object, **__: object) -> NoReturn:
        raise RuntimeError("change records one by one: a bulk statement would not reach the journal")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _no_bulk


class ChangeSession(WritingSession):
    """The session of one deed, which `builder` writes into the chain of `device`."""

    def __init__(self, engine: Engine, builder: ChangeBuilder, device: str) -> None:
        super().__init__(engine)
        self._builder = builder
        self._device = device

    def before_writing(self) -> None:
        self._builder.gather(self)

    @property
    def stamp(self) -> Stamp:
        """The device and the number of the change that this session writes."""
        last = last_change(self.connection(), self._device)
        return self._device, (last[0] if last else 0) + 1

    def rewrite(self, record: Record, name: str, content: Any, seen: Collection[Stamp]) -> None:
        """Write a field although it may hold the same already: it was confirmed, and that belongs into the journal.

        `seen` are the writes of this field that whoever confirms it looked at, besides the one in force.
        """
        setattr(record, name, content)
        flag_modified(record, name)
        self._builder.confirm(record.id, name, seen)


class NoteSession(WritingSession):
    """The session of what stays on this machine; a record is changed elsewhere."""

    def before_writing(self) -> None:
        touched = [r for r in (*self.new, *self.dirty, *self.deleted) if isinstance(r, Record)]
        if any(self.is_modified(r) or r in self.new or r in self.deleted for r in touched):
            raise RuntimeError("a record changes only inside store.change")


def once_in_a_state(read: Callable[[Session, Collection[str]], T]) -> Callable[[Session, Collection[str]], T]:
    """Have `read` ask the database once for the same ids in a session that only reads: such a session sees one state.

    A page puts together what several rules say of the same partner, each of which reads it. What is answered is
    shared by all who ask: nobody changes it.
    """

    @wraps(read)
    def reading(session: Session, ids: Collection[str]) -> T:
        if isinstance(session, WritingSession):
            return read(session, ids)
        answers: dict[frozenset[str], T] = session.info.setdefault(read, {})
        question = frozenset(ids)  # two sets of the same ids have them in any order
        if question not in answers:
            answers[question] = read(session, ids)
        return answers[question]

    return reading


# Once for all sessions: listeners of each session apart would cost a tenth of a save.
@event.listens_for(WritingSession, "before_flush")
def _before_flush(session: WritingSession, *_: object) -> None:
    session.before_writing()


@event.listens_for(WritingSession, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    statement: Any = state.statement
    if isinstance(statement, TextClause):
        if not READS.match(statement.text) or WRITES.search(statement.text):
            raise RuntimeError("a raw statement would not reach the journal")
        return
    if not (state.is_update or state.is_delete or state.is_insert):
        return
    if statement.table.name in JOURNALED:
        raise RuntimeError("change records one by one: a bulk statement would not reach the journal")
