"""The table of growth: `FacilitatorPath`, one way of one person to the desk, from the invitation or application on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Region
from helpdesk.meetings.models import Meeting

_JOIN = personal("to decide together with her whether she joins the desk", "deleted with the person")
_TOLD = personal(
    "to decide together with her whether she joins the desk",
    "emptied half a year after the path ended, and deleted with the person",
)
_DECIDED = personal("to say who decided", "emptied when that person is erased")
_MENTOR = personal("to say who is at her side at her first meeting", "emptied when that person is erased")


class FacilitatorPath(Base):
    """One way to the desk; a person has one at a time, the others have an `ended_at`.

    `languages` and `slots` are what she offers if she is let in: nothing of it is a facilitator's row before.
    `meeting_id` is the first meeting that she and her mentor held together, `met_at` when it ended.
    """

    __tablename__ = "facilitator_path"
    __table_args__ = (
        Index(
            "uq_facilitator_path_going",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_facilitator_path_state_region", "state", "region_code"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True, info=_JOIN
    )
    door: Mapped[str] = mapped_column(info=_JOIN)
    state: Mapped[str] = mapped_column(info=_JOIN)
    region_code: Mapped[str | None] = mapped_column(ForeignKey(Region.code), info=_JOIN)
    languages: Mapped[list[str]] = mapped_column(default=list, info=_JOIN)
    slots: Mapped[list[dict[str, Any]]] = mapped_column(default=list, info=_JOIN)
    motivation: Mapped[str | None] = mapped_column(Text, info=_TOLD)
    background: Mapped[str | None] = mapped_column(Text, info=_TOLD)
    charter_version: Mapped[str | None] = mapped_column(info=_JOIN)
    charter_at: Mapped[datetime | None] = mapped_column(info=_JOIN)
    invited_at: Mapped[datetime | None] = mapped_column(info=_JOIN)
    applied_at: Mapped[datetime | None] = mapped_column(info=_JOIN)
    decided_at: Mapped[datetime | None] = mapped_column(info=_JOIN)
    decided_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_DECIDED
    )
    reason: Mapped[str | None] = mapped_column(info=_TOLD)
    mentor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), info=_MENTOR)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey(Meeting.id, ondelete="SET NULL"), info=_JOIN)
    met_at: Mapped[datetime | None] = mapped_column(info=_JOIN)
    ended_at: Mapped[datetime | None] = mapped_column(info=_JOIN)
