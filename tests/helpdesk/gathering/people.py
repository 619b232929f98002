"""Learners, places and facilitators for the tests of finding: plain ones to change, and strategies that draw any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from classcode.territory.distance import Point, haversine_km
from helpdesk.gathering.finding.suggesting import suggest
from helpdesk.gathering.finding.values import Host, Learner, Links, OpenPlace, Rules, Suggestion

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
"""A Monday morning."""
RENNES = Point(48.117, -1.677, "europe")
CESSON = Point(48.121, -1.604, "europe")
BRUZ = Point(48.024, -1.746, "europe")
NORTH = Point(48.2, -1.7, "europe")
SOUTH = Point(48.07, -1.70, "europe")
"""Cesson lies 5 km east of Rennes, two others 9 km north and 5 km south of it; Bruz just out of reach (11.5 km)."""
BREST = Point(48.39, -4.49, "europe")
OUESSANT = Point(48.117, -1.678, "ouessant")
"""An island that lies, for once, beside Rennes: only water parts them."""
RULES = Rules()

LEARNER = Learner(
    id=UUID(int=1),
    point=RENNES,
    region="FR-BRE",
    module="creative",
    languages=frozenset({"fr"}),
    since=NOW - timedelta(days=10),
    week=1,
)
PLACE = OpenPlace(id=UUID(int=500), point=RENNES, region="FR-BRE", seats=20, zone="Europe/Paris")
HOST = Host(
    id=UUID(int=900),
    languages=frozenset({"fr"}),
    regions=frozenset({"FR-BRE"}),
    modules=frozenset({"creative"}),
    load=0,
    capacity=3,
    area_km=30,
    zone="Europe/Paris",
    slots=({"weekday": 1, "start": "19:00", "end": "21:00"},),
    point=RENNES,
)


def learners(count: int, first: int = 1, **changed: object) -> list[Learner]:
    """Return so many learners of Rennes after week one, changed as told."""
    return [replace(LEARNER, id=UUID(int=first + at), **changed) for at in range(count)]  # type: ignore[arg-type]


def place(number: int, **changed: object) -> OpenPlace:
    """Return a place of Rennes, changed as told."""
    return replace(PLACE, id=UUID(int=number), **changed)  # type: ignore[arg-type]


def host(number: int, **changed: object) -> Host:
    """Return a facilitator of Rennes, changed as told."""
    return replace(HOST, id=UUID(int=number), **changed)  # type: ignore[arg-type]


def found(
    some: Iterable[Learner],
    places: Sequence[OpenPlace] = (PLACE,),
    hosts: Sequence[Host] = (HOST,),
    *,
    links: Links = frozenset(),
    rules: Rules = RULES,
) -> list[Suggestion]:
    """Return what is suggested to these people on that Monday."""
    return suggest(some, places, hosts, links=links, rules=rules, now=NOW)


def numbers(one: Suggestion) -> list[int]:
    """Return the numbers of the people of a suggestion, in order."""
    return sorted(person.id.int for person in one.people)


def reaches(one: Learner, there: OpenPlace, links: Links, rules: Rules = RULES) -> bool:
    """Tell whether a learner reaches a place, one pair at a time."""
    if one.point.landmass != there.point.landmass and frozenset((one.region, there.region)) not in links:
        return False
    return haversine_km(one.point, there.point) <= rules.radius_km + 1e-6


_points = st.sampled_from([RENNES, CESSON, BRUZ, BREST, OUESSANT, SOUTH])
_languages = st.sets(st.sampled_from(["fr", "nl", "en"]), min_size=1).map(frozenset)
_regions = st.sampled_from(["FR-BRE", "FR-PDL"])
_slots = st.lists(
    st.builds(
        lambda day, hour: {"weekday": day, "start": f"{hour:02d}:00", "end": f"{hour + 2:02d}:00"},
        st.integers(0, 6),
        st.integers(8, 20),
    ),
    max_size=3,
    unique_by=lambda one: one["weekday"],
).map(tuple)


def crowds(least: int = 0, most: int = 40) -> st.SearchStrategy[list[Learner]]:
    """Draw learners with ids of their own."""
    one = st.builds(
        Learner,
        id=st.integers(1, 400).map(lambda number: UUID(int=number)),
        point=_points,
        region=_regions,
        module=st.sampled_from(["creative", "coding"]),
        languages=_languages,
        since=st.integers(0, 90).map(lambda days: NOW - timedelta(days=days)),
        week=st.sampled_from([0, 1, 1, 3]),
        theme=st.sampled_from([None, None, "tool", "notion"]),
        held_by=st.sampled_from([None, UUID(int=900), UUID(int=901)]),
    )
    return st.lists(one, min_size=least, max_size=most, unique_by=lambda learner: learner.id)


def grounds(most: int = 6) -> st.SearchStrategy[list[OpenPlace]]:
    """Draw places with ids of their own."""
    one = st.builds(
        OpenPlace,
        id=st.integers(500, 600).map(lambda number: UUID(int=number)),
        point=_points,
        region=_regions,
        seats=st.integers(3, 15),
        zone=st.just("Europe/Paris"),
        suggested=st.integers(0, 3),
    )
    return st.lists(one, max_size=most, unique_by=lambda there: there.id)


def teams(most: int = 5) -> st.SearchStrategy[list[Host]]:
    """Draw facilitators with ids of their own."""
    one = st.builds(
        Host,
        id=st.integers(900, 950).map(lambda number: UUID(int=number)),
        languages=_languages,
        regions=st.sets(st.sampled_from(["FR-BRE", "FR-PDL", "*"]), min_size=1).map(frozenset),
        modules=st.sets(st.sampled_from(["creative", "coding"])).map(frozenset),
        load=st.integers(0, 3),
        capacity=st.integers(1, 3),
        area_km=st.sampled_from([5, 30, 80]),
        zone=st.sampled_from(["Europe/Paris", "America/Martinique"]),
        slots=_slots,
        themes=st.sets(st.sampled_from(["tool", "notion"])).map(frozenset),
        point=st.one_of(st.none(), _points),
        suggested=st.integers(0, 2),
    )
    return st.lists(one, max_size=most, unique_by=lambda her: her.id)


LINKS = st.sampled_from(
    [frozenset(), frozenset({frozenset({"FR-BRE"})}), frozenset({frozenset({"FR-BRE", "FR-PDL"})})]
)
"""No link over water, one within a region, one between two."""
