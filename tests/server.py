"""Headquarters' PostgreSQL database in the hands of its administrator, who stops it, moves it, changes its password.

And the databases of a run: to set Headquarters up in one takes a second, so that is done once and copied.
"""

import pickle
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import TypeVar

import psycopg
from sqlalchemy import make_url

from desktop.office import Account, Office
from desktop.services.exchange.headquarters import records_database
from desktop.store.place import DATABASE
from desktop.store.records import OfficeProfile
from desktop.store.store import Store
from desktop.store.vault import FLOOR, Opened, Vault
from tests.offices import PASSPHRASE, one_at_a_time

M = TypeVar("M")


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


@dataclass(frozen=True)
class Databases:
    """Databases on the PostgreSQL server of a run; `place` is the folder in which the run notes those it copies."""

    server: str
    place: Path

    def empty(self) -> str:
        """The address of a new database with nothing in it."""
        return self._new("template1")

    def with_tables(self) -> str:
        """The address of a new database with the tables of Headquarters, for tests that are not about making them."""
        return self.copied(_make_tables)[0]

    def copied(self, fill: Callable[[Path, str], M]) -> tuple[str, Path, M]:
        """The address of a copy of a database that `fill` filled once in the run.

        With it the folder that `fill` made beside, to be copied as well, and what it answered, which can be pickled.
        """
        place = self.place / f"{fill.__module__}.{fill.__qualname__}"
        place.mkdir(exist_ok=True)
        folder, answer = place / "office", place / "answer"
        with one_at_a_time(place / "lock"):
            if not answer.exists():
                address = self.empty()
                filled = fill(folder, address)
                answer.write_bytes(pickle.dumps((make_url(address).database, filled)))
        name, said = pickle.loads(answer.read_bytes())
        return self._new(name), folder, said

    def _new(self, template: str) -> str:
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'.encode())
        address = self.server.replace("/postgres?", f"/{name}?")
        return address.replace("postgresql://", "postgresql+psycopg://")


def _make_tables(_folder: Path, address: str) -> None:
    Store.connect(address).close()


def set_up_headquarters(folder: Path, address: str) -> Opened:
    """Headquarters on PostgreSQL with its administrator."""
    account = Account("Omar Haddad", "", "hq_administrator", PASSPHRASE)
    profile = OfficeProfile(code="HQ", kind="hq", name="Siège", language="fr")
    with Office.create(folder, account, profile, cost=FLOOR, address=address) as made:
        return made.opened


def headquarters_in(folder: Path, databases: Databases) -> tuple[str, Opened]:
    """Headquarters on PostgreSQL, set up in this folder: the address of its records, and what opens it."""
    address, template, opened = databases.copied(set_up_headquarters)
    copytree(template, folder)
    machine = Store.open(folder / DATABASE, opened.key)
    records_database.change_address(machine, opened.officer_id, address)
    machine.close()
    return address, opened


@contextmanager
def headquarters_at(folder: Path, databases: Databases) -> Iterator[tuple[Office, str]]:
    """Headquarters on PostgreSQL, open for this block, and the address of its records."""
    address, opened = headquarters_in(folder, databases)
    with Office.enter(folder, Vault.open(folder), opened) as office:
        yield office, address
