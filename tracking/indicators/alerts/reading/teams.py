"""Regions where people ask or join, and how many facilitators each has."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.territory.models import ELSEWHERE, Commune
from tracking.indicators.alerts import thresholds
from tracking.indicators.alerts.reading.shown import People, by_place, people
from tracking.indicators.alerts.reading.spans import Span, until
from tracking.indicators.alerts.signs import EVERYWHERE, Team
from tracking.models import Milestone
from tracking.projections.models import Profile, QuestionCount
from tracking.standing import Reached


def teams(session: Session, now: datetime, k: int) -> list[Team]:
    """Return every region in which somebody asked or joined of late, whether or not that may be shown."""
    lately, longer = until(now, thresholds.TEAM_LATELY), until(now, thresholds.TEAM_LASTS)
    asked, joined = _asked(session, lately), _joined(session, lately)
    all_of_them = _joined(session, longer)
    for region, some in _asked(session, longer).items():
        all_of_them.setdefault(region, People()).keys.update(some.keys)
    there = facilitators(session)
    return [
        Team(
            region,
            people(asked.get(region, People()).count, k),
            people(joined.get(region, People()).count, k),
            people(everybody.count, k),
            there[region],
        )
        for region, everybody in sorted(all_of_them.items())
        if region not in (EVERYWHERE, ELSEWHERE)
    ]


def _asked(session: Session, span: Span) -> dict[str, People]:
    rows = (
        select(Profile.region, QuestionCount.actor, QuestionCount.key)
        .join(Profile, Profile.id == QuestionCount.profile_id)
        .where(QuestionCount.asked_at >= span.starts, QuestionCount.asked_at < span.ends)
    )
    return by_place(session.execute(rows))


def _joined(session: Session, span: Span) -> dict[str, People]:
    rows = (
        select(Profile.region, Milestone.actor, Milestone.key)
        .join(Profile, Profile.id == Milestone.profile_id)
        .where(Milestone.kind == Reached.REGISTERED, Milestone.module == "")
        .where(Milestone.at >= span.starts, Milestone.at < span.ends)
    )
    return by_place(session.execute(rows))


def facilitators(session: Session) -> Counter[str]:
    """Count by region the facilitators who may be asked: theirs is that region, or all and they live there.

    An account that is closed, or that takes no question at a time, does not count.
    """
    region = func.coalesce(RoleGrant.region_code, Commune.region_code)
    rows = (
        select(region, func.count(Person.id.distinct()))
        .select_from(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .outerjoin(Facilitator, Facilitator.person_id == Person.id)
        .where(RoleGrant.role == Role.FACILITATOR, Person.disabled_at.is_(None))
        .where(or_(Facilitator.capacity.is_(None), Facilitator.capacity > 0), region.is_not(None))
        .group_by(region)
    )
    return Counter(dict(session.execute(rows).all()))
