"""Headquarters' tables on a server are parted by office, so that offices can lie on several servers."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, insert, inspect, select, table, text

from desktop.base import faults
from desktop.store import company_rows, figure_rows, migrations, server
from desktop.store.company_rows import ComparedCompany
from desktop.store.partitions import OFFICE, keys_of, parted
from desktop.store.records import Partner, table_of
from desktop.store.records.base import bare
from desktop.store.store import Store
from tests.makers import keep_nothing

# What is no office's: this installation's, files by their digest, words of all offices, the versions.
SHARED = {"attachment", "draft", "local", "sent", "schema_version", "search_way", "search_word", "company_test"}
PARENTS = """SELECT c.relname, pg_get_partkeydef(c.oid) FROM pg_class c
 WHERE c.relkind = 'p' AND c.relnamespace = current_schema()::regnamespace"""
TABLES = """SELECT relname FROM pg_class
 WHERE relkind = 'r' AND NOT relispartition AND relnamespace = current_schema()::regnamespace"""
UNIQUE = """SELECT t.relname, array_agg(a.attname::text) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY(i.indkey)
 WHERE i.indisunique AND t.relnamespace = current_schema()::regnamespace GROUP BY i.indexrelid, t.relname"""


def test_every_table_of_offices_is_parted_by_office_and_no_rule_reaches_over_two(
    database: Callable[[], str],
) -> None:
    """What PostgreSQL with foreign partitions, Citus and their kin ask of a schema that is spread over servers."""
    store = Store.connect(database())
    with store.note() as session:  # what is worked out has its tables when there is something to keep
        figure_rows.keep_in(session, [figure_rows.DerivedEntry("SN10", "", "", "what", "stamp", "{}")])
        company_rows.fill(session.connection(), [ComparedCompany("id", "SN10", 1, "words", (1, 2))], [])
    with store.engine.connect() as connection:
        parents = dict(connection.execute(text(PARENTS)).all())
        plain = set(connection.scalars(text(TABLES)))
        unique = connection.execute(text(UNIQUE)).all()
        sequences = connection.scalars(text("SELECT relname FROM pg_class WHERE relkind = 'S'")).all()
        foreign_keys = connection.scalars(text("SELECT conname FROM pg_constraint WHERE contype = 'f'")).all()
    store.close()
    assert set(parents) == {kept.name for kept in parted()} | {
        *("search_line", "figure_rows", "figure_keys", "company_name", "company_pair")
    }
    assert set(parents.values()) == {"LIST (office)"}
    assert plain <= SHARED
    assert [name for name, columns in unique if name not in SHARED and OFFICE not in columns] == []
    assert [name for name, _columns in unique if name in parents] == []  # none over several parts
    assert not sequences and not foreign_keys
    assert all(keys_of(kept)[-1] == OFFICE or OFFICE in keys_of(kept) for kept in parted())


def _version_1(address: str) -> Engine:
    """Headquarters' database as version 1 made it, with two offices in it."""
    engine = server.engine(address)
    with engine.begin() as connection:
        migrations.take_steps(connection, 0, 1)
    partner = bare(table_of(Partner), 1)
    blank = {column.name: "" for column in partner.columns if not column.nullable}
    blank |= {c.name: False for c in partner.columns if str(c.type) == "BOOLEAN"}
    blank |= {c.name: [] for c in partner.columns if str(c.type) == "JSON"}
    with engine.begin() as connection:
        for device, office in (("a" * 32, "SN10"), ("b" * 32, "MA20")):
            record = device[:31] + "1"
            row = {name: content for name, content in blank.items() if name in partner.columns}
            connection.execute(insert(partner), {**row, "id": record, "office": office, "name": f"Partner of {office}"})
            for statement in (
                "INSERT INTO position (device, office, number, head, acked)"
                f" VALUES ('{device}', '{office}', 1, 'h', 0)",
                "INSERT INTO change (device, number, what, by_officer, at_ms, zone, app, schema_number, entries, head)"
                f" VALUES ('{device}', 1, 'Noted', 'o', 0, 0, '1', 1, '[]', 'h')",
                f"INSERT INTO stamp (id, kind, cells) VALUES ('{record}', {Partner.KIND}, '[]')",
                f"INSERT INTO findable (id, kind, title, text) VALUES ('{record}', {Partner.KIND}, 't', 't')",
                "INSERT INTO parked (id, device, number, record, kind, owner, reason, cells)"
                f" VALUES ('{record}', '{device}', 1, '', 0, 'office', 'unfit', '[]')",
            ):
                connection.exec_driver_sql(statement)
    return engine


def test_a_headquarters_of_version_1_is_parted_whole_or_not_at_all(
    database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = database()
    engine = _version_1(address)
    before = inspect(engine).get_table_names()

    def cut_off(point: str) -> None:
        raise KeyboardInterrupt(point)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt, match="tables parted"):
        patch.setattr(faults, "reached", cut_off)
        patch.setattr("desktop.store.migrations.declared.reached", cut_off)
        migrations.upgrade(engine, keep_nothing)
    assert sorted(inspect(engine).get_table_names()) == sorted(before)
    assert migrations.version_of(engine) == 1
    engine.dispose()

    Store.upgrade(address, keep_nothing)
    store = Store.connect(address)
    with store.engine.connect() as connection:
        for name in ("position", "change", "stamp", "findable", "parked", "partner", "search_line"):
            offices = connection.scalars(select(text("office")).select_from(table(name))).all()
            assert sorted(offices) == ["MA20", "SN10"], name
    with store.read() as session:
        assert sorted(p.name for p in session.scalars(select(Partner))) == ["Partner of MA20", "Partner of SN10"]
    store.close()
