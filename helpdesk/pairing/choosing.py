"""One question at a time: weigh everybody near enough, and choose."""

from __future__ import annotations

from collections.abc import Iterable

from helpdesk.pairing.values import NO_LINKS, Candidate, Links, Needs, Pairing, Weighed
from helpdesk.pairing.weighing import rank, reach_of, weighed


def choose(needs: Needs, candidates: Iterable[Candidate], links: Links = NO_LINKS) -> Pairing | None:
    """Return the best pairing with its reasons, or None when nobody fits; ties go to the longest unasked."""
    return best(weigh(needs, candidates, links))


def best(ranked: tuple[Weighed, ...]) -> Pairing | None:
    """Return the choice among candidates already weighed, best first."""
    return Pairing(ranked[0], ranked) if ranked and ranked[0].fits else None


def weigh(needs: Needs, candidates: Iterable[Candidate], links: Links = NO_LINKS) -> tuple[Weighed, ...]:
    """Weigh everybody near enough to be considered, best first; the order of `candidates` changes nothing."""
    reaches = ((candidate, reach_of(needs, candidate, links)) for candidate in candidates)
    considered = (weighed(needs, candidate, reach) for candidate, reach in reaches if reach.considered)
    return tuple(sorted(considered, key=rank))
