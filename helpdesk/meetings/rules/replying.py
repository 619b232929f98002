"""Answering an invitation, or joining an open meeting. A yes is a seat, or a place in the queue where none is free.

The answer may change until the start. What becomes free goes to who waits, in order.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from helpdesk.meetings import mails
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import gates, seating, trail, waiting
from helpdesk.meetings.rules.gates import CalledOff, TooLate
from helpdesk.meetings.states import MeetingState, Reply, SeatRole, Step

__all__ = ["CalledOff", "TooLate", "join", "reply"]


def reply(session: Session, meeting_id: UUID, person_id: UUID, answer: Reply, *, act_id: UUID) -> Seat:
    """Say yes or no; the same answer again changes nothing. Return her line, which tells what became of it.

    A yes takes a seat, or the offer kept for her, or a place in the queue. Raises `DatesOpen`, `TooLate`, `CalledOff`,
    or `NotFound` for somebody who was not asked. A change of mind voids the statement of the earlier answer; where a
    mail had brought the event into her calendar, one more takes it out, or brings it back.
    """
    meeting = gates.held(session, meeting_id)
    seat = gates.seat_of(session, meeting, person_id)
    gates.check_fixed(meeting)
    waiting.expire(
        session, meeting, clock.now()
    )  # an offer whose time is over is the next one's, round or not
    to = _outcome(meeting, seat, answer)
    if to != seat.reply:
        seating.move(session, meeting, seat, to, act_id=act_id)
        session.flush()
        mails.answered(session, meeting, person_id)
        waiting.pass_on(session, meeting)
    session.flush()
    return seat


def _outcome(meeting: Meeting, seat: Seat, answer: Reply) -> Reply:
    if answer is not Reply.YES:
        return answer
    if seat.reply in {Reply.YES, Reply.OFFERED} or seat.role == SeatRole.ORGANISER:
        return Reply.YES
    # What is free while somebody waits has been offered to her, and an offer counts as taken: nobody jumps the queue.
    return Reply.YES if meeting.taken < meeting.capacity else Reply.WAITING


def join(session: Session, meeting_id: UUID, person_id: UUID, *, act_id: UUID) -> Seat:
    """Take a seat at an open meeting without having been asked, or a place in its queue.

    Raises `NotFound` where the meeting is not open to all, and whatever `reply` raises.
    """
    meeting = gates.held(session, meeting_id)
    if session.get(Seat, (meeting_id, person_id)) is None:
        seen = gates.still_in_sight(session, meeting) and is_open(meeting)
        if not seen or person_id in {meeting.facilitator_id, meeting.organiser_id}:
            raise NotFound
        gates.check_fixed(meeting)
        session.add(
            Seat(meeting_id=meeting_id, person_id=person_id, invited_at=clock.now(), reply=Reply.INVITED)
        )
        trail.leave(session, meeting_id, Step.INVITED, by=person_id, about=person_id)
    return reply(session, meeting_id, person_id, Reply.YES, act_id=act_id)


def is_open(meeting: Meeting) -> bool:
    """Tell whether everybody may see this meeting and take a seat."""
    return meeting.listed and gates.in_sight(meeting) and meeting.state == MeetingState.FIXED
