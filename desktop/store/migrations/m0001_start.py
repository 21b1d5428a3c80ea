"""The first tables."""

from alembic.operations import Operations
from sqlalchemy import Column, String

from desktop.store.migrations.declared import create


def upgrade(op: Operations) -> None:
    create(op, 1)
    op.add_column("partner", Column("merged_into", String))  # which version 2 takes away
