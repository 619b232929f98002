"""Programs under way and run, answers that a facilitator reads, and what she said of them.

Revision: 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import classcode.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _programs()
    _readings()
    _columns()


def _programs() -> None:
    op.create_table(
        "program_draft",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("exercise", sa.String(), nullable=False),
        sa.Column("program", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_program_draft_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "module", "exercise", name=op.f("pk_program_draft")),
    )

    op.create_table(
        "program_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("exercise", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("program", sa.JSON(), nullable=True),
        sa.Column("worlds", sa.JSON(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_program_run_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_run")),
        sa.UniqueConstraint("person_id", "act_id", name=op.f("uq_program_run_person_id_act_id")),
    )
    with op.batch_alter_table("program_run", schema=None) as batch_op:
        batch_op.create_index("ix_program_run_whose", ["person_id", "module", "exercise", "at"], unique=False)


def _readings() -> None:
    op.create_table(
        "open_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reader_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["activity_attempt.id"],
            name=op.f("fk_open_answer_attempt_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_open_answer_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["person.id"], name=op.f("fk_open_answer_reader_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_answer")),
        sa.UniqueConstraint("attempt_id", "question", name=op.f("uq_open_answer_attempt_id_question")),
    )
    with op.batch_alter_table("open_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_answer_reader_id"), ["reader_id"], unique=False)
        batch_op.create_index("ix_open_answer_waiting", ["read_at", "asked_at"], unique=False)
        batch_op.create_index("ix_open_answer_whose", ["person_id", "module", "activity"], unique=False)


def _columns() -> None:
    with op.batch_alter_table("activity_attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("readings", sa.JSON(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("what people wrote is not thrown away: restore a backup")
