"""What indicators are counted from, kept beside the log; schools, accompaniment, declared figures, ordered files.

Milestones and active days follow from the log: they are emptied here and made anew at the end of the upgrade.
Revision: 0007, after 0006.
"""

from __future__ import annotations

import secrets
from uuid import UUID

import sqlalchemy as sa
from alembic import op

import classcode.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTALLATION = sa.table(
    "installation", sa.column("count_seed", sa.LargeBinary()), sa.column("projected", sa.Integer())
)

_NEWEST_REGION = """
    FROM learner_fact region JOIN pseudonym ON pseudonym.actor = region.actor
    JOIN person ON person.id = pseudonym.person_id JOIN commune ON commune.code = person.commune_code
    WHERE region.kind = 'region' AND region.value = commune.region_code
    AND region.since = (SELECT max(f.since) FROM learner_fact f WHERE f.actor = region.actor AND f.kind = 'region')
"""
FACTS = (
    """INSERT INTO learner_fact (actor, kind, since, value)
       SELECT pseudonym.actor, 'language', person.created_at, person.language
       FROM pseudonym JOIN person ON person.id = pseudonym.person_id""",
    f"""INSERT INTO learner_fact (actor, kind, since, value)
       SELECT region.actor, 'department', region.since, commune.department_code
       {_NEWEST_REGION} AND commune.department_code IS NOT NULL""",
    f"""INSERT INTO learner_fact (actor, kind, since, value)
       SELECT region.actor, 'academy', region.since,
              coalesce(commune.academy_code, CASE WHEN commune.country = 'BE' THEN commune.region_code END)
       {_NEWEST_REGION} AND (commune.academy_code IS NOT NULL OR commune.country = 'BE')""",
)
"""What learners had declared with their commune and language, as dated facts."""

MEETING = sa.table(
    "meeting",
    sa.column("id", sa.Uuid()),
    sa.column("capacity", sa.Integer()),
    sa.column("children", sa.Integer()),
    sa.column("created_at", classcode.db.UtcDateTime(timezone=True)),
    sa.column("list_closed_at", classcode.db.UtcDateTime(timezone=True)),
)
GUEST = sa.table(
    "meeting_guest",
    sa.column("meeting_id", sa.Uuid()),
    sa.column("presence", sa.String()),
    sa.column("claimed_at", classcode.db.UtcDateTime(timezone=True)),
)
FACT = sa.table(
    "thing_fact",
    sa.column("path", sa.String()),
    sa.column("kind", sa.String()),
    sa.column("since", classcode.db.UtcDateTime(timezone=True)),
    sa.column("value", sa.String()),
)


def upgrade() -> None:
    _make_tables()
    # They follow from the log, and their new columns cannot be empty.
    op.execute("DELETE FROM milestone")
    op.execute("DELETE FROM active_day")
    _change_columns()
    for insert in FACTS:
        op.execute(insert)
    _tell_of_meetings(op.get_bind())


def _tell_of_meetings(connection: sa.Connection) -> None:
    """Write the seats of each meeting and, once its list was closed, who came besides people with an account."""
    unclaimed = (GUEST.c.presence.in_(("attended", "partly")), GUEST.c.claimed_at.is_(None))
    came = sa.select(GUEST.c.meeting_id, sa.func.count()).where(*unclaimed).group_by(GUEST.c.meeting_id)
    guests: dict[UUID, int] = {row[0]: row[1] for row in connection.execute(came)}
    for meeting in connection.execute(sa.select(MEETING)).all():
        told = [("capacity", meeting.created_at, meeting.capacity)]
        if meeting.list_closed_at is not None:
            told.append(("guests", meeting.list_closed_at, guests.get(meeting.id, 0)))
            told.append(("children", meeting.list_closed_at, meeting.children))
        path = f"meetings/{meeting.id}"
        rows = [{"path": path, "kind": kind, "since": at, "value": str(value)} for kind, at, value in told]
        connection.execute(sa.insert(FACT), rows)


def _make_tables() -> None:
    op.create_table(
        "frozen_count",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "module", "year", "country", name=op.f("pk_frozen_count")),
    )
    op.create_table(
        "learner_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("academy", sa.String(), nullable=True),
        sa.Column("commune_type", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("setting", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner_profile")),
        sa.UniqueConstraint("digest", name=op.f("uq_learner_profile_digest")),
    )
    op.create_table(
        "meeting_count",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("place", sa.Uuid(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("proposed_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("held_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("led", sa.Boolean(), nullable=False),
        sa.Column("led_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_meeting_count")),
    )
    with op.batch_alter_table("meeting_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_count_held_at"), ["held_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_count_led_by"), ["led_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_count_proposed_at"), ["proposed_at"], unique=False)

    op.create_table(
        "merged_actor",
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("kept", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("actor", name=op.f("pk_merged_actor")),
    )
    with op.batch_alter_table("merged_actor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merged_actor_kept"), ["kept"], unique=False)

    op.create_table(
        "thing_fact",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("since", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("path", "kind", "since", name=op.f("pk_thing_fact")),
    )
    op.create_table(
        "lesson_done",
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["learner_profile.id"], name=op.f("fk_lesson_done_profile_id")
        ),
        sa.PrimaryKeyConstraint("actor", "path", name=op.f("pk_lesson_done")),
    )
    with op.batch_alter_table("lesson_done", schema=None) as batch_op:
        batch_op.create_index("ix_lesson_done_at", ["at"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["learner_profile.id"], name=op.f("fk_opinion_profile_id")),
        sa.PrimaryKeyConstraint("actor", "path", name=op.f("pk_opinion")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_at", ["at"], unique=False)

    op.create_table(
        "presence",
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["learner_profile.id"], name=op.f("fk_presence_profile_id")),
        sa.PrimaryKeyConstraint("actor", "meeting", name=op.f("pk_presence")),
    )
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.create_index("ix_presence_at", ["at"], unique=False)
        batch_op.create_index("ix_presence_meeting", ["meeting"], unique=False)

    op.create_table(
        "question_count",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("asked_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("waited", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["learner_profile.id"], name=op.f("fk_question_count_profile_id")
        ),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_question_count")),
    )
    with op.batch_alter_table("question_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_count_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_count_answered_by"), ["answered_by"], unique=False)
        batch_op.create_index("ix_question_count_asked_at", ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_count_resolved_by"), ["resolved_by"], unique=False)

    op.create_table(
        "school",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.String(length=8), nullable=False),
        sa.Column("official_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("degree", sa.String(length=9), nullable=False),
        sa.Column("network", sa.String(length=20), nullable=False),
        sa.Column("community", sa.String(length=2), nullable=False),
        sa.Column("commune_code", sa.String(length=8), nullable=False),
        sa.Column("index_scheme", sa.String(length=16), nullable=False),
        sa.Column("index_value", sa.Double(), nullable=True),
        sa.Column("index_low", sa.Boolean(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.Date(), nullable=True),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.CheckConstraint("degree IN ('primary', 'secondary')", name=op.f("ck_school_degree_known")),
        sa.ForeignKeyConstraint(["commune_code"], ["commune.code"], name=op.f("fk_school_commune_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("system", "official_id", name=op.f("uq_school_system_official_id")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_commune_code"), ["commune_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_community"), ["community"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_degree"), ["degree"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_network"), ["network"], unique=False)

    op.create_table(
        "declared_class",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("school_year", sa.String(length=9), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("region_code", sa.String(length=9), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_declared_class_region_code")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_declared_class_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_class")),
        sa.UniqueConstraint("identity", "school_year", name=op.f("uq_declared_class_identity_school_year")),
    )
    with op.batch_alter_table("declared_class", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_class_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_declared_class_school_id"), ["school_id"], unique=False)

    op.create_table(
        "school_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.String(length=9), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_step_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_step")),
    )
    with op.batch_alter_table("school_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_step_done_on"), ["done_on"], unique=False)
        batch_op.create_index(
            "ix_school_step_school_id_school_year", ["school_id", "school_year"], unique=False
        )

    op.create_table(
        "access_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_access_token_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_token_token_hash")),
    )
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "accompaniment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.String(length=9), nullable=False),
        sa.Column("region_code", sa.String(length=9), nullable=False),
        sa.Column("facilitator_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["facilitator_id"],
            ["person.id"],
            name=op.f("fk_accompaniment_facilitator_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_accompaniment_region_code")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_accompaniment_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accompaniment")),
        sa.UniqueConstraint("school_id", "school_year", name=op.f("uq_accompaniment_school_id_school_year")),
    )
    with op.batch_alter_table("accompaniment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accompaniment_facilitator_id"), ["facilitator_id"], unique=False)
        batch_op.create_index("ix_accompaniment_region_year", ["region_code", "school_year"], unique=False)

    op.create_table(
        "birth_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("births", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_birth_count_author_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_birth_count")),
    )
    with op.batch_alter_table("birth_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_birth_count_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_birth_count_country_year", ["country", "year"], unique=False)

    op.create_table(
        "class_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("girls", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("girls >= 0 AND girls <= pupils", name=op.f("ck_class_declaration_girls")),
        sa.CheckConstraint("pupils > 0", name=op.f("ck_class_declaration_pupils")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_class_declaration_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["declared_class.id"], name=op.f("fk_class_declaration_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["person.id"],
            name=op.f("fk_class_declaration_withdrawn_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_declaration")),
    )
    with op.batch_alter_table("class_declaration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_declaration_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_class_declaration_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_class_declaration_held_on"), ["held_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_class_declaration_withdrawn_by_id"), ["withdrawn_by_id"], unique=False
        )

    op.create_table(
        "declared_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("sector", sa.String(length=8), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("covers_from", sa.Date(), nullable=True),
        sa.Column("region_code", sa.String(length=9), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_declared_figure_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_declared_figure_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_figure")),
    )
    with op.batch_alter_table("declared_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_figure_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_declared_figure_kind_dated", ["kind", "dated_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_declared_figure_region_code"), ["region_code"], unique=False)

    op.create_table(
        "export_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("every", sa.Boolean(), nullable=False),
        sa.Column("regions", sa.String(), nullable=True),
        sa.Column("fmt", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha2", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("asked_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'made') = (sha2 IS NOT NULL)", name=op.f("ck_export_order_made_has_a_file")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'made', 'failed')", name=op.f("ck_export_order_state_known")
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_export_order_progress_in_percent")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_export_order_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_order")),
    )
    with op.batch_alter_table("export_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_order_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_order_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_order_sha2"), ["sha2"], unique=False)

    op.create_table(
        "accompaniment_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("accompaniment_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reported_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", classcode.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_accompaniment_step_headcount")),
        sa.ForeignKeyConstraint(
            ["accompaniment_id"], ["accompaniment.id"], name=op.f("fk_accompaniment_step_accompaniment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accompaniment_step")),
    )
    with op.batch_alter_table("accompaniment_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accompaniment_step_accompaniment_id"), ["accompaniment_id"], unique=False
        )

    op.create_table(
        "declared_change",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("figure_id", sa.Uuid(), nullable=False),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_person_id"], ["person.id"], name=op.f("fk_declared_change_by_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["declared_figure.id"], name=op.f("fk_declared_change_figure_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_declared_change")),
    )
    with op.batch_alter_table("declared_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_change_by_person_id"), ["by_person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declared_change_figure_id"), ["figure_id"], unique=False)

    op.create_table(
        "accompaniment_trail",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accompaniment_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accompaniment_id"], ["accompaniment.id"], name=op.f("fk_accompaniment_trail_accompaniment_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_person_id"],
            ["person.id"],
            name=op.f("fk_accompaniment_trail_by_person_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["accompaniment_step.id"], name=op.f("fk_accompaniment_trail_step_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_accompaniment_trail")),
    )
    with op.batch_alter_table("accompaniment_trail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accompaniment_trail_accompaniment_id"), ["accompaniment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_accompaniment_trail_by_person_id"), ["by_person_id"], unique=False
        )

    op.create_table(
        "step_presence",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("marked_at", classcode.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_step_presence_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["accompaniment_step.id"], name=op.f("fk_step_presence_step_id")
        ),
        sa.PrimaryKeyConstraint("step_id", "person_id", name=op.f("pk_step_presence")),
    )
    with op.batch_alter_table("step_presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_presence_person_id"), ["person_id"], unique=False)


def _change_columns() -> None:
    with op.batch_alter_table("active_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.BigInteger(), nullable=False))
        batch_op.add_column(sa.Column("profile_id", sa.Integer(), nullable=False))
        batch_op.create_index("ix_active_day_day", ["day"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_active_day_profile_id"), "learner_profile", ["profile_id"], ["id"]
        )

    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("count_seed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("projected", sa.Integer(), nullable=True))
    op.execute(sa.update(INSTALLATION).values(count_seed=secrets.token_bytes(32), projected=0))
    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.alter_column("count_seed", existing_type=sa.LargeBinary(), nullable=False)
        batch_op.alter_column("projected", existing_type=sa.Integer(), nullable=False)

    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.BigInteger(), nullable=False))
        batch_op.add_column(sa.Column("profile_id", sa.Integer(), nullable=False))
        batch_op.drop_index(batch_op.f("ix_milestone_kind_at"))
        batch_op.create_index("ix_milestone_module_kind_at", ["module", "kind", "at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_milestone_profile_id"), "learner_profile", ["profile_id"], ["id"]
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_school_id"), ["school_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_person_school_id"), "school", ["school_id"], ["id"])


def downgrade() -> None:
    raise NotImplementedError("what people wrote is not thrown away: restore a backup")
