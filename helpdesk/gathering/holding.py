"""Whether an open suggestion still holds: its people, its place, who leads it, its dates. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from classcode.territory.distance import Point, haversine_km
from helpdesk.gathering.finding.dating import LEAST_DATES, Evenings, dates_at, evenings_of, usual_hours
from helpdesk.gathering.finding.values import Host, OpenPlace, Row, Rules
from helpdesk.slots import Slot

STAYS_DAYS: Final = 4
"""A date stays suggested until so many days ahead: who is asked then can still arrange to come."""
_A_METRE: Final = 0.001


@dataclass(slots=True)
class Standing:
    """An open suggestion: its point, place, facilitator and dates, and who is in it."""

    id: UUID
    module: str
    week: int
    theme: str | None
    language: str
    place_id: UUID
    facilitator_id: UUID | None
    dates: list[Slot]
    people: list[UUID] = field(default_factory=list)


class Kept(NamedTuple):
    """A suggestion that holds: those of its people who are still at the point, and its dates."""

    one: Standing
    people: tuple[UUID, ...]
    dates: tuple[Slot, ...]


@dataclass(slots=True)
class World:
    """How things stand: learners by person and module, where they live, places, facilitators.

    Each suggestion that is kept takes its dates and its turn from place and facilitator.
    """

    rows: Mapping[tuple[UUID, str], Row]
    spots: Mapping[str, tuple[Point, str]]
    places: dict[UUID, OpenPlace]
    hosts: dict[UUID, Host]
    rules: Rules
    now: datetime

    def keep(self, all_: Iterable[Standing]) -> tuple[list[Kept], list[UUID]]:
        """Return what still holds, and the ids of what holds no more; the first ones choose first."""
        kept: list[Kept] = []
        gone: list[UUID] = []
        for one in all_:
            holds = still(one, self)
            if holds is None:
                gone.append(one.id)
            else:
                kept.append(holds)
                self._take(holds)
        return kept, gone

    def _take(self, kept: Kept) -> None:
        place = self.places[kept.one.place_id]
        busy = (*place.busy, *kept.dates)
        self.places[place.id] = replace(place, busy=busy, suggested=place.suggested + 1)
        if kept.one.facilitator_id is not None:
            host = self.hosts[kept.one.facilitator_id]
            busy = (*host.busy, *kept.dates)
            self.hosts[host.id] = replace(host, busy=busy, suggested=host.suggested + 1)


def still(one: Standing, world: World) -> Kept | None:
    """Return what holds of a suggestion, or None when it holds no more."""
    place = world.places.get(one.place_id)
    host = world.hosts.get(one.facilitator_id) if one.facilitator_id else None
    if place is None or (one.facilitator_id is not None and host is None):
        return None
    people = tuple(person for person in one.people if _is_there(one, person, place, world))
    if not world.rules.least_in(place.region) <= len(people) <= place.seats:
        return None
    dates = _dates(one.dates, host, place, world)
    return Kept(one, people, dates) if dates else None


def _is_there(one: Standing, person_id: UUID, place: OpenPlace, world: World) -> bool:
    """Tell whether somebody is still at the point of the suggestion and lives within reach of its place."""
    row = world.rows.get((person_id, one.module))
    if row is None or one.language not in row.languages.split():
        return False
    at_point = row.week == one.week if one.week else row.theme == one.theme
    home = world.spots[row.spot][0]
    return at_point and haversine_km(home, place.point) <= world.rules.radius_km + _A_METRE


def _dates(dates: Sequence[Slot], host: Host | None, place: OpenPlace, world: World) -> tuple[Slot, ...]:
    """Return the dates that can still be; new ones where too few are left, since nobody was told of them yet."""
    wide = _evenings(host, place, replace(world.rules, first_day=STAYS_DAYS), world.now)
    possible = dates_at(place, wide, len(wide.free)).chosen
    left = tuple(one for one in dates if one in possible)
    if len(left) >= LEAST_DATES:
        return left
    return dates_at(place, _evenings(host, place, world.rules, world.now), world.rules.dates).chosen


def _evenings(host: Host | None, place: OpenPlace, rules: Rules, now: datetime) -> Evenings:
    return evenings_of(host, rules, now) if host else usual_hours(place, rules, now)
