"""The first tables."""

from alembic.operations import Operations
from sqlalchemy import Boolean, Column, String, false

from desktop.store.migrations.declared import create


def upgrade(op: Operations) -> None:
    create(op, 1)
    op.add_column("partner", Column("merged_into", String))  # which version 2 takes away, as these two
    op.add_column("contribution", Column("second_reader", String, nullable=False, server_default=""))
    op.add_column("contribution", Column("matching", Boolean, nullable=False, server_default=false()))
