"""Headquarters' PostgreSQL database in the hands of its administrator, who stops it, moves it, changes its password."""

import psycopg
from sqlalchemy import make_url


class Server:
    """The database of Headquarters, of which an administrator stops the access and gives it back."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._plain = address.replace("postgresql+psycopg", "postgresql")
        self._name = make_url(address).database
        self._copies = 0

    def run(self, statement: str) -> None:
        with psycopg.connect(self._plain, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.format(name=self._name).encode())

    def inside(self, statement: str) -> None:
        with psycopg.connect(self._plain, autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        self.run('ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        self.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def start(self) -> None:
        self.run('ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')

    def rename(self, name: str = "") -> str:
        """Give the database another name, as on another server; its address from then on."""
        url = make_url(self.address)
        fresh = name or f"{self._name}_moved"
        self.run(f'ALTER DATABASE "{{name}}" RENAME TO "{fresh}"')
        return url.set(database=fresh).render_as_string(hide_password=False)

    def copied(self) -> str:
        """The address of a copy of this moment; nobody may be connected."""
        self._copies += 1
        fresh = f"{self._name}_{self._copies}"
        self.run(f'CREATE DATABASE "{fresh}" TEMPLATE "{{name}}"')
        return make_url(self.address).set(database=fresh).render_as_string(hide_password=False)
