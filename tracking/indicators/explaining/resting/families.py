"""The families of the query and what stands behind each: which indicators, which rows in words, and where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from tracking.indicators.explaining.resting import (
    abilities,
    activity,
    attendance,
    beside,
    desk,
    facilitators,
    hours,
    meetings,
    mixed,
    people,
)
from tracking.indicators.explaining.resting.rows import Behind, Row
from tracking.indicators.query.scope import Scope

FindStatements = Callable[[Session, Scope, str], list[Behind]]
FindRows = Callable[[Session, Scope, str], list[Row]]


@dataclass(frozen=True, slots=True)
class Family:
    """Some indicators that one file of the query counts (`name`), from rows that `rows` says in words, by indicator.

    `statements` is None where no statement tells any of it, `others` where statements tell all.
    """

    name: str
    rows: Mapping[str, str]
    statements: FindStatements | None = None
    others: FindRows | None = None


FAMILIES: Final = (
    Family("people", people.ROWS, people.statements),
    Family("activity", activity.ROWS, activity.statements),
    Family("facilitators", facilitators.ROWS, facilitators.statements),
    Family("abilities", abilities.ROWS, abilities.statements),
    Family("desk", desk.ROWS, desk.statements),
    Family("meetings", meetings.ROWS, meetings.statements),
    Family("attendance", attendance.ROWS, attendance.statements),
    Family("hours", hours.ROWS, hours.statements),
    Family("age_class", mixed.UPPER, mixed.trained, beside.births),
    Family("directory", mixed.TOUCHED, mixed.touched, beside.schools),
    Family("directory", beside.SCHOOLS, others=beside.schools),
    Family("places", beside.PLACES, others=beside.meeting_places),
    Family("pupils", beside.CLASSES, others=beside.classes),
    Family("age_class", beside.LOWER, others=beside.classes_and_births),
    Family("declared", beside.DECLARED, others=beside.figures),
)
"""Every indicator that has a source stands in one of them."""
_BY_ID: Final = {id_: family for family in FAMILIES for id_ in family.rows}


def family_of(indicator_id: str) -> Family | None:
    """Return the family of an indicator, None where nothing measures it yet."""
    return _BY_ID.get(indicator_id)
