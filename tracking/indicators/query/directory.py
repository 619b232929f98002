"""Schools touched and schools accompanied: distinct schools of the directory, which rest on nobody.

A school is touched when somebody who works there did an activity or came to a meeting, when a class of it was declared,
or a step of its accompaniment completed; it is accompanied from the second step completed in one school year on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, String, cast, func, select, true
from sqlalchemy.orm import Session

from classcode.territory.models import Commune
from classcode.territory.schools.models import School, SchoolStep
from tracking.declared_figures.queries import classes_between
from tracking.indicators.query.adding import WHOLE
from tracking.indicators.query.measured import NO_SOURCE, NOT_SO, Measured
from tracking.indicators.query.scope import Columns, Scope, of_commune
from tracking.indicators.tally import MONTH, Cell
from tracking.models import ActiveDay
from tracking.projections.models import Presence, Profile

TOUCHED: Final = "schools-touched"
ACCOMPANIED: Final = "schools-accompanied"
PRIMARY: Final = "schools-accompanied-primary"
SECONDARY: Final = "schools-accompanied-secondary"
IDS: Final = (TOUCHED, ACCOMPANIED, PRIMARY, SECONDARY)
STEPS: Final = 2
"""Completed steps in one school year from which on a school is accompanied."""
MOST_NAMED: Final = 5_000
"""Schools named one by one in a question; beyond it the whole directory is read."""

Reached = set[tuple[UUID, int]]
"""Schools with the index of a month in which something happened there."""


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count the schools of the filter; what only a person has (her language, gender...) cannot narrow them."""
    if session.scalar(select(School.id).limit(1)) is None:
        return dict.fromkeys(IDS, NO_SOURCE)
    if not narrows_schools(scope):
        return dict.fromkeys(IDS, NOT_SO)
    reached, known = schools(session, scope)
    return {id_: Measured(Cell(0), _cells(scope, some, known)) for id_, some in reached.items()}


def schools(session: Session, scope: Scope) -> tuple[Mapping[str, Reached], Mapping[UUID, Any]]:
    """Return by indicator the schools reached with their months, and those of them that the filter admits."""
    months = {month.key: index for index, month in enumerate(scope.months)}
    touched, second = _touched(session, scope, months), _accompanied(session, scope, months)
    known = {
        row.id: row for row in session.execute(_schools(scope, {one for one, _month in touched | second}))
    }
    reached = {TOUCHED: touched, ACCOMPANIED: second}
    for id_, degree in ((PRIMARY, "primary"), (SECONDARY, "secondary")):
        reached[id_] = {one for one in second if one[0] in known and known[one[0]].degree == degree}
    return reached, known


def narrows_schools(scope: Scope) -> bool:
    """Tell whether a filter can be answered for schools: by territory, community and network alone."""
    asked = {name for name, _value in scope.asked.chosen()}
    people = {"language", "gender", "setting", "level"}
    return scope.asked.module is None and asked.isdisjoint(people)


def of_schools() -> Columns:
    """Return the dimensions of rows that were joined to `School` and `Commune`."""
    return {
        **of_commune(),
        "community": func.nullif(School.community, ""),
        "network": func.nullif(School.network, ""),
    }


def _schools(scope: Scope, ids: set[UUID]) -> Select[Any]:
    """Return these schools, as far as the filter admits them, with their axes; a directory holds many more."""
    columns = of_schools()
    axes = [column for column in scope.grouped(columns, columns["region"]) if column.name != MONTH]
    return (
        select(School.id, School.degree, *axes)
        .join(Commune, Commune.code == School.commune_code)
        .where(scope.admits(columns), School.id.in_(ids) if len(ids) <= MOST_NAMED else true())
    )


def _cells(
    scope: Scope, reached: Reached, known: Mapping[UUID, Any]
) -> Mapping[str, Mapping[str | None, Cell]]:
    """Count distinct schools, each once in the total and in each row, and once in every month."""
    found: dict[str, dict[str | None, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for school_id, month in reached:
        if school_id not in known:
            continue
        found[WHOLE][None].add(school_id)
        found[MONTH][str(month)].add(school_id)
        for axis in scope.axes:
            if axis != MONTH:
                found[axis][getattr(known[school_id], axis)].add(school_id)
    return {axis: {value: Cell(len(some)) for value, some in rows.items()} for axis, rows in found.items()}


def _touched(session: Session, scope: Scope, months: Mapping[str, int]) -> Reached:
    period = scope.asked.period
    found = _worked_at(session, scope, months)
    found |= {
        (one.of.school_id, months[f"{one.first_on:%Y-%m}"])
        for one in classes_between(session, period.first, period.last)
        if one.of.school_id is not None and f"{one.first_on:%Y-%m}" in months
    }
    steps = select(SchoolStep.school_id, SchoolStep.done_on).where(
        SchoolStep.done_on.between(period.first, period.last)
    )
    return found | _by_month(((id_, day) for id_, day in session.execute(steps)), months)


def _worked_at(session: Session, scope: Scope, months: Mapping[str, int]) -> Reached:
    """Return where people who named their school did an activity or came to a meeting."""
    period = scope.asked.period
    month = func.substr(cast(ActiveDay.day, String), 1, 7)
    active = (
        select(Profile.school, month)
        .join(ActiveDay, ActiveDay.profile_id == Profile.id)
        .where(Profile.school.is_not(None), ActiveDay.day.between(period.first, period.last))
        .distinct()
    )
    met = (
        select(Profile.school, scope.month_of(Presence.at))
        .join(Presence, Presence.profile_id == Profile.id)
        .where(Profile.school.is_not(None), Presence.status == "attended", scope.within(Presence.at))
        .distinct()
    )
    found = {(UUID(school), months[key]) for school, key in session.execute(active) if key in months}
    return found | {(UUID(school), index) for school, index in session.execute(met)}


def _accompanied(session: Session, scope: Scope, months: Mapping[str, int]) -> Reached:
    """Return the schools whose second step of a school year was completed in the period, with its month."""
    days: dict[tuple[UUID, str], list[date]] = defaultdict(list)
    rows = select(SchoolStep.school_id, SchoolStep.school_year, SchoolStep.done_on)
    for school_id, year, day in session.execute(rows):
        days[school_id, year].append(day)
    period = scope.asked.period
    seconds = (
        (school_id, sorted(some)[STEPS - 1])
        for (school_id, _year), some in days.items()
        if len(some) >= STEPS
    )
    return _by_month(((id_, day) for id_, day in seconds if period.first <= day <= period.last), months)


def _by_month(rows: Iterable[tuple[UUID, date]], months: Mapping[str, int]) -> Reached:
    """Return schools with the index of the month of a day; days to come are in none."""
    return {(id_, months[f"{day:%Y-%m}"]) for id_, day in rows if f"{day:%Y-%m}" in months}
