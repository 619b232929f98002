"""The table of the record's clients: programs of schools, partners and tools; never a person's own account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base


class LrsClient(Base):
    """A key with its secret's slow hash, its scopes, the bytes of its largest request, and until when it holds.

    `trusted` are the statement templates that an administrator listed: only these of its statements may count.
    """

    __tablename__ = "lrs_client"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    key: Mapped[str] = mapped_column(unique=True, info=PLAIN)
    secret_hash: Mapped[str] = mapped_column(info=PLAIN)
    name: Mapped[str] = mapped_column(info=PLAIN)
    scopes: Mapped[list[str]] = mapped_column(info=PLAIN)
    largest: Mapped[int] = mapped_column(info=PLAIN)
    trusted: Mapped[list[str]] = mapped_column(default=list, info=PLAIN)
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)
    expires_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    revoked_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    last_used_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
