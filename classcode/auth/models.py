"""The table of web sessions: a row per signed-in browser, keyed by the hash of its token."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_STAY = personal("to stay signed in on a device", "deleted at log-out, on expiry, and with the person")


class WebSession(Base):
    """One signed-in browser. Deleting the row ends it at once, whatever cookie the browser still sends."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True, info=_STAY)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_STAY
    )
    started_at: Mapped[datetime] = mapped_column(info=_STAY)
    last_used_at: Mapped[datetime] = mapped_column(info=_STAY)
    expires_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
