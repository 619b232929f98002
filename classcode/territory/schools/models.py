"""The tables of schools: the directory, and the steps completed with schools that are accompanied.

`School` is reference data written by `importing`. `SchoolStep` is what the help desk's accompaniment leaves below for
the figures: no name, no text. Which school a person works in is hers (`people.models`) and a dated fact of the record.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.db import PLAIN, Base
from classcode.territory.models import Commune


class School(Base):
    """One school of a system, by the identifier that its administration gave it."""

    __tablename__ = "school"
    __table_args__ = (
        UniqueConstraint("system", "official_id"),
        CheckConstraint("degree IN ('primary', 'secondary')", name="degree_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    system: Mapped[str] = mapped_column(String(8), info=PLAIN)
    """A key of `territory.systems`: fr, be-fr, be-nl."""
    official_id: Mapped[str] = mapped_column(String(20), info=PLAIN)
    """UAI in France, FASE number or instellingsnummer in Belgium; unique in its system."""
    name: Mapped[str] = mapped_column(String(160), info=PLAIN)
    stages: Mapped[list[str]] = mapped_column(info=PLAIN)
    """Ids of the system's stages, in their order: ["maternelle", "primaire"]."""
    degree: Mapped[str] = mapped_column(String(9), index=True, info=PLAIN)
    """primary or secondary, which follows from the stages; nursery counts as primary."""
    network: Mapped[str] = mapped_column(String(20), default="", index=True, info=PLAIN)
    """Id of one of the system's networks; empty when the list does not say."""
    community: Mapped[str] = mapped_column(String(2), default="", index=True, info=PLAIN)
    """The linguistic community of Belgium that runs its system: fr, nl, de; empty in France. Never by territory."""
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"), index=True, info=PLAIN)
    index_scheme: Mapped[str] = mapped_column(String(16), default="", info=PLAIN)
    """The native scheme of its socio-economic index (`indices.SCHEMES`); empty when the list gives none."""
    index_value: Mapped[float | None] = mapped_column(info=PLAIN)
    index_low: Mapped[bool | None] = mapped_column(info=PLAIN)
    """Whether the scheme, or the list itself, calls it low; empty when neither says. Never compared across schemes."""
    valid_from: Mapped[date | None] = mapped_column(info=PLAIN)
    """From which day on the school exists, or this description holds; empty when the list does not say."""
    closed_at: Mapped[date | None] = mapped_column(info=PLAIN)
    """The first day on which it is no longer a school; it stays for what was counted before."""
    searched: Mapped[str] = mapped_column(Text, info=PLAIN)
    """Its words as `names.normalised` writes them, with those of its commune and its identifier, to look it up by."""

    commune: Mapped[Commune] = relationship()


class SchoolStep(Base):
    """A step that was completed with a school that is accompanied; two in one school year make it accompanied."""

    __tablename__ = "school_step"
    __table_args__ = (Index("ix_school_step_school_id_school_year", "school_id", "school_year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    """That of the help desk's step, so that a correction replaces it."""
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), info=PLAIN)
    school_year: Mapped[str] = mapped_column(String(9), info=PLAIN)
    """The name of a year of the school's system: 2026-2027."""
    done_on: Mapped[date] = mapped_column(index=True, info=PLAIN)
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
