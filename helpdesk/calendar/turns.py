"""How often a meeting was told anew to one person because of her own answers: a no, and the yes after it.

Her SEQUENCE (RFC 5545, 3.8.7.4) is the meeting's own with this added: what she is told after a change of mind is
higher than what her calendar holds, and nobody else's moves. Counted in the trail, with which nothing can disagree.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk.meetings.models import Meeting, MeetingStep, Seat
from helpdesk.meetings.states import Reply, Step


def noes(
    meeting_id: UUID | InstrumentedAttribute[UUID], person_id: UUID | ColumnElement[UUID]
) -> ScalarSelect[int]:
    """Return, as part of a query, how often somebody said no to a meeting."""
    said_no = (MeetingStep.what == Step.REPLIED, MeetingStep.detail["reply"].as_string() == Reply.NO)
    mine = (MeetingStep.meeting_id == meeting_id, MeetingStep.about_person_id == person_id)
    return select(func.count()).select_from(MeetingStep).where(*mine, *said_no).scalar_subquery()


def turned(noes: int, reply: str | None) -> int:
    """Return how often her mind has changed: each no, and each time that she came back from one."""
    return 2 * noes - int(reply == Reply.NO)


def turns(session: Session, meeting: Meeting, person_id: UUID) -> int:
    """Return how often this person's mind has changed about a meeting."""
    seat = session.get(Seat, (meeting.id, person_id))
    session.flush()
    return turned(session.scalar(select(noes(meeting.id, person_id))) or 0, seat.reply if seat else None)
