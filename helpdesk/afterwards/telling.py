"""What may be told of opinions: many together, never so that the difference of two readings is one person's. Pure.

Of a meeting, answers are told in fives, in the order in which they came: who reads the page before and after somebody
answered sees nothing change until four others have answered too. Of a region, each meeting counts with what is told of
it; what remains of meetings whose question is closed is put together, in fives and from two meetings at least, so that
subtracting the meetings from the region leaves five people whom nobody can tell apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from helpdesk.afterwards.opinions import USEFUL, Opinion, Pace, WillTry

FEW: Final = 5
"""Answers below which nothing is told, and in steps of which it is. A choice of ours: a meeting has a dozen people."""
LEAST_MEETINGS: Final = 2
"""From how many meetings a region's remainder must come: of a single one it would be that meeting's."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The opinions of one meeting, in the order in which they came, of so many asked; `closed`: none can change."""

    asked: int
    given: tuple[Opinion, ...]
    closed: bool

    @property
    def told(self) -> tuple[Opinion, ...]:
        """The answers that are told."""
        return self.given[: len(self.given) // FEW * FEW]

    @property
    def rest(self) -> tuple[Opinion, ...]:
        """The answers that are not told of the meeting by itself."""
        return self.given[len(self.given) // FEW * FEW :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Answers together: how many are counted here, of how many given, of how many asked. Counts by answer."""

    counted: int
    given: int
    asked: int
    useful: Mapping[int, int]
    will_try: Mapping[str, int]
    pace: Mapping[str, int]
    comments: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether there is anything to tell."""
        return self.counted >= FEW

    @property
    def mean(self) -> float:
        """The mean of usefulness, from 1 to 5, where there is enough to tell."""
        return sum(points * people for points, people in self.useful.items()) / self.counted

    @property
    def response_rate(self) -> float | None:
        """The share of those asked who answered, from 0 to 1; None where nobody was asked."""
        return self.given / self.asked if self.asked else None


def of_meeting(gathered: Gathered) -> Told:
    """Return what may be told of one meeting."""
    return _together(gathered.told, [gathered])


def of_region(meetings: Sequence[Gathered]) -> Told:
    """Return what may be told of the meetings of a region, in the order in which they took place."""
    counted = [one for meeting in meetings for one in meeting.told]
    return _together((*counted, *_remainders(meetings)), meetings)


def _remainders(meetings: Iterable[Gathered]) -> tuple[Opinion, ...]:
    some = [meeting.rest for meeting in meetings if meeting.closed and meeting.rest]
    pooled = [(at, one) for at, rest in enumerate(some) for one in rest]
    whole = pooled[: len(pooled) // FEW * FEW]
    if len({at for at, _ in whole}) < LEAST_MEETINGS:
        return ()
    return tuple(one for _, one in whole)


def _together(counted: Sequence[Opinion], meetings: Iterable[Gathered]) -> Told:
    useful, will_try = Counter(one.useful for one in counted), Counter(one.will_try for one in counted)
    pace, gathered = Counter(one.pace for one in counted), list(meetings)
    comments = (one.comment for one in counted if one.comment)
    return Told(
        counted=len(counted),
        given=sum(len(one.given) for one in gathered),
        asked=sum(one.asked for one in gathered),
        useful={points: useful[points] for points in reversed(USEFUL)},
        will_try={one: will_try[one] for one in WillTry},
        pace={one: pace[one] for one in Pace},
        comments=tuple(sorted(comments, key=lambda text: sha256(text.encode()).digest())),
    )
