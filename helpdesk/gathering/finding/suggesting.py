"""Everything together: learners are gathered, places compared, facilitators and dates chosen, each with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpdesk.gathering.finding.crowd import NONE, Crowd
from helpdesk.gathering.finding.grouping import Bounds, People, gather
from helpdesk.gathering.finding.hosting import Team
from helpdesk.gathering.finding.places import Places
from helpdesk.gathering.finding.reaching import Reach, reach
from helpdesk.gathering.finding.telling import Batch, Telling
from helpdesk.gathering.finding.values import Host, Learner, Links, OpenPlace, Rules, Suggestion

Array = NDArray[Any]


def suggest(
    learners: Crowd | Iterable[Learner],
    places: Iterable[OpenPlace],
    facilitators: Iterable[Host],
    *,
    links: Links = frozenset(),
    rules: Rules,
    now: datetime,
) -> list[Suggestion]:
    """Suggest meetings; the order of what comes in changes nothing, nobody is in two of one module, ids are unique."""
    crowd = learners if isinstance(learners, Crowd) else Crowd.of(learners)
    open_places = sorted(places, key=lambda one: (not one.counted, one.id.int))
    if not len(crowd.ids) or not open_places:
        return []
    there = Places(open_places, rules)
    batches = list(_gather(crowd, there, links, rules))
    team = Team(sorted(facilitators, key=lambda one: one.id.int), open_places, links, rules, now)
    team.knows(crowd.modules, crowd.themes)
    telling = Telling(crowd, there, team)
    return [one for batch in batches for one in telling.told(batch)]


def _gather(crowd: Crowd, there: Places, links: Links, rules: Rules) -> Iterator[Batch]:
    """Yield the groups; places whose seats nobody counted, the last ones, are for whom the others could not gather."""
    free = np.ones(len(crowd.ids), np.bool_)
    counted = sum(one.counted for one in there.places)
    for first in sorted({counted, len(there.places)} - {0}):
        some = there.places[:first]
        found = reach(
            (crowd.points, crowd.regions),
            ([one.point for one in some], [one.region for one in some]),
            links,
            rules.radius_km,
        )
        yield from _among(crowd, found, Bounds(there.least, rules.most, there.seats, there.left), free)


def _among(crowd: Crowd, found: Reach, bounds: Bounds, free: Array) -> Iterator[Batch]:
    """Yield the groups of who is free, those who ask the same first; the language that most speak comes first."""
    speaks, turn = _spoken(crowd), _turns(crowd)
    for by_theme, point in ((True, crowd.theme), (False, crowd.week)):
        key = np.unique(crowd.module * (int(point.max(initial=0)) + 1) + point, return_inverse=True)[1]
        for language, speakers in speaks:
            rows = np.flatnonzero(free & (point > NONE) & speakers[crowd.tongue])
            people = People(rows, key[rows], crowd.spot[rows], turn[rows])
            groups = gather(people, found, bounds)
            free[groups.rows] = False
            if len(groups.place):
                yield Batch(language, by_theme, groups)


def _turns(crowd: Crowd) -> Array:
    """Return everybody's turn among equals: who has waited longest, then the lower id."""
    turn = np.empty(len(crowd.ids), np.int64)
    turn[np.lexsort((crowd.rank, crowd.since))] = np.arange(len(crowd.ids))
    return turn


def _spoken(crowd: Crowd) -> list[tuple[str, Array]]:
    """Return for each language which sets of languages hold it; the most spoken first, then by its code."""
    counts = np.bincount(crowd.tongue, minlength=len(crowd.tongues)).tolist()
    speakers: Counter[str] = Counter()
    for tongues, count in zip(crowd.tongues, counts, strict=True):
        for language in tongues:
            speakers[language] += count
    ordered = sorted(speakers, key=lambda code: (-speakers[code], code))
    return [(code, np.array([code in tongues for tongues in crowd.tongues], np.bool_)) for code in ordered]
