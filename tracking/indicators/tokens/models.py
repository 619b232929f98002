"""The table of personal access tokens, of each of which only a hash is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_HERS = personal("to let her own programs read what she may see", "deleted with the person")


class AccessToken(Base):
    """That a program which holds a secret may act for a person, within scopes, until a day, or until she ends it."""

    __tablename__ = "access_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_HERS
    )
    name: Mapped[str] = mapped_column(info=_HERS)
    token_hash: Mapped[str] = mapped_column(unique=True, info=_HERS)
    scopes: Mapped[list[str]] = mapped_column(info=PLAIN)
    made_at: Mapped[datetime] = mapped_column(info=_HERS)
    expires_at: Mapped[datetime] = mapped_column(info=PLAIN)
    revoked_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    last_used_at: Mapped[datetime | None] = mapped_column(info=_HERS)
