"""The first tables."""

from alembic.operations import Operations

from desktop.store.migrations.declared import create


def upgrade(op: Operations) -> None:
    create(op, 1)
