"""The rooms of the desk: mail that came in, files, guests, ratings, public and ready answers, who becomes a facilitator.

Revision: 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import classcode.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailbox_place",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("read_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_mailbox_place")),
    )
    op.create_table(
        "canned_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(length=9), nullable=True),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("changed_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_canned_answer_changed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_canned_answer_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_canned_answer_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answer")),
    )
    with op.batch_alter_table("canned_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_canned_answer_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_canned_answer_region_code"), ["region_code"], unique=False)

    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("received_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("source", sa.LargeBinary(), nullable=True),
        sa.Column("became", sa.String(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("refused_files", sa.JSON(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("marked_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_incoming_mail_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_incoming_mail_ticket_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_incoming_mail_message_id")),
    )
    with op.batch_alter_table("incoming_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incoming_mail_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_incoming_mail_place_marked", ["place", "uidvalidity", "marked_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_incoming_mail_received_at"), ["received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_incoming_mail_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "pending_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=True),
        sa.Column("module", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("mail_id", sa.String(), nullable=True),
        sa.Column("logged_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered", sa.Text(), nullable=True),
        sa.Column("keep", sa.Boolean(), nullable=False),
        sa.Column("received_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("confirmed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_code"], ["commune.code"], name=op.f("fk_pending_question_commune_code")
        ),
        sa.ForeignKeyConstraint(
            ["logged_by_id"],
            ["person.id"],
            name=op.f("fk_pending_question_logged_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_pending_question_ticket_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_question")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_pending_question_mail_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pending_question_token_hash")),
    )
    with op.batch_alter_table("pending_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pending_question_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_pending_question_logged_by_id"), ["logged_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pending_question_received_at"), ["received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_pending_question_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "public_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(length=9), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("visible_from", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reported_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_public_answer_decided_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_public_answer_region_code")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_public_answer_ticket_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_public_answer_written_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_answer")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_public_answer_ticket_id")),
    )
    with op.batch_alter_table("public_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_answer_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index("ix_public_answer_stage_visible", ["stage", "visible_from"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_answer_written_by_id"), ["written_by_id"], unique=False)

    op.create_table(
        "rating_request",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("asked_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_rating_request_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_rating_request")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_rating_request_token_hash")),
    )
    with op.batch_alter_table("rating_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_request_asked_at"), ["asked_at"], unique=False)

    op.create_table(
        "ticket_presence",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ticket_presence_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_presence_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_ticket_presence")),
    )
    with op.batch_alter_table("ticket_presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_presence_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_presence_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha2", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("added_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["ticket_message.id"], name=op.f("fk_attachment_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_sha2"), ["sha2"], unique=False)

    op.create_table(
        "facilitator_path",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=9), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("motivation", sa.Text(), nullable=True),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("charter_version", sa.String(), nullable=True),
        sa.Column("charter_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("invited_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("applied_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("met_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_facilitator_path_decided_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_facilitator_path_meeting_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_facilitator_path_mentor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_facilitator_path_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_facilitator_path_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitator_path")),
    )
    with op.batch_alter_table("facilitator_path", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facilitator_path_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_facilitator_path_state_region", ["state", "region_code"], unique=False)
        batch_op.create_index(
            "uq_facilitator_path_going",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "rating",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("rated_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_rating_stars")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["rating_request.ticket_id"], name=op.f("fk_rating_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_rating")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ticket_running",
            ["promised_by", "region_code", "facilitator_id"],
            unique=False,
            sqlite_where=sa.text(
                "state IN ('accepted', 'new', 'proposed', 'reopened', 'waiting-facilitator')"
            ),
            postgresql_where=sa.text(
                "state IN ('accepted', 'new', 'proposed', 'reopened', 'waiting-facilitator')"
            ),
        )


def downgrade() -> None:
    raise NotImplementedError("what people wrote is not thrown away: restore a backup")
