"""Statements as bytes, with the keys of the record's queries; what counts only where something counts.

Revision: 0002, after 0001.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import orjson
import sqlalchemy as sa
from alembic import op

from tracking.log.keys import key_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 1000
COUNTED = ("actor", "verb", "object_path", "object_kind")


def upgrade() -> None:
    for column in (
        sa.Column("verb_key", NUMBER, nullable=True),
        sa.Column("registration", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
    ):
        op.add_column("statement", column)
    _fill()
    for name in ("actor_verb", "verb_timestamp", "object"):
        op.drop_index(f"ix_statement_{name}", table_name="statement")
    _tighten()
    _index()
    # Forwarding reads the log by cursor from now on; a job for each statement has nothing left to do.
    op.execute("DELETE FROM job WHERE topic = 'forward'")


def _fill() -> None:
    """Write the new columns of each row from its text."""
    statement = sa.table(
        "statement",
        sa.column("seq", NUMBER),
        sa.column("payload", sa.Text()),
        sa.column("body", sa.LargeBinary()),
        sa.column("verb_key", NUMBER),
        sa.column("registration", sa.Uuid()),
    )
    change = (
        sa.update(statement)
        .where(statement.c.seq == sa.bindparam("number"))
        .values(body=sa.bindparam("bytes"), verb_key=sa.bindparam("verb"), registration=sa.bindparam("under"))
    )
    connection, last = op.get_bind(), 0
    while True:
        rows = connection.execute(
            sa.select(statement.c.seq, statement.c.payload)
            .where(statement.c.seq > last)
            .order_by(statement.c.seq)
            .limit(AT_ONCE)
        ).all()
        if not rows:
            return
        connection.execute(change, [_changed(*row) for row in rows])
        last = rows[-1].seq


def _changed(seq: int, payload: str) -> dict[str, object]:
    told = orjson.loads(payload)
    registration = told.get("context", {}).get("registration")
    return {
        "number": seq,
        "bytes": payload.encode(),
        "verb": key_of(told["verb"]["id"]),
        "under": UUID(registration) if registration else None,
    }


def _tighten() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    # A number once given is never given again: SQLite must be told so when the table is made.
    options = {"sqlite_autoincrement": True} if sqlite else {}
    recreate: Literal["always", "auto"] = "always" if sqlite else "auto"
    with op.batch_alter_table("statement", recreate=recreate, table_kwargs=options) as table:
        for name in ("verb_key", "body"):
            table.alter_column(name, nullable=False)
        for name in COUNTED:
            table.alter_column(name, nullable=True)
        for name in ("payload", "forwarded_at"):
            table.drop_column(name)


def _index() -> None:
    op.create_index("ix_statement_stored", "statement", ["stored"])
    op.create_index("ix_statement_verb_key", "statement", ["verb_key", "seq"])
    for name, columns in (
        ("registration", ["registration", "seq"]),
        ("client", ["client_id", "seq"]),
        ("actor_verb", ["actor", "verb"]),
        ("verb_timestamp", ["verb", "timestamp"]),
        ("object", ["object_path"]),
    ):
        filled = sa.text(f"{columns[0]} IS NOT NULL")
        op.create_index(
            f"ix_statement_{name}", "statement", columns, postgresql_where=filled, sqlite_where=filled
        )


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back: restore a backup")
