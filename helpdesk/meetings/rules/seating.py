"""Moving one person between invited, yes, no, waiting and offered. The meeting's row is held by the caller.

The only place where a reply is written: the number of seats taken, the statement and the trail change with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from classcode import clock
from helpdesk.meetings import events
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import trail
from helpdesk.meetings.rules.gates import holds_a_seat
from helpdesk.meetings.states import HOLDS_A_SEAT, Reply, SeatRole, Step
from tracking import rules as record


def move(
    session: Session,
    meeting: Meeting,
    seat: Seat,
    to: Reply,
    *,
    act_id: UUID,
    since: datetime | None = None,
) -> None:
    """Let her say yes or no, or wait (`since` gives her place in the queue); the statement before is voided."""
    before = holds_a_seat(seat)
    now = clock.now()
    _restate(session, meeting, seat, to, at=now, act_id=act_id)
    seat.late = to == Reply.NO and before and now > meeting.cancel_by
    seat.reply, seat.replied_at = to, now
    seat.waiting_since = _place(session, meeting, since or now) if to == Reply.WAITING else None
    seat.offered_until = None
    if to == Reply.NO:  # who checked in early and leaves again was not there
        seat.declared_at = seat.declared_how = None
    _count(meeting, before, seat)
    who = seat.person_id
    trail.leave(session, meeting.id, Step.REPLIED, by=who, about=who, reply=to, late=seat.late or None)


def _place(session: Session, meeting: Meeting, wanted: datetime) -> datetime:
    """Return a place behind everybody in the queue: no clock that runs late, and no tie, lets anybody jump it."""
    last = session.scalar(select(func.max(Seat.waiting_since)).where(Seat.meeting_id == meeting.id))
    return wanted if last is None else max(wanted, last + timedelta(microseconds=1))


def offer(session: Session, meeting: Meeting, seat: Seat, until: datetime) -> None:
    """Keep a free seat for the first of the queue. She still waits, as the record has it, until she says yes or no."""
    seat.reply, seat.offered_until = Reply.OFFERED, until
    _count(meeting, before=False, seat=seat)
    trail.leave(session, meeting.id, Step.OFFERED, by=None, about=seat.person_id)


def pass_by(session: Session, meeting: Meeting, seat: Seat) -> None:
    """Take back an offer that met with silence: she is asked as before, and out of the queue."""
    if seat.reply_statement_id:
        record.void(session, seat.reply_statement_id, seat.person_id)
    seat.reply, seat.reply_statement_id = Reply.INVITED, None
    seat.waiting_since = seat.offered_until = None
    _count(meeting, before=seat.role == SeatRole.PARTICIPANT, seat=seat)
    trail.leave(session, meeting.id, Step.PASSED_ON, by=None, about=seat.person_id)


def leave(session: Session, meeting: Meeting, seat: Seat) -> None:
    """Take somebody's line away: she comes as the facilitator. What she had answered is voided."""
    if seat.reply_statement_id:
        record.void(session, seat.reply_statement_id, seat.person_id)
    meeting.taken -= int(holds_a_seat(seat))
    session.delete(seat)


def counted(meeting_id: UUID | InstrumentedAttribute[UUID]) -> ScalarSelect[int]:
    """Return, as part of a query, how many lines of a meeting hold a seat."""
    lines = select(func.count()).select_from(Seat)
    held = (Seat.role == SeatRole.PARTICIPANT, Seat.reply.in_(HOLDS_A_SEAT))
    return lines.where(Seat.meeting_id == meeting_id, *held).scalar_subquery()


def recount(session: Session, meeting: Meeting) -> None:
    """Count the seats anew: lines go with a person who is deleted, and the number of seats taken does not."""
    meeting.taken = session.scalar(select(counted(meeting.id))) or 0
    session.flush()


def _count(meeting: Meeting, before: bool, seat: Seat) -> None:
    meeting.taken += int(holds_a_seat(seat)) - int(before)


def _restate(
    session: Session, meeting: Meeting, seat: Seat, to: Reply, *, at: datetime, act_id: UUID
) -> None:
    if seat.reply_statement_id:
        record.void(session, seat.reply_statement_id, seat.person_id)
    said = events.replied(meeting, seat.person_id, to, at=at, act_id=act_id)
    seat.reply_statement_id = record.record(session, said)
