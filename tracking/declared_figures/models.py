"""The tables of declared figures: figures with their corrections, classes with what was declared of them, births.

No pupil is named: a class is a name in a school and a school year, with two numbers.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.db import PLAIN, Base, personal
from classcode.territory.schools.models import School

_SAID: Final = personal("to tell who declared a figure, or corrected it", "emptied when the person is erased")


class DeclaredFigure(Base):
    """One figure as somebody declared it; `version` counts its corrections, whose former words are in the changes."""

    __tablename__ = "declared_figure"
    __table_args__ = (Index("ix_declared_figure_kind_dated", "kind", "dated_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    kind: Mapped[str] = mapped_column(String(24), info=PLAIN)
    about: Mapped[str] = mapped_column(String(160), info=PLAIN)
    """The event, publication, partner or action."""
    value: Mapped[float] = mapped_column(info=PLAIN)
    sector: Mapped[str] = mapped_column(String(8), default="", info=PLAIN)
    currency: Mapped[str] = mapped_column(String(3), default="", info=PLAIN)
    dated_on: Mapped[date] = mapped_column(info=PLAIN)
    """The day by which it is counted; the last one where it covers several."""
    covers_from: Mapped[date | None] = mapped_column(info=PLAIN)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True, info=PLAIN)
    """Empty for the whole programme."""
    source: Mapped[str] = mapped_column(String(300), info=PLAIN)
    narrative: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    author_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_SAID
    )
    entered_at: Mapped[datetime] = mapped_column(info=PLAIN)
    version: Mapped[int] = mapped_column(default=1, info=PLAIN)
    withdrawn_at: Mapped[datetime | None] = mapped_column(info=PLAIN)


class DeclaredChange(Base):
    """One line of a figure's trail, in the order of `seq`: what was done, by whom, and the former words."""

    __tablename__ = "declared_change"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, info=PLAIN
    )
    figure_id: Mapped[UUID] = mapped_column(ForeignKey(DeclaredFigure.id), index=True, info=PLAIN)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    by_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_SAID
    )
    what: Mapped[str] = mapped_column(String(12), info=PLAIN)
    """entered, corrected or withdrawn."""
    version: Mapped[int] = mapped_column(info=PLAIN)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict, info=PLAIN)


class DeclaredClass(Base):
    """A class of a school year. `identity` is its school and its name, so that ten declarations are of one class."""

    __tablename__ = "declared_class"
    __table_args__ = (UniqueConstraint("identity", "school_year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    identity: Mapped[str] = mapped_column(String(200), info=PLAIN)
    school_year: Mapped[str] = mapped_column(String(9), info=PLAIN)
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"), index=True, info=PLAIN)
    place: Mapped[str] = mapped_column(String(120), default="", info=PLAIN)
    """A school or structure that the directory does not know."""
    name: Mapped[str] = mapped_column(String(40), info=PLAIN)
    level: Mapped[str] = mapped_column(String(20), default="", info=PLAIN)
    """A key of `systems.level_choices`, or empty."""
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=PLAIN)

    school: Mapped[School | None] = relationship()


class ClassDeclaration(Base):
    """A session held with a class: the day, how many pupils and girls, who says so. Never changed, only withdrawn."""

    __tablename__ = "class_declaration"
    __table_args__ = (
        CheckConstraint("pupils > 0", name="pupils"),
        CheckConstraint("girls >= 0 AND girls <= pupils", name="girls"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    class_id: Mapped[UUID] = mapped_column(ForeignKey(DeclaredClass.id), index=True, info=PLAIN)
    held_on: Mapped[date] = mapped_column(index=True, info=PLAIN)
    pupils: Mapped[int] = mapped_column(info=PLAIN)
    girls: Mapped[int | None] = mapped_column(info=PLAIN)
    source: Mapped[str] = mapped_column(String(300), info=PLAIN)
    author_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_SAID
    )
    entered_at: Mapped[datetime] = mapped_column(info=PLAIN)
    withdrawn_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_SAID
    )

    of: Mapped[DeclaredClass] = relationship()


class BirthCount(Base):
    """The births of a country in a year, as somebody entered them; the row entered last is the one that counts."""

    __tablename__ = "birth_count"
    __table_args__ = (Index("ix_birth_count_country_year", "country", "year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    country: Mapped[str] = mapped_column(String(2), info=PLAIN)
    year: Mapped[int] = mapped_column(info=PLAIN)
    births: Mapped[int] = mapped_column(info=PLAIN)
    source: Mapped[str] = mapped_column(String(300), info=PLAIN)
    author_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_SAID
    )
    entered_at: Mapped[datetime] = mapped_column(info=PLAIN)
