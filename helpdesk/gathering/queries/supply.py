"""Where people could meet and who could lead: places with seats, facilitators, and when either is taken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.territory.distance import Point
from classcode.territory.models import Commune, Place, Room
from classcode.territory.queries import OFFERED
from helpdesk.gathering.finding.values import EVERYWHERE, Host, OpenPlace, Rules
from helpdesk.meetings.models import Meeting, MeetingDate
from helpdesk.meetings.states import AHEAD
from helpdesk.slots import Closed, Slot
from helpdesk.tickets.queries.candidates import capacity_of, loads_of, settled_by
from helpdesk.tickets.queries.days_off import absences_from, holidays_at, holidays_of


@dataclass(slots=True)
class Taken:
    """When meetings to come take places and people."""

    places: dict[UUID, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    people: dict[UUID, list[Slot]] = field(default_factory=lambda: defaultdict(list))


def taken(session: Session, rules: Rules) -> Taken:
    """Return when meetings to come take places and people; two queries."""
    now = clock.now()
    found = Taken()
    who = (Meeting.place_id, Meeting.facilitator_id, Meeting.organiser_id)
    ahead = (Meeting.state.in_(AHEAD), Meeting.ends_at > now)
    until = now + timedelta(days=rules.last_day)
    fixed = select(*who, Meeting.starts_at, Meeting.ends_at).where(*ahead, Meeting.starts_at < until)
    polled = (
        select(*who, MeetingDate.starts_at, MeetingDate.ends_at)
        .join(MeetingDate, MeetingDate.meeting_id == Meeting.id)
        .where(Meeting.state.in_(AHEAD), MeetingDate.ends_at > now, MeetingDate.starts_at < until)
    )
    for place_id, facilitator_id, organiser_id, starts_at, ends_at in (
        *session.execute(fixed),
        *session.execute(polled),
    ):
        slot = Slot(starts_at, ends_at)
        found.places[place_id].append(slot)
        for person_id in {facilitator_id, organiser_id} - {None}:
            found.people[person_id].append(slot)
    return found


def open_places(session: Session, meanwhile: Taken, rules: Rules) -> list[OpenPlace]:
    """Return the places that are offered and not known to seat too few; two queries."""
    rooms = dict(
        session.execute(select(Room.place_id, func.max(Room.capacity)).group_by(Room.place_id)).all()
    )
    rows = session.execute(
        select(Place.id, Place.lat, Place.lon, Place.capacity, Commune)
        .join(Commune, Commune.code == Place.commune_code)
        .where(*OFFERED, Place.reported_at.is_(None))
    )
    found = []
    for place_id, lat, lon, capacity, commune in rows:
        seats = max(capacity or 0, rooms.get(place_id) or 0)
        if not seats or seats >= rules.least_in(commune.region_code):
            found.append(
                OpenPlace(
                    id=place_id,
                    point=Point(lat, lon, commune.landmass),
                    region=commune.region_code,
                    seats=seats or rules.most,
                    counted=seats > 0,
                    zone=commune.zone,
                    busy=tuple(sorted(meanwhile.places.get(place_id, ()))),
                    closed=holidays_at(commune, clock.now().date()),
                )
            )
    return found


def hosts(session: Session, meanwhile: Taken) -> list[Host]:
    """Return every facilitator who could lead a meeting; five queries."""
    now = clock.now()
    granted = select(RoleGrant.person_id).where(RoleGrant.role == Role.FACILITATOR)
    rows = session.execute(
        select(Facilitator, Person.time_zone, Commune)
        .join(Person, Person.id == Facilitator.person_id)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .where(Person.disabled_at.is_(None), Person.id.in_(granted))
    ).all()
    regions = _regions(session)
    loads, settled = loads_of(session), settled_by(session)
    away = absences_from(session, (now - timedelta(days=1)).date())
    return [
        _host(
            row, regions, (loads, settled), (*away.get(row.Facilitator.person_id, ()), *_off(row)), meanwhile
        )
        for row in rows
    ]


def _off(row: Any) -> tuple[Closed, ...]:
    return holidays_of(row.Facilitator, row.Commune, clock.now().date())


def _host(
    row: Any,
    regions: dict[UUID, frozenset[str]],
    work: tuple[dict[UUID, int], dict[UUID, int]],
    closed: tuple[Closed, ...],
    meanwhile: Taken,
) -> Host:
    offer, commune, (loads, settled) = row.Facilitator, row.Commune, work
    who = offer.person_id
    return Host(
        id=who,
        languages=frozenset(offer.languages),
        regions=regions.get(who, frozenset()),
        modules=frozenset(offer.expertise),
        themes=frozenset(offer.themes),
        load=loads.get(who, 0),
        capacity=capacity_of(offer, settled.get(who, 0)),
        area_km=offer.area_km,
        zone=row.time_zone,
        slots=tuple(offer.slots),
        point=Point(commune.lat, commune.lon, commune.landmass) if commune else None,
        closed=closed,
        busy=tuple(sorted(meanwhile.people.get(who, ()))),
    )


def _regions(session: Session) -> dict[UUID, frozenset[str]]:
    grants = select(RoleGrant.person_id, RoleGrant.region_code).where(RoleGrant.role == Role.FACILITATOR)
    held: dict[UUID, set[str]] = defaultdict(set)
    for person_id, region_code in session.execute(grants):
        held[person_id].add(region_code or EVERYWHERE)
    return {person_id: frozenset(codes) for person_id, codes in held.items()}
