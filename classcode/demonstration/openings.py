"""Open meetings that facilitators announced for the weeks after the year: what the public agenda begins with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.demonstration.days import meeting_day
from classcode.demonstration.stage import Stage
from classcode.territory.models import Commune, Place
from helpdesk.meetings import hours
from helpdesk.meetings.rules import organising, replying
from helpdesk.meetings.rules.organising import Plan
from helpdesk.meetings.spans import Span

EACH: Final = 2
"""Open meetings of a region."""


def announce(stage: Stage) -> None:
    """Let facilitators of each region announce open meetings, and some people take seats."""
    with clock.at(stage.end - timedelta(hours=5)):
        for region, facilitators in sorted(stage.facilitators.items()):
            places = _places(stage.session, region)
            for place, by in zip(stage.some(places, EACH, EACH), facilitators, strict=False):
                _one(stage, place, by)


def _places(session: Session, region: str) -> list[Place]:
    wanted = select(Place).join(Commune, Commune.code == Place.commune_code)
    return list(session.scalars(wanted.where(Commune.region_code == region).order_by(Place.name)))


def _one(stage: Stage, place: Place, by: UUID) -> None:
    day, starts, ends = meeting_day(stage.chance, stage.end)
    begins, finishes = (hours.instant(day, hour, place.zone) for hour in (starts, ends))
    assert isinstance(begins, datetime) and isinstance(finishes, datetime)
    plan = Plan(
        module=stage.course.slug,
        language="fr",
        place_id=place.id,
        dates=(Span(begins, finishes),),
        capacity=min(place.capacity or 10, 12),
        listed=True,
        facilitator_id=by,
    )
    meeting = organising.organise(stage.session, plan, by=by, act_id=uuid4())
    for person_id in stage.some(sorted(stage.met - {by}), 1, 4):
        replying.join(stage.session, meeting.id, person_id, act_id=uuid4())
