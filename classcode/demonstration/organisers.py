"""Meetings that learners organise by themselves: in the public agenda, with a facilitator who joins, or without."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select

from classcode import clock
from classcode.demonstration import meetings, reading, seats
from classcode.demonstration.days import meeting_days
from classcode.demonstration.neighbours import ago
from classcode.demonstration.stage import Life, Stage
from classcode.territory.models import Place
from helpdesk.checkin.events import CAME
from helpdesk.meetings import hours
from helpdesk.meetings.models import Meeting, MeetingState, Seat
from helpdesk.meetings.rules import facilitating, organising
from helpdesk.meetings.rules.organising import Plan
from helpdesk.meetings.spans import Span

DAYS: Final = (262.4, 205.3, 160.4, 121.3, 82.4, 45.3, 24.4, 7.3, 3.4)
"""When somebody organises one, in days before the end; every other time it begins with three dates to choose from."""
SEATS: Final = 8


def enter(stage: Stage) -> None:
    """Bring on the stage learners who organise meetings for others near them."""
    for number, days in enumerate(DAYS):
        stage.enter(_organise(stage, days, number))


def _organise(stage: Stage, days: float, number: int) -> Life:
    """Somebody who was at a meeting organises the next one there; people join it, and every third a facilitator."""
    yield ago(stage, days)
    before = _latest(stage)
    if before is None:
        return
    near = _been(stage, before.region_code)
    by = stage.chance.choice(near)
    meeting = organising.organise(stage.session, _plan(stage, before, by, number), by=by, act_id=uuid4())
    stage.counted["meetings"] += 1
    for person_id in stage.some([one for one in near if one != by], 2, 6):
        stage.enter(_find(stage, meeting, person_id))
    if number % 3 == 0:
        stage.enter(_come_along(stage, meeting))
    yield from meetings.hold(stage, meeting, [])


def _latest(stage: Stage) -> Meeting | None:
    """Return the latest meeting to which somebody came: where people know each other already."""
    held = select(Meeting).where(Meeting.seats.any(Seat.presence.in_(CAME)))
    return stage.session.scalar(held.order_by(Meeting.starts_at.desc(), Meeting.id).limit(1))


def _been(stage: Stage, region: str) -> list[UUID]:
    there = select(Seat.person_id).join(Seat.meeting)
    return sorted(
        set(stage.session.scalars(there.where(Meeting.region_code == region, Seat.presence.in_(CAME))))
    )


def _plan(stage: Stage, before: Meeting, by: UUID, number: int) -> Plan:
    poll = number % 2 == 0
    place = stage.session.get_one(Place, before.place_id)
    days = meeting_days(stage.chance, clock.now(), 3 if poll else 1)
    others = [one for one in _been(stage, before.region_code) if one != by]
    return Plan(
        module=stage.course.slug,
        language="fr",
        place_id=place.id,
        dates=tuple(_span(place, *one) for one in days),
        capacity=min(place.capacity or SEATS, SEATS),
        listed=True,
        about=reading.toml("meetings")["organised"][number % 4],
        invited=frozenset(stage.some(others, 2, 4)) if poll else frozenset(),
    )


def _span(place: Place, day: date, starts: time, ends: time) -> Span:
    begins, finishes = (hours.instant(day, hour, place.zone) for hour in (starts, ends))
    assert isinstance(begins, datetime) and isinstance(finishes, datetime)
    return Span(begins, finishes)


def _find(stage: Stage, meeting: Meeting, person_id: UUID) -> Life:
    """Look at the agenda once its date is fixed."""
    if meeting.state == MeetingState.POLLING:
        yield clock.now() + timedelta(days=7)
    yield from seats.join(stage, meeting, person_id)


def _come_along(stage: Stage, meeting: Meeting) -> Life:
    """Let a facilitator of the region come to a meeting that had none."""
    yield clock.now() + timedelta(days=1.2)
    by = stage.chance.choice(stage.facilitators.get(meeting.region_code) or [None])
    if by and meeting.facilitator_id is None and by != meeting.organiser_id:
        facilitating.facilitate(stage.session, meeting.id, by=by)
