"""Seconds of processor time side by side, and peaks of memory each in a fresh process.

The whole is `suggest` on learners that are columns already, as the round reads them: who is gathered, where, by whom
and when, with reasons. The floor is one search of scipy's cKDTree for the nearest place of every learner, its tree
built in it. Both run on one processor, and its time does not grow with what else the machine does.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any, NamedTuple

import numpy as np
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from benchmarks.gathering.people import Everyone, everyone
from benchmarks.matching.measuring import growth, in_a_fresh_process
from benchmarks.matching.people import NOW
from helpdesk.gathering.finding.crowd import Crowd
from helpdesk.gathering.finding.reaching import unit_vectors
from helpdesk.gathering.finding.suggesting import suggest
from helpdesk.gathering.finding.values import Rules, Suggestion

RULES = Rules()
PLACES, FACILITATORS = 0.03, 0.02
"""For each learner."""


class Sides(NamedTuple):
    """Who there was, what came out, seconds (medians), the median ratio of turns, and peaks in MB."""

    learners: int
    places: int
    facilitators: int
    suggestions: int
    gathered: int
    led: int
    columns: float
    whole: float
    nearest: float
    ratio: float
    whole_mb: float
    nearest_mb: float


def seconds(act: Callable[[], Any]) -> float:
    """Return how much processor time something takes."""
    gc.collect()
    begun = process_time()
    act()
    return process_time() - begun


def side_by_side(learners: int, share: float, turns: int) -> Sides:
    """Suggest meetings, and search for nearest places, to the same people in turns; in a share of the country."""
    people = some(learners, share)
    columns = seconds(lambda: Crowd.of(people.learners))
    crowd, here, there = Crowd.of(people.learners), *vectors(people)
    found = suggest_to(crowd, people)
    counts = len(people.places), len(people.facilitators), len(found)
    gathered, led = sum(len(one.people) for one in found), sum(one.facilitator is not None for one in found)
    people.learners.clear()
    gc.collect()
    timed = [
        (seconds(lambda: suggest_to(crowd, people)), seconds(lambda: cKDTree(there).query(here)))
        for _ in range(turns)
    ]
    return Sides(
        learners,
        *counts,
        gathered,
        led,
        columns,
        whole=median(whole for whole, _ in timed),
        nearest=median(nearest for _, nearest in timed),
        ratio=median(whole / nearest for whole, nearest in timed),
        whole_mb=in_a_fresh_process(peak_of_whole, learners, share),
        nearest_mb=in_a_fresh_process(peak_of_nearest, learners, share),
    )


def some(learners: int, share: float) -> Everyone:
    """Return learners with places and facilitators in step."""
    return everyone(learners, round(learners * PLACES), round(learners * FACILITATORS), share=share)


def suggest_to(crowd: Crowd, people: Everyone) -> list[Suggestion]:
    """Suggest meetings to a crowd."""
    return suggest(crowd, people.places, people.facilitators, rules=RULES, now=NOW)


def vectors(people: Everyone) -> tuple[Any, Any]:
    """Return where learners live and where places are, as the tree wants them."""
    return (
        unit_vectors([one.point for one in people.learners]),
        unit_vectors([one.point for one in people.places]),
    )


def peak_of_whole(learners: int, share: float) -> float:
    """Return by how many MB the process grows while meetings are suggested, the suggestions included."""
    suggest_to(Crowd.of((few := some(1000, 1)).learners), few)
    people = some(learners, share)
    crowd = Crowd.of(people.learners)
    return growth(lambda: suggest_to(crowd, people))


def peak_of_nearest(learners: int, share: float) -> float:
    """Return by how many MB the process grows during the search."""
    cKDTree(np.eye(3)).query(np.eye(3))
    here, there = vectors(some(learners, share))
    return growth(lambda: cKDTree(there).query(here))
