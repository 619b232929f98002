"""Closing the list: what people declared becomes presence, and from then on only a correction changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.afterwards.rules import attesting
from helpdesk.checkin import window
from helpdesk.checkin.rules import gates, numbers
from helpdesk.checkin.rules.writing import Source, Ticked, as_declared, hold, seats_of, write
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import trail
from helpdesk.meetings.states import Checked, MeetingState, Presence, Reply, Step
from helpdesk.places.rules import restate


class NotOver(Refused):
    """The list is closed when the meeting is over."""

    message = N_("The list can be closed from the end of the meeting on.")


class StillUnknown(Refused):
    """Some said yes, and nobody knows whether they came."""

    message = N_("Some people had said yes, and nothing is known of them. Please say whether they came.")


class Rest(StrEnum):
    """What becomes of those who had said yes and of whom nothing is known."""

    ABSENT = "absent"
    UNKNOWN = "unknown"


def close(
    session: Session, meeting_id: UUID, by: UUID | None = None, *, act_id: UUID, rest: Rest | None = None
) -> bool:
    """Close the list and issue its papers; tell whether it was open. Without `by` the clock closes, and asks nobody.

    Who declared herself and of whom nobody spoke was there. Raises `NotOver`, `CalledOff`, or `StillUnknown` unless
    `rest` says what becomes of the others.
    """
    meeting = gates.settled(session, meeting_id)
    if meeting.list_closed_at is not None:
        return False
    if clock.now() < meeting.ends_at:
        raise NotOver
    seats = seats_of(session, meeting_id)
    if by is not None and rest is None and unknown(seats):
        raise StillUnknown
    _settle(session, seats, by=by, act_id=act_id, absent=rest is Rest.ABSENT)
    meeting.list_closed_at, meeting.list_closed_by_id = clock.now(), by
    trail.leave(session, meeting_id, Step.CLOSED, by=by)
    hold(session, meeting, seats.values())
    numbers.tell(session, meeting)
    session.flush()
    for seat in seats.values():
        attesting.issue_for(session, seat, by=by)
    restate(session, meeting.place_id)
    return True


def unknown(seats: Mapping[UUID, Seat]) -> list[Seat]:
    """Return those who had said yes and of whom nothing is known."""
    return [
        one for one in seats.values() if one.reply == Reply.YES and not one.presence and not one.declared_at
    ]


def _settle(
    session: Session, seats: Mapping[UUID, Seat], *, by: UUID | None, act_id: UUID, absent: bool
) -> None:
    for seat in seats.values():
        if seat.declared_at and not seat.presence:
            how = Checked(seat.declared_how or Checked.LIST)
            source = Source(by=by, act_id=act_id, how=how, at=clock.now())
            write(session, seat, as_declared(seat, seat.declared_at), source)
    for seat in unknown(seats) if absent else ():
        source = Source(by=by, act_id=act_id, how=Checked.LIST, at=clock.now())
        write(session, seat, Ticked(seat.person_id, Presence.ABSENT), source)


def due(session: Session, now: datetime) -> list[UUID]:
    """Return the meetings whose list closes by itself: seven days after their end, the longest over first."""
    over = (
        Meeting.ends_at <= now - window.CLOSES_ITSELF,
        Meeting.list_closed_at.is_(None),
        Meeting.state.in_([MeetingState.FIXED, MeetingState.HELD]),
    )
    return list(session.scalars(select(Meeting.id).where(*over).order_by(Meeting.ends_at)))
