"""Publications, alerts, saved views, monthly mails, research studies, looks behind figures, accounts made one.

Revision: 0008, after 0007. The index of the log's actors comes to hold all that milestones and active days follow from,
so that rebuilding them reads no row of the log; building it takes about a minute for ten million statements.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import classcode.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _alerts()
    _looks()
    _publications()
    _research()
    _views()
    _columns()


def _alerts() -> None:
    op.create_table(
        "indicator_alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("opened_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.Date(), nullable=False),
        sa.Column("closed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_alert")),
    )
    with op.batch_alter_table("indicator_alert", schema=None) as batch_op:
        batch_op.create_index(
            "uq_indicator_alert_open",
            ["kind", "region", "subject"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "alert_aside",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["indicator_alert.id"], name=op.f("fk_alert_aside_alert_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_alert_aside_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alert_aside")),
    )
    with op.batch_alter_table("alert_aside", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_aside_person_id"), ["person_id"], unique=False)

    op.create_table(
        "alert_letter",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_alert_letter_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_alert_letter")),
    )


def _looks() -> None:
    op.create_table(
        "record_cover",
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["search_id"], ["record_search.id"], name=op.f("fk_record_cover_search_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("search_id", "bucket", name=op.f("pk_record_cover")),
    )
    with op.batch_alter_table("record_cover", schema=None) as batch_op:
        batch_op.create_index("ix_record_cover_bucket", ["bucket"], unique=False)

    op.create_table(
        "account_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_account_merge_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["person.id"], name=op.f("fk_account_merge_kept_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["person.id"], name=op.f("fk_account_merge_merged_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_merge")),
        sa.UniqueConstraint("merged_id", name=op.f("uq_account_merge_merged_id")),
    )
    with op.batch_alter_table("account_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_merge_kept_id"), ["kept_id"], unique=False)


def _publications() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=True),
        sa.Column("title_fr", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("title_nl", sa.String(length=120), nullable=False),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("by_month", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("underway", sa.Boolean(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("ordered_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("as_of", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('preparing', 'draft')) = (underway IS NOT NULL)",
            name=op.f("ck_publication_one_underway"),
        ),
        sa.CheckConstraint(
            "state IN ('preparing', 'draft', 'published', 'discarded')",
            name=op.f("ck_publication_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('draft', 'published') OR sha256 IS NOT NULL",
            name=op.f("ck_publication_frozen_has_a_digest"),
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_publication_progress_in_percent")),
        sa.ForeignKeyConstraint(
            ["ordered_by"], ["person.id"], name=op.f("fk_publication_ordered_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_publication_published_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["person.id"], name=op.f("fk_publication_withdrawn_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("slug", name=op.f("uq_publication_slug")),
        sa.UniqueConstraint("underway", name=op.f("uq_publication_underway")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_ordered_by"), ["ordered_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_published_by"), ["published_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_publication_withdrawn_by"), ["withdrawn_by"], unique=False)

    op.create_table(
        "publication_file",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("fmt", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_publication_file_publication_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("publication_id", "fmt", "language", name=op.f("pk_publication_file")),
    )


def _research() -> None:
    op.create_table(
        "research_study",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("may_leave_out", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("ended_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("key_destroyed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'agreed') = (key IS NOT NULL)", name=op.f("ck_research_study_agreed_has_a_key")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'agreed', 'refused', 'ended')", name=op.f("ck_research_study_state_known")
        ),
        sa.CheckConstraint("may_leave_out BETWEEN 0 AND 20", name=op.f("ck_research_study_leaves_out_few")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_research_study_days_in_order")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_research_study_asked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_research_study_decided_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_study")),
    )
    with op.batch_alter_table("research_study", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_research_study_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_research_study_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_research_study_state"), ["state"], unique=False)

    op.create_table(
        "research_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha2", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("ordered_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'made') = (sha2 IS NOT NULL)", name=op.f("ck_research_file_made_has_a_file")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'made', 'failed')", name=op.f("ck_research_file_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_research_file_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["research_study.id"], name=op.f("fk_research_file_study_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_file")),
    )
    with op.batch_alter_table("research_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_research_file_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_research_file_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_research_file_sha2"), ["sha2"], unique=False)
        batch_op.create_index(batch_op.f("ix_research_file_study_id"), ["study_id"], unique=False)


def _views() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("saved_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("mailed_since", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "page IN ('overview', 'figures', 'paths', 'map')", name=op.f("ck_saved_view_page_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_view_person_id_name")),
    )

    op.create_table(
        "monthly_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("due_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("stop_hash", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_view.id"], name=op.f("fk_monthly_mail_view_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_mail")),
        sa.UniqueConstraint("stop_hash", name=op.f("uq_monthly_mail_stop_hash")),
        sa.UniqueConstraint("view_id", "month", name=op.f("uq_monthly_mail_view_id_month")),
    )


def _columns() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stop_link", sa.String(), nullable=True))

    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_actor_verb"), sqlite_where=sa.text("actor IS NOT NULL"))
        batch_op.create_index(
            "ix_statement_actor_verb_timestamp",
            ["actor", "verb", "timestamp", "object_kind", "module", "voided"],
            unique=False,
            postgresql_where=sa.text("actor IS NOT NULL"),
            sqlite_where=sa.text("actor IS NOT NULL"),
        )


def downgrade() -> None:
    raise NotImplementedError("what people wrote is not thrown away: restore a backup")
