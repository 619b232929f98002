"""The table of erasures: what was deleted and when, without telling of whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base


class Erasure(Base):
    """One erasure and its receipt; without `finished_at` it was interrupted, and the same command goes on with it.

    The digest is keyed: it tells whoever holds the identifier and the installation's secret that this was it, as when
    a backup is restored and must be erased again, and tells nobody else anything.
    """

    __tablename__ = "erasure"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
    identifier_digest: Mapped[str] = mapped_column(index=True, info=PLAIN)
    counts: Mapped[dict[str, Any]] = mapped_column(info=PLAIN)
    finished_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
