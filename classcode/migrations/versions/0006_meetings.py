"""Meetings that people choose dates for: queues, check-in, suggestions, what comes after; places with rooms.

Revision: 0006, after 0005.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

import classcode.db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = classcode.db.UtcDateTime(timezone=True)


def _table(name: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns.items()))


MEETING = _table(
    "meeting",
    id=sa.Uuid(),
    about=sa.Text(),
    listed=sa.Boolean(),
    sequence=sa.Integer(),
    children=sa.Integer(),
    state=sa.String(),
    facilitator_id=sa.Uuid(),
    organiser_id=sa.Uuid(),
    starts_at=MOMENT,
    cancel_by=MOMENT,
    created_at=MOMENT,
    fixed_at=MOMENT,
    checkin_key=sa.String(),
)
PLACE = _table(
    "place",
    kind=sa.String(),
    transport=sa.Text(),
    equipment=sa.Text(),
    opening_hours=sa.Text(),
    version=sa.Integer(),
    created_at=MOMENT,
    accepted_at=MOMENT,
)
SEAT = _table("seat", role=sa.String(), late=sa.Boolean(), presence=sa.String(), checked_how=sa.String())
ANSWER = _table("public_answer", by_learner=sa.Boolean())


def upgrade() -> None:
    _make_tables()
    _add_columns()
    _move_rows(op.get_bind())
    _finish_columns()


def _make_tables() -> None:
    op.create_table(
        "attestation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=False),
        sa.Column("led_by_id", sa.Uuid(), nullable=True),
        sa.Column("issued_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("role IN ('participant', 'organiser')", name=op.f("ck_attestation_role_known")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_attestation_minutes_positive")),
        sa.ForeignKeyConstraint(["commune_code"], ["commune.code"], name=op.f("fk_attestation_commune_code")),
        sa.ForeignKeyConstraint(
            ["led_by_id"], ["person.id"], name=op.f("fk_attestation_led_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attestation_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["attestation.id"],
            name=op.f("fk_attestation_replaced_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_attestation_code_hash")),
    )

    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_led_by_id"), ["led_by_id"], unique=False)
        batch_op.create_index("ix_attestation_of", ["of"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_replaced_by_id"), ["replaced_by_id"], unique=False)
        batch_op.create_index(
            "ix_attestation_standing",
            ["person_id", "kind", "of"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )

    op.create_table(
        "gathering_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("off_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_gathering_choice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_gathering_choice")),
    )
    op.create_table(
        "gathering_policy",
        sa.Column("region_code", sa.String(length=9), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("set_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_gathering_policy_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_gathering_policy_set_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("region_code", name=op.f("pk_gathering_policy")),
    )
    with op.batch_alter_table("gathering_policy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gathering_policy_set_by_id"), ["set_by_id"], unique=False)

    op.create_table(
        "place_step",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_place_step_by_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_step_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_place_step")),
    )

    with op.batch_alter_table("place_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_step_by_person_id"), ["by_person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_step_place_id"), ["place_id"], unique=False)

    op.create_table(
        "room",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_room_room_capacity")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_room_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("place_id", "name", name=op.f("uq_room_place_id_name")),
    )

    op.create_table(
        "answer_helped",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("helped_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["public_answer.id"], name=op.f("fk_answer_helped_answer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answer_helped_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", "person_id", name=op.f("pk_answer_helped")),
    )

    with op.batch_alter_table("answer_helped", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_helped_person_id"), ["person_id"], unique=False)

    op.create_table(
        "pending_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pending_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha2", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pending_id"],
            ["pending_question.id"],
            name=op.f("fk_pending_file_pending_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_file")),
    )

    with op.batch_alter_table("pending_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pending_file_pending_id"), ["pending_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pending_file_sha2"), ["sha2"], unique=False)

    op.create_table(
        "meeting_date",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_date_date_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_date_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_date")),
        sa.UniqueConstraint("meeting_id", "starts_at", name=op.f("uq_meeting_date_meeting_id_starts_at")),
    )

    op.create_table(
        "meeting_feedback",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("will_try", sa.String(), nullable=False),
        sa.Column("pace", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("answered_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pace IN ('slow', 'right', 'fast')", name=op.f("ck_meeting_feedback_pace")),
        sa.CheckConstraint("will_try IN ('yes', 'not-yet', 'no')", name=op.f("ck_meeting_feedback_will_try")),
        sa.CheckConstraint("useful BETWEEN 1 AND 5", name=op.f("ck_meeting_feedback_useful")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_feedback_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_meeting_feedback_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_feedback")),
    )

    with op.batch_alter_table("meeting_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_feedback_person_id"), ["person_id"], unique=False)

    op.create_table(
        "meeting_feedback_request",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("asked_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_feedback_request_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_meeting_feedback_request_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_feedback_request")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_meeting_feedback_request_token_hash")),
    )

    with op.batch_alter_table("meeting_feedback_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_feedback_request_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "meeting_guest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("presence", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("claim_hash", sa.String(), nullable=False),
        sa.Column("claimed_by_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("line > 0", name=op.f("ck_meeting_guest_line_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["person.id"], name=op.f("fk_meeting_guest_claimed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_guest_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["person.id"],
            name=op.f("fk_meeting_guest_recorded_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_guest")),
        sa.UniqueConstraint("claim_hash", name=op.f("uq_meeting_guest_claim_hash")),
        sa.UniqueConstraint("meeting_id", "line", name=op.f("uq_meeting_guest_meeting_id_line")),
    )

    with op.batch_alter_table("meeting_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_guest_claimed_by_id"), ["claimed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_guest_recorded_by_id"), ["recorded_by_id"], unique=False)

    op.create_table(
        "meeting_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("written_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_mail_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_meeting_mail_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_mail")),
        sa.UniqueConstraint(
            "meeting_id",
            "person_id",
            "kind",
            "starts_at",
            name=op.f("uq_meeting_mail_meeting_id_person_id_kind_starts_at"),
        ),
    )

    with op.batch_alter_table("meeting_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_mail_person_id"), ["person_id"], unique=False)

    op.create_table(
        "meeting_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reported_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_meeting_note_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_note_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
    )

    with op.batch_alter_table("meeting_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_note_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_meeting_note_meeting_written", ["meeting_id", "written_at"], unique=False)

    op.create_table(
        "meeting_suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=9), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("facilitator_id", sa.Uuid(), nullable=True),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("dismissal", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by_id"],
            ["person.id"],
            name=op.f("fk_meeting_suggestion_closed_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["facilitator_id"],
            ["person.id"],
            name=op.f("fk_meeting_suggestion_facilitator_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_suggestion_meeting_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_meeting_suggestion_place_id")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_meeting_suggestion_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_suggestion")),
    )

    with op.batch_alter_table("meeting_suggestion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_suggestion_closed_by_id"), ["closed_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_meeting_suggestion_facilitator_state", ["facilitator_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meeting_suggestion_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_suggestion_place_id"), ["place_id"], unique=False)
        batch_op.create_index("ix_meeting_suggestion_region_state", ["region_code", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_suggestion_state"), ["state"], unique=False)

    op.create_table(
        "offline_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_offline_batch_by_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_offline_batch_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_batch")),
    )

    with op.batch_alter_table("offline_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offline_batch_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_offline_batch_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offline_batch_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "presence_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_presence_correction_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_presence_correction_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_presence_correction_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_correction")),
    )

    with op.batch_alter_table("presence_correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presence_correction_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_presence_correction_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_presence_correction_person_id"), ["person_id"], unique=False)

    op.create_table(
        "meeting_date_answer",
        sa.Column("date_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["date_id"], ["meeting_date.id"], name=op.f("fk_meeting_date_answer_date_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_meeting_date_answer_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("date_id", "person_id", name=op.f("pk_meeting_date_answer")),
    )

    with op.batch_alter_table("meeting_date_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_date_answer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "suggested_person",
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("km", sa.Double(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_suggested_person_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["meeting_suggestion.id"],
            name=op.f("fk_suggested_person_suggestion_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "person_id", name=op.f("pk_suggested_person")),
    )

    with op.batch_alter_table("suggested_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggested_person_person_id"), ["person_id"], unique=False)


def _add_columns() -> None:
    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.add_column(sa.Column("report", sa.JSON(), nullable=True))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("theme", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("about", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("room_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("organiser_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("listed", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("cancel_by", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("checkin_key", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("responsible_adult", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("children", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("list_closed_at", classcode.db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("list_closed_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("fixed_at", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("changed_at", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reported_at", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("hidden_at", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_meeting_list_closed_by_id"), ["list_closed_by_id"], unique=False)
        batch_op.create_index("ix_meeting_organiser_starts", ["organiser_id", "starts_at"], unique=False)
        batch_op.create_index("ix_meeting_state_starts", ["state", "starts_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_list_closed_by_id"),
            "person",
            ["list_closed_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_organiser_id"), "person", ["organiser_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_room_id"), "room", ["room_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar_method", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("calendar", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("transport", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("equipment", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("opening_hours", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("proposed_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("accepted_at", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reported_at", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("changed_at", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_place_proposed_by_id"), ["proposed_by_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_place_proposed_by_id"), "person", ["proposed_by_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("public_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_learner", sa.Boolean(), nullable=True))

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("waiting_since", classcode.db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("offered_until", classcode.db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("late", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("declared_at", classcode.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("declared_how", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("checked_how", sa.String(), nullable=True))
        batch_op.create_index("ix_seat_meeting_waiting", ["meeting_id", "waiting_since"], unique=False)
        batch_op.create_index("ix_seat_offered", ["offered_until"], unique=False)


def _move_rows(connection: sa.Connection) -> None:
    """Whoever proposed a meeting organises it; a place that was offered so far stays offered."""
    connection.execute(
        sa.update(MEETING).values(
            about="", listed=False, sequence=0, children=0, organiser_id=MEETING.c.facilitator_id
        )
    )
    connection.execute(sa.update(MEETING).values(fixed_at=MEETING.c.created_at))
    connection.execute(sa.update(MEETING).where(MEETING.c.state == "proposed").values(state="fixed"))
    for row in connection.execute(sa.select(MEETING.c.id, MEETING.c.starts_at)).all():
        mine = sa.update(MEETING).where(MEETING.c.id == row.id)
        connection.execute(
            mine.values(cancel_by=row.starts_at - timedelta(hours=24), checkin_key=secrets.token_hex(32))
        )
    connection.execute(
        sa.update(PLACE).values(
            kind="other",
            transport="",
            equipment="",
            opening_hours="",
            version=1,
            accepted_at=PLACE.c.created_at,
        )
    )
    connection.execute(sa.update(SEAT).values(role="participant", late=False))
    recorded = sa.update(SEAT).where(SEAT.c.presence.is_not(None))
    connection.execute(recorded.values(checked_how="facilitator-list"))
    connection.execute(sa.update(ANSWER).values(by_learner=False))


def _finish_columns() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column("about", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("listed", existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column(
            "cancel_by", existing_type=classcode.db.UtcDateTime(timezone=True), nullable=False
        )
        batch_op.alter_column("sequence", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("checkin_key", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("children", existing_type=sa.Integer(), nullable=False)

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("transport", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("equipment", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("opening_hours", existing_type=sa.Text(), nullable=False)
        batch_op.alter_column("version", existing_type=sa.Integer(), nullable=False)

    with op.batch_alter_table("public_answer", schema=None) as batch_op:
        batch_op.alter_column("by_learner", existing_type=sa.Boolean(), nullable=False)

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.alter_column("role", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("late", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    raise NotImplementedError("what people wrote is not thrown away: restore a backup")
