"""Who is gathered in the benchmark: made up, over the real communes of France and Belgium, from one seed.

Learners and places lie where people live (communes by population), a place within two kilometres of the middle of its
commune. Of ten learners eight finished a week with a meeting, two ask something; two speak English too. Facilitators
hold the region of their commune, know one to four of eight modules, and have one or two evenings a week.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from benchmarks.matching.people import EVENINGS, MODULES, NOW, SEED, THEMES, Home, homes, identifier
from classcode.territory.distance import Point
from helpdesk.gathering.finding.values import EVERYWHERE, Host, Learner, OpenPlace

WEEKS: Final = ((0, 2), (1, 5), (3, 3))
"""The last week finished, and how many of ten learners finished it."""


SQUARE: Final = 0.5
"""Degrees: about 40 by 55 km, several times as wide as the reach."""


@dataclass(frozen=True)
class Everyone:
    """What suggestions are made of."""

    learners: list[Learner]
    places: list[OpenPlace]
    facilitators: list[Host]


def everyone(
    learners: int, places: int, facilitators: int, *, share: float = 1, seed: int = SEED
) -> Everyone:
    """Return as many as asked for, in a share of the country; the same numbers give the same people."""
    chance, (some, weights) = Random(seed), _part(share)
    hosts = [_host(chance, home) for home in chance.choices(some, weights=weights, k=facilitators)]
    return Everyone(
        [_learner(chance, home, hosts) for home in chance.choices(some, weights=weights, k=learners)],
        [_place(chance, home) for home in chance.choices(some, weights=weights, k=places)],
        hosts,
    )


def _part(share: float) -> tuple[list[Home], list[int]]:
    """Return the homes of a part of the country: of squares of half a degree, every so many in the order of people.

    So the part holds dense and empty squares as the whole does.
    """
    some, weights = homes()
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, home in enumerate(some):
        squares[int(home.point.lat // SQUARE), int(home.point.lon // SQUARE)].append(at)
    ordered = sorted(squares, key=lambda one: (-sum(weights[at] for at in squares[one]), one))
    step = round(1 / share)
    kept = [at for square in ordered[step // 2 :: step] for at in squares[square]]
    return [some[at] for at in kept], [weights[at] for at in kept]


def _learner(chance: Random, home: Home, hosts: list[Host]) -> Learner:
    asks = chance.random() < 0.2
    weeks, shares = zip(*WEEKS, strict=True)
    week = chance.choices(weeks, weights=shares)[0]
    return Learner(
        id=identifier(chance),
        point=home.point,
        region=home.region,
        module=chance.choice(MODULES),
        languages=home.languages | ({"en"} if chance.random() < 0.2 else frozenset()),
        since=NOW - timedelta(hours=chance.randrange(24 * 90)),
        week=week,
        theme=chance.choice(THEMES[:3]) if asks or not week else None,
        held_by=chance.choice(hosts).id if asks else None,
    )


def _place(chance: Random, home: Home) -> OpenPlace:
    at = home.point
    near = Point(at.lat + chance.uniform(-0.018, 0.018), at.lon + chance.uniform(-0.025, 0.025), at.landmass)
    return OpenPlace(
        id=identifier(chance),
        point=near,
        region=home.region,
        seats=chance.choice((6, 8, 10, 12, 20, 30)),
        zone=home.zone,
    )


def _host(chance: Random, home: Home) -> Host:
    start, end = chance.choice(EVENINGS)
    slots = tuple(
        {"weekday": day, "start": start, "end": end} for day in chance.sample(range(7), chance.randint(1, 2))
    )
    return Host(
        id=identifier(chance),
        languages=home.languages | ({"en"} if chance.random() < 0.3 else frozenset()),
        regions=frozenset({EVERYWHERE if chance.random() < 0.01 else home.region}),
        modules=frozenset(chance.sample(MODULES, chance.randint(1, 4))),
        themes=frozenset(chance.sample(THEMES, chance.randint(1, 2))),
        load=chance.randint(0, 3),
        capacity=chance.randint(2, 5),
        area_km=chance.choice((20, 30, 50, 50, 80)),
        zone=home.zone,
        slots=slots,
        point=home.point,
    )
