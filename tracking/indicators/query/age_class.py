"""The share of an age class as an interval, for one country: the Class'Code formula above, the classes declared below.

Above: people trained by the end of the period, times the young people that each supervises a year on average, over the
births of a year. Below: the pupils of the classes declared, over the same births.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Float, case, cast, func, select
from sqlalchemy.orm import Session

from classcode.territory.models import ELSEWHERE
from tracking.declared_figures.births import Births, births_for
from tracking.declared_figures.queries import classes_known
from tracking.indicators.query import pupils
from tracking.indicators.query.adding import WHOLE
from tracking.indicators.query.measured import NO_SOURCE, NOT_SO, Measured
from tracking.indicators.query.scope import Scope, of_people
from tracking.indicators.tally import NOBODY, Cell, Count
from tracking.models import LearnerFact, Milestone
from tracking.projections.keys import BITS
from tracking.projections.models import Profile
from tracking.standing import Reached

UPPER: Final = "age-class-upper"
LOWER: Final = "age-class-lower"
SUPERVISED: Final = "pupils_a_year"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the interval is made of, to be shown beside it."""

    trained: Count
    supervised: float | None
    """Young people that each supervises a year, on average of those who said."""
    reached: Cell
    births: Births | None

    @property
    def upper(self) -> Cell:
        """The formula of Class'Code."""
        if self.births is None or self.supervised is None or not self.trained.people:
            return Cell(None)
        return Cell(self.trained.people * self.supervised / self.births.births, self.trained)

    @property
    def lower(self) -> Cell:
        """The classes declared."""
        if self.births is None or not self.reached.value:
            return Cell(None)
        return Cell(self.reached.value / self.births.births, self.reached.rests)


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Measure both ends of the interval for the country of the filter; any other narrowing has no births."""
    if not _of_a_country(scope):
        return {UPPER: NOT_SO, LOWER: NOT_SO}
    found = inputs(session, scope)
    if found.births is None:
        return {UPPER: NO_SOURCE, LOWER: NO_SOURCE}
    lower = _whole(found.lower) if classes_known(session) else NO_SOURCE
    return {UPPER: _whole(found.upper), LOWER: NOT_SO if scope.asked.level else lower}


def inputs(session: Session, scope: Scope) -> Inputs:
    """Return what the interval of a country is made of."""
    country = scope.asked.country or ""
    trained, supervised = _trained(session, scope, scope.last_days()[-1])
    reached = pupils.reached(pupils.counted(session, scope))
    return Inputs(trained, supervised, reached, births_for(session, country, scope.asked.period.first.year))


def _of_a_country(scope: Scope) -> bool:
    asked = scope.asked
    only = {name for name, _value in asked.chosen()} | {"level"} == {"country", "level"}
    return only and asked.country != ELSEWHERE and asked.allowed is None and asked.module is None


def _trained(session: Session, scope: Scope, end: datetime) -> tuple[Count, float | None]:
    """Return who was trained by an instant, and how many young people each who said it supervises a year."""
    who = (
        select(Milestone.actor, Milestone.key)
        .join(Profile, Profile.id == Milestone.profile_id)
        .where(Milestone.kind == Reached.TRAINED, Milestone.module == "", Milestone.at < end)
        .where(scope.admits(of_people()))
        .subquery()
    )
    people, key = session.execute(select(func.count(), func.sum(who.c.key))).one()
    # As for her profile: what she had said by then, or else what she first said after it.
    by_then, after = LearnerFact.since < end, LearnerFact.since >= end
    since = func.coalesce(
        func.max(case((by_then, LearnerFact.since))), func.min(case((after, LearnerFact.since)))
    )
    latest = (
        select(LearnerFact.actor, since.label("since"))
        .where(LearnerFact.kind == SUPERVISED)
        .group_by(LearnerFact.actor)
        .subquery()
    )
    said = (
        select(func.avg(cast(LearnerFact.value, Float)))
        .join(latest, (latest.c.actor == LearnerFact.actor) & (latest.c.since == LearnerFact.since))
        .join(who, who.c.actor == LearnerFact.actor)
        .where(LearnerFact.kind == SUPERVISED, LearnerFact.value.is_not(None))
    )
    supervised = session.scalar(said)
    rests = Count(people, int(key) % 2**BITS) if people else NOBODY
    return rests, None if supervised is None else float(supervised)


def _whole(cell: Cell) -> Measured:
    return Measured(Cell(None), {WHOLE: {None: cell}})
