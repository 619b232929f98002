"""What pages and mails say of a meeting in the reader's language: its hours, its zone, its place, its card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import dates

from classcode import i18n
from classcode.i18n import gettext as _
from classcode.territory.models import Place, Room
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat
from helpdesk.meetings.queries import is_due


@dataclass(frozen=True, slots=True)
class Around:
    """What a card needs beyond the meeting: who it is with, how far it is (None when unknown), and the time it is."""

    names: str
    now: datetime
    km: float | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A meeting as the card partial wants it, all in words."""

    title: str
    iso: str
    date: str
    hours: str
    place: str
    distance: str | None
    seats_left: int | None
    state: str | None
    waits_for_me: bool
    href: str | None = None
    full: bool = False
    """No seat is left: who says yes comes on the waiting list."""


def card(meeting: Meeting, around: Around, *, seat: Seat | None = None, href: str | None = None) -> Card:
    """Return the card of a meeting for the person of this seat, or without seat for who runs it."""
    open_still = meeting.state == MeetingState.FIXED and meeting.starts_at > around.now
    left = meeting.capacity - meeting.taken
    return Card(
        title=title(around.names),
        iso=meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).isoformat(),
        date=i18n.day(meeting.starts_at, meeting.zone),
        hours=_hours(meeting),
        place=where(meeting.place),
        distance=distance(around.km, approximate=around.approximate),
        seats_left=left if open_still and left > 0 else None,
        state=_state(meeting, seat),
        waits_for_me=bool(seat and is_due(seat, around.now)),
        full=open_still and left <= 0,
        href=href,
    )


def title(names: str) -> str:
    """Return what the meeting is called: who it is with."""
    return _("Meeting with %(name)s", name=names) if names else _("Meeting")


def _state(meeting: Meeting, seat: Seat | None) -> str | None:
    if meeting.state == MeetingState.CANCELLED:
        return "cancelled"
    if meeting.state == MeetingState.POLLING:
        return "polling"
    return seat.state if seat and seat.state != Reply.INVITED else None


def _hours(meeting: Meeting) -> str:
    """Write the hours; of several dates that are being chosen from, that these are only those of the first."""
    told = hours(meeting)
    polling = meeting.state == MeetingState.POLLING
    return _("First of the dates proposed: %(hours)s", hours=told) if polling else told


def hours(meeting: Meeting) -> str:
    """Write from when to when, and whose clock: "18 h 30 à 20 h 00, heure de Paris"."""
    return _(
        "%(start)s to %(end)s, %(zone)s",
        start=i18n.hour(meeting.starts_at, meeting.zone),
        end=i18n.hour(meeting.ends_at, meeting.zone),
        zone=zone_told(meeting.zone),
    )


def zone_told(zone: str) -> str:
    """Name a zone by its city: "heure de Paris"."""
    city = dates.get_timezone_location(ZoneInfo(zone), locale=i18n.language(), return_city=True)
    return _("%(city)s time", city=city)


def where(place: Place) -> str:
    """Write a place and its commune in one line; of a hidden place the commune alone."""
    town = place.commune.called(i18n.language())
    if place.hidden_at:
        return _("a place that is no longer in the directory, %(town)s", town=town)
    return f"{place.name}, {town}"


def address(place: Place, room: Room | None = None) -> str:
    """Write how to find a place: its name, room, street and commune, what is known of them, unless it is hidden."""
    if place.hidden_at:
        return where(place)
    parts = (
        place.name,
        room.name if room else place.room,
        place.address,
        place.commune.called(i18n.language()),
    )
    return ", ".join(part for part in parts if part)


def distance(km: float | None, *, approximate: bool) -> str | None:
    """Write how far a place is; a position that is only the surroundings says "about"."""
    if km is None:
        return None
    return _("about %(distance)s", distance=i18n.km(km)) if approximate else i18n.km(km)
