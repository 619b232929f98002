"""How long people wait for a first answer, of late and before.

A question that nobody answered yet counts with what it has waited so far, once that is longer than the middle wait
before: left out, a desk that stopped answering would look quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.indicators.alerts import thresholds
from tracking.indicators.alerts.reading.shown import People, people, places_of, value
from tracking.indicators.alerts.reading.spans import before, until
from tracking.indicators.alerts.signs import Wait
from tracking.indicators.kinds import Disclosure
from tracking.indicators.tally import Cell
from tracking.projections.models import Profile, QuestionCount

MINUTES: int = 60


@dataclass(frozen=True, slots=True)
class _Question:
    actor: UUID
    key: int
    hours: float
    answered: bool


@dataclass(slots=True)
class _Asked:
    """The questions of a place: those of late, and those before."""

    lately: list[_Question] = field(default_factory=list)
    before: list[_Question] = field(default_factory=list)


def waits(session: Session, now: datetime, k: int) -> list[Wait]:
    """Return the middle waits of every region and of everywhere, as they may be shown."""
    found = _questions(session, now)
    return [_wait(place, asked, k) for place, asked in sorted(found.items())]


def _wait(place: str, asked: _Asked, k: int) -> Wait:
    past = [one for one in asked.before if one.answered]
    usual = median(one.hours for one in past) if past else 0.0
    recent = [one for one in asked.lately if one.answered or one.hours > usual]
    return Wait(place, _middle(recent, k), _middle(past, k), (_people(recent, k), _people(past, k)))


def _middle(some: Sequence[_Question], k: int) -> float | None:
    if not some:
        return None
    cell = Cell(median(one.hours for one in some), _whose(some).count)
    return value(cell, Disclosure.AVERAGE, k)


def _people(some: Sequence[_Question], k: int) -> int:
    return people(_whose(some).count, k)


def _whose(some: Sequence[_Question]) -> People:
    return People({one.actor: one.key for one in some})


def _questions(session: Session, now: datetime) -> dict[str, _Asked]:
    lately = until(now, thresholds.WAITS_LATELY)
    earlier = before(lately, thresholds.WAITS_BEFORE)
    rows = (
        select(
            Profile.region,
            QuestionCount.actor,
            QuestionCount.key,
            QuestionCount.asked_at,
            QuestionCount.answered_at,
            QuestionCount.waited,
        )
        .join(Profile, Profile.id == QuestionCount.profile_id)
        .where(QuestionCount.asked_at >= earlier.starts, QuestionCount.asked_at < lately.ends)
    )
    found: dict[str, _Asked] = defaultdict(_Asked)
    for row in session.execute(rows):
        for place in places_of(row.region):
            asked = found[place]
            of = asked.lately if lately.holds(row.asked_at) else asked.before
            of.append(_question(row, lately.ends))
    return found


def _question(row: Any, today: datetime) -> _Question:
    """Read a question as it stood at the last midnight."""
    answered = row.waited is not None and row.answered_at is not None and row.answered_at < today
    hours = row.waited / MINUTES if answered else (today - row.asked_at).total_seconds() / 3600
    return _Question(row.actor, row.key, hours, answered)
