"""The rooms of a place that has several; the place's seats are those of its largest room."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from classcode.territory.models import Place, Room
from classcode.territory.names import normalised
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import following
from helpdesk.meetings.states import AHEAD
from helpdesk.places.access import Seen
from helpdesk.places.rules.checking import MOST_SEATS, room_name
from helpdesk.places.rules.trail import moved
from helpdesk.places.steps import Step

MOST_ROOMS: Final = 30
"""Rooms of one place: more than the largest school lends us."""


class RoomInUse(Refused):
    """A meeting to come is planned in the room."""

    message = N_("A meeting to come is planned in this room. Give the meeting another room first.")


def add(session: Session, seen: Seen, name: str, seats: int | None, *, by: UUID) -> Room:
    """Add a room; raise `Invalid`."""
    place = seen.place
    if len(place.rooms) >= MOST_ROOMS:
        raise Invalid("room", N_("A place has at most %(n)s rooms here."), n=MOST_ROOMS)
    room = Room(id=uuid4(), place_id=place.id, name=_free_name(place, name), capacity=_seats(seats))
    place.rooms.append(room)
    _settle(session, place, Step.ROOM_ADDED, by=by, before={})
    return room


def change(session: Session, seen: Seen, room_id: UUID, name: str, seats: int | None, *, by: UUID) -> None:
    """Rename a room or count its seats anew; raise `NotFound` or `Invalid`. Meetings to come there follow its name."""
    room = _room(seen.place, room_id)
    new = (_free_name(seen.place, name, but=room_id), _seats(seats))
    if new == (room.name, room.capacity):
        return
    were = following.planned(session, seen.place)
    before = {"room": room.name, "seats": room.capacity}
    room.name, room.capacity = new
    _settle(session, seen.place, Step.ROOM_CHANGED, by=by, before=before)
    following.follow(session, were, by=by)


def remove(session: Session, seen: Seen, room_id: UUID, *, by: UUID) -> None:
    """Remove a room in which no meeting to come is planned; raise `NotFound` or `RoomInUse`."""
    room = _room(seen.place, room_id)
    planned = select(func.count()).where(
        Meeting.room_id == room_id, Meeting.state.in_(AHEAD), Meeting.ends_at > clock.now()
    )
    if session.scalar(planned):
        raise RoomInUse
    seen.place.rooms.remove(room)
    _settle(session, seen.place, Step.ROOM_REMOVED, by=by, before={"room": room.name, "seats": room.capacity})


def _settle(
    session: Session, place: Place, what: Step, *, by: UUID, before: dict[str, str | int | None]
) -> None:
    """Let the place's seats follow its rooms, and leave the step."""
    counted = [room.capacity for room in place.rooms if room.capacity]
    if counted:
        place.capacity = max(counted)
    moved(session, place, what, by=by, before=before)


def _room(place: Place, room_id: UUID) -> Room:
    for room in place.rooms:
        if room.id == room_id:
            return room
    raise NotFound


def _free_name(place: Place, name: str, *, but: UUID | None = None) -> str:
    kept = room_name(name)
    if any(room.id != but and normalised(room.name) == normalised(kept) for room in place.rooms):
        raise Invalid("room", N_("This place has a room of this name already."))
    return kept


def _seats(seats: int | None) -> int | None:
    if seats is not None and not 1 <= seats <= MOST_SEATS:
        raise Invalid("seats", N_("Please give a number of seats from 1 to %(most)s."), most=MOST_SEATS)
    return seats
