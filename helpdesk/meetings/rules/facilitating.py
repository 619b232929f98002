"""Coming as the facilitator of a meeting that runs without one, or stepping back; such meetings are counted apart."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.meetings import mails
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import gates, polling, seating, trail, waiting
from helpdesk.meetings.states import Step


class HasOne(Refused):
    """Somebody else facilitates it by now."""

    message = N_("Somebody else facilitates this meeting by now. Nothing was changed.")


def facilitate(session: Session, meeting_id: UUID, *, by: UUID) -> Meeting:
    """Become the facilitator; a seat that she held as a participant goes to the queue. Raises `HasOne` or a refusal.

    Calendars name her from now on, and who organises the meeting is told.
    """
    meeting = gates.held(session, meeting_id)
    gates.check_to_come(meeting)
    if meeting.facilitator_id is not None:
        raise HasOne
    meeting.facilitator_id = by
    _renamed(meeting)
    trail.leave(session, meeting.id, Step.FACILITATOR, by=by)
    seat = session.get(Seat, (meeting.id, by), populate_existing=True)
    if seat is not None:
        polling.take_back(session, meeting, by)
        seating.leave(session, meeting, seat)
    session.flush()
    mails.facilitator_came(session, meeting)
    waiting.pass_on(session, meeting)
    return meeting


def leave(session: Session, meeting: Meeting) -> None:
    """Let a meeting go on without its facilitator, who steps back; its row is held by the caller.

    Calendars name its organiser from now on. She is told; people who come find it in their feed and the next mail.
    """
    who = meeting.facilitator_id
    if who is None:
        return
    meeting.facilitator_id = None
    _renamed(meeting)
    trail.leave(session, meeting.id, Step.CHANGED, by=who)
    session.flush()
    mails.facilitator_left(session, meeting, who=who)


def _renamed(meeting: Meeting) -> None:
    """Let calendars follow: their entry is called after who runs the meeting."""
    meeting.sequence += 1
    meeting.changed_at = clock.now()
