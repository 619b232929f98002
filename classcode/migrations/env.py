"""Alembic's entry: run the migrations on the connection that `classcode.start` opened."""

from __future__ import annotations

from alembic import context

from classcode import tables
from classcode.db import Base, compared

connection = context.config.attributes["connection"]
assert tables.ALL
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_object=compared(connection.dialect.name),
)
with context.begin_transaction():
    context.run_migrations()
