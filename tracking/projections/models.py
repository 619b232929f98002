"""The tables that figures are counted from, beside milestones and active days: their cost grows with learners.

All of it follows from the log and from dated facts, and `indicators rebuild` makes it anew; only `FrozenCount` does
not, which stands for people who were erased. `profile_id` is who the learner was at `at`; `key` is her record key.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

WITH_PERSON = "deleted with the person, after her milestones were added to frozen counts"
_COUNTED = personal("to count participation, under a pseudonym", WITH_PERSON)
_OF_PERSON = personal("to count participation, under a pseudonym", "emptied when that person is erased")


class Profile(Base):
    """One combination of declared values that some learner had; see `profiles.DIMENSIONS`. No value: not declared."""

    __tablename__ = "learner_profile"

    id: Mapped[int] = mapped_column(primary_key=True, info=PLAIN)
    digest: Mapped[str] = mapped_column(String(32), unique=True, info=PLAIN)
    """Of all values together, so that each combination has one row."""
    region: Mapped[str | None] = mapped_column(info=PLAIN)
    department: Mapped[str | None] = mapped_column(info=PLAIN)
    academy: Mapped[str | None] = mapped_column(info=PLAIN)
    commune_type: Mapped[str | None] = mapped_column(info=PLAIN)
    language: Mapped[str | None] = mapped_column(info=PLAIN)
    gender: Mapped[str | None] = mapped_column(info=PLAIN)
    setting: Mapped[str | None] = mapped_column(info=PLAIN)
    level: Mapped[str | None] = mapped_column(info=PLAIN)
    school: Mapped[str | None] = mapped_column(info=PLAIN)


class LessonDone(Base):
    """The first time that somebody completed a unit, with the unit's declared minutes."""

    __tablename__ = "lesson_done"
    __table_args__ = (Index("ix_lesson_done_at", "at"),)

    actor: Mapped[UUID] = mapped_column(primary_key=True, info=_COUNTED)
    path: Mapped[str] = mapped_column(primary_key=True, info=_COUNTED)
    module: Mapped[str] = mapped_column(info=_COUNTED)
    at: Mapped[datetime] = mapped_column(info=_COUNTED)
    minutes: Mapped[int] = mapped_column(info=_COUNTED)
    key: Mapped[int] = mapped_column(BigInteger, info=_COUNTED)
    profile_id: Mapped[int] = mapped_column(ForeignKey("learner_profile.id"), info=_COUNTED)


class Presence(Base):
    """One person at one meeting: `status` is attended, absent or excused; `region` is that of the place."""

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_at", "at"), Index("ix_presence_meeting", "meeting"))

    actor: Mapped[UUID] = mapped_column(primary_key=True, info=_COUNTED)
    meeting: Mapped[str] = mapped_column(primary_key=True, info=_COUNTED)
    module: Mapped[str] = mapped_column(info=_COUNTED)
    at: Mapped[datetime] = mapped_column(info=_COUNTED)
    status: Mapped[str] = mapped_column(String(8), info=_COUNTED)
    minutes: Mapped[int] = mapped_column(info=_COUNTED)
    region: Mapped[str | None] = mapped_column(info=_COUNTED)
    key: Mapped[int] = mapped_column(BigInteger, info=_COUNTED)
    profile_id: Mapped[int] = mapped_column(ForeignKey("learner_profile.id"), info=_COUNTED)


class Opinion(Base):
    """What somebody said last of a question's answer, a meeting, or what she is able to do (`about`).

    `points` lie between `least` and `most`; of her own ability the path is that of the question on the page.
    """

    __tablename__ = "opinion"
    __table_args__ = (Index("ix_opinion_at", "at"),)

    actor: Mapped[UUID] = mapped_column(primary_key=True, info=_COUNTED)
    path: Mapped[str] = mapped_column(primary_key=True, info=_COUNTED)
    about: Mapped[str] = mapped_column(String(8), info=_COUNTED)
    """"question", "meeting" or "ability"."""
    module: Mapped[str] = mapped_column(info=_COUNTED)
    at: Mapped[datetime] = mapped_column(info=_COUNTED)
    points: Mapped[int] = mapped_column(info=_COUNTED)
    least: Mapped[int] = mapped_column(info=_COUNTED)
    most: Mapped[int] = mapped_column(info=_COUNTED)
    key: Mapped[int] = mapped_column(BigInteger, info=_COUNTED)
    profile_id: Mapped[int] = mapped_column(ForeignKey("learner_profile.id"), info=_COUNTED)


class QuestionCount(Base):
    """One question to the desk, from its statements: who asked, how long until the first answer, whether it is settled.

    `waited` is in minutes, empty while nobody answered. A question whose statement was voided has no row.
    """

    __tablename__ = "question_count"
    __table_args__ = (Index("ix_question_count_asked_at", "asked_at"),)

    path: Mapped[str] = mapped_column(primary_key=True, info=_COUNTED)
    actor: Mapped[UUID] = mapped_column(index=True, info=_COUNTED)
    module: Mapped[str] = mapped_column(info=_COUNTED)
    asked_at: Mapped[datetime] = mapped_column(info=_COUNTED)
    answered_at: Mapped[datetime | None] = mapped_column(info=_COUNTED)
    waited: Mapped[int | None] = mapped_column(info=_COUNTED)
    answered_by: Mapped[UUID | None] = mapped_column(index=True, info=_OF_PERSON)
    resolved_at: Mapped[datetime | None] = mapped_column(info=_COUNTED)
    resolved_by: Mapped[UUID | None] = mapped_column(index=True, info=_OF_PERSON)
    key: Mapped[int] = mapped_column(BigInteger, info=_COUNTED)
    profile_id: Mapped[int] = mapped_column(ForeignKey("learner_profile.id"), info=_COUNTED)


class MeetingCount(Base):
    """One meeting, from its statements: proposed and held (somebody attended), where, and led by whom if by anybody."""

    __tablename__ = "meeting_count"

    path: Mapped[str] = mapped_column(primary_key=True, info=PLAIN)
    module: Mapped[str] = mapped_column(info=PLAIN)
    place: Mapped[UUID | None] = mapped_column(info=PLAIN)
    region: Mapped[str | None] = mapped_column(info=PLAIN)
    proposed_at: Mapped[datetime | None] = mapped_column(index=True, info=PLAIN)
    held_at: Mapped[datetime | None] = mapped_column(index=True, info=PLAIN)
    led: Mapped[bool] = mapped_column(info=PLAIN)
    """Whether a facilitator led it, also when she was erased since."""
    led_by: Mapped[UUID | None] = mapped_column(index=True, info=_OF_PERSON)


class ThingFact(Base):
    """Something declared about a thing of the record from a date on: a meeting's seats, a place's state.

    It names no person. `path` is the thing's path under the IRI base.
    """

    __tablename__ = "thing_fact"

    path: Mapped[str] = mapped_column(primary_key=True, info=PLAIN)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True, info=PLAIN)
    """"capacity", "guests", "children" (numbers), "state" (of a place)."""
    since: Mapped[datetime] = mapped_column(primary_key=True, info=PLAIN)
    value: Mapped[str | None] = mapped_column(info=PLAIN)


class FrozenCount(Base):
    """What people who were erased had reached, by milestone, module, year and country; no row leads to anybody.

    `people` is how many, `key` the sum of their record keys; shown only within a count that the disclosure rules pass.
    """

    __tablename__ = "frozen_count"

    kind: Mapped[str] = mapped_column(primary_key=True, info=PLAIN)
    module: Mapped[str] = mapped_column(primary_key=True, info=PLAIN)
    year: Mapped[int] = mapped_column(primary_key=True, info=PLAIN)
    country: Mapped[str] = mapped_column(String(2), primary_key=True, info=PLAIN)
    """Of the region that was declared; empty for none or elsewhere."""
    people: Mapped[int] = mapped_column(info=PLAIN)
    key: Mapped[int] = mapped_column(BigInteger, info=PLAIN)
