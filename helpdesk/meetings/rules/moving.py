"""Putting a meeting at another hour, with all that hangs on it: the deadline of a yes, offers, check-ins."""

from __future__ import annotations

from classcode import clock
from helpdesk.meetings import spans
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.spans import Span
from helpdesk.meetings.states import Reply


def to(meeting: Meeting, when: Span) -> None:
    """Let the meeting be at this hour. A yes stays a yes; the meeting's row is held by the caller."""
    if when.starts_at != meeting.starts_at:
        _forget_check_ins(meeting)
    meeting.starts_at, meeting.ends_at = when.starts_at, when.ends_at
    meeting.cancel_by = spans.cancel_by(when.starts_at)
    _shorten_offers(meeting)


def _forget_check_ins(meeting: Meeting) -> None:
    """Who checked in early came to the hour that it had: of the other one nothing is known."""
    for seat in meeting.seats:
        seat.declared_at = seat.declared_how = None


def _shorten_offers(meeting: Meeting) -> None:
    for seat in meeting.seats:
        if seat.reply == Reply.OFFERED and seat.offered_until is not None:
            latest = spans.offered_until(clock.now(), meeting.starts_at)
            seat.offered_until = min(seat.offered_until, latest)
