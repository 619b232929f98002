"""The tables of satisfaction: `RatingRequest` (the desk asked how it went) and `Rating` (what the learner said)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from helpdesk.models import WITH_LEARNER, Ticket

_LINK: Final = personal("to rate the help once, without signing in", WITH_LEARNER)
_SAID: Final = personal("to know, all answers together, whether the help is of use", WITH_LEARNER)


class RatingRequest(Base):
    """That the desk asked about one question: once, whatever becomes of it. Only a hash of the mailed link is kept.

    Without `token_hash` no mail was written: the learner has no confirmed address, or rated before it was due.
    """

    __tablename__ = "rating_request"

    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey(Ticket.id, ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    token_hash: Mapped[str | None] = mapped_column(unique=True, info=_LINK)
    asked_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
    expires_at: Mapped[datetime] = mapped_column(info=PLAIN)


class Rating(Base):
    """What a learner said of the help with one question: 1 to 5, and a comment if she wanted. It is never changed."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),)

    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey(RatingRequest.ticket_id, ondelete="CASCADE"), primary_key=True, info=PLAIN
    )
    stars: Mapped[int] = mapped_column(info=_SAID)
    comment: Mapped[str | None] = mapped_column(Text, info=_SAID)
    rated_at: Mapped[datetime] = mapped_column(info=PLAIN)
