"""Which open meetings are to come; reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from classcode.territory import queries as territory
from classcode.territory.distance import Point, distance_km
from classcode.territory.models import Commune, Place
from helpdesk.meetings.models import Meeting, MeetingState, Seat

NEAR_KM: Final = 60
"""How far around a commune the agenda looks: about an hour of road."""
MOST: Final = 200
"""Meetings of one reading, the soonest first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open meetings: of a region, around a commune, in a place; all where nothing is said."""

    region: str | None = None
    near: Commune | None = None
    place_id: UUID | None = None


def open_meetings(session: Session, wanted: Wanted, now: datetime) -> list[Meeting]:
    """Return the meetings of the agenda, the soonest first, with place, commune and region.

    Listed by whoever organises, fixed, not begun, and in sight, as its place is. Around a commune: over land alone.
    """
    found = (
        select(Meeting)
        .join(Meeting.place)
        .join(Place.commune)
        .options(contains_eager(Meeting.place).contains_eager(Place.commune).joinedload(Commune.region))
        .where(
            Meeting.listed,
            Meeting.state == MeetingState.FIXED,
            Meeting.hidden_at.is_(None),
            Meeting.starts_at > now,
            Place.hidden_at.is_(None),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    )
    if wanted.region:
        found = found.where(Commune.region_code == wanted.region)
    if wanted.place_id:
        found = found.where(Meeting.place_id == wanted.place_id)
    if wanted.near is not None:
        found = found.where(Commune.landmass == wanted.near.landmass).limit(None)
    return [one for one in session.scalars(found) if _is_near(one.place, wanted.near)][:MOST]


def hers(session: Session, person_id: UUID, meetings: Iterable[Meeting]) -> frozenset[UUID]:
    """Return which of these meetings somebody was asked to already, or runs: she takes no seat there any more."""
    by_id = {one.id: one for one in meetings}
    seats = select(Seat.meeting_id).where(Seat.person_id == person_id, Seat.meeting_id.in_(by_id))
    run = {key for key, one in by_id.items() if person_id in {one.facilitator_id, one.organiser_id}}
    return frozenset(run | set(session.scalars(seats)))


def _is_near(place: Place, near: Commune | None) -> bool:
    km = km_from(near, place)
    return near is None or (km is not None and km <= NEAR_KM)


def km_from(near: Commune | None, place: Place) -> float | None:
    """Return how far a place is from a commune over land, or None where that is unknown or water lies between."""
    if near is None:
        return None
    return distance_km(territory.point_of(near), Point(place.lat, place.lon, place.commune.landmass))
