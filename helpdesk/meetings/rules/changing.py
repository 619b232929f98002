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
from helpdesk.meetings.former import Former
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import gates, moving, trail, waiting
from helpdesk.meetings.rules.cancelling import concerned
from helpdesk.meetings.rules.organising import check_capacity, note_capacity, place_kept
from helpdesk.meetings.spans import Hours, Span
from helpdesk.meetings.states import MeetingState, Step


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
    place, room = _where(session, meeting, wanted)
    check_capacity(wanted.capacity, place, room)
    if wanted.capacity < meeting.taken:
        raise Invalid(
            "capacity", N_("%(taken)s seats are taken already: there cannot be fewer."), taken=meeting.taken
        )
    former = Former.of(meeting)
    _move(meeting, wanted, place, room)
    now = Former.of(meeting)
    moved = former.moved(now)
    meeting.capacity, meeting.listed = wanted.capacity, wanted.listed
    note_capacity(session, meeting)
    meeting.about, meeting.responsible_adult = wanted.about.strip(), wanted.responsible_adult
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    trail.leave(session, meeting.id, Step.CHANGED, by=by, moved=moved or None, **former.detail(now))
    session.flush()
    if moved:
        for person_id in sorted(concerned(meeting) - {by}):
            mails.changed(session, meeting, person_id, former)
    waiting.pass_on(session, meeting)
    session.flush()
    return meeting


def _check(meeting: Meeting, wanted: Change) -> None:
    if meeting.sequence != wanted.seen:
        raise ChangedMeanwhile
    begun = meeting.state == MeetingState.FIXED and meeting.starts_at <= clock.now()
    if begun or meeting.state not in {MeetingState.POLLING, MeetingState.FIXED}:
        raise Unchangeable


def _where(session: Session, meeting: Meeting, wanted: Change) -> tuple[Place, Room | None]:
    # Whoever edits the place that it has waits for the meeting's own row, which is held: only another one is kept.
    elsewhere = wanted.place_id != meeting.place_id
    place = place_kept(session, wanted.place_id) if elsewhere else meeting.place
    if place is None or place.hidden_at or place.accepted_at is None:
        raise Invalid("place", N_("Please choose one of the places of the list."))
    room = session.get(Room, wanted.room_id) if wanted.room_id else None
    if wanted.room_id and (room is None or room.place_id != place.id):
        raise Invalid("room", N_("Please choose one of the rooms of this place."))
    return place, room


def _move(meeting: Meeting, wanted: Change, place: Place, room: Room | None) -> None:
    """Set place and time."""
    when = _when(meeting, wanted, place)
    meeting.place, meeting.place_id, meeting.zone = place, place.id, place.commune.zone
    meeting.room, meeting.room_id = room, room.id if room else None
    meeting.region_code = place.commune.region_code
    moving.to(meeting, when)


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
