"""The only ways to a meeting's list: who runs the meeting, and, once it is closed, the lead of its region."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from classcode.auth.visitors import Visitor
from classcode.errors import NotFound
from classcode.people.models import Role
from helpdesk.meetings import access
from helpdesk.meetings.models import Meeting, Seat


@dataclass(frozen=True, slots=True)
class Kept:
    """A list as one visitor may have it: she runs the meeting, or leads its region and only corrects."""

    meeting: Meeting
    runs: bool


def list_kept(session: Session, who: Visitor, meeting_id: UUID) -> Kept:
    """Return the list to who runs the meeting; closed, to the lead of its region too, who may correct it."""
    try:
        return Kept(access.meeting_run(session, who, meeting_id), True)
    except NotFound:
        meeting = session.get(Meeting, meeting_id)
        if meeting is None or meeting.list_closed_at is None or not who.may(Role.LEAD, meeting.region_code):
            raise
        return Kept(meeting, False)


def list_run(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return the meeting to who runs it: organiser for 30 days after it, or facilitator."""
    return access.meeting_run(session, who, meeting_id)


def own_seat(session: Session, who: Visitor, meeting_id: UUID) -> Seat:
    """Return one's own line at a meeting."""
    seat = session.get(Seat, (meeting_id, who.id))
    if seat is None:
        raise NotFound
    return seat
