"""What may be told of satisfaction: means of many, in spans of months that overlap with no other. Pure.

For each region the months follow each other, and a span ends as soon as enough people spoke in it about enough
facilitators; the next one begins after it. Spans depend on no filter and no period that somebody chooses, so no two
means can be subtracted from each other. A month counts once its last link has expired: a late answer changes nothing
that was told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID

LEAST_FACILITATORS: Final = 2
"""A mean about the questions of a single person would be her mark."""
LARGEST_SHARE: Final = 0.75
"""Of one facilitator among the answers: beyond it the mean is hers in all but name (a dominance rule with n = 1 and
k = 75 %; Hundepool et al., Statistical Disclosure Control, Wiley 2012, section 4.2)."""


@dataclass(frozen=True, slots=True)
class Given:
    """One opinion, before anything is told of it: who held the question matters for hiding alone."""

    stars: int
    learner: UUID
    facilitator: UUID | None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one region: how many were asked in it, and what came back."""

    first: date
    asked: int
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Some months of one region, the first and the last by their first days; never a mean without the other two."""

    region: str
    first: date
    last: date
    asked: int
    given: int
    mean: float
    comments: tuple[tuple[UUID | None, str], ...]

    @property
    def response_rate(self) -> float:
        """The share of those asked who answered, from 0 to 1."""
        return self.given / self.asked

    def comments_for(self, reader: UUID) -> list[str]:
        """Return the comments, in an order that tells nothing, without those on questions that the reader held."""
        return [text for holder, text in self.comments if holder != reader]


def spans(region: str, months: Iterable[Month], k: int) -> Iterator[Span]:
    """Yield the spans of a region that may be told, oldest first; what is left at the end waits for later months."""
    gathered: list[Month] = []
    for month in months:
        gathered.append(month)
        given = [one for some in gathered for one in some.given]
        if may_be_told(given, k):
            yield _span(region, gathered, given)
            gathered = []


def may_be_told(given: Sequence[Given], k: int) -> bool:
    """Tell whether a mean of these betrays nobody: neither who spoke nor whom she spoke of."""
    if len({one.learner for one in given}) < k:
        return False
    held = Counter(one.facilitator for one in given)
    return len(held) >= LEAST_FACILITATORS and max(held.values()) <= LARGEST_SHARE * len(given)


def _span(region: str, months: Sequence[Month], given: Sequence[Given]) -> Span:
    said = [(one.facilitator, one.comment) for one in given if one.comment]
    return Span(
        region=region,
        first=months[0].first,
        last=months[-1].first,
        asked=sum(month.asked for month in months),
        given=len(given),
        mean=sum(one.stars for one in given) / len(given),
        comments=tuple(sorted(said, key=lambda pair: sha256(pair[1].encode()).digest())),
    )
