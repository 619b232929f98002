"""What every act on a meeting looks at first: it holds the meeting's row, and reads how far the meeting has come.

Whoever acts on a meeting waits for who came before: seats and the queue are then plain arithmetic, and the table's
own constraint has the last word.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound, Refused
from classcode.i18n import N_
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import MeetingState, Reply, SeatRole


class TooLate(Refused):
    """The meeting has begun."""

    message = N_("This meeting has begun: answers can no longer change.")


class CalledOff(Refused):
    """The meeting was cancelled."""

    message = N_("This meeting was cancelled: there is nothing to answer any more.")


class DatesOpen(Refused):
    """The date is still being chosen."""

    message = N_("The date of this meeting is still being chosen. Please say which dates suit you.")


class DateFixed(Refused):
    """The date was fixed meanwhile."""

    message = N_("The date of this meeting was fixed meanwhile. Please read it and answer again.")


def held(session: Session, meeting_id: UUID) -> Meeting:
    """Return the meeting with its row held until the transaction ends; raise `NotFound`."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    if meeting is None:
        raise NotFound
    return meeting


def check_to_come(meeting: Meeting) -> None:
    """Raise `CalledOff` or `TooLate` unless the meeting, or the first of its dates, is still to come."""
    if meeting.state == MeetingState.CANCELLED:
        raise CalledOff
    if meeting.state in {MeetingState.HELD, MeetingState.NOT_HELD}:
        raise TooLate
    if meeting.state == MeetingState.FIXED and meeting.starts_at <= clock.now():
        raise TooLate


def check_fixed(meeting: Meeting) -> None:
    """Raise a refusal unless the meeting has one date, which is to come."""
    check_to_come(meeting)
    if meeting.state == MeetingState.POLLING:
        raise DatesOpen


def check_polling(meeting: Meeting) -> None:
    """Raise a refusal unless its dates are being chosen."""
    check_to_come(meeting)
    if meeting.state != MeetingState.POLLING:
        raise DateFixed


def in_sight(meeting: Meeting) -> bool:
    """Tell whether no moderator has hidden the meeting, or its place."""
    return meeting.hidden_at is None and meeting.place.hidden_at is None


def still_in_sight(session: Session, meeting: Meeting) -> bool:
    """Tell the same of a meeting that is held, its place read anew: a page may have read it before it was hidden."""
    session.refresh(meeting.place, ["hidden_at"])
    return in_sight(meeting)


def seat_of(session: Session, meeting: Meeting, person_id: UUID) -> Seat:
    """Return somebody's line at a meeting that is held, read anew; raise `NotFound` when she was not asked."""
    seat = session.get(Seat, (meeting.id, person_id), populate_existing=True)
    if seat is None:
        raise NotFound
    return seat


def holds_a_seat(seat: Seat) -> bool:
    """Tell whether `Meeting.taken` counts this line: a participant's yes, or an offer kept for her."""
    return seat.role == SeatRole.PARTICIPANT and seat.reply in {Reply.YES, Reply.OFFERED}
