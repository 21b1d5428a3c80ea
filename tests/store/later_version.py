"""A program whose next version brings fields to an earlier family, and a family whose table name was taken before.

`python -m tests.store.later_version ADDRESS ROWS DIRECT` prints what became of the database as JSON.
"""

import json
import sys
from pathlib import Path
from types import ModuleType

from sqlalchemy import MetaData, Table, inspect, select, text
from sqlalchemy.orm import Mapped

from desktop.store import cipher, migrations, server
from desktop.store.migrations import declared
from desktop.store.records import Base, Record, table_of
from desktop.store.records.columns import CodeColumn, OneValue, ValueList
from desktop.store.records.fields import by_office
from desktop.store.records.values import DecisionRoute, ToldApart
from desktop.store.states import CaseState
from desktop.store.store import Store
from tests.makers import keep_nothing
from tests.store.test_records import shape

NEXT = migrations.LATEST + 1
STEP = ModuleType("desktop.store.migrations.next_trial")
vars(STEP)["upgrade"] = lambda op: declared.create(op, NEXT)


class Trial(Record, kw_only=True):
    """A family of version 1 with fields of the next one."""

    __tablename__ = "trial"
    KIND = 90
    name: Mapped[str] = by_office(1)
    motto: Mapped[str] = by_office(2, since=NEXT, default="none")
    rank: Mapped[int] = by_office(3, since=NEXT, default=3)
    final: Mapped[bool] = by_office(4, since=NEXT, default=True)
    tags: Mapped[list[str]] = by_office(5, since=NEXT, default_factory=list)
    apart: Mapped[tuple[ToldApart, ...]] = by_office(6, ValueList(ToldApart), since=NEXT, default=())
    route: Mapped[DecisionRoute | None] = by_office(7, OneValue(DecisionRoute), since=NEXT, default=None)
    state: Mapped[CaseState] = by_office(8, CodeColumn(CaseState), since=NEXT, default=CaseState.OPEN)
    case_id: Mapped[str] = by_office(9, since=NEXT, default="", index=True)
    gone_on: Mapped[str | None] = by_office(10, since=NEXT, default=None)


class Suggestion(Record, kw_only=True):
    """A family of the next version."""

    __tablename__ = "suggestion"
    SINCE = NEXT
    KIND = 91
    case_id: Mapped[str] = by_office(1, index=True)


def main(address: str, rows: int) -> None:
    engine = server.engine(address) if "://" in address else cipher.engine(Path(address), b"k" * 32)
    migrations.upgrade(engine, keep_nothing)
    with engine.execution_options(write=True).begin() as connection:
        before = shape(engine)["trial"]["columns"]
        connection.execute(text("INSERT INTO trial (id, office, name) VALUES ('t', 'SN10', 'Teranga')"))
        key = "CONSTRAINT pk_suggestion PRIMARY KEY (id)"
        connection.execute(text(f"CREATE TABLE suggestion (id VARCHAR NOT NULL, office VARCHAR, {key})"))
        connection.execute(text("CREATE INDEX ix_suggestion_office ON suggestion (office)"))
        for number in range(rows):
            connection.execute(text(f"INSERT INTO suggestion (id, office) VALUES ('{number}', 'SN10')"))
    sys.modules[STEP.__name__] = STEP
    migrations.STEPS, migrations.LATEST = (*migrations.STEPS, "next_trial"), NEXT
    store = Store(engine, keep_nothing)
    store.become("SN10")
    Base.metadata.create_all(engine)  # makes nothing where the step made it
    with store.read() as session:
        old = session.get_one(Trial, "t")
    with store.change("Edited", "o") as session:
        session.get_one(Trial, "t").motto = "together"
        session.add(Suggestion(case_id="c"))
    tables = shape(engine)
    direct = cipher.engine(Path(sys.argv[3]), b"k" * 32)
    Base.metadata.create_all(direct)
    name = f"suggestion_before_{NEXT}"
    renamed = Table(name, MetaData(), autoload_with=engine) if name in tables else None
    with engine.connect() as connection:
        kept = connection.execute(select(renamed.c.id)).all() if renamed is not None else []
    answer = {
        "before": sorted(before),
        "blank": [old.motto, old.rank, old.final, old.tags, old.apart, old.route, old.state, old.case_id, old.gone_on],
        "kept": len(kept),
        "same": engine.dialect.name == "postgresql" or {n: tables[n] for n in shape(direct)} == shape(direct),
        "columns": sorted(c["name"] for c in inspect(engine).get_columns(table_of(Trial).name)),
        "changes": len(store.history()),
    }
    store.close()
    direct.dispose()
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
