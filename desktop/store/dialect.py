"""How SQLAlchemy speaks to the encrypted database: statements composed once serve every database of the process."""

from functools import cache
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

URL = "sqlite+cipher://"
STATEMENTS = 1_000  # more than the program has; the least used are forgotten


class CipherDialect(SQLiteDialect_pysqlite):
    """SQLite's own dialect, equal to itself in every engine.

    SQLAlchemy keeps composed statements by their dialect. An office opened again (for another officer, after a restore,
    from the practice office) has a new engine, and would compose every statement of every page anew, which takes longer
    than reading the records.
    """

    driver = "cipher"
    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.cipher", __name__, CipherDialect.__name__)


@cache
def composed() -> "LRUCache[Any, Any]":
    """The statements composed in this process. What they were asked with first stays beside them until it ends."""
    return LRUCache(STATEMENTS)
