"""Writing one person's presence: the seat, the trail and the statement change together, and nowhere else.

The caller holds the meeting's row and has checked whether it may.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import Invalid
from classcode.i18n import N_
from helpdesk.checkin import events, window
from helpdesk.checkin.events import CAME
from helpdesk.checkin.models import MeetingGuest
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import trail
from helpdesk.meetings.states import Checked, MeetingState, Presence, Reply, Step
from tracking import rules as record

NO_MINUTES = N_("Please give the minutes present, from 1 to %(most)s.")
NOT_EXPECTED = N_("This person had not said yes, and so cannot be marked absent.")


@dataclass(frozen=True, slots=True)
class Ticked:
    """What somebody says of one person; no presence takes an earlier statement back."""

    person_id: UUID
    presence: Presence | None
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says it (nobody: the clock), by which act, how it was taken, and when it was ticked."""

    by: UUID | None
    act_id: UUID
    how: Checked
    at: datetime


def seats_of(session: Session, meeting_id: UUID) -> dict[UUID, Seat]:
    """Read the seats anew: behind the lock, what a rival tab recorded meanwhile must be seen."""
    found = select(Seat).where(Seat.meeting_id == meeting_id).order_by(Seat.person_id)
    return {
        seat.person_id: seat for seat in session.scalars(found, execution_options={"populate_existing": True})
    }


def possible(seat: Seat) -> tuple[Presence, ...]:
    """Return what can be said of this person: only somebody who was expected can be absent or excused."""
    return tuple(Presence) if seat.reply == Reply.YES else (Presence.ATTENDED, Presence.PARTLY)


def minutes_of(meeting: Meeting, presence: Presence | None, minutes: int | None) -> int | None:
    """Return the minutes that a presence stands for: all of them, those told, or none."""
    if presence is Presence.ATTENDED:
        return meeting.minutes
    return minutes if presence is Presence.PARTLY else None


def checked(meeting: Meeting, seat: Seat, one: Ticked) -> Ticked:
    """Return the line with its minutes filled in; raise `Invalid` at `presence-<person>` or `minutes-<person>`."""
    minutes = minutes_of(meeting, one.presence, one.minutes)
    if one.presence is Presence.PARTLY and not 1 <= (minutes or 0) < meeting.minutes:
        raise Invalid(f"minutes-{one.person_id}", NO_MINUTES, most=meeting.minutes - 1)
    if one.presence and one.presence not in possible(seat):
        raise Invalid(f"presence-{one.person_id}", NOT_EXPECTED)
    return Ticked(one.person_id, one.presence, minutes)


def as_declared(seat: Seat, declared_at: datetime) -> Ticked:
    """Return what somebody's own check-in amounts to: there from the start, or from then to the end."""
    meeting = seat.meeting
    minutes = window.minutes_from(declared_at, meeting.starts_at, meeting.ends_at)
    if minutes is None:
        return Ticked(seat.person_id, Presence.ATTENDED, meeting.minutes)
    return Ticked(seat.person_id, Presence.PARTLY, minutes)


def write(session: Session, seat: Seat, one: Ticked, source: Source) -> None:
    """Write a checked line; what was said of her before is voided and stands in the trail."""
    trail.leave(
        session,
        seat.meeting_id,
        Step.RECORDED,
        by=source.by,
        about=seat.person_id,
        presence=one.presence,
        minutes=one.minutes,
        before=seat.presence,
        minutes_before=seat.minutes_present,
    )
    if seat.presence_statement_id:
        record.void(session, seat.presence_statement_id, source.by or seat.person_id)
    seat.presence, seat.minutes_present = one.presence, one.minutes
    seat.checked_how = source.how if one.presence in CAME else None
    seat.recorded_by, seat.recorded_at = source.by, source.at
    seat.presence_statement_id = _told(session, seat, source)


def _told(session: Session, seat: Seat, source: Source) -> UUID | None:
    """Tell the record what the seat now says, and return the statement's id."""
    if seat.presence is None:
        return None
    verb, result = events.outcome(Presence(seat.presence), seat.minutes_present, source.how)
    event = events.recorded(
        seat.meeting, seat.person_id, result, verb=verb, at=source.at, act_id=source.act_id
    )
    return record.record(session, event)


def hold(session: Session, meeting: Meeting, seats: Iterable[Seat]) -> None:
    """Let the state follow the list: held once somebody's presence stands, not held where it closed on nobody."""
    said = [seat.presence for seat in seats]
    if meeting.list_closed_at is not None:
        somebody = not CAME.isdisjoint(said) or bool(meeting.children) or _has_guests(session, meeting)
        meeting.state = MeetingState.HELD if somebody else MeetingState.NOT_HELD
    elif meeting.state == MeetingState.FIXED and any(said):
        meeting.state = MeetingState.HELD


def _has_guests(session: Session, meeting: Meeting) -> bool:
    """Tell whether a line says that somebody came; one that was claimed is a seat now, which says so itself."""
    came = (MeetingGuest.meeting_id == meeting.id, MeetingGuest.presence.in_(CAME))
    return (
        session.scalar(select(MeetingGuest.id).where(*came, MeetingGuest.claimed_at.is_(None)).limit(1))
        is not None
    )
