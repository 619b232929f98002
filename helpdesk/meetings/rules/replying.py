"""Answering an invitation. A yes is a seat, and seats are never oversold; the answer may change until the start."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import NotFound, Refused
from classcode.i18n import N_
from helpdesk.meetings import events
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat, Step
from helpdesk.meetings.rules import trail
from tracking import rules as record


class Full(Refused):
    """All seats are taken; the answer given before stands."""

    message = N_(
        "All seats of this meeting are taken. Your answer was not changed; a seat may become free later."
    )


class TooLate(Refused):
    """The meeting has begun."""

    message = N_("This meeting has begun: answers can no longer change.")


class CalledOff(Refused):
    """The meeting was cancelled."""

    message = N_("This meeting was cancelled: there is nothing to answer any more.")


def reply(session: Session, meeting_id: UUID, person_id: UUID, answer: Reply, *, act_id: UUID) -> Seat:
    """Say yes (a seat is taken) or no (it is given back); the same answer again changes nothing.

    Raises `Full`, `TooLate`, `CalledOff`, or `NotFound` for somebody who was not asked. A change of mind voids the
    statement of the earlier answer.
    """
    seat = session.get(Seat, (meeting_id, person_id), with_for_update=True, populate_existing=True)
    if seat is None:
        raise NotFound
    meeting = session.get_one(Meeting, meeting_id, populate_existing=True)
    _check_open(meeting)
    if seat.reply == answer:
        return seat
    _move_seat(session, meeting, before=Reply(seat.reply), after=answer)
    _write(session, seat, answer, act_id=act_id)
    return seat


def _check_open(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise CalledOff
    if meeting.starts_at <= clock.now():
        raise TooLate


def _move_seat(session: Session, meeting: Meeting, *, before: Reply, after: Reply) -> None:
    """Take or give back a seat by a conditional update: however many ask at once, the row has the last word."""
    change = update(Meeting).where(Meeting.id == meeting.id, Meeting.state == MeetingState.PROPOSED)
    if after is Reply.YES:
        change = change.where(Meeting.taken < Meeting.capacity).values(taken=Meeting.taken + 1)
    elif before is Reply.YES:
        change = change.values(taken=Meeting.taken - 1)
    else:
        return
    done = session.execute(change, execution_options={"synchronize_session": False})
    session.refresh(meeting)
    if db.changed(done) != 1:
        _check_open(meeting)  # cancelled a moment ago, while this answer waited for the row
        raise Full


def _write(session: Session, seat: Seat, answer: Reply, *, act_id: UUID) -> None:
    if seat.reply_statement_id:
        record.void(session, seat.reply_statement_id, seat.person_id)
    seat.reply, seat.replied_at = answer, clock.now()
    trail.leave(session, seat.meeting_id, Step.REPLIED, by=seat.person_id, about=seat.person_id, reply=answer)
    said = events.replied(seat.meeting, seat.person_id, answer, at=seat.replied_at, act_id=act_id)
    seat.reply_statement_id = record.record(session, said)
    session.flush()
