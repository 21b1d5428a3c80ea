"""Ordered steps from an empty database to today's tables. Add a module, add its name to STEPS.

What a released step makes of a database never changes. Steps never write the journal. What a version only adds, the
records declare themselves (`declared.create`).
"""

from collections.abc import Callable
from importlib import import_module

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, inspect, select

from desktop.base.errors import Problem
from desktop.base.faults import reached
from desktop.base.text import _

STEPS = ("m0001_start", "m0002_chains")
LATEST = len(STEPS)
VERSION = Table("schema_version", MetaData(), Column("number", Integer, nullable=False))


def version_of(engine: Engine) -> int:
    """The number of the last step that this database went through; 0 for an empty one."""
    with engine.connect() as connection:
        return _version_in(connection)


def _version_in(connection: Connection) -> int:
    if not inspect(connection).has_table(VERSION.name):
        return 0
    return int(connection.scalar(select(VERSION.c.number)) or 0)


def upgrade(engine: Engine, keep_copy: Callable[[int], None]) -> None:
    """Bring the database to today's tables, after `keep_copy(version)` has kept the older one; a new one needs none.

    All steps are one transaction, which nobody else writes beside: whatever interrupts it, also a refusal that
    `keep_copy` raises, the database is as it was. Raises Problem for a database written by a newer program.
    """
    version = version_of(engine)
    if version > LATEST:
        raise Problem(
            _("These data were written by a newer version of Passerelle; nothing was changed."),
            _("Install the newer version, then open them again."),
            code="data-newer-than-program",
        )
    if version == LATEST:
        return
    with engine.execution_options(write=True).begin() as connection:
        version = _version_in(connection)
        if 0 < version < LATEST:
            keep_copy(version)
        take_steps(connection, version, LATEST)
    reached("tables of this version")


def take_steps(connection: Connection, after: int, until: int) -> None:
    """The steps that follow step number `after`, up to number `until`."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    for number, name in enumerate(STEPS[after:until], start=after + 1):
        step = import_module(f"{__name__}.{name}")
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        step.upgrade(Operations(context))
        if number == 1:
            VERSION.create(connection)
            connection.execute(VERSION.insert().values(number=1))
        else:
            connection.execute(VERSION.update().values(number=number))
        reached(f"step {number}")
