"""Reading the answers that wait: the list, and one with the words of its learner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Session

from classcode.auth.visitors import Visitor
from classcode.people.models import Person
from modules.assessing.access import readable
from modules.assessing.models import OpenAnswer
from modules.models import ActivityAttempt

SHOWN: Final = 50
"""Answers on one page, those that have waited longest; the others follow as these are read."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that nobody has read yet."""

    id: UUID
    module: str
    unit: str
    activity: str
    question: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What a learner wrote, and what was said of it, where somebody has read it."""

    name: str | None
    text: str
    hash: str
    levels: dict[str, str]
    words: str


def waiting(session: Session, who: Visitor) -> tuple[list[Waiting], int]:
    """Return the answers that wait for somebody, the oldest first, and how many there are in all."""
    unread = OpenAnswer.read_at.is_(None)
    total = session.scalar(readable(who, func.count(OpenAnswer.id)).where(unread)) or 0
    columns = (
        OpenAnswer.id,
        OpenAnswer.module,
        OpenAnswer.unit,
        OpenAnswer.activity,
        OpenAnswer.question,
        OpenAnswer.asked_at,
    )
    rows = session.execute(
        readable(who, *columns).where(unread).order_by(OpenAnswer.asked_at, OpenAnswer.id).limit(SHOWN)
    )
    return [Waiting(*row) for row in rows], total


def written(session: Session, answer: OpenAnswer) -> Written:
    """Return the words of an answer that `access.answer` gave."""
    attempt = session.get_one(ActivityAttempt, answer.attempt_id)
    person = session.get_one(Person, answer.person_id)
    told: dict[str, Any] = (attempt.readings or {}).get(answer.question, {})
    return Written(
        name=person.name,
        text=attempt.answers.get(answer.question, [""])[0],
        hash=attempt.hashes.get(answer.question, ""),
        levels=told.get("levels", {}),
        words=told.get("words", ""),
    )
