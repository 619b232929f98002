"""Coming as the facilitator of a meeting that runs without one; such meetings are counted apart."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import gates, polling, seating, trail, waiting
from helpdesk.meetings.states import Step


class HasOne(Refused):
    """Somebody else facilitates it by now."""

    message = N_("Somebody else facilitates this meeting by now. Nothing was changed.")


def facilitate(session: Session, meeting_id: UUID, *, by: UUID) -> Meeting:
    """Become the facilitator; a seat that she held as a participant goes to the queue. Raises `HasOne` or a refusal."""
    meeting = gates.held(session, meeting_id)
    gates.check_to_come(meeting)
    if meeting.facilitator_id is not None:
        raise HasOne
    meeting.facilitator_id = by
    trail.leave(session, meeting.id, Step.FACILITATOR, by=by)
    seat = session.get(Seat, (meeting.id, by), populate_existing=True)
    if seat is not None:
        polling.take_back(session, meeting, by)
        seating.leave(session, meeting, seat)
    session.flush()
    waiting.pass_on(session, meeting)
    return meeting
