"""The tables of saved views: `SavedView`, and `MonthlyMail`, one row for each month that was told of one."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal

_HERS: Final = personal("to find again the figures that she looks at", "deleted with the person")
_FOR_MAIL: Final = "to send her the figures of each month, as she asked"
_MAILED: Final = personal(_FOR_MAIL, "deleted with the person")
_TOLD: Final = personal(_FOR_MAIL, "deleted with the person, or after a year")


class SavedView(Base):
    """A page of the indicators with its filter under a name of hers; `asked` is the query of the page's address.

    `mailed_since` is when she asked for its figures by mail each month; None where she did not.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        CheckConstraint("page IN ('overview', 'figures', 'paths', 'map')", name="page_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), info=_HERS)
    name: Mapped[str] = mapped_column(info=_HERS)
    page: Mapped[str] = mapped_column(info=PLAIN)
    asked: Mapped[str] = mapped_column(info=_HERS)
    saved_at: Mapped[datetime] = mapped_column(info=_HERS)
    mailed_since: Mapped[datetime | None] = mapped_column(info=_MAILED)


class MonthlyMail(Base):
    """That a month ("2026-10") of a view is to be told by mail: the row is the job, one for each view and month.

    `done_at` closes it, whether a mail was written or nothing could be told to her any more. Of the link that stops
    these mails only a hash is kept.
    """

    __tablename__ = "monthly_mail"
    __table_args__ = (UniqueConstraint("view_id", "month"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    view_id: Mapped[UUID] = mapped_column(ForeignKey("saved_view.id", ondelete="CASCADE"), info=_TOLD)
    month: Mapped[str] = mapped_column(info=PLAIN)
    due_at: Mapped[datetime] = mapped_column(info=PLAIN)
    done_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    stop_hash: Mapped[str | None] = mapped_column(unique=True, info=_TOLD)
