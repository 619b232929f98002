"""Calling a meeting off, while nobody's presence was recorded."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.meetings import events, mails
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import gates, trail
from helpdesk.meetings.states import AHEAD, MeetingState, Reply, Step
from tracking import rules as record


class NotCancelled(Refused):
    """The meeting was held or cancelled before."""

    message = N_("This meeting can no longer be cancelled: it was held, or cancelled before.")


def cancel(session: Session, meeting_id: UUID, *, by: UUID | None, act_id: UUID | None = None) -> Meeting:
    """Cancel a meeting at which nobody's presence was recorded; raise `NotCancelled` otherwise. `by` None: the clock.

    Effects: a statement of who did it, and one mail to each person who had not declined and to the facilitator,
    unless it would tell of a past hour. Offers and places in the queue end with it.
    """
    meeting = gates.held(session, meeting_id)
    if meeting.state not in AHEAD:
        raise NotCancelled
    told = meeting.starts_at > clock.now() or meeting.state == MeetingState.POLLING
    meeting.state = MeetingState.CANCELLED
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    trail.leave(session, meeting.id, Step.CANCELLED, by=by)
    if by is not None:
        off = events.called_off(meeting, by, at=clock.now(), act_id=act_id or uuid4())
        record.record(session, off)
    if told:
        for person_id in concerned(meeting) - {by}:
            mails.cancelled(session, meeting, person_id)
    return meeting


def concerned(meeting: Meeting) -> set[UUID]:
    """Return everybody who may come: who was asked and did not decline, and who runs it."""
    asked = {seat.person_id for seat in meeting.seats if seat.reply != Reply.NO}
    return asked | ({meeting.facilitator_id} if meeting.facilitator_id else set())
