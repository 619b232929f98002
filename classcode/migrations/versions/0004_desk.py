"""The desk grows: absences, policies, links over water, bundled mails; clocks and ways of questions; threads of mail.

Revision: 0004, after 0003. What somebody held without having answered counts as accepted, `away_until` becomes an
absence, and the clock of an open question starts where its present wait began.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

import classcode.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RESOLVE = timedelta(days=14)
MOMENT = classcode.db.UtcDateTime(timezone=True)


def _table(name: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns.items()))


TICKET = _table(
    "ticket",
    id=sa.Uuid(),
    state=sa.String(),
    source=sa.String(),
    unnamed=sa.Boolean(),
    opened_at=MOMENT,
    moved_at=MOMENT,
    first_answered_at=MOMENT,
    promise_since=MOMENT,
    clock_used=sa.BigInteger(),
    clock_since=MOMENT,
    resolve_by=MOMENT,
)
MESSAGE = _table("ticket_message", source=sa.String())
FACILITATOR = _table(
    "facilitator", person_id=sa.Uuid(), themes=sa.JSON(), off_in_holidays=sa.Boolean(), away_until=MOMENT
)
ABSENCE = _table(
    "absence",
    id=sa.Uuid(),
    facilitator_id=sa.Uuid(),
    starts_on=sa.Date(),
    ends_on=sa.Date(),
    declared_at=MOMENT,
    handed_over_at=MOMENT,
)
BUNDLE = _table("desk_bundle", id=sa.Uuid(), facilitator_id=sa.Uuid(), slot_start=MOMENT, written_at=MOMENT)
DESK_MAIL = _table(
    "desk_mail", id=sa.Uuid(), person_id=sa.Uuid(), kind=sa.String(), window=MOMENT, written_at=MOMENT
)


def upgrade() -> None:
    _make_tables()
    _add_columns()
    _move_rows(op.get_bind())
    _finish_columns()


def _make_tables() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facilitator_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("declared_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("given_back_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["facilitator_id"], ["person.id"], name=op.f("fk_absence_facilitator_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["person.id"], name=op.f("fk_absence_substitute_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index("ix_absence_facilitator_ends", ["facilitator_id", "ends_on"], unique=False)

    op.create_table(
        "desk_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("window", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("written_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_desk_mail_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_mail")),
        sa.UniqueConstraint("person_id", "kind", "window", name=op.f("uq_desk_mail_person_id_kind_window")),
    )

    op.create_table(
        "desk_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=9), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("resolve_days", sa.Integer(), nullable=False),
        sa.Column("since", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_desk_policy_by_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_desk_policy_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_policy")),
    )
    with op.batch_alter_table("desk_policy", schema=None) as batch_op:
        batch_op.create_index("ix_desk_policy_region_since", ["region_code", "since"], unique=False)

    op.create_table(
        "water_link",
        sa.Column("region_a", sa.String(length=9), nullable=False),
        sa.Column("region_b", sa.String(length=9), nullable=False),
        sa.Column("declared_by_id", sa.Uuid(), nullable=True),
        sa.Column("declared_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["person.id"], name=op.f("fk_water_link_declared_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_a"], ["region.code"], name=op.f("fk_water_link_region_a")),
        sa.ForeignKeyConstraint(["region_b"], ["region.code"], name=op.f("fk_water_link_region_b")),
        sa.PrimaryKeyConstraint("region_a", "region_b", name=op.f("pk_water_link")),
    )

    op.create_table(
        "name_lift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_name_lift_by_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_name_lift_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_lift")),
        sa.UniqueConstraint("ticket_id", "by_person_id", name=op.f("uq_name_lift_ticket_id_by_person_id")),
    )


def _add_columns() -> None:
    with op.batch_alter_table("facilitator") as table:
        table.add_column(sa.Column("themes", sa.JSON(), nullable=True))
        table.add_column(sa.Column("school_system", sa.String(), nullable=True))
        table.add_column(sa.Column("off_in_holidays", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("presentation", sa.String(), nullable=True))
        table.add_column(sa.Column("presentation_reported_at", MOMENT, nullable=True))
        table.add_column(sa.Column("presentation_hidden_at", MOMENT, nullable=True))
    with op.batch_alter_table("outgoing_mail") as table:
        table.add_column(sa.Column("thread_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("reply_to", sa.String(), nullable=True))
        table.add_column(sa.Column("earlier", sa.JSON(), nullable=True))
        table.create_index("ix_outgoing_mail_thread_person", ["thread_id", "person_id"], unique=False)
    with op.batch_alter_table("ticket") as table:
        for name in ("closed_at", "promise_since", "offered_until", "clock_since", "resolve_by"):
            table.add_column(sa.Column(name, MOMENT, nullable=True))
        for name in ("theme", "source", "state_before_merge"):
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        for name in ("logged_by_id", "lent_by_id", "follows_id", "merged_into_id"):
            table.add_column(sa.Column(name, sa.Uuid(), nullable=True))
        table.add_column(sa.Column("clock_used", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("unnamed", sa.Boolean(), nullable=True))
    with op.batch_alter_table("ticket_message") as table:
        table.add_column(sa.Column("source", sa.String(), nullable=True))
        table.add_column(sa.Column("mail_id", sa.String(), nullable=True))
        table.add_column(sa.Column("split_from_id", sa.Uuid(), nullable=True))


def _move_rows(connection: sa.Connection) -> None:
    connection.execute(sa.update(FACILITATOR).values(themes=[], off_in_holidays=True))
    connection.execute(sa.update(MESSAGE).values(source="web"))
    connection.execute(sa.update(TICKET).values(source="web", unnamed=False, clock_used=0))
    for row in connection.execute(sa.select(TICKET)).all():
        connection.execute(sa.update(TICKET).where(TICKET.c.id == row.id).values(_times(row)))
    for row in connection.execute(sa.select(FACILITATOR).where(FACILITATOR.c.away_until.is_not(None))).all():
        _absence(connection, row)
    for row in connection.execute(sa.select(BUNDLE)).all():
        told = {"id": row.id, "person_id": row.facilitator_id, "kind": "slot", "window": row.slot_start}
        connection.execute(sa.insert(DESK_MAIL).values(**told, written_at=row.written_at))


def _times(row: Any) -> dict[str, Any]:
    """Return the promise and the clock of a question, and its state by the new names."""
    answered = row.first_answered_at is not None
    since = row.moved_at if answered else row.opened_at
    state = "accepted" if row.state == "waiting-facilitator" and not answered else row.state
    runs = state in {"new", "accepted", "waiting-facilitator"}
    return {
        "state": state,
        "promise_since": since,
        "clock_since": since if runs else None,
        "resolve_by": since + RESOLVE if runs else None,
    }


def _absence(connection: sa.Connection, row: Any) -> None:
    now = datetime.now(UTC)
    if row.away_until > now:
        days = {"starts_on": now.date(), "ends_on": row.away_until.date()}
        told = {"id": uuid4(), "facilitator_id": row.person_id, "declared_at": now, "handed_over_at": now}
        connection.execute(sa.insert(ABSENCE).values(**told, **days))


def _finish_columns() -> None:
    with op.batch_alter_table("facilitator") as table:
        table.alter_column("themes", existing_type=sa.JSON(), nullable=False)
        table.alter_column("off_in_holidays", existing_type=sa.Boolean(), nullable=False)
        table.alter_column("capacity", existing_type=sa.INTEGER(), nullable=True)
        table.drop_column("away_until")
    with op.batch_alter_table("ticket") as table:
        table.alter_column("promise_since", existing_type=MOMENT, nullable=False)
        table.alter_column("clock_used", existing_type=sa.BigInteger(), nullable=False)
        table.alter_column("unnamed", existing_type=sa.Boolean(), nullable=False)
        table.alter_column("source", existing_type=sa.String(), nullable=False)
        table.create_index("ix_ticket_follows_id", ["follows_id"], unique=False)
        table.create_index("ix_ticket_lent_by_id", ["lent_by_id"], unique=False)
        table.create_index("ix_ticket_merged_into_id", ["merged_into_id"], unique=False)
        table.create_index("ix_ticket_state_moved", ["state", "moved_at"], unique=False)
        table.create_index("ix_ticket_state_offered", ["state", "offered_until"], unique=False)
        for name, other in (
            ("follows_id", "ticket"),
            ("merged_into_id", "ticket"),
            ("logged_by_id", "person"),
            ("lent_by_id", "person"),
        ):
            table.create_foreign_key(op.f(f"fk_ticket_{name}"), other, [name], ["id"], ondelete="SET NULL")
    with op.batch_alter_table("ticket_message") as table:
        table.alter_column("source", existing_type=sa.String(), nullable=False)
        table.create_index("ix_ticket_message_split_from_id", ["split_from_id"], unique=False)
        table.create_unique_constraint(op.f("uq_ticket_message_mail_id"), ["mail_id"])
        table.create_foreign_key(
            op.f("fk_ticket_message_split_from_id"), "ticket", ["split_from_id"], ["id"], ondelete="SET NULL"
        )
    op.drop_table("desk_bundle")


def downgrade() -> None:
    raise NotImplementedError("questions in the new states have no old ones: restore a backup")
