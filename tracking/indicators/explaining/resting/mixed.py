"""Behind figures that are measured in part: the upper share of an age class, and the schools touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlalchemy.orm import Session

from classcode.i18n import N_
from tracking.indicators.explaining.resting.rows import (
    ENGAGED,
    Behind,
    behind,
    in_module,
    rows_of,
    said_by,
    under_every_name,
    utc_day,
)
from tracking.indicators.query import age_class, directory
from tracking.indicators.query.scope import Scope, of_people
from tracking.models import ActiveDay, Milestone, Statement
from tracking.projections.models import Presence, Profile
from tracking.standing import Reached
from tracking.vocabulary import Kind, Verb

AT_ONCE: Final = 500
"""Schools named in one condition."""
UPPER: Final[Mapping[str, str]] = {
    age_class.UPPER: N_(
        "Milestones of being trained up to the end of the period; what these people declared last of the young "
        "people that they supervise a year; and the births of one year in the country."
    )
}
TOUCHED: Final[Mapping[str, str]] = {
    directory.TOUCHED: N_(
        "Active days and presences of people who named a school, declarations of classes, and completed steps of "
        "accompaniment: each school once."
    )
}


def trained(_session: Session, scope: Scope, _id: str) -> list[Behind]:
    """Return the completions of modules by which the people counted were trained."""
    rows = (
        rows_of(Milestone.actor.label("person"), Milestone.module, Milestone.at)
        .join(Profile, Profile.id == Milestone.profile_id)
        .where(
            Milestone.kind == Reached.TRAINED, Milestone.module == "", Milestone.at < scope.last_days()[-1]
        )
        .where(scope.admits(of_people()))
    )
    of = under_every_name(rows)
    whole = and_(Statement.timestamp == of.c.at, Statement.object_kind == Kind.COURSE)
    return [behind(of, said_by(of, Verb.COMPLETED), in_module(of), whole)]


def touched(session: Session, scope: Scope, _id: str) -> list[Behind]:
    """Return the activities and attendances of people who named one of the schools counted."""
    reached, known = directory.schools(session, scope)
    ids = sorted({one for one, _month in reached[directory.TOUCHED] if one in known})
    named = or_(*(_school_in(ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE)), false())
    period = scope.asked.period
    days = under_every_name(
        rows_of(ActiveDay.actor.label("person"), ActiveDay.module, ActiveDay.day)
        .join(Profile, Profile.id == ActiveDay.profile_id)
        .where(named, ActiveDay.day.between(period.first, period.last))
    )
    met = under_every_name(
        rows_of(Presence.actor.label("person"), Presence.meeting)
        .join(Profile, Profile.id == Presence.profile_id)
        .where(named, Presence.status == "attended", scope.within(Presence.at))
    )
    that_day = utc_day(session, Statement.timestamp) == days.c.day
    here = func.coalesce(Statement.module, "") == days.c.module
    there = and_(Statement.object_path == met.c.meeting, Statement.object_kind == Kind.MEETING)
    return [
        behind(days, said_by(days), ENGAGED, here, that_day),
        behind(met, said_by(met, Verb.ATTENDED), there),
    ]


def _school_in(ids: list[UUID]) -> ColumnElement[bool]:
    """Keep the profiles that name one of these schools, with or without dashes."""
    return Profile.school.in_([*(str(one) for one in ids), *(one.hex for one in ids)])
