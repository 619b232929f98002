"""Saying which of the proposed dates suit: yes, if need be, or no, for each of them, until one is fixed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import N_
from helpdesk.meetings import events
from helpdesk.meetings.models import DateAnswer, Meeting, MeetingDate, Seat
from helpdesk.meetings.rules import gates, trail
from helpdesk.meetings.states import Answer, Step
from tracking import rules as record


def answer(
    session: Session, meeting_id: UUID, person_id: UUID, told: Mapping[UUID, Answer], *, act_id: UUID
) -> Seat:
    """Keep what somebody says of every date; a changed answer voids the statement of the one before.

    Raises `DateFixed`, `CalledOff`, `NotFound` for somebody who was not asked, or `Invalid` with the field
    `date-<id>` of a date that was left out.
    """
    meeting = gates.held(session, meeting_id)
    seat = gates.seat_of(session, meeting, person_id)
    gates.check_polling(meeting)
    said = answers_of(session, meeting.id, person_id)
    for date in meeting.dates:
        if date.id not in told:
            raise Invalid(f"date-{date.id}", N_("Please say whether this date suits you."))
        if date.id not in said or said[date.id].answer != told[date.id]:
            _write(session, date, said.get(date.id), seat, told[date.id], act_id)
    seat.replied_at = clock.now()
    _leave(session, meeting, seat, told)
    session.flush()
    return seat


def _leave(session: Session, meeting: Meeting, seat: Seat, told: Mapping[UUID, Answer]) -> None:
    suits = sum(told[date.id] != Answer.NO for date in meeting.dates)
    trail.leave(session, meeting.id, Step.ANSWERED, by=seat.person_id, about=seat.person_id, suits=suits)


def _write(
    session: Session, date: MeetingDate, before: DateAnswer | None, seat: Seat, said: Answer, act_id: UUID
) -> None:
    if before is not None and before.statement_id:
        record.void(session, before.statement_id, seat.person_id)
    row = before or DateAnswer(date_id=date.id, person_id=seat.person_id)
    row.answer, row.answered_at = said, clock.now()
    event = events.answered(date, seat.person_id, said, at=row.answered_at, act_id=act_id)
    row.statement_id = record.record(session, event)
    session.add(row)


def take_back(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Forget what somebody said of the dates, its statements voided: she comes as the facilitator."""
    for row in answers_of(session, meeting.id, person_id).values():
        if row.statement_id:
            record.void(session, row.statement_id, person_id)
        session.delete(row)
    session.flush()


def answers_of(session: Session, meeting_id: UUID, person_id: UUID) -> dict[UUID, DateAnswer]:
    """Return what somebody said of the dates of a meeting, by date."""
    mine = (
        select(DateAnswer)
        .join(DateAnswer.date)
        .where(MeetingDate.meeting_id == meeting_id, DateAnswer.person_id == person_id)
    )
    return {one.date_id: one for one in session.scalars(mine, execution_options={"populate_existing": True})}
