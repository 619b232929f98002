"""The table of who has a question open: `Presence`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_HERE = personal("so that two people do not answer the same question at once", "deleted within two hours")


class Presence(Base):
    """Somebody of the team looked at a question at `seen_at`, and was writing in it or not."""

    __tablename__ = "ticket_presence"

    ticket_id: Mapped[UUID] = mapped_column(
        ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, info=_HERE
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info=_HERE
    )
    seen_at: Mapped[datetime] = mapped_column(index=True, info=_HERE)
    writing: Mapped[bool] = mapped_column(info=PLAIN)
