"""Reading a poll: who said what of which date, and which dates bring most people together. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.meetings.models import DateAnswer, Meeting, MeetingDate
from helpdesk.meetings.states import Answer


@dataclass(frozen=True, slots=True)
class Column:
    """One date with its answers: how many yes, if need be and no, and whether it lies behind."""

    date: MeetingDate
    yes: int
    if_need_be: int
    no: int
    past: bool
    best: bool


@dataclass(frozen=True, slots=True)
class Poll:
    """The dates of a meeting in their order, and what each person said, by person and date."""

    columns: list[Column]
    said: Mapping[UUID, Mapping[UUID, Answer]]

    def of(self, person_id: UUID) -> Mapping[UUID, Answer]:
        """Return what one person said, by date."""
        return self.said.get(person_id, {})


def poll(session: Session, meeting: Meeting, now: datetime) -> Poll:
    """Return the poll of a meeting. The best dates are those to come with most yes, then with most if need be."""
    rows = session.scalars(
        select(DateAnswer).join(DateAnswer.date).where(MeetingDate.meeting_id == meeting.id)
    ).all()
    said: dict[UUID, dict[UUID, Answer]] = {}
    for row in rows:
        said.setdefault(row.person_id, {})[row.date_id] = Answer(row.answer)
    return Poll(_columns(meeting, rows, now), said)


def _columns(meeting: Meeting, rows: Sequence[DateAnswer], now: datetime) -> list[Column]:
    counts = {date.id: _counts(date, rows) for date in meeting.dates}
    ahead = [counts[date.id][:2] for date in meeting.dates if date.starts_at > now]
    most = max(ahead, default=(0, 0))
    return [
        Column(
            date,
            *counts[date.id],
            past=date.starts_at <= now,
            best=date.starts_at > now and counts[date.id][:2] == most and most > (0, 0),
        )
        for date in meeting.dates
    ]


def _counts(date: MeetingDate, rows: Sequence[DateAnswer]) -> tuple[int, int, int]:
    told = [row.answer for row in rows if row.date_id == date.id]
    return told.count(Answer.YES), told.count(Answer.IF_NEED_BE), told.count(Answer.NO)
