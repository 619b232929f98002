"""Behind figures that no statement tells: declared figures, classes, births, schools and places, by name.

None of these rows is a person's. What was declared of a class is told without its number of pupils.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.i18n import N_
from classcode.territory.models import Place
from classcode.territory.schools.models import School
from tracking.declared_figures.births import births_for
from tracking.declared_figures.kinds import Kind
from tracking.declared_figures.queries import actions_at
from tracking.indicators.explaining.resting.rows import Row
from tracking.indicators.query import age_class, declared, directory, places, pupils
from tracking.indicators.query.scope import Scope

_CLASSES: Final = N_(
    "Declarations of classes: each class once a school year, with what was declared of it last. Counted by the day of "
    "the session."
)
_BIRTHS: Final = N_("The births of one year in the country, as they were entered with their source.")
CLASSES: Final[Mapping[str, str]] = dict.fromkeys(pupils.IDS, _CLASSES)
DECLARED: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        [kind.value for kind in declared.ADDED],
        N_("Figures that the team declared, each with its source. Counted by its day."),
    ),
    Kind.ACTION.value: N_("The step declared last of each action, up to the last day of the period."),
}
SCHOOLS: Final[Mapping[str, str]] = dict.fromkeys(
    (directory.ACCOMPANIED, directory.PRIMARY, directory.SECONDARY),
    N_(
        "Steps of accompaniment: each school once, by the day on which the second step of a school year was "
        "completed."
    ),
)
PLACES: Final[Mapping[str, str]] = dict.fromkeys(
    places.CIRCLES,
    N_(
        "Places of the directory and the meetings held there, as things stood at the end of the period, today at "
        "the latest."
    ),
)
LOWER: Final[Mapping[str, str]] = {age_class.LOWER: _CLASSES}


def figures(session: Session, scope: Scope, id_: str) -> list[Row]:
    """Return the declared figures counted, or the actions' steps."""
    if id_ == Kind.ACTION:
        found = actions_at(session, scope.asked.period.last, region=scope.asked.region)
    else:
        found = [one for one in declared.counted(session, scope) if one.kind == id_]
    return [Row(str(one.id), f"{one.about} ({one.dated_on.isoformat()}, {one.source})") for one in found]


def classes(session: Session, scope: Scope, _id: str) -> list[Row]:
    """Return the classes counted."""
    found = [one.of for one, _told in pupils.classes(session, scope)]
    return [
        Row(str(one.id), f"{one.name}, {one.school.name if one.school else one.place}, {one.school_year}")
        for one in found
    ]


def classes_and_births(session: Session, scope: Scope, id_: str) -> list[Row]:
    """Return the classes counted, and the births they are divided by."""
    return [*classes(session, scope, id_), *births(session, scope, id_)]


def births(session: Session, scope: Scope, _id: str) -> list[Row]:
    """Return the births that a share of an age class is divided by."""
    found = births_for(session, scope.asked.country or "", scope.asked.period.first.year)
    return [Row(f"{scope.asked.country} {found.year}", f"{found.births} ({found.source})")] if found else []


def schools(session: Session, scope: Scope, id_: str) -> list[Row]:
    """Return the schools counted, by their official number."""
    reached, known = directory.schools(session, scope)
    return _named_schools(session, sorted({one for one, _month in reached[id_] if one in known}))


def _named_schools(session: Session, ids: Sequence[UUID]) -> list[Row]:
    rows: list[Row] = []
    for start in range(0, len(ids), directory.MOST_NAMED):
        some = ids[start : start + directory.MOST_NAMED]
        wanted = select(School.official_id, School.name).where(School.id.in_(some))
        rows += [Row(number, name) for number, name in session.execute(wanted)]
    return sorted(rows, key=lambda one: one.id)


def meeting_places(session: Session, scope: Scope, id_: str) -> list[Row]:
    """Return the places counted."""
    ids = [place for place, circles in places.circles(session, scope).items() if id_ in circles]
    wanted = select(Place.id, Place.name).where(Place.id.in_(ids)).order_by(Place.id)
    return [Row(str(place), name) for place, name in session.execute(wanted)]
