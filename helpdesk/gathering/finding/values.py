"""What finding reads and returns: learners, places, facilitators, the rules, and suggestions with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from classcode.territory.distance import Point
from helpdesk.slots import Closed, Slot

Links = frozenset[frozenset[str]]
"""Pairs of regions that a lead declared to be reached across water; one region alone joins its own islands."""
EVERYWHERE: Final = "*"
"""Among a facilitator's regions: all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How many make a meeting and how far they come; every number is a choice of ours, with its reason in the docs.

    `regional` holds (region, least) where a lead settled another least than everywhere.
    `reach_km` is by road, `detour` what a road is longer than the crow's flight; kilometres everywhere.
    """

    least: int = 4
    most: int = 12
    reach_km: float = 15.0
    detour: float = 1.3
    speed_kmh: float = 45.0
    first_day: int = 7
    last_day: int = 28
    dates: int = 3
    each_facilitator: int = 2
    each_place: int = 3
    regional: tuple[tuple[str, int], ...] = ()

    def least_in(self, region: str) -> int:
        """Return how many make a meeting in a region."""
        return dict(self.regional).get(region, self.least)

    @property
    def fewest(self) -> int:
        """How many make a meeting where the fewest do."""
        return min((self.least, *(least for _region, least in self.regional)))

    @property
    def radius_km(self) -> float:
        """How far somebody may live from the place as the crow flies."""
        return self.reach_km / self.detour


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Somebody who works at a module: the last week with a meeting that she finished (0: none), what she asks about.

    `theme` is that of her open question, `held_by` who holds it, `since` when she came to this point. One row for each
    module in which she is at a point.
    """

    id: UUID
    point: Point
    region: str
    module: str
    languages: frozenset[str]
    since: datetime
    week: int = 0
    theme: str | None = None
    held_by: UUID | None = None


class Row(NamedTuple):
    """A learner as `Crowd.of_rows` takes her; `since` in seconds, languages as one word of codes ("fr en")."""

    id: UUID
    spot: Any
    module: str
    week: int
    theme: str | None
    languages: str
    since: float
    held_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlace:
    """A place where a meeting could be: seats of its largest room, when something else is there, closed days.

    `suggested` counts the open suggestions there; `busy` holds their dates too. Where nobody `counted` the seats they
    stand for as many as meet at most, and the place comes after all others.
    """

    id: UUID
    point: Point
    region: str
    seats: int
    zone: str
    busy: tuple[Slot, ...] = ()
    closed: tuple[Closed, ...] = ()
    suggested: int = 0
    counted: bool = True

    @property
    def seats_known(self) -> int:
        """The seats, 0 where nobody counted them."""
        return self.seats if self.counted else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A facilitator who could lead: what she knows, where she goes, her weekly slots, and when she is not free."""

    id: UUID
    languages: frozenset[str]
    regions: frozenset[str]
    modules: frozenset[str]
    load: int
    capacity: int
    area_km: int
    zone: str
    slots: tuple[Mapping[str, Any], ...]
    themes: frozenset[str] = frozenset()
    point: Point | None = None
    closed: tuple[Closed, ...] = ()
    busy: tuple[Slot, ...] = ()
    suggested: int = 0


class Gathered(NamedTuple):
    """One person of a suggestion: how far she lives by road (estimated), her week, what she asks and whom she asked."""

    id: UUID
    km: float
    week: int
    theme: str | None
    held_by: UUID | None


class PlaceWhy(StrEnum):
    """Why another place near was not chosen."""

    FARTHER = "farther"
    FEWER = "fewer"
    SEATS = "seats"
    BUSY = "busy"
    UNCOUNTED = "uncounted"


class HostWhy(StrEnum):
    """Why a facilitator who comes to the place was not chosen."""

    LANGUAGE = "language"
    FULL = "full"
    ACROSS_WATER = "across-water"
    SUGGESTED = "suggested"
    NO_DATES = "no-dates"
    SCORED_LOWER = "scored-lower"


class DateWhy(StrEnum):
    """Why one of her evenings was left out."""

    CLOSED = "closed"
    HERS = "hers"
    PLACE = "place"


class OtherPlace(NamedTuple):
    """Another place near: how many of these people it reaches, how far on average, and why it was not chosen.

    Seats that nobody counted are 0.
    """

    id: UUID
    reached: int
    km: float
    seats: int
    why: PlaceWhy


class Chosen(NamedTuple):
    """Who would lead: her points taken apart, kilometres to the place, how many of their questions she holds."""

    id: UUID
    points: Mapping[str, int]
    km: float | None
    load: int
    capacity: int
    held: int


class Dates(NamedTuple):
    """The dates chosen, and how many others were left out by reason."""

    chosen: tuple[Slot, ...]
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """People who could meet. With a `week` of 0 they are gathered by the theme of their questions alone.

    `seats` are those of the place, 0 where nobody counted them.
    """

    module: str
    week: int
    theme: str | None
    language: str
    region: str
    people: tuple[Gathered, ...]
    place: UUID
    seats: int
    other_places: tuple[OtherPlace, ...]
    facilitator: Chosen | None
    not_chosen: Mapping[str, int] = field(default_factory=dict)
    dates: Dates
