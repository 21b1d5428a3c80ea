"""A statement of the journal sent straight to the database's driver.

The same few statements run at every save. On SQLAlchemy's own road each of them cost fifteen times what the database
needs for it, which was half of a save; composed once for each kind of database, they go to its driver as they are.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.expression import Executable


class Direct:
    """One statement on columns of text and whole numbers, with named values."""

    def __init__(self, statement: Executable) -> None:
        self._statement: Any = statement
        self._composed: dict[str, tuple[str, tuple[str, ...]]] = {}

    def run(self, connection: Connection, values: Mapping[str, str | int]) -> Any:
        """The driver's cursor, inside the transaction of `connection`; raises DBAPIError as SQLAlchemy does."""
        dialect = connection.dialect
        if dialect.name not in self._composed:
            composed = self._statement.compile(dialect=dialect)
            self._composed[dialect.name] = (str(composed), tuple(composed.positiontup or ()))
        text, order = self._composed[dialect.name]
        driver: Any = connection.connection.dbapi_connection
        failure: Any = dialect.loaded_dbapi.Error
        try:
            return driver.execute(text, tuple(values[name] for name in order) if order else values)
        except failure as error:
            raise DBAPIError.instance(text, None, error, failure, dialect=dialect) from error
