"""The tables of people: `Person`, her addresses, roles, facilitator's profile, mailed tokens, sign-in failures."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.db import PLAIN, Base, personal

WITH_PERSON = "deleted with the person"
_SIGN_IN = personal("to sign in", WITH_PERSON)
_SPEAK = personal("to show pages and mails in the person's language and zone", WITH_PERSON)
_PAIR = personal("to find somebody near who can answer", WITH_PERSON)
_COUNT = personal("to count participation, without names", WITH_PERSON)
_PRESENT = personal("so that who asks knows who answers", WITH_PERSON)
_ROLE = personal("to open the pages of a role", WITH_PERSON)


class Role(StrEnum):
    """What a person may do; everybody who has an account is a learner."""

    LEARNER = "learner"
    FACILITATOR = "facilitator"
    LEAD = "lead"
    AUTHOR = "author"
    DATA_PROTECTION = "data-protection"
    ADMINISTRATOR = "administrator"


class Setting(StrEnum):
    """Where a learner works with young people; initial training needs no school and supervises no pupils."""

    IN_SCHOOL = "in-school"
    AFTER_SCHOOL = "after-school"
    OUT_OF_SCHOOL = "out-of-school"
    INITIAL_TRAINING = "initial-training"


class Gender(StrEnum):
    """What a person answered; no row value at all means that she was not asked or skipped the question."""

    F = "f"
    M = "m"
    OTHER = "other"
    NOT_SAID = "not-said"


class Person(Base):
    """Somebody with an account. Only the password is required; the rest is asked where it is needed."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid4, info=personal("to hold together", WITH_PERSON)
    )
    created_at: Mapped[datetime] = mapped_column(info=_SIGN_IN)
    password_hash: Mapped[str] = mapped_column(info=_SIGN_IN)
    language: Mapped[str] = mapped_column(info=_SPEAK)
    time_zone: Mapped[str] = mapped_column(info=_SPEAK)
    name: Mapped[str | None] = mapped_column(
        info=personal("so that who answers can address her", WITH_PERSON)
    )
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("commune.code"), index=True, info=_PAIR)
    answer_languages: Mapped[list[str]] = mapped_column(default=list, info=_PAIR)
    school: Mapped[str | None] = mapped_column(info=_COUNT)
    """As she wrote it, where the directory does not know it; otherwise empty, and `school_id` names it."""
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"), index=True, info=_COUNT)
    setting: Mapped[str | None] = mapped_column(info=_COUNT)
    level: Mapped[str | None] = mapped_column(info=_COUNT)
    pupils_a_year: Mapped[int | None] = mapped_column(info=_COUNT)
    gender: Mapped[str | None] = mapped_column(info=_COUNT)
    disabled_at: Mapped[datetime | None] = mapped_column(info=_SIGN_IN)

    addresses: Mapped[list[Address]] = relationship(back_populates="person", cascade="all, delete-orphan")
    grants: Mapped[list[RoleGrant]] = relationship(cascade="all, delete-orphan")
    facilitator: Mapped[Facilitator | None] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )


class Address(Base):
    """An e-mail address of a person. Unconfirmed, anybody may claim it; confirmed, it is one person's alone."""

    __tablename__ = "address"
    __table_args__ = (
        UniqueConstraint("person_id", "email"),
        Index(
            "uq_address_confirmed_email",
            "email",
            unique=True,
            sqlite_where=text("confirmed_at IS NOT NULL"),
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_SIGN_IN)
    email: Mapped[str] = mapped_column(
        index=True, info=personal("to sign in and to write to her", WITH_PERSON)
    )
    added_at: Mapped[datetime] = mapped_column(info=_SIGN_IN)
    confirmed_at: Mapped[datetime | None] = mapped_column(info=_SIGN_IN)

    person: Mapped[Person] = relationship(back_populates="addresses")


class RoleGrant(Base):
    """A role given to a person, for one region or, without a region, everywhere."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "region_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_ROLE)
    role: Mapped[str] = mapped_column(info=_ROLE)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), info=_ROLE)
    granted_at: Mapped[datetime] = mapped_column(info=_ROLE)


class Facilitator(Base):
    """What a facilitator offers: languages, expertise (module ids), themes, her slots, and how much at once.

    `slots` are weekly local times `{"weekday": 0-6, "start": "19:00", "end": "21:00"}`, Monday is 0, in her own zone;
    with `off_in_holidays` those in the school holidays of `school_system` (empty: her region's) do not count.
    `capacity` is how many open questions she takes at once; empty, it grows with experience. `area_km` is how far she
    travels from her commune.
    `presentation` is what learners read about her.
    """

    __tablename__ = "facilitator"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_ROLE
    )
    languages: Mapped[list[str]] = mapped_column(default=list, info=_PAIR)
    expertise: Mapped[list[str]] = mapped_column(default=list, info=_PAIR)
    themes: Mapped[list[str]] = mapped_column(default=list, info=_PAIR)
    capacity: Mapped[int | None] = mapped_column(info=_PAIR)
    area_km: Mapped[int] = mapped_column(default=50, info=_PAIR)
    slots: Mapped[list[dict[str, Any]]] = mapped_column(default=list, info=_PAIR)
    since: Mapped[datetime] = mapped_column(info=_ROLE)
    school_system: Mapped[str | None] = mapped_column(info=_PAIR)
    off_in_holidays: Mapped[bool] = mapped_column(default=True, info=_PAIR)
    presentation: Mapped[str | None] = mapped_column(info=_PRESENT)
    presentation_reported_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    presentation_hidden_at: Mapped[datetime | None] = mapped_column(info=PLAIN)

    person: Mapped[Person] = relationship(back_populates="facilitator")


class MailedToken(Base):
    """A link, and for confirmations a six-digit code, sent to an address; only their hashes are kept."""

    __tablename__ = "mailed_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    address_id: Mapped[UUID] = mapped_column(
        ForeignKey("address.id", ondelete="CASCADE"), index=True, info=_SIGN_IN
    )
    purpose: Mapped[str] = mapped_column(info=PLAIN)
    token_hash: Mapped[str] = mapped_column(unique=True, info=_SIGN_IN)
    code_hash: Mapped[str | None] = mapped_column(info=_SIGN_IN)
    made_at: Mapped[datetime] = mapped_column(info=_SIGN_IN)
    expires_at: Mapped[datetime] = mapped_column(info=_SIGN_IN)
    wrong_codes: Mapped[int] = mapped_column(default=0, info=_SIGN_IN)
    used_at: Mapped[datetime | None] = mapped_column(info=_SIGN_IN)


class CountedTry(Base):
    """One counted try of something that is limited (a failed sign-in, a reset), by a hash of who tried."""

    __tablename__ = "counted_try"
    __table_args__ = (Index("ix_counted_try_who", "what", "who", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    what: Mapped[str] = mapped_column(info=PLAIN)
    who: Mapped[str] = mapped_column(info=personal("to slow down guessing", "deleted after a day"))
    at: Mapped[datetime] = mapped_column(info=PLAIN)
