"""A server comes by the indexes that its lists need when it is opened by somebody who may make them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine, event, make_url

from desktop.store import server_indexes
from desktop.store.only_reading import OnlyReading
from desktop.store.store import Store
from tests.server import Databases, Server

ON_PARTS = """SELECT t.relname, i.indisvalid FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
 WHERE t.relname LIKE 'findable%%' AND pg_get_indexdef(i.indexrelid) LIKE '%%200%%' ORDER BY 1, 2"""


def on_parts(address: str) -> list[tuple[str, bool]]:
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        return connection.execute(ON_PARTS).fetchall()


def lacking(databases: Databases) -> str:
    """A database of today’s version as an earlier program made it, in which an office has a part of its own."""
    address = databases.with_tables()
    server = Server(address)
    server.inside("DROP INDEX ix_findable_sorted_rest")
    server.inside("CREATE TABLE findable_sn10 PARTITION OF findable FOR VALUES IN ('SN10')")
    assert on_parts(address) == []
    return address


def as_account(address: str, rights: str) -> str:
    """The same database as an account of its own that owns nothing."""
    url = make_url(address)
    name = f"{rights[-1].lower()}_{url.database}"
    Server(address).run(f'CREATE ROLE "{name}" LOGIN')
    Server(address).inside(f'GRANT {rights} ON ALL TABLES IN SCHEMA public TO "{name}"')
    return url.set(username=name).render_as_string(hide_password=False)


@contextmanager
def noting(what: str) -> Iterator[list[str]]:
    """The statements of every engine in which this pattern is found."""
    noted: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if re.search(what, statement):
            noted.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield noted
    event.remove(Engine, "before_cursor_execute", note)


def test_each_part_gets_the_index_that_it_lacks_once_and_anew_what_was_cut_off(databases: Databases) -> None:
    address = lacking(databases)
    Store.connect(address).close()
    assert on_parts(address) == [("findable_rest", True), ("findable_sn10", True)]
    unfinished = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_findable_sorted_sn10'::regclass"
    Server(address).inside(unfinished)
    with noting("INDEX") as made:
        for _opening in range(2):
            Store.connect(address).close()
    assert on_parts(address) == [("findable_rest", True), ("findable_sn10", True)]
    assert [statement[:25] for statement in made] == ['DROP INDEX CONCURRENTLY "', "CREATE INDEX CONCURRENTLY"]


def test_whoever_only_reads_tries_nothing_and_whoever_may_not_make_it_works_without(databases: Databases) -> None:
    address = lacking(databases)
    with noting("INDEX|advisory|lock_timeout") as tried:
        store = Store.connect(as_account(address, "SELECT"))
        assert store.only_reading is OnlyReading.ACCOUNT and tried == []
        store.close()
        store = Store.connect(as_account(address, "SELECT, INSERT, UPDATE, DELETE"))
        assert store.only_reading is None and "CREATE INDEX" in tried[-1]
        store.close()
    assert on_parts(address) == []


def test_two_that_open_it_do_not_wait_for_each_other(databases: Databases) -> None:
    address = lacking(databases)
    with psycopg.connect(address.replace("+psycopg", "")) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [server_indexes.MAKER])
        Store.connect(address).close()
        assert on_parts(address) == []
    Store.connect(address).close()
    assert len(on_parts(address)) == 2
