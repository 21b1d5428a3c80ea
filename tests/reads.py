"""What a gesture asks of an office's database, counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event

from desktop.office import Office


@dataclass
class Reads:
    """What a gesture asked of the database: sessions begun, statements sent."""

    sessions: int = 0
    statements: list[str] = field(default_factory=list)


@contextmanager
def counted(office: Office) -> Iterator[Reads]:
    """Count what the block asks of the office's database."""
    reads = Reads()

    def begun(_connection: Connection) -> None:
        reads.sessions += 1

    def sent(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        reads.statements.append(statement)

    engine = office.store.engine
    event.listen(engine, "begin", begun)
    event.listen(engine, "before_cursor_execute", sent)
    try:
        yield reads
    finally:
        event.remove(engine, "begin", begun)
        event.remove(engine, "before_cursor_execute", sent)
