"""What of somebody's is not over yet at the desk and at meetings: a reason to leave her account as it is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import MeetingState, Reply
from helpdesk.models import Ticket
from helpdesk.tickets.states import OPEN


def is_busy(session: Session, person_id: UUID) -> bool:
    """Tell whether she waits for an answer, or may still come to a meeting or organises one."""
    asked = select(Ticket.id).where(Ticket.learner_id == person_id, Ticket.state.in_(OPEN)).exists()
    comes = (
        select(Seat.meeting_id)
        .join(Meeting, Meeting.id == Seat.meeting_id)
        .where(Seat.person_id == person_id, Seat.reply != Reply.NO)
        .where(Meeting.starts_at > clock.now(), Meeting.state != MeetingState.CANCELLED)
        .exists()
    )
    organises = (
        select(Meeting.id)
        .where(Meeting.organiser_id == person_id, Meeting.state != MeetingState.CANCELLED)
        .where(Meeting.starts_at > clock.now())
        .exists()
    )
    return bool(session.scalar(select(asked | comes | organises)))
