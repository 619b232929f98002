"""People near Bruno who have just finished week one: at the year's end the desk suggests that they meet.

They read without answering quizzes, so that the chance of everybody else's year stays what it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from classcode import clock, schedule
from classcode.demonstration.learners import Student
from classcode.demonstration.neighbours import Neighbour, ago
from classcode.demonstration.people import Account, write_account
from classcode.demonstration.stage import Life, Stage
from classcode.people.rules.profile import Told
from helpdesk.gathering import jobs
from helpdesk.gathering.finding.values import Rules
from modules.rules import learning
from modules.rules.learning import Here
from tracking import declared

NUMBERED_FROM: Final = 90
"""Past the numbers of all other neighbours."""
NEARBY: Final = (
    ("Solenn", "FR-35238", 16.2),
    ("Erwan", "FR-35238", 15.3),
    ("Awa", "FR-35051", 14.2),
    ("Bleuenn", "FR-35238", 13.3),
)
"""Name, commune, and how many days before the year's end she began."""
AN_EVENING: Final = 2
"""Units that they read of an evening."""


def enter(stage: Stage, password_hash: str) -> None:
    """Bring them on the stage."""
    for number, (name, commune, days) in enumerate(NEARBY, start=NUMBERED_FROM):
        told = Told(name=name, commune_code=commune)
        stage.enter(_reads_week_one(stage, Neighbour(number, password_hash).new(name), told, days))


def _reads_week_one(stage: Stage, new: Account, told: Told, days: float) -> Life:
    yield ago(stage, days)
    student = Student(write_account(stage, new), new.language, 0.8)
    learning.join(stage.session, student.act(), stage.course)
    declared.tell(stage.session, student.person_id, told)
    week, *_later = schedule.weeks_of(stage.course)
    for number, unit_id in enumerate(week.required):
        unit = stage.course.unit(unit_id)
        assert unit is not None
        here = Here(stage.course, unit)
        learning.open_unit(stage.session, student.act(), here)
        yield clock.now() + timedelta(minutes=unit.minutes)
        learning.mark_done(stage.session, student.act(), here)
        if number % AN_EVENING:
            yield clock.now() + timedelta(days=2)


def suggest(stage: Stage) -> None:
    """Let the round of that hour pass, as it would by the clock."""
    weeks = {stage.course.slug: schedule.weeks_of(stage.course)}
    with clock.at(stage.end):
        stage.session.flush()
        stage.counted["suggestions"] = jobs.write(stage.session, jobs.look(stage.session, weeks, Rules()))
