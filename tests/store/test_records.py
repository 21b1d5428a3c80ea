"""The families of records: numbers for ever, one owner for each field, the same tables however they were made."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, inspect, update

from desktop.base.errors import Problem
from desktop.store import cipher, migrations
from desktop.store.journal import verify_chain
from desktop.store.records import Base, Owner, Partner, families, table_of
from desktop.store.search import find
from desktop.store.store import Store

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "fields.json"
STORES = ROOT / "tests" / "stores"
STORED_KEY = bytes(range(32))  # of the databases in tests/stores


def numbers() -> dict[str, dict[str, list[object]]]:
    """Every family by its number, every field by its number: its name and its owner."""
    return {
        str(kind): {
            "0": [family.name, ""],
            **{str(n): [name, str(family.owner[n])] for name, n in sorted(family.number.items(), key=lambda i: i[1])},
        }
        for kind, family in sorted(families().items())
    }


def test_numbers_once_given_stay_as_they_are() -> None:
    """A changed number would write one field's value into another. Adding is allowed: write it into the golden file."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    today = numbers()
    for kind, fields in golden.items():
        for number, meaning in fields.items():
            assert today[kind][number] == meaning, f"family {kind}, field {number}"


def test_every_field_number_is_used_once_in_its_family() -> None:
    for family in families().values():
        given = [number for fields in family.record.FIELDS.values() for number in fields.values()]
        assert len(given) == len(set(given)), family.name
        assert all(number > 0 for number in given)


def test_every_column_has_exactly_one_owner() -> None:
    for family in families().values():
        owned = [name for fields in family.record.FIELDS.values() for name in fields]
        assert sorted(owned) == sorted(set(family.column) - {"id", "office"}), family.name
        assert set(family.owner.values()) <= set(Owner)


def test_fields_that_make_one_value_have_one_owner_and_belong_to_one_group() -> None:
    for family in families().values():
        grouped = [name for group in family.record.TOGETHER for name in group]
        assert len(grouped) == len(set(grouped)), family.name
        for group in family.record.TOGETHER:
            assert len({family.owner[family.number[name]] for name in group}) == 1, (family.name, group)


def test_blank_values_fit_their_columns() -> None:
    for family in families().values():
        for name, number in family.number.items():
            assert family.fits(number, family.blank[name]), (family.name, name)


# --- tables


def shape(engine: Engine) -> dict[str, object]:
    """The tables as the database itself tells them."""
    look = inspect(engine)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in look.get_columns(table)},
            "key": look.get_pk_constraint(table)["constrained_columns"],
            "indexes": {i["name"]: (i["column_names"], bool(i["unique"])) for i in look.get_indexes(table)},
        }
        for table in look.get_table_names()
        if table != migrations.VERSION.name
    }


def test_the_steps_lead_to_the_tables_of_the_records_in_sqlcipher(tmp_path: Path) -> None:
    stepped, direct = (cipher.engine(tmp_path / name, b"k" * 32) for name in ("a.db", "b.db"))
    migrations.upgrade(stepped)
    Base.metadata.create_all(direct)
    assert shape(stepped) == shape(direct)
    assert migrations.version_of(stepped) == migrations.LATEST
    stepped.dispose()
    direct.dispose()


def test_the_steps_lead_to_the_tables_of_the_records_in_postgresql(database: Callable[[], str]) -> None:
    from desktop.store import server

    stepped, direct = (server.engine(database()) for _ in range(2))
    migrations.upgrade(stepped)
    Base.metadata.create_all(direct)
    assert shape(stepped) == shape(direct)
    stepped.dispose()
    direct.dispose()


def test_a_step_that_fails_leaves_the_tables_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = cipher.engine(tmp_path / "a.db", b"k" * 32)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, "absent"))
    with pytest.raises(ModuleNotFoundError):
        migrations.upgrade(engine)
    assert migrations.version_of(engine) == 1
    engine.dispose()


def test_a_copy_is_kept_before_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, key = tmp_path / "office.db", b"k" * 32
    store = Store.open(path, key)
    store.become("SN10")
    store.close()
    assert not list(tmp_path.glob("*.before-*"))

    step = ModuleType("desktop.store.migrations.m9999_trial")
    vars(step)["upgrade"] = lambda op: op.add_column("partner", Column("trial", Integer))
    monkeypatch.setitem(sys.modules, step.__name__, step)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, "m9999_trial"))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    store = Store.open(path, key)
    assert "trial" in {c["name"] for c in inspect(store.engine).get_columns("partner")}
    assert store.identity.office == "SN10"
    store.close()

    (copy,) = tmp_path.glob("*.before-*.db")
    kept = cipher.engine(copy, key)
    assert migrations.version_of(kept) == migrations.LATEST - 1
    assert "trial" not in {c["name"] for c in inspect(kept).get_columns("partner")}
    kept.dispose()


def test_data_of_a_newer_program_are_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    store = Store.open(path, b"k" * 32)
    with store.engine.begin() as connection:
        connection.execute(update(migrations.VERSION).values(number=migrations.LATEST + 1))
    store.close()
    before = path.read_bytes()
    with pytest.raises(Problem) as caught:
        Store.open(path, b"k" * 32)
    assert caught.value.remedy
    assert path.read_bytes() == before


@pytest.mark.parametrize("stored", sorted(STORES.glob("*.db")), ids=lambda path: path.stem)
def test_the_databases_of_earlier_versions_open(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    shutil.copyfile(stored, path)
    store = Store.open(path, STORED_KEY)
    with store.read() as session:
        (partner,) = [p for p in session.query(Partner) if p.name == "Coopérative Ñandú"]
        assert (partner.city, partner.notes, partner.labels) == ("Thiès", "deuxième note", ["énergie", "emploi"])
        assert verify_chain(session, store.identity.device) == store.position().number >= 3
        assert [found.title for found in find(session, "nandu")] == ["Coopérative Ñandú"]
    with store.change("Noted", "o") as session:
        session.get_one(Partner, partner.id).notes = "troisième note"
    store.close()


def test_a_database_of_every_released_version_is_kept() -> None:
    kept = {path.stem for path in STORES.glob("*.db")}
    assert {f"version-{number}" for number in range(1, migrations.LATEST + 1)} <= kept


def test_no_table_relies_on_the_database_to_refuse_a_record() -> None:
    """A bundle may bring a child before its parent and two offices the same number: neither may stop an import."""
    metadata: MetaData = Base.metadata
    for family in families().values():
        table = metadata.tables[table_of(family.record).name]
        assert not table.foreign_keys
        assert not [index for index in table.indexes if index.unique]
