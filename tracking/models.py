"""The tables of the record: the statement log, who is behind a pseudonym, milestones, active days, learners' facts.

What else figures are counted from is in `projections.models`.
"""

from __future__ import annotations

from datetime import date, datetime
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from tracking.projections import RULES

WITH_PERSON: Final = "deleted with the person, after her milestones were added to frozen counts"
_RECORD = personal("the record of what the person did, under a pseudonym", WITH_PERSON)
_FACT = personal("to count participation by region and setting, under a pseudonym", WITH_PERSON)


def _where(column: str) -> dict[str, Any]:
    """Return what keeps the rows without a value out of an index, in both databases."""
    filled = text(f"{column} IS NOT NULL")
    return {"postgresql_where": filled, "sqlite_where": filled}


class Installation(Base):
    """What was fixed at first start: the IRI base that names everything in the record, and the seed of record keys."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True, info=PLAIN)
    iri_base: Mapped[str] = mapped_column(info=PLAIN)
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)
    count_seed: Mapped[bytes] = mapped_column(LargeBinary, default=lambda: token_bytes(32), info=PLAIN)
    """See `projections.keys`; whoever knew it could tell whether a given pseudonym is in a count."""
    projected: Mapped[int] = mapped_column(default=RULES, info=PLAIN)
    """By which version of the rules projections were last made whole."""


class Pseudonym(Base):
    """The one link between a person and her actor in the record."""

    __tablename__ = "pseudonym"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_RECORD
    )
    actor: Mapped[UUID] = mapped_column(unique=True, info=_RECORD)


class MergedActor(Base):
    """Two actors who are one person: what the record holds of `actor` counts as what `kept` did."""

    __tablename__ = "merged_actor"

    actor: Mapped[UUID] = mapped_column(primary_key=True, info=_RECORD)
    kept: Mapped[UUID] = mapped_column(index=True, info=_RECORD)


class Statement(Base):
    """One statement: its exact bytes, the keys by which queries find it, and what counts. `seq` orders the log.

    What counts (from `actor` to `minutes`) is filled for statements under our own authority, or of a client and
    template that an administrator listed; empty for all others, so that no progress or figure can rest on them.
    """

    __tablename__ = "statement"
    __table_args__ = (
        Index("ix_statement_verb_key", "verb_key", "seq"),
        Index("ix_statement_registration", "registration", "seq", **_where("registration")),
        Index("ix_statement_client", "client_id", "seq", **_where("client_id")),
        # Everything from which milestones and active days follow, so that a rebuilding of all reads no row of the log.
        Index(
            "ix_statement_actor_verb_timestamp",
            *("actor", "verb", "timestamp", "object_kind", "module", "voided"),
            **_where("actor"),
        ),
        Index("ix_statement_verb_timestamp", "verb", "timestamp", **_where("verb")),
        Index("ix_statement_object", "object_path", **_where("object_path")),
        # A number once given is never given again, even after the last statement was erased: cursors rest on it.
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, info=PLAIN
    )
    id: Mapped[UUID] = mapped_column(unique=True, info=PLAIN)
    stored: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
    timestamp: Mapped[datetime] = mapped_column(info=_RECORD)
    verb_key: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), info=_RECORD)
    registration: Mapped[UUID | None] = mapped_column(info=_RECORD)
    client_id: Mapped[UUID | None] = mapped_column(info=PLAIN)
    voided: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    body: Mapped[bytes] = mapped_column(LargeBinary, info=_RECORD)
    # Typed as filled: who reads these columns reads the rows that count.
    actor: Mapped[UUID] = mapped_column(nullable=True, info=_RECORD)
    verb: Mapped[str] = mapped_column(nullable=True, info=_RECORD)
    object_path: Mapped[str] = mapped_column(nullable=True, info=_RECORD)
    object_kind: Mapped[str] = mapped_column(nullable=True, info=PLAIN)
    module: Mapped[str | None] = mapped_column(info=_RECORD)
    minutes: Mapped[int | None] = mapped_column(info=_RECORD)


class Milestone(Base):
    """The first time that somebody reached something, in a module or (module "") anywhere."""

    __tablename__ = "milestone"
    __table_args__ = (Index("ix_milestone_module_kind_at", "module", "kind", "at"),)

    actor: Mapped[UUID] = mapped_column(primary_key=True, info=_RECORD)
    kind: Mapped[str] = mapped_column(primary_key=True, info=_RECORD)
    module: Mapped[str] = mapped_column(primary_key=True, default="", info=_RECORD)
    at: Mapped[datetime] = mapped_column(info=_RECORD)
    key: Mapped[int] = mapped_column(BigInteger, info=_RECORD)
    profile_id: Mapped[int] = mapped_column(ForeignKey("learner_profile.id"), info=_RECORD)


class ActiveDay(Base):
    """A day (UTC) on which somebody did an activity of a module."""

    __tablename__ = "active_day"
    __table_args__ = (Index("ix_active_day_day", "day"),)

    actor: Mapped[UUID] = mapped_column(primary_key=True, info=_RECORD)
    module: Mapped[str] = mapped_column(primary_key=True, info=_RECORD)
    day: Mapped[date] = mapped_column(primary_key=True, info=_RECORD)
    key: Mapped[int] = mapped_column(BigInteger, info=_RECORD)
    profile_id: Mapped[int] = mapped_column(ForeignKey("learner_profile.id"), info=_RECORD)
    """Who she was at the end of that day."""


class LearnerFact(Base):
    """Something a learner declared, from a date on: her region, setting, level, gender, pupils a year."""

    __tablename__ = "learner_fact"
    __table_args__ = (Index("ix_learner_fact_kind_value", "kind", "value"),)

    actor: Mapped[UUID] = mapped_column(primary_key=True, info=_FACT)
    kind: Mapped[str] = mapped_column(primary_key=True, info=_FACT)
    since: Mapped[datetime] = mapped_column(primary_key=True, info=_FACT)
    value: Mapped[str | None] = mapped_column(info=_FACT)
