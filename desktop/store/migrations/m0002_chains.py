"""What a bundle carried of each device's chain of changes, and what each part that was set aside waits for."""

from alembic.operations import Operations
from sqlalchemy import JSON, BigInteger, Connection, Integer, String, column, select, table, update

from desktop.base.text import searchable
from desktop.store.migrations.declared import create, part
from desktop.store.records.base import families, table_of, table_since
from desktop.store.states import ParkedReason

LOCAL = table("local", column("name"), column("value", JSON))
SENT = table("sent", column("number", Integer), column("first", Integer), column("last", Integer), column("runs", JSON))
FINDABLE = table("findable", column("id", String), column("text", String))
PARKED = table(
    "parked",
    column("id", String),
    column("kind", Integer),
    column("reason", String),
    column("cells", JSON),
    column("waits_for", String),
    column("waits_number", BigInteger),
)


def upgrade(op: Operations) -> None:
    create(op, 2)
    op.drop_column("partner", "merged_into")  # never written: which records are one company Headquarters rules apart
    op.drop_column("contribution", "second_reader")  # never written: its valuation says who read it
    op.drop_column("contribution", "matching")  # never written either: `matching_by` says whose funds they are
    connection = op.get_bind()
    _list_agreements(op)
    _say_what_is_awaited(connection)
    _say_whose(connection)
    part(op, 2)
    _find_by_plain_letters(connection)
    named = {row.name: row.value for row in connection.execute(select(LOCAL.c.name, LOCAL.c.value))}
    device = named.get("identity", {}).get("device", "")
    if not device or "restored" in named:  # the bundles of an office that was restored may be of an earlier identity
        return
    for number, first, last in connection.execute(select(SENT.c.number, SENT.c.first, SENT.c.last)).all():
        runs = [{"device": device, "first": first, "last": last}]
        connection.execute(update(SENT).where(SENT.c.number == number).values(runs=runs))


def _list_agreements(op: Operations) -> None:
    """Give the list of agreements its index, which the records declare for encrypted databases alone."""
    if op.get_bind().dialect.name == "sqlite":
        columns = ("archived", "partner_id", "partnership_id", "type", "state", "office", "reference", "final_at", "id")
        op.create_index("ix_agreement_listed", "agreement", [*columns])


def _find_by_plain_letters(connection: Connection) -> None:
    """Until now search minded ligatures, apostrophes and full stops."""
    for row in connection.execute(select(FINDABLE)).all():
        if (plain := searchable(row.text)) != row.text:
            connection.execute(update(FINDABLE).where(FINDABLE.c.id == row.id).values(text=plain))


def _say_whose(connection: Connection) -> None:
    """Until now a change, a stamp and a line of the search did not say of which office they are."""
    for name in ("change", "parked"):
        connection.exec_driver_sql(
            f"UPDATE {name} SET office = coalesce((SELECT office FROM position"  # noqa: S608 - names of our own tables
            f" WHERE position.device = {name}.device), '')"
        )
    for family in families().values():
        if table_since(table_of(family.record)) > 1:
            continue
        for name in ("stamp", "findable"):
            connection.exec_driver_sql(
                f"UPDATE {name} SET office = (SELECT office FROM {family.name}"  # noqa: S608 - as above
                f" WHERE {family.name}.id = {name}.id) WHERE kind = {family.kind}"
                f" AND EXISTS (SELECT 1 FROM {family.name} WHERE {family.name}.id = {name}.id)"
            )


def _say_what_is_awaited(connection: Connection) -> None:
    """Until now whatever was set aside was tried again at every arrival."""
    for row in connection.execute(select(PARKED)).all():
        bases = [base for _field, _content, base in row.cells if base]
        if row.reason == ParkedReason.NEWER:
            awaited: dict[str, str | int] = {"waits_for": f"family {row.kind}"}
        elif row.reason == ParkedReason.UNKNOWN_BASE and bases:
            awaited = {"waits_for": bases[0][0], "waits_number": bases[0][1]}
        else:
            continue
        connection.execute(update(PARKED).where(PARKED.c.id == row.id).values(awaited))
