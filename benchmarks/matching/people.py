"""Who asks and who answers in the benchmark: made up, over the real communes of France and Belgium, from one seed.

People live where people live (communes by population); a facilitator holds the region of her commune. Languages, areas,
subjects and evenings are drawn as docs/pairing.md tells.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final
from uuid import UUID

from classcode.territory.distance import Point
from helpdesk.pairing import EVERYWHERE, Candidate, Needs
from helpdesk.slots import offered_until

COMMUNES: Final = Path(__file__).parents[2] / "classcode/territory/data/communes.csv.gz"
SEED: Final = 20161117
NOW: Final = datetime(2026, 11, 16, 9, tzinfo=UTC)
"""A Monday morning: every evening of the week lies ahead."""
MODULES: Final = tuple(f"module-{number}" for number in range(8))
THEMES: Final = ("notion", "tool", "in-class", "other")
PROMISE: Final = timedelta(days=5)
EVENINGS: Final = (("18:00", "20:00"), ("19:00", "21:00"), ("20:00", "22:00"))


@dataclass(frozen=True)
class Home:
    """Where somebody lives."""

    region: str
    zone: str
    point: Point
    languages: frozenset[str]


@dataclass(frozen=True)
class Everybody:
    """What is paired: waiting questions and those who could answer."""

    needs: list[Needs]
    candidates: list[Candidate]


def everybody(tickets: int, facilitators: int, *, seats: int = 5, seed: int = SEED) -> Everybody:
    """Return as many people as asked for; the same numbers give the same people."""
    chance, (some, weights) = Random(seed), homes()
    answering = [
        _facilitator(chance, home, seats) for home in chance.choices(some, weights=weights, k=facilitators)
    ]
    known = [one.id for one in answering]
    asking = [_question(chance, home, known) for home in chance.choices(some, weights=weights, k=tickets)]
    return Everybody(asking, answering)


def homes() -> tuple[list[Home], list[int]]:
    """Return every commune as a home, and how many live there."""
    with gzip.open(COMMUNES, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [_home(row) for row in rows], [int(row["population"] or 500) for row in rows]


def _home(row: dict[str, str]) -> Home:
    point = Point(float(row["lat"]), float(row["lon"]), row["landmass"])
    return Home(row["region"], row["zone"], point, _spoken(row["region"]))


def _spoken(region: str) -> frozenset[str]:
    if region == "BE-BRU":
        return frozenset({"fr", "nl"})
    return frozenset({"nl"} if region.startswith("BE-V") else {"fr"})


def _facilitator(chance: Random, home: Home, seats: int) -> Candidate:
    more = {code for code, share in (("en", 0.3), ("fr", 0.3), ("nl", 0.03)) if chance.random() < share}
    evening = {"weekday": chance.randrange(5)} | dict(
        zip(("start", "end"), chance.choice(EVENINGS), strict=True)
    )
    slots = [evening, evening | {"weekday": chance.randrange(7)}]
    return Candidate(
        id=identifier(chance),
        languages=home.languages | more,
        regions=frozenset({EVERYWHERE if chance.random() < 0.01 else home.region}),
        expertise=frozenset(chance.sample(MODULES, chance.randint(1, 4))),
        themes=frozenset(chance.sample(THEMES, chance.randint(1, 2))),
        load=0,
        capacity=seats,
        area_km=chance.choice((20, 30, 50, 50, 80)),
        point=home.point,
        answers_by=offered_until(slots[: chance.randint(1, 2)], home.zone, NOW),
        away=chance.random() < 0.05,
        asked_at=NOW - timedelta(hours=chance.randrange(2000)) if chance.random() < 0.8 else None,
        asked_lately=chance.randrange(8),
    )


def _question(chance: Random, home: Home, known: list[UUID]) -> Needs:
    said = chance.random() < 0.97
    language = chance.choice(sorted(home.languages))
    also = "en" if language != "en" and chance.random() < 0.2 else None
    asked = NOW - timedelta(hours=chance.randrange(48))
    return Needs(
        key=identifier(chance),
        languages=(language, also) if also else (language,),
        module=chance.choice(MODULES),
        theme=chance.choice((*THEMES, None)),
        at=NOW,
        promised_by=asked + PROMISE,
        region=home.region if said else None,
        point=home.point if said else None,
        before=frozenset(chance.sample(known, 1)) if chance.random() < 0.2 else frozenset(),
        refused=frozenset(chance.sample(known, 1)) if chance.random() < 0.1 else frozenset(),
    )


def identifier(chance: Random) -> UUID:
    """Return a random id."""
    return UUID(int=chance.getrandbits(128), version=4)
