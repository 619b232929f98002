"""The table of answers that are kept: `CannedAnswer`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Region

_OWN = personal("to answer without writing the same thing twice", "deleted with the facilitator")
_CHANGED = personal("to say who wrote it", "emptied when that person is erased")


class CannedAnswer(Base):
    """An answer kept for another time: with an owner it is hers alone, without one it is a region's (None: of all).

    `titles` and `texts` hold a text by language code; a language without one is missing from both.
    """

    __tablename__ = "canned_answer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    owner_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_OWN
    )
    region_code: Mapped[str | None] = mapped_column(ForeignKey(Region.code), index=True, info=PLAIN)
    titles: Mapped[dict[str, Any]] = mapped_column(info=_OWN)
    texts: Mapped[dict[str, Any]] = mapped_column(info=_OWN)
    changed_at: Mapped[datetime] = mapped_column(info=PLAIN)
    changed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_CHANGED
    )
