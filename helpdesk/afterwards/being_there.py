"""Who was at a meeting, as far as is known; from rows already read, no session."""

from __future__ import annotations

from typing import Final

from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import MeetingState, Presence, Reply, SeatRole

WAS_THERE: Final = frozenset({Presence.ATTENDED, Presence.PARTLY})


def was_there(meeting: Meeting, seat: Seat) -> bool:
    """Tell whether somebody was there: recorded so, or declared by herself while the list is open."""
    if seat.presence is not None:
        return seat.presence in WAS_THERE
    return seat.declared_at is not None and meeting.list_closed_at is None


def took_part(meeting: Meeting, seat: Seat) -> bool:
    """Tell whether somebody may say how a meeting was: she was there, and did not organise it."""
    held = meeting.state not in {MeetingState.CANCELLED, MeetingState.POLLING}
    return held and seat.role == SeatRole.PARTICIPANT and was_there(meeting, seat)


def belongs(meeting: Meeting, seat: Seat) -> bool:
    """Tell whether what was shared is for this person too: she organised, had said yes, or was there."""
    return seat.role == SeatRole.ORGANISER or seat.reply == Reply.YES or was_there(meeting, seat)
