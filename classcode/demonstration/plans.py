"""Lesson plans that wait for Bruno: two learners near him wrote them lately, and nobody has read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from classcode import clock
from classcode.demonstration import learners, reading
from classcode.demonstration.learners import Student
from classcode.demonstration.neighbours import Neighbour, ago
from classcode.demonstration.people import write_account
from classcode.demonstration.stage import Life, Stage
from classcode.people.rules.profile import Told
from modules.rules import learning
from tracking import declared

UNIT: Final = "a-sequence-of-lessons"
ACTIVITY: Final = "my-first-lesson"
QUESTION: Final = "plan"
FIRST: Final = 96
"""The number of the first of these neighbours."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that waits: whose it is, where she lives, days ago, and what she wrote."""

    name: str
    commune: str
    days: float
    text: str


def enter(stage: Stage, password_hash: str) -> None:
    """Bring on the stage who wrote the plans."""
    for number, told in enumerate(reading.toml("open")["waiting"], FIRST):
        stage.enter(_planned(stage, Plan(**told), Neighbour(number, password_hash)))


def _planned(stage: Stage, plan: Plan, neighbour: Neighbour) -> Life:
    """Somebody reads the unit, posts her plan, and goes to bed."""
    yield ago(stage, plan.days + 0.1)
    student = Student(write_account(stage, neighbour.new(plan.name)), "fr", 0.8)
    declared.tell(stage.session, student.person_id, Told(commune_code=plan.commune, name=plan.name))
    here = learners.where(stage, UNIT)
    learning.open_unit(stage.session, student.act(), here)
    yield ago(stage, plan.days)
    activity = next(one for one in here.unit.activities if one.id == ACTIVITY)
    chosen = {QUESTION: [plan.text]}
    learning.answer(stage.session, student.act(), here, activity, chosen=chosen)
    yield clock.now() + timedelta(minutes=4)
    learning.mark_done(stage.session, student.act(), here)
