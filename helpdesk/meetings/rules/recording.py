"""Recording who was there, by the facilitator, from the start of the meeting on. Corrections leave a trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from helpdesk.meetings import events
from helpdesk.meetings.models import Meeting, MeetingState, Presence, Reply, Seat, Step
from helpdesk.meetings.rules import trail
from helpdesk.meetings.rules.replying import CalledOff
from tracking import rules as record


class NotBegun(Refused):
    """Presence is recorded from the start on."""

    message = N_("This meeting has not begun: who came can be recorded from its start on.")


@dataclass(frozen=True, slots=True)
class Ticked:
    """What the facilitator says of one person; no presence takes an earlier statement back."""

    person_id: UUID
    presence: Presence | None
    minutes: int | None = None


def record_presence(
    session: Session, meeting_id: UUID, told: Sequence[Ticked], *, by: UUID, act_id: UUID
) -> int:
    """Record or correct who was there; return how many people's lines changed.

    Raises `NotBegun`, `CalledOff`, `NotFound` for somebody who was not asked, or `Invalid` with the field
    `presence-<person>` or `minutes-<person>`. A correction voids the former statement.
    """
    meeting = session.get_one(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    _check_recordable(meeting)
    seats = _seats(session, meeting_id)
    changes = [
        (seats[one.person_id], _checked(seats, meeting, one)) for one in told if _changes(seats, meeting, one)
    ]
    for seat, one in changes:
        _write(session, seat, one, by=by, act_id=act_id)
    if any(seat.presence for seat in seats.values()):
        meeting.state = MeetingState.HELD
    session.flush()
    return len(changes)


def _seats(session: Session, meeting_id: UUID) -> dict[UUID, Seat]:
    """Read the seats anew: behind the lock, what a rival tab recorded meanwhile must be seen."""
    found = select(Seat).where(Seat.meeting_id == meeting_id).order_by(Seat.person_id)
    return {
        seat.person_id: seat for seat in session.scalars(found, execution_options={"populate_existing": True})
    }


def _check_recordable(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise CalledOff
    if meeting.starts_at > clock.now():
        raise NotBegun


def _changes(seats: dict[UUID, Seat], meeting: Meeting, one: Ticked) -> bool:
    seat = seats.get(one.person_id)
    if seat is None:
        raise NotFound
    return (seat.presence, seat.minutes_present) != (one.presence, _minutes_of(meeting, one))


def _checked(seats: dict[UUID, Seat], meeting: Meeting, one: Ticked) -> Ticked:
    """Return the line with its minutes filled in, or raise `Invalid` where it cannot be true."""
    minutes = _minutes_of(meeting, one)
    if one.presence is Presence.PARTLY and not 1 <= (minutes or 0) < meeting.minutes:
        most = meeting.minutes - 1
        raise Invalid(
            f"minutes-{one.person_id}", N_("Please give the minutes present, from 1 to %(most)s."), most=most
        )
    if one.presence and one.presence not in possible(seats[one.person_id]):
        raise Invalid(
            f"presence-{one.person_id}", N_("This person had not said yes, and so cannot be marked absent.")
        )
    return Ticked(one.person_id, one.presence, minutes)


def possible(seat: Seat) -> tuple[Presence, ...]:
    """Return what can be said of this person: only somebody who was expected can be absent or excused."""
    came = (Presence.ATTENDED, Presence.PARTLY)
    return tuple(Presence) if seat.reply == Reply.YES else came


def _minutes_of(meeting: Meeting, one: Ticked) -> int | None:
    if one.presence is Presence.ATTENDED:
        return meeting.minutes
    return one.minutes if one.presence is Presence.PARTLY else None


def _write(session: Session, seat: Seat, one: Ticked, *, by: UUID, act_id: UUID) -> None:
    trail.leave(
        session,
        seat.meeting_id,
        Step.RECORDED,
        by=by,
        about=seat.person_id,
        presence=one.presence,
        minutes=one.minutes,
        before=seat.presence,
        minutes_before=seat.minutes_present,
    )
    if seat.presence_statement_id:
        record.void(session, seat.presence_statement_id, by)
    seat.presence, seat.minutes_present = one.presence, one.minutes
    seat.recorded_by, seat.recorded_at = by, clock.now()
    seat.presence_statement_id = _told(session, seat, act_id)


def _told(session: Session, seat: Seat, act_id: UUID) -> UUID | None:
    """Tell the record what the seat now says, and return the statement's id."""
    if seat.presence is None:
        return None
    event = events.recorded(
        seat.meeting, seat.person_id, Presence(seat.presence), minutes=seat.minutes_present, act_id=act_id
    )
    return record.record(session, event)
