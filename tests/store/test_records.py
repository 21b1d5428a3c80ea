"""The families of records: numbers for ever, one owner for each field, the same tables however they were made."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, func, inspect, select, table, update
from sqlalchemy.engine.interfaces import ReflectedColumn

from desktop.store import cipher, migrations
from desktop.store.journal import verify_chain
from desktop.store.partitions import part_out, parted
from desktop.store.records import RESERVED, Base, Findable, Owner, Partner, families, table_of
from desktop.store.records.base import RETIRED
from desktop.store.store import Store
from tests.makers import keep_nothing
from tests.refusal import refused

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "fields.json"
TABLES = ROOT / "tests" / "golden" / "tables.json"
STORES = ROOT / "tests" / "stores"
TAKEN_UP = (
    "finding",
    "activity",
    "result",
    "budget",
)  # families that were reserved while version 1 was made, and have records since
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
        if int(kind) in RESERVED:
            assert fields["0"] == [RESERVED[int(kind)], ""]
            assert kind not in today
            continue
        for number, meaning in fields.items():
            if (int(kind), int(number)) in RETIRED:
                assert number not in today[kind]
                continue
            assert today[kind][number] == meaning, f"family {kind}, field {number}"
    assert {str(kind) for kind in RESERVED} <= golden.keys(), "the fields of a reserved family have their numbers too"


def test_a_number_is_used_once_and_a_reserved_family_has_no_record() -> None:
    trial = """
from desktop.store.records import Record, families
from desktop.store.records.fields import by_office
from sqlalchemy.orm import Mapped
class Trial(Record, kw_only=True):
    __tablename__ = "trial"
    KIND = {kind}
    one: Mapped[str] = by_office(1)
    two: Mapped[str] = by_office({number})
families()
"""
    assert "number 1 is taken" in fails(trial.format(kind=90, number=1))
    assert "family number 10 is taken" in fails(trial.format(kind=10, number=2))
    assert "family number 22 is taken" in fails(trial.format(kind=22, number=2))
    assert not fails(trial.format(kind=90, number=2))


def fails(script: str) -> str:
    """The last line of the error with which a program of its own ends; empty when it ends well."""
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stderr.strip().rpartition("\n")[2] if ended.returncode else ""


def test_every_column_has_exactly_one_owner() -> None:
    for family in families().values():
        assert sorted(family.number) == sorted(set(family.column) - {"id", "office"}), family.name
        assert all(number > 0 for number in family.owner)
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


def shape(engine: Engine) -> dict[str, dict[str, object]]:
    """The tables as the database itself tells them, without those of the search, which is made anew when it lacks."""
    look = inspect(engine)

    def text(column: ReflectedColumn) -> str:
        return str(column["type"]) if column["nullable"] else f"{column['type']} NOT NULL"

    return {
        table: {
            "key": look.get_pk_constraint(table)["constrained_columns"],
            "columns": {column["name"]: text(column) for column in look.get_columns(table)},
            "indexes": {
                str(index["name"]): [*index["column_names"], *(["unique"] if index["unique"] else [])]
                for index in look.get_indexes(table)
            },
        }
        for table in look.get_table_names()
        if table != migrations.VERSION.name and not table.startswith("search_")
    }


@pytest.mark.parametrize("version", range(1, migrations.LATEST + 1))
def test_the_steps_up_to_a_version_make_its_tables_for_ever(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database of that version has these tables already: a field that is added or altered belongs to a new step."""
    golden = json.loads(TABLES.read_text(encoding="utf-8"))[str(version)]
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:version])
    monkeypatch.setattr(migrations, "LATEST", version)
    engine = cipher.engine(tmp_path / "a.db", b"k" * 32)
    migrations.upgrade(engine, keep_nothing)
    assert shape(engine) == golden
    engine.dispose()


def test_the_stored_databases_have_the_tables_of_their_version(tmp_path: Path) -> None:
    """Version 1 made tables for the reserved families too; they are empty and stay unused where they are."""
    for version, golden in json.loads(TABLES.read_text(encoding="utf-8")).items():
        path = tmp_path / f"{version}.db"
        shutil.copyfile(STORES / f"version-{version}.db", path)
        engine = cipher.engine(path, STORED_KEY)
        stored = shape(engine)
        with engine.connect() as connection:
            for name in (*RESERVED.values(), *(TAKEN_UP if version == "1" else ())):
                if stored.pop(name, None):
                    assert connection.scalar(select(func.count()).select_from(table(name))) == 0
        assert stored == golden
        engine.dispose()


def test_the_steps_lead_to_the_tables_of_the_records_in_sqlcipher(tmp_path: Path) -> None:
    stepped, direct = (cipher.engine(tmp_path / name, b"k" * 32) for name in ("a.db", "b.db"))
    migrations.upgrade(stepped, keep_nothing)
    Base.metadata.create_all(direct)
    assert shape(stepped) == shape(direct)
    assert migrations.version_of(stepped) == migrations.LATEST
    stepped.dispose()
    direct.dispose()


def test_the_steps_lead_to_the_tables_of_the_records_in_postgresql(database: Callable[[], str]) -> None:
    from desktop.store import server

    stepped, direct = (server.engine(database()) for _ in range(2))
    migrations.upgrade(stepped, keep_nothing)
    Base.metadata.create_all(direct)
    with direct.begin() as connection:
        for kept in parted():
            part_out(connection, kept)
    assert shape(stepped) == shape(direct)
    stepped.dispose()
    direct.dispose()


@pytest.mark.parametrize("rows", [0, 2])
@pytest.mark.parametrize("kind", ["sqlcipher", "postgresql"])
def test_a_later_version_adds_fields_and_families_to_what_is_there(
    kind: str, rows: int, tmp_path: Path, database: Callable[[], str]
) -> None:
    """A table that version 1 made for a reserved family gives way; had it rows, they are kept under another name."""
    address = str(tmp_path / "office.db") if kind == "sqlcipher" else database()
    command = [sys.executable, "-m", "tests.store.later_version", address, str(rows), str(tmp_path / "direct.db")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not ended.returncode, ended.stderr
    answer = json.loads(ended.stdout)
    assert answer["before"] == ["id", "name", "office"]
    assert answer["blank"] == ["none", 3, True, [], [], None, "open", "", None]
    assert len(answer["columns"]) == 12
    assert (answer["kept"], answer["same"], answer["changes"]) == (rows, True, 1)


def test_a_step_that_fails_leaves_the_tables_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = cipher.engine(tmp_path / "a.db", b"k" * 32)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, "absent"))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    with pytest.raises(ModuleNotFoundError):
        migrations.upgrade(engine, keep_nothing)
    assert migrations.version_of(engine) == 0 and not inspect(engine).get_table_names()
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
    with refused("data-newer-than-program") as caught:
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
        assert session.get_one(Findable, partner.id).text.startswith("cooperative nandu")
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
