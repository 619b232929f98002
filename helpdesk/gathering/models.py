"""The tables of suggestions: `MeetingSuggestion` with its people, what a region settled, who is left out of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classcode.db import PLAIN, Base, personal
from classcode.territory.models import Place, Region
from helpdesk.gathering.states import SuggestionState

WITH_PERSON: Final = "deleted with the person"
_NEAR = personal("to bring people together who could meet near home", WITH_PERSON)
_LEADS = personal("to say who could lead the meeting", "emptied when that person is erased")
_WHY = personal("to explain a suggestion", "deleted with the suggestion, 90 days after it was closed")
_DECIDED = personal("to say who set the suggestion aside", "emptied when that person is erased")
_SETTLED = personal("to say who decided", "emptied when that person is erased")
_LEFT_OUT = personal("to leave somebody alone who does not want to be suggested", WITH_PERSON)


class MeetingSuggestion(Base):
    """People who could meet. As long as it holds it stays the same row, whoever looks at it meanwhile.

    `week` is the week with a meeting that all of them finished, 0 where they are gathered by `theme` alone. `dates` are
    `{"start", "end"}` (ISO 8601, UTC); `reasons` holds closed words and numbers alone (`helpdesk.gathering.reasons`).
    `closed_by_id` is who took it up or set it aside, nobody where it lapsed.
    """

    __tablename__ = "meeting_suggestion"
    __table_args__ = (
        Index("ix_meeting_suggestion_region_state", "region_code", "state"),
        Index("ix_meeting_suggestion_facilitator_state", "facilitator_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), info=PLAIN)
    module: Mapped[str] = mapped_column(info=PLAIN)
    week: Mapped[int] = mapped_column(info=PLAIN)
    theme: Mapped[str | None] = mapped_column(info=PLAIN)
    language: Mapped[str] = mapped_column(info=PLAIN)
    place_id: Mapped[UUID] = mapped_column(ForeignKey(Place.id), index=True, info=PLAIN)
    facilitator_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), info=_LEADS
    )
    dates: Mapped[list[dict[str, Any]]] = mapped_column(info=PLAIN)
    reasons: Mapped[dict[str, Any]] = mapped_column(info=_WHY)
    state: Mapped[str] = mapped_column(default=SuggestionState.OPEN, index=True, info=PLAIN)
    made_at: Mapped[datetime] = mapped_column(info=PLAIN)
    closed_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    meeting_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="SET NULL"), index=True, info=PLAIN
    )
    closed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_DECIDED
    )
    dismissal: Mapped[str | None] = mapped_column(info=PLAIN)

    place: Mapped[Place] = relationship()
    people: Mapped[list[SuggestedPerson]] = relationship(
        order_by="SuggestedPerson.km, SuggestedPerson.person_id", cascade="all, delete-orphan"
    )


class SuggestedPerson(Base):
    """One person of a suggestion: kilometres by road to the place as we estimate them, and what she asked about."""

    __tablename__ = "suggested_person"

    suggestion_id: Mapped[UUID] = mapped_column(
        ForeignKey(MeetingSuggestion.id, ondelete="CASCADE"), primary_key=True, info=_NEAR
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True, info=_NEAR
    )
    km: Mapped[float] = mapped_column(info=_NEAR)
    theme: Mapped[str | None] = mapped_column(info=_NEAR)


class GatheringPolicy(Base):
    """From how many learners on meetings of a region are suggested, where its lead settled that."""

    __tablename__ = "gathering_policy"

    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), primary_key=True, info=PLAIN)
    least: Mapped[int] = mapped_column(info=PLAIN)
    set_at: Mapped[datetime] = mapped_column(info=PLAIN)
    set_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True, info=_SETTLED
    )


class GatheringChoice(Base):
    """Somebody who does not want to be suggested for meetings, since when."""

    __tablename__ = "gathering_choice"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, info=_LEFT_OUT
    )
    off_at: Mapped[datetime] = mapped_column(info=_LEFT_OUT)
