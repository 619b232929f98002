"""Who answers, and why: pure values in, one explained choice out. No database, no clock, no chance.

A candidate is somebody whose region or reach holds the learner (anybody, when she did not say where she lives). One
must share a language, have room, be there, and not have passed this question on; among those the score decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from classcode.territory.distance import Point, distance_km

EVERYWHERE: Final = "*"
FAR_KM: Final = 150
"""From here on nearness counts for nothing: about two hours of road, past which nobody comes for one evening."""
NEARNESS, EXPERTISE, ROOM, REGION = 35, 25, 25, 15
"""What each thing weighs, of 100. Nearness first, because the question may lead to a meeting. A choice of ours."""
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a question asks of who answers: `languages` by preference; without `region` she did not say where she is."""

    languages: tuple[str, ...]
    module: str
    at: datetime
    region: str | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a facilitator offers now: `load` tickets open of `capacity`; `asked_at` when the desk last chose her."""

    id: UUID
    languages: frozenset[str]
    regions: frozenset[str]
    expertise: frozenset[str]
    load: int
    capacity: int
    area_km: int
    point: Point | None = None
    away_until: datetime | None = None
    asked_at: datetime | None = None
    passed_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One candidate against one question: each component, whether she can be chosen, and a score of 100."""

    candidate: Candidate
    language: str | None
    region: bool
    distance_km: int | None
    expertise: bool
    away: bool
    score: int

    @property
    def fits(self) -> bool:
        """Whether nothing stands against choosing her."""
        free = self.candidate.load < self.candidate.capacity
        return self.language is not None and free and not self.away and not self.candidate.passed_on

    def components(self) -> dict[str, Any]:
        """Return what is kept beside the ticket: closed values alone, from which each reader's sentence is made."""
        return {
            "language": self.language,
            "region": self.region,
            "distance_km": self.distance_km,
            "expertise": self.expertise,
            "load": self.candidate.load,
            "capacity": self.candidate.capacity,
            "away": self.away,
            "passed_on": self.candidate.passed_on,
        }


@dataclass(frozen=True, slots=True)
class Pairing:
    """The choice, and every candidate weighed for it, best first."""

    chosen: Weighed
    weighed: tuple[Weighed, ...]


def choose(needs: Needs, candidates: Iterable[Candidate]) -> Pairing | None:
    """Return the best pairing with its reasons, or None when nobody fits; ties go to the longest unasked."""
    weighed = weigh(needs, candidates)
    return best(weighed)


def best(weighed: tuple[Weighed, ...]) -> Pairing | None:
    """Return the choice among candidates already weighed."""
    return Pairing(weighed[0], weighed) if weighed and weighed[0].fits else None


def weigh(needs: Needs, candidates: Iterable[Candidate]) -> tuple[Weighed, ...]:
    """Weigh everybody near enough to be considered, best first; the order of `candidates` changes nothing."""
    considered = (_weigh(needs, candidate) for candidate in candidates)
    return tuple(sorted((one for one in considered if one is not None), key=_rank))


def _rank(one: Weighed) -> tuple[bool, int, datetime, str]:
    return not one.fits, -one.score, one.candidate.asked_at or _NEVER, str(one.candidate.id)


def _weigh(needs: Needs, candidate: Candidate) -> Weighed | None:
    region = needs.region is not None and bool({needs.region, EVERYWHERE} & candidate.regions)
    km = distance_km(needs.point, candidate.point) if needs.point and candidate.point else None
    reachable = km is not None and km <= candidate.area_km
    if needs.region is not None and not region and not reachable:
        return None
    expertise = needs.module in candidate.expertise
    return Weighed(
        candidate=candidate,
        language=next((code for code in needs.languages if code in candidate.languages), None),
        region=region,
        distance_km=None if km is None else round(km),
        expertise=expertise,
        away=candidate.away_until is not None and candidate.away_until > needs.at,
        score=round(NEARNESS * _near(km) + ROOM * _room(candidate) + EXPERTISE * expertise + REGION * region),
    )


def _near(km: float | None) -> float:
    return 0.0 if km is None else max(0.0, 1 - km / FAR_KM)


def _room(candidate: Candidate) -> float:
    return max(0.0, 1 - candidate.load / candidate.capacity) if candidate.capacity > 0 else 0.0
