"""The tables of publications: what is published of which period and how it stands, and the files that were frozen."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from tracking.indicators.periods import Period

_BY: Final = personal(
    "to tell who prepared, published or withdrew figures", "emptied when the person is erased"
)


class PublicationState(StrEnum):
    """How a publication stands; what is published stays so, withdrawn or not."""

    PREPARING = "preparing"
    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Publication(Base):
    """One publication. The row is the job while it is prepared; afterwards `sha256` is the digest of its document.

    `round` counts how often it was prepared; `underway` is true while it is prepared or a draft, else empty, and
    unique, so that there is one at a time. `before` are the digests of those that were published when it was frozen.
    """

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("state IN ('preparing', 'draft', 'published', 'discarded')", name="state_known"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_in_percent"),
        CheckConstraint(
            "state NOT IN ('draft', 'published') OR sha256 IS NOT NULL", name="frozen_has_a_digest"
        ),
        CheckConstraint("(state IN ('preparing', 'draft')) = (underway IS NOT NULL)", name="one_underway"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    slug: Mapped[str | None] = mapped_column(String(60), unique=True, info=PLAIN)
    """Its address; a discarded one has given it back."""
    title_fr: Mapped[str] = mapped_column(String(120), info=PLAIN)
    title_en: Mapped[str] = mapped_column(String(120), info=PLAIN)
    title_nl: Mapped[str] = mapped_column(String(120), info=PLAIN)
    period: Mapped[str] = mapped_column(String(24), info=PLAIN)
    """A key of `spans.read`."""
    first: Mapped[date] = mapped_column(info=PLAIN)
    last: Mapped[date] = mapped_column(info=PLAIN)
    by_month: Mapped[bool] = mapped_column(default=True, info=PLAIN)
    """Whether each region is told by month; a month has none."""
    state: Mapped[str] = mapped_column(String(10), default=PublicationState.PREPARING, info=PLAIN)
    underway: Mapped[bool | None] = mapped_column(unique=True, info=PLAIN)
    round: Mapped[int] = mapped_column(default=1, info=PLAIN)
    progress: Mapped[int] = mapped_column(default=0, info=PLAIN)
    refused: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    """Why it could not be prepared, as a message id; empty otherwise."""
    before: Mapped[list[str]] = mapped_column(default=list, info=PLAIN)
    sha256: Mapped[str | None] = mapped_column(String(64), info=PLAIN)
    ordered_at: Mapped[datetime] = mapped_column(info=PLAIN)
    as_of: Mapped[datetime | None] = mapped_column(info=PLAIN)
    published_at: Mapped[datetime | None] = mapped_column(index=True, info=PLAIN)
    withdrawn_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    withdrawn_because: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    ordered_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_BY
    )
    published_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_BY
    )
    withdrawn_by: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_BY
    )

    @property
    def span(self) -> Period:
        """Its period with the days that it had when it was ordered, whatever a calendar says since."""
        return Period(self.period, self.first, self.last)

    def called(self, language: str) -> str:
        """Return the title in fr, en or nl."""
        return {"en": self.title_en, "nl": self.title_nl}.get(language, self.title_fr)


class PublicationFile(Base):
    """One file of a publication, kept as it was made and served as it is kept; `language` is empty for the document."""

    __tablename__ = "publication_file"

    publication_id: Mapped[UUID] = mapped_column(
        ForeignKey("publication.id", ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    fmt: Mapped[str] = mapped_column(String(8), primary_key=True, info=PLAIN)
    language: Mapped[str] = mapped_column(String(2), primary_key=True, info=PLAIN)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=PLAIN)
    sha256: Mapped[str] = mapped_column(String(64), info=PLAIN)
    size: Mapped[int] = mapped_column(info=PLAIN)
