"""What the record is told of people who are numbers and nothing else: those without an account, and children."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.checkin.events import CAME
from helpdesk.checkin.models import MeetingGuest
from helpdesk.meetings.models import Meeting
from tracking import vocabulary
from tracking.rules import note_thing

GUESTS = "guests"
CHILDREN = "children"


def tell(session: Session, meeting: Meeting) -> None:
    """Tell how many came without an account and how many children, once the list is closed and whenever it changes."""
    if meeting.list_closed_at is None:
        return
    session.flush()
    unclaimed = (MeetingGuest.presence.in_(CAME), MeetingGuest.claimed_at.is_(None))
    guests = select(func.count()).where(MeetingGuest.meeting_id == meeting.id, *unclaimed)
    path = vocabulary.meeting(meeting.id).path
    note_thing(session, path, GUESTS, str(session.scalar(guests) or 0))
    note_thing(session, path, CHILDREN, str(meeting.children))
