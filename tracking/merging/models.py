"""The table of accounts that were made one: which goes on, which was closed, by whom and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_HERS = personal("so that people see that two accounts of theirs were made one", "deleted with the person")
_WHO = personal("so that people see who made two accounts one", "emptied when that person is erased")


class AccountMerge(Base):
    """That the account `merged_id` was closed because `kept_id` is the same person; by a command, `by_id` is empty."""

    __tablename__ = "account_merge"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_HERS)
    merged_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True, info=_HERS
    )
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), info=_WHO)
    reason: Mapped[str] = mapped_column(info=_HERS)
    at: Mapped[datetime] = mapped_column(info=_HERS)
