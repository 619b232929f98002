"""What the drawings hold: steps, curves, waits; of true cells at first, of shown ones after disclosure. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from tracking.indicators.paths.bins import Bin
from tracking.indicators.paths.cohorts import Cohort

C = TypeVar("C")
"""A cell of the query, or what may be shown of it."""

STEPS: Final = ("registered", "started", "engaged", "participating", "met", "trained", "certified")
"""The steps of the funnel: milestones, named as the indicators that count them. Not each lies inside the one before."""
CURVES: Final = ("trained", "participating", "engaged", "met")
"""The milestones of which curves can be drawn, the one drawn unasked first."""


@dataclass(frozen=True, slots=True)
class Step(Generic[C]):
    """How many of the registered reached a step so far.

    `of_before` divides those who also reached the step before by all at that step, `of_registered` these by everybody;
    the first step has neither.
    """

    id: str
    people: C
    of_before: C | None = None
    of_registered: C | None = None


@dataclass(frozen=True, slots=True)
class Curve(Generic[C]):
    """A cohort, and the share of it that had reached the milestone by the end of each month from its own on.

    A month that has not ended for everybody of the cohort is None.
    """

    cohort: Cohort
    people: C
    months: tuple[C | None, ...]


@dataclass(frozen=True, slots=True)
class Wait(Generic[C]):
    """How long was waited for something: how many in each bin, in all, still waiting, and those who need not wait more.

    `promised` are the minutes that the site promises; `median` is that of the indicator of the same id, in hours.
    """

    id: str
    whole: C
    bins: tuple[tuple[Bin, C], ...]
    still: C
    without: C | None = None
    median: C | None = None
    promised: int | None = None


D = TypeVar("D")


def step_as(step: Step[C], people: Callable[[C], D], rate: Callable[[C], D]) -> Step[D]:
    """Return a step with each of its cells made into another."""
    before, registered = (None if one is None else rate(one) for one in (step.of_before, step.of_registered))
    return Step(step.id, people(step.people), before, registered)


def curve_as(curve: Curve[C], people: Callable[[C], D], rate: Callable[[C], D]) -> Curve[D]:
    """Return a curve with each of its cells made into another."""
    months = tuple(None if one is None else rate(one) for one in curve.months)
    return Curve(curve.cohort, people(curve.people), months)


def wait_as(wait: Wait[C], count: Callable[[C], D], median: Callable[[C], D]) -> Wait[D]:
    """Return a distribution with each of its cells made into another."""
    return Wait(
        wait.id,
        whole=count(wait.whole),
        bins=tuple((one, count(cell)) for one, cell in wait.bins),
        still=count(wait.still),
        without=None if wait.without is None else count(wait.without),
        median=None if wait.median is None else median(wait.median),
        promised=wait.promised,
    )
