"""The round after meetings: asking who was there, and forgetting what was shared a year ago."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.queues.rounds import going_on
from helpdesk.afterwards import mails
from helpdesk.afterwards.access import SHARED_FOR
from helpdesk.afterwards.being_there import WAS_THERE
from helpdesk.afterwards.models import MeetingFeedback, MeetingNote
from helpdesk.afterwards.rules import asking
from helpdesk.meetings.models import Meeting, MeetingMail, Seat
from helpdesk.meetings.states import MeetingState, SeatRole

TOPIC: Final = "after-meetings"


def go_round(_round: str) -> None:
    """Ask whoever was at a meeting that ended a day ago; each person in a transaction of her own."""
    for meeting_id, person_id in _due():
        with going_on("asking %s about %s", person_id, meeting_id), db.transaction() as session:
            meeting = session.get(Meeting, meeting_id)
            if meeting is not None:
                asking.ask(session, meeting, person_id)
    with going_on("forgetting notes"), db.transaction() as session:
        forget_notes(session)


def _due() -> list[tuple[UUID, UUID]]:
    """Return who may have to be asked; the rule looks again, with the meeting before it."""
    now = clock.now()
    asked = and_(
        MeetingMail.meeting_id == Seat.meeting_id,
        MeetingMail.person_id == Seat.person_id,
        MeetingMail.kind == mails.FEEDBACK,
    )
    said = and_(MeetingFeedback.meeting_id == Seat.meeting_id, MeetingFeedback.person_id == Seat.person_id)
    declared = and_(Seat.presence.is_(None), Seat.declared_at.is_not(None), Meeting.list_closed_at.is_(None))
    wanted = (
        select(Seat.meeting_id, Seat.person_id)
        .join(Meeting, Meeting.id == Seat.meeting_id)
        .where(
            Meeting.ends_at.between(now - asking.REST - asking.FORGOTTEN, now - asking.REST),
            Meeting.state.not_in([MeetingState.CANCELLED, MeetingState.POLLING]),
            Seat.role == SeatRole.PARTICIPANT,
            or_(Seat.presence.in_(WAS_THERE), declared),
            ~select(MeetingMail.id).where(asked).exists(),
            ~select(MeetingFeedback.meeting_id).where(said).exists(),
        )
        .order_by(Meeting.ends_at, Seat.meeting_id, Seat.person_id)
    )
    with db.reading() as session:
        return [(meeting_id, person_id) for meeting_id, person_id in session.execute(wanted)]


def forget_notes(session: Session) -> int:
    """Take away what was shared at meetings that ended a year ago; return how many notes."""
    old = select(Meeting.id).where(Meeting.ends_at < clock.now() - SHARED_FOR)
    return db.changed(session.execute(delete(MeetingNote).where(MeetingNote.meeting_id.in_(old))))
