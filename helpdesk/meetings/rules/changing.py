"""Changing a meeting that is to come: time, place, room, seats, words.

Whoever may come is told at once of another time or place.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.territory.models import Place, Room
from helpdesk.meetings import mails, spans
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import gates, trail, waiting
from helpdesk.meetings.rules.cancelling import concerned
from helpdesk.meetings.rules.organising import check_capacity
from helpdesk.meetings.spans import Hours, Span
from helpdesk.meetings.states import MeetingState, Reply, Step


class ChangedMeanwhile(Refused):
    """Somebody else changed it since this page was opened."""

    message = N_(
        "Somebody changed this meeting since you opened this page. Please read it and change it again."
    )


class Unchangeable(Refused):
    """The meeting has begun or was called off."""

    message = N_("This meeting can no longer be changed: it has begun, or was called off.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The meeting as it shall be. `hours` is empty while dates are chosen; `seen` is the `sequence` that was read."""

    seen: int
    place_id: UUID
    capacity: int
    hours: Hours | None = None
    room_id: UUID | None = None
    listed: bool = False
    about: str = ""
    responsible_adult: str | None = None


def change(session: Session, meeting_id: UUID, wanted: Change, *, by: UUID) -> Meeting:
    """Change the meeting; raise `ChangedMeanwhile`, `Unchangeable` or `Invalid`.

    A yes stays a yes. Effects: one mail with the new time and place to everybody who may come; seats that more room
    makes go to the queue.
    """
    meeting = gates.held(session, meeting_id)
    _check(meeting, wanted)
    place, room = _where(session, wanted)
    check_capacity(wanted.capacity, place, room)
    if wanted.capacity < meeting.taken:
        raise Invalid(
            "capacity", N_("%(taken)s seats are taken already: there cannot be fewer."), taken=meeting.taken
        )
    moved = _move(meeting, wanted, place, room)
    meeting.capacity, meeting.listed = wanted.capacity, wanted.listed
    meeting.about, meeting.responsible_adult = wanted.about.strip(), wanted.responsible_adult
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    trail.leave(session, meeting.id, Step.CHANGED, by=by, moved=moved or None)
    session.flush()
    if moved:
        for person_id in sorted(concerned(meeting) - {by}):
            mails.changed(session, meeting, person_id)
    waiting.pass_on(session, meeting)
    session.flush()
    return meeting


def _check(meeting: Meeting, wanted: Change) -> None:
    if meeting.sequence != wanted.seen:
        raise ChangedMeanwhile
    begun = meeting.state == MeetingState.FIXED and meeting.starts_at <= clock.now()
    if begun or meeting.state not in {MeetingState.POLLING, MeetingState.FIXED}:
        raise Unchangeable


def _where(session: Session, wanted: Change) -> tuple[Place, Room | None]:
    place = session.get(Place, wanted.place_id)
    if place is None or place.hidden_at or place.accepted_at is None:
        raise Invalid("place", N_("Please choose one of the places of the list."))
    room = session.get(Room, wanted.room_id) if wanted.room_id else None
    if wanted.room_id and (room is None or room.place_id != place.id):
        raise Invalid("room", N_("Please choose one of the rooms of this place."))
    return place, room


def _move(meeting: Meeting, wanted: Change, place: Place, room: Room | None) -> bool:
    """Set place and time, and tell whether anything moved that people have to know."""
    before = (meeting.place_id, meeting.room_id, meeting.starts_at, meeting.ends_at)
    when = _when(meeting, wanted, place)
    if when.starts_at != meeting.starts_at:
        _forget_check_ins(meeting)
    meeting.place, meeting.place_id, meeting.zone = place, place.id, place.commune.zone
    meeting.room, meeting.room_id = room, room.id if room else None
    meeting.region_code = place.commune.region_code
    meeting.starts_at, meeting.ends_at = when.starts_at, when.ends_at
    meeting.cancel_by = spans.cancel_by(when.starts_at)
    _shorten_offers(meeting)
    return before != (meeting.place_id, meeting.room_id, meeting.starts_at, meeting.ends_at)


def _when(meeting: Meeting, wanted: Change, place: Place) -> Span:
    """Return the hours asked for; those there already may lie behind while dates are being chosen."""
    if meeting.state == MeetingState.POLLING and place.commune.zone != meeting.zone:
        raise Invalid(
            "place", N_("The dates were proposed by the clock of another time zone: please keep to it.")
        )
    present = Span(meeting.starts_at, meeting.ends_at)
    if meeting.state == MeetingState.POLLING or wanted.hours is None:
        return present
    return spans.span(wanted.hours, place.commune.zone, clock.now())


def _forget_check_ins(meeting: Meeting) -> None:
    """Who checked in early came to the hour that it had: of the other one nothing is known."""
    for seat in meeting.seats:
        seat.declared_at = seat.declared_how = None


def _shorten_offers(meeting: Meeting) -> None:
    for seat in meeting.seats:
        if seat.reply == Reply.OFFERED and seat.offered_until is not None:
            latest = spans.offered_until(clock.now(), meeting.starts_at)
            seat.offered_until = min(seat.offered_until, latest)
