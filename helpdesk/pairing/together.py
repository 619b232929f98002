"""The questions that wait, paired together: each choice with the reasons that `weigh` would give for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from helpdesk.pairing.choosing import choose
from helpdesk.pairing.values import NO_LINKS, Candidate, Links, Needs, Pairing
from helpdesk.pairing.weighing import rank, turn, why_not

TOLD: Final = 3
"""How many of the best considered are told of with the chosen one: what a page shows; `why_not` answers for others."""


def match_all(
    needs: Sequence[Needs], candidates: Sequence[Candidate], links: Links = NO_LINKS
) -> list[Pairing | None]:
    """Pair as many of these questions as can be, then with the best total score; None for those that find nobody.

    Each pairing tells of the chosen one, counting what she got in this round before, and of the three best considered
    as they stood before it. The order of what comes in changes nothing. Keys and ids are unique.
    """
    if len(needs) == 1:
        alone = choose(needs[0], candidates, links)
        return [alone and Pairing(alone.chosen, alone.weighed[:TOLD])]
    if not needs or not candidates:
        return [None] * len(needs)
    asked = sorted(needs, key=lambda one: (one.promised_by, one.key))
    found = _round(asked, sorted(candidates, key=turn), links)
    return [found.get(one.key) for one in needs]


def _round(asked: Sequence[Needs], crew: Sequence[Candidate], links: Links) -> Mapping[UUID, Pairing]:
    # Half a second to import, which only a round is worth.
    from helpdesk.pairing.matching import matched
    from helpdesk.pairing.shortlists import shortlists

    short = shortlists(asked, crew, links, told=TOLD)
    got, found = [0] * len(crew), {}
    for one, column, told in zip(asked, matched(short, crew), short.told, strict=True):
        if column is not None:
            her = _with(crew[column], got[column])
            found[one.key] = _told(one, her, (crew[other] for other in told), links)
            got[column] += 1
    return found


def _with(her: Candidate, more: int) -> Candidate:
    return replace(her, load=her.load + more, asked_lately=her.asked_lately + more) if more else her


def _told(needs: Needs, chosen: Candidate, others: Iterable[Candidate], links: Links) -> Pairing:
    best = why_not(needs, chosen, links)
    rest = (why_not(needs, other, links) for other in others if other.id != chosen.id)
    return Pairing(best, tuple(sorted((best, *rest), key=rank)))
