"""What the pairing reads and answers with: plain frozen values, no arithmetic.

`Needs` is a question, `Candidate` a facilitator, `Weighed` the one held against the other, `Pairing` the choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from classcode.territory.distance import Point

EVERYWHERE: Final = "*"
"""The region of somebody who answers for all of them; it crosses no water."""

Links = frozenset[frozenset[str]]
"""Pairs of regions that a lead declared to be reached across water; one code alone links a region's own islands."""

NO_LINKS: Final[Links] = frozenset()


class Against(StrEnum):
    """What can stand against somebody: all but the last two are conditions, one of which is enough."""

    LANGUAGE = "language"
    FULL = "full"
    AWAY = "away"
    TOO_LATE = "too-late"
    PASSED_ON = "passed-on"
    TOO_FAR = "too-far"
    ACROSS_WATER = "across-water"
    SCORED_LOWER = "scored-lower"
    NEEDED_ELSEWHERE = "needed-elsewhere"
    """She would have scored as high; her places went to other questions that were paired at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a question asks of who answers: `languages` by preference; without `region` she did not say where she is.

    `before` helped this learner earlier; `refused` declined this very question, let it lapse or gave it back.
    """

    key: UUID
    languages: tuple[str, ...]
    module: str
    at: datetime
    promised_by: datetime
    theme: str | None = None
    region: str | None = None
    point: Point | None = None
    before: frozenset[UUID] = frozenset()
    refused: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a facilitator offers now: `load` tickets open of `capacity`, and when she can answer.

    `answers_by` is the end of her next usable slot (`helpdesk.slots.offered_until`), None when none is in sight;
    `asked_at` is when the desk last proposed her a question, `asked_lately` how many it proposed in the last 30 days.
    """

    id: UUID
    languages: frozenset[str]
    regions: frozenset[str]
    expertise: frozenset[str]
    load: int
    capacity: int
    area_km: int
    answers_by: datetime | None
    themes: frozenset[str] = frozenset()
    point: Point | None = None
    away: bool = False
    asked_at: datetime | None = None
    asked_lately: int = 0


class Points(NamedTuple):
    """A score of 100 taken apart, in whole points, so that what a reader adds up is what was compared."""

    distance: int
    module: int
    theme: int
    room: int
    region: int
    continuity: int
    fairness: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One candidate against one question: each component, what stands against her, and her points.

    `language` is the one they share, `linked` that a declared link joins her region to the learner's.
    """

    candidate: Candidate
    language: str | None
    region: bool
    linked: bool
    distance_km: int | None
    against: tuple[Against, ...]
    points: Points

    @property
    def score(self) -> int:
        """What the points come to, of 100."""
        return sum(self.points)

    @property
    def fits(self) -> bool:
        """Whether no condition stands against choosing her."""
        return not self.against

    def components(self) -> dict[str, Any]:
        """Return what is kept beside the ticket: closed values alone, from which each reader's sentence is made."""
        her = self.candidate
        return {
            "language": self.language,
            "region": self.region,
            "linked": self.linked,
            "distance_km": self.distance_km,
            "across_water": Against.ACROSS_WATER in self.against,
            "too_far": Against.TOO_FAR in self.against,
            "expertise": self.points.module > 0,
            "theme": self.points.theme > 0,
            "load": her.load,
            "capacity": her.capacity,
            "away": her.away,
            "answers_by": her.answers_by.isoformat() if her.answers_by else None,
            "too_late": Against.TOO_LATE in self.against,
            "passed_on": Against.PASSED_ON in self.against,
            "before": self.points.continuity > 0,
            "asked_lately": her.asked_lately,
            "against": [str(one) for one in self.against],
            "points": self.points._asdict(),
        }


@dataclass(frozen=True, slots=True)
class Pairing:
    """The choice, and the candidates weighed for it, best first."""

    chosen: Weighed
    weighed: tuple[Weighed, ...]

    def why_not(self, one: Weighed) -> tuple[Against, ...]:
        """Tell why somebody else was not chosen: the conditions against her, or how she compared."""
        if one.candidate.id == self.chosen.candidate.id:
            return ()
        lower = one.score <= self.chosen.score
        return one.against or (Against.SCORED_LOWER if lower else Against.NEEDED_ELSEWHERE,)
