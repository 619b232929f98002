"""One candidate against one question: the conditions, the components, and the points with what each weighs.

The reasons for the weights and for what water means are told in docs/pairing.md.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from classcode.territory.distance import haversine_km
from helpdesk.pairing.values import (
    EVERYWHERE,
    NO_LINKS,
    Against,
    Candidate,
    Links,
    Needs,
    Points,
    Weighed,
)

NEARNESS: Final = 25
"""The most of all: a question may lead to a meeting, and who lives near knows the same schools."""
MODULE: Final = 15
"""Who knows the module answers in one evening instead of reading it first."""
THEME: Final = 10
"""With the module as much as nearness: the theme (a notion, a tool, in class) says what kind of help is wanted."""
ROOM: Final = 20
"""Above region and continuity: who is nearly full answers late, whoever she is."""
REGION: Final = 10
"""Knows the academy or network, its calendar and its people, wherever in the region she lives."""
CONTINUITY: Final = 10
"""Nobody likes to tell her story twice; but no more than that, or the first helper would keep a learner for ever."""
FAIRNESS: Final = 10
"""As much as continuity, so that helping once does not draw every later question."""

FAR_KM: Final = 150
"""From here on nearness counts for nothing: about two hours of road, past which nobody comes for one evening."""
OFTEN: Final = 8
"""From so many proposals in 30 days on fairness counts for nothing: two a week, more than one evening holds."""
LINKED_REGION: Final = 5
"""Instead of `REGION` for somebody of a linked region: as reachable, but it is not her academy."""

_CONDITIONS: Final = (
    Against.LANGUAGE,
    Against.FULL,
    Against.AWAY,
    Against.TOO_LATE,
    Against.PASSED_ON,
)
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class Reach(NamedTuple):
    """How a candidate stands to where the learner lives; `beyond` is what of it makes her out of reach, if anything."""

    km: float | None
    region: bool
    linked: bool
    beyond: Against | None

    @property
    def considered(self) -> bool:
        """Whether she comes into question: of the region, linked to it, or with the learner within her area."""
        return self.beyond is None or (self.region and self.beyond is Against.ACROSS_WATER)


def why_not(needs: Needs, candidate: Candidate, links: Links = NO_LINKS) -> Weighed:
    """Weigh anybody, however far away: `Weighed.against` then tells every condition that stands against her."""
    return weighed(needs, candidate, reach_of(needs, candidate, links))


def weighed(needs: Needs, candidate: Candidate, reach: Reach) -> Weighed:
    """Weigh a candidate whose reach is known."""
    language = _shared(needs.languages, candidate.languages)
    return Weighed(
        candidate=candidate,
        language=language,
        region=reach.region,
        linked=reach.linked,
        distance_km=None if reach.km is None else round(reach.km),
        against=_against(needs, candidate, language, reach.beyond),
        points=_points(needs, candidate, reach),
    )


def reach_of(needs: Needs, candidate: Candidate, links: Links) -> Reach:
    """Tell how far she is and whether that is too far, water first: a link crosses it, holding the region does not."""
    here, there = needs.point, candidate.point
    region = needs.region is not None and holds(candidate, needs.region)
    linked = needs.region is not None and is_linked(candidate, needs.region, links)
    if here is None or there is None:
        anywhere = needs.region is None
        return Reach(None, region, linked, None if region or linked or anywhere else Against.TOO_FAR)
    if here.landmass != there.landmass:
        return Reach(None, region, linked, None if linked else Against.ACROSS_WATER)
    km = haversine_km(here, there)
    near = region or linked or km <= candidate.area_km or needs.region is None
    return Reach(km, region, linked, None if near else Against.TOO_FAR)


def holds(candidate: Candidate, region: str) -> bool:
    """Tell whether a region is one of hers."""
    return region in candidate.regions or EVERYWHERE in candidate.regions


def is_linked(candidate: Candidate, region: str, links: Links) -> bool:
    """Tell whether a lead declared a link between a region and one of hers (or within it, for its islands)."""
    return bool(links) and any(frozenset((region, hers)) in links for hers in candidate.regions)


def rank(one: Weighed) -> tuple[bool, int, datetime, UUID]:
    """Return what sorts the best first: who fits, then the score, then the longest unasked, then the id."""
    return bool(one.against), -one.score, *turn(one.candidate)


def turn(candidate: Candidate) -> tuple[datetime, UUID]:
    """Return what decides between equals: whoever was never asked, then the longest unasked, then the id."""
    return candidate.asked_at or _NEVER, candidate.id


def _shared(wanted: tuple[str, ...], spoken: frozenset[str]) -> str | None:
    for code in wanted:
        if code in spoken:
            return code
    return None


def _against(
    needs: Needs, her: Candidate, language: str | None, beyond: Against | None
) -> tuple[Against, ...]:
    late = her.answers_by is None or her.answers_by > needs.promised_by
    conditions = (language is None, her.load >= her.capacity, her.away, late, her.id in needs.refused)
    if beyond is None and True not in conditions:
        return ()
    told = tuple(word for word, holds in zip(_CONDITIONS, conditions, strict=True) if holds)
    return told if beyond is None else (*told, beyond)


def _points(needs: Needs, her: Candidate, reach: Reach) -> Points:
    of_region = REGION if reach.region else LINKED_REGION if reach.linked else 0
    return Points(
        distance=distance_points(reach.km),
        module=MODULE if needs.module in her.expertise else 0,
        theme=THEME if needs.theme in her.themes else 0,
        room=room_points(her.load, her.capacity),
        region=of_region,
        continuity=CONTINUITY if her.id in needs.before else 0,
        fairness=fairness_points(her.asked_lately),
    )


def distance_points(km: float | None) -> int:
    """Return points for nearness, falling evenly with the distance; none when it is unknown."""
    return 0 if km is None or km >= FAR_KM else round(NEARNESS * (1 - km / FAR_KM))


def room_points(load: int, capacity: int) -> int:
    """Return points for the part of her places that is free."""
    return round(ROOM * (1 - load / capacity)) if 0 <= load < capacity else 0


def fairness_points(asked_lately: int) -> int:
    """Return points for having been asked less than others lately."""
    return round(FAIRNESS * (1 - min(asked_lately, OFTEN) / OFTEN))


def own_points(her: Candidate, more: int = 0) -> int:
    """Return what does not depend on the question, once she got `more` of those that are paired together."""
    return room_points(her.load + more, her.capacity) + fairness_points(her.asked_lately + more)
