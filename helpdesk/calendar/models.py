"""The table of private calendar feeds: one for a person who wants one, by a secret of which only a hash is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import Base, personal

_FEED = personal(
    "to show her meetings in the calendar that she uses", "deleted when she ends it, and with the person"
)


class CalendarFeed(Base):
    """That somebody's meetings can be read at a secret address. Who read it, and when, is written nowhere.

    `renewed_at` is when a new address took the place of the one before, which has led nowhere since.
    """

    __tablename__ = "calendar_feed"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_FEED
    )
    token_hash: Mapped[str] = mapped_column(unique=True, info=_FEED)
    made_at: Mapped[datetime] = mapped_column(info=_FEED)
    renewed_at: Mapped[datetime | None] = mapped_column(info=_FEED)
