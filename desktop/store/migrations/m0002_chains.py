"""What a bundle carried of each device's chain of changes."""

from alembic.operations import Operations
from sqlalchemy import JSON, Integer, column, select, table, update

from desktop.store.migrations.declared import create

LOCAL = table("local", column("name"), column("value", JSON))
SENT = table("sent", column("number", Integer), column("first", Integer), column("last", Integer), column("runs", JSON))


def upgrade(op: Operations) -> None:
    create(op, 2)
    connection = op.get_bind()
    named = {row.name: row.value for row in connection.execute(select(LOCAL.c.name, LOCAL.c.value))}
    device = named.get("identity", {}).get("device", "")
    if not device or "restored" in named:  # the bundles of an office that was restored may be of an earlier identity
        return
    for number, first, last in connection.execute(select(SENT.c.number, SENT.c.first, SENT.c.last)).all():
        runs = [{"device": device, "first": first, "last": last}]
        connection.execute(update(SENT).where(SENT.c.number == number).values(runs=runs))
