"""The life of an invented learner in the course: evenings, units, quizzes failed and passed, questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Final
from uuid import UUID, uuid4

from classcode import clock
from classcode.demonstration import feelings, programs, reading, rubrics, threads
from classcode.demonstration.answering import answer_to
from classcode.demonstration.characters import Character, Reach
from classcode.demonstration.days import evening_after
from classcode.demonstration.people import Account, write_account
from classcode.demonstration.stage import Life, Stage
from classcode.demonstration.threads import Asker
from modules.activities.graded import attempts_left
from modules.catalog import Activity, Module, Unit
from modules.models import ActivityAttempt, UnitProgress
from modules.rules import attempts, learning
from modules.rules.learning import Here, Learner
from tracking import declared

TRIES: Final = 3
"""How often somebody tries a graded activity in one evening before she leaves it for another day."""
UNITS: Final = {Reach.TRIES: (1, 3), Reach.WORKS: (5, 20), Reach.FINISHES: (99, 99)}
"""Pages somebody goes through, from and to; nobody finds more than there are."""


@dataclass(frozen=True, slots=True)
class Student:
    """A learner at work: who she is, the language she reads, how often she answers right.

    `rows` are held for as long as she is at work: the session forgets what nobody holds, and would read it again.
    """

    person_id: UUID
    language: str
    skill: float
    done: set[str] = field(default_factory=set)
    rows: list[object] = field(default_factory=list)

    def act(self) -> Learner:
        """Return her as the author of one new act."""
        return Learner(self.person_id, uuid4(), self.language)


def live(stage: Stage, who: Character, password_hash: str) -> Life:
    """Live a learner's year: she arrives, joins, perhaps tells of herself, and goes as far as her character says."""
    yield who.arrives
    person_id = write_account(stage, _account(who, password_hash))
    student = Student(person_id, who.language, who.skill)
    stage.counted["learners"] += 1
    engages = who.reach in UNITS
    if engages and stage.perhaps(0.3):
        yield from study(stage, student, Here(stage.front_door, stage.front_door.units[0]))
    learning.join(stage.session, student.act(), stage.course)
    if who.told is not None:
        yield clock.now() + timedelta(minutes=stage.chance.randint(3, 30))
        declared.tell(stage.session, person_id, who.told)
    if who.reach is Reach.LOOKS:
        learning.open_unit(stage.session, student.act(), Here(stage.course, stage.course.units[0]))
    elif engages:
        yield from _evenings(stage, student, who)


def _account(who: Character, password_hash: str) -> Account:
    belgian = who.commune.startswith("BE")
    return Account(
        email=who.email,
        password_hash=password_hash,
        language=who.language,
        zone="Europe/Brussels" if belgian else "Europe/Paris",
        confirmed=who.confirmed,
    )


def _evenings(stage: Stage, student: Student, who: Character) -> Life:
    """Go through the chosen pages; who means to finish asks for a meeting where the first week ends."""
    asker = Asker(student.person_id, who.name, who.commune, who.language)
    chosen = _chosen_units(stage, who)
    week = [unit for unit in chosen if unit.id in stage.course.weeks[0].units]
    yield from _study_all(stage, student, asker, (week, who.pace))
    yield evening_after(stage.chance, clock.now(), 0.5, 6)
    if who.reach is Reach.FINISHES and student.person_id not in stage.met and stage.perhaps(0.94):
        stage.enter(threads.ask(stage, asker, wish_of(stage, asker)))
    yield from _study_all(stage, student, asker, (chosen[len(week) :], who.pace))


def _study_all(stage: Stage, student: Student, asker: Asker, pages: tuple[list[Unit], float]) -> Life:
    """Go through these pages on evenings that are about so many days apart."""
    units, pace = pages
    while units:
        tonight, units = _tonight(stage.chance, units)
        for unit in tonight:
            here = Here(stage.course, unit)
            yield from study(stage, student, here)
            ask_about(stage, asker, here)
        if units:
            yield evening_after(stage.chance, clock.now(), pace * 0.5, pace * 1.7)


def _chosen_units(stage: Stage, who: Character) -> list[Unit]:
    least, most = UNITS[who.reach]
    kits = {week.meeting for week in stage.course.weeks}
    pages = [unit for unit in stage.course.units if unit.id not in kits]
    return [
        unit for unit in pages[: stage.chance.randint(least, most)] if unit.required or stage.perhaps(0.7)
    ]


def _tonight(chance: Random, units: list[Unit]) -> tuple[list[Unit], list[Unit]]:
    some = chance.choice((1, 2, 2, 3, 4))
    return units[:some], units[some:]


def study(stage: Stage, student: Student, here: Here) -> Life:
    """Read a unit, program, answer its activities, mark it as done; a few change their mind and do it again."""
    open_unit(stage, student, here)
    yield from programs.try_all(stage, student.act, here)
    for activity in here.unit.activities:
        if activity.survey:
            feelings.say(stage, student.act, here, activity)
            continue
        yield clock.now() + timedelta(minutes=here.unit.minutes * stage.chance.uniform(0.5, 1.1))
        yield from _try_until_passed(stage, student, here, activity)
    yield clock.now() + timedelta(minutes=stage.chance.randint(1, 6))
    yield from _finish(stage, student, here)


def open_unit(stage: Stage, student: Student, here: Here) -> None:
    """Open a unit, and hold the rows that the next acts in it need."""
    student.rows[:] = [learning.open_unit(stage.session, student.act(), here)]
    key = (student.person_id, here.module.slug, here.unit.id)
    student.rows.append(stage.session.get_one(UnitProgress, key))


def _try_until_passed(stage: Stage, student: Student, here: Here, activity: Activity) -> Life:
    skill = student.skill
    for _ in range(TRIES):
        attempt = answer(stage, student, here, activity, skill=skill)
        if attempt.passed is not False or attempts_left(activity, attempt.number) == 0:
            return
        skill = min(1.0, skill + 0.15)  # the feedback says why, so the next try is better
        yield clock.now() + timedelta(minutes=stage.chance.randint(3, 12))


def answer(
    stage: Stage, student: Student, here: Here, activity: Activity, *, skill: float
) -> ActivityAttempt:
    """Answer every question that an attempt asks, each right with this chance; open ones are read afterwards."""
    questions = attempts.next_questions(stage.session, student.person_id, here.module.slug, activity)
    chosen = {one.id: answer_to(stage.chance, one, right=stage.perhaps(skill)) for one in questions}
    chosen |= rubrics.answers(student.act(), activity)
    attempt = learning.answer(stage.session, student.act(), here, activity, chosen=chosen)
    rubrics.follow(stage, student.act(), here, attempt)
    return attempt


def _finish(stage: Stage, student: Student, here: Here) -> Life:
    if stage.perhaps(0.05):  # somebody called; the unit stays open until another evening
        yield evening_after(stage.chance, clock.now(), 1, 6)
    learning.mark_done(stage.session, student.act(), here)
    if stage.perhaps(0.03):
        yield clock.now() + timedelta(minutes=1)
        learning.undo_done(stage.session, student.act(), here)
        stage.counted["undone"] += 1
        yield evening_after(stage.chance, clock.now(), 1, 4)
        learning.mark_done(stage.session, student.act(), here)
    student.done.add(here.unit.id)
    if here.module.rule and student.done.issuperset(here.module.rule.required_units):
        stage.complete(student.person_id)


def where(stage: Stage, unit_id: str) -> Here:
    """Return a unit of the course by its id."""
    return Here(stage.course, next(unit for unit in stage.course.units if unit.id == unit_id))


def ask_about(stage: Stage, asker: Asker, here: Here) -> None:
    """Ask the desk about the unit just read, seldom, where somebody wrote such a question."""
    known = _spoken(here.module, here.unit.id, asker.language)
    if known and stage.perhaps(0.04):
        stage.enter(threads.ask(stage, asker, stage.chance.choice(known)))


def _spoken(module: Module, unit: str, language: str) -> Sequence[reading.Script]:
    wanted = (unit, language, "help")
    return [one for one in reading.scripts() if (one.unit, one.lang, one.kind) == wanted]


def wish_of(stage: Stage, asker: Asker) -> reading.Script:
    """Return how this person asks for a meeting."""
    wishes = [one for one in reading.scripts() if one.kind == "meeting" and one.lang == asker.language]
    return stage.chance.choice(wishes)
