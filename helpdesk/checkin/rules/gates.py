"""What every act of presence looks at first: it holds the meeting's row, and reads whether its list is open."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.checkin import window
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules.gates import CalledOff, DatesOpen, held
from helpdesk.meetings.states import MeetingState

__all__ = ["CalledOff", "DatesOpen", "ListClosed", "ListOpen", "NotBegun", "held", "open_list", "settled"]


class NotBegun(Refused):
    """Presence is recorded from half an hour before the start on."""

    message = N_("Who comes to this meeting can be recorded from 30 minutes before its start on.")


class ListClosed(Refused):
    """The list was closed: only a correction with a reason changes it."""

    message = N_("The list of this meeting is closed. Who runs it can still correct it, with a reason.")


class ListOpen(Refused):
    """The list is open: it is changed by ticking, without a reason."""

    message = N_("The list of this meeting is still open: please change it there.")


def settled(session: Session, meeting_id: UUID) -> Meeting:
    """Return the meeting, held, when it has one date and was not called off; raise `CalledOff` or `DatesOpen`."""
    meeting = held(session, meeting_id)
    if meeting.state == MeetingState.CANCELLED:
        raise CalledOff
    if meeting.state == MeetingState.POLLING:
        raise DatesOpen
    return meeting


def open_list(session: Session, meeting_id: UUID) -> Meeting:
    """Return the meeting, held, when presence can be recorded; raise `ListClosed` or `NotBegun` otherwise."""
    meeting = settled(session, meeting_id)
    if meeting.list_closed_at is not None:
        raise ListClosed
    if clock.now() < window.opens(meeting.starts_at):
        raise NotBegun
    return meeting
