"""The queue for a seat: who came first is offered the first that becomes free, for a day, then the next one is.

Nobody jumps: while somebody waits, a free seat is an offer to her and to nobody else.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.meetings import mails, spans
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import seating
from helpdesk.meetings.states import IN_THE_QUEUE, MeetingState, Reply


def pass_on(session: Session, meeting: Meeting) -> None:
    """Offer what is free to the first who wait, and write to each. The meeting's row is held by the caller."""
    now = clock.now()
    if meeting.state != MeetingState.FIXED or meeting.starts_at <= now:
        return
    free = meeting.capacity - meeting.taken
    for seat in queue(session, meeting.id, Reply.WAITING)[: max(free, 0)]:
        seating.offer(session, meeting, seat, spans.offered_until(now, meeting.starts_at))
        mails.offered(session, meeting, seat.person_id)


def expire(session: Session, meeting: Meeting, now: datetime) -> None:
    """Take back the offers of a meeting that met with silence, and make the next ones. Its row is held."""
    if meeting.state != MeetingState.FIXED:
        return
    for seat in queue(session, meeting.id, Reply.OFFERED):
        if seat.offered_until is not None and seat.offered_until <= now:
            seating.pass_by(session, meeting, seat)
    session.flush()
    pass_on(session, meeting)


def close_up(session: Session, meeting: Meeting) -> None:
    """Give the seats of people who were deleted to those who wait. The meeting's row is held by the caller."""
    seating.recount(session, meeting)
    pass_on(session, meeting)


def miscounted(session: Session, now: datetime) -> list[UUID]:
    """Return the meetings, not over yet, that count seats which nobody holds any more."""
    found = select(Meeting.id).where(Meeting.state == MeetingState.FIXED, Meeting.ends_at > now)
    return list(
        session.scalars(found.where(Meeting.taken != seating.counted(Meeting.id)).order_by(Meeting.id))
    )


def queue(session: Session, meeting_id: UUID, *replies: Reply) -> list[Seat]:
    """Return who is in the queue, the first first, offers included unless `replies` says which."""
    wanted = replies or tuple(IN_THE_QUEUE)
    mine = select(Seat).where(Seat.meeting_id == meeting_id, Seat.reply.in_(wanted))
    return list(session.scalars(mine.order_by(Seat.waiting_since, Seat.person_id)))


def lapsed(session: Session, now: datetime) -> list[UUID]:
    """Return the meetings that have an offer whose time is over."""
    found = (
        select(Seat.meeting_id)
        .join(Seat.meeting)
        .where(Seat.reply == Reply.OFFERED, Seat.offered_until <= now, Meeting.state == MeetingState.FIXED)
    )
    return sorted(set(session.scalars(found)))
