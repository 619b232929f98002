"""What a learner does: join, open, mark as done and undo, answer. Every act becomes statements at once.

The first act in a module joins it, and the first in a unit opens it: without script nothing of it is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import NotFound
from modules.activities.graded import Graded, Score, score
from modules.activities.kinds import KINDS, grade
from modules.assessing.rules import wait_for_readers
from modules.catalog import Activity, Module, Unit
from modules.models import ActivityAttempt, Enrolment, UnitProgress
from modules.rules import attempts
from tracking import vocabulary
from tracking.declared import note_language
from tracking.rules import record, void
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb


@dataclass(frozen=True, slots=True)
class Learner:
    """Who acts: the person, the form's act id, and the language of the page she read."""

    person_id: UUID
    act_id: UUID
    language: str


@dataclass(frozen=True, slots=True)
class Here:
    """Where in the course: the module and one of its units."""

    module: Module
    unit: Unit

    @property
    def module_thing(self) -> Thing:
        """The module as the record names it."""
        return vocabulary.module(self.module.slug, self.module.title)

    @property
    def unit_thing(self) -> Thing:
        """The unit as the record names it."""
        titles = {lang: text.title for lang, text in self.unit.texts.items()}
        return vocabulary.unit(self.module.slug, self.unit.id, titles)


def join(session: Session, learner: Learner, module: Module) -> Enrolment:
    """Join a module; joining again gives the same enrolment."""
    values = {
        "person_id": learner.person_id,
        "module": module.slug,
        "registration": uuid4(),
        "joined_at": clock.now(),
    }
    joined = db.insert_once(session, Enrolment, values)
    # Held until the act is done: what one learner does at once in two tabs follows each other.
    enrolment = session.get_one(Enrolment, (learner.person_id, module.slug), with_for_update=True)
    if joined:
        note_language(session, learner.person_id)
        thing = vocabulary.module(module.slug, module.title)
        _record(session, learner, enrolment, Verb.REGISTERED, thing, revision=module.revision)
    return enrolment


def is_enrolled(session: Session, person_id: UUID, module: Module) -> bool:
    """Tell whether the person has joined the module."""
    return session.get(Enrolment, (person_id, module.slug)) is not None


def open_unit(session: Session, learner: Learner, here: Here) -> Enrolment:
    """Note that the learner is reading a unit: once a day is a statement, the time is kept for "resume"."""
    enrolment = join(session, learner, here.module)
    progress = session.get(UnitProgress, (learner.person_id, here.module.slug, here.unit.id))
    if progress and progress.opened_at.date() == clock.now().date():
        progress.opened_at = clock.now()
        return enrolment
    if progress is None:
        _initialize(session, learner, enrolment, here)
        progress = UnitProgress(person_id=learner.person_id, module=here.module.slug, unit=here.unit.id)
        session.add(progress)
    progress.opened_at = clock.now()
    session.flush()
    _record(session, learner, enrolment, Verb.EXPERIENCED, here.unit_thing, here=here)
    return enrolment


def _initialize(session: Session, learner: Learner, enrolment: Enrolment, here: Here) -> None:
    """Record the first opening of the whole module; its id hangs on the enrolment, so there is only ever one."""
    first = select(func.count()).select_from(UnitProgress)
    mine = (UnitProgress.person_id == learner.person_id, UnitProgress.module == here.module.slug)
    if not session.scalar(first.where(*mine)):
        act = uuid5(enrolment.registration, "initialized")
        whose = Learner(learner.person_id, act, learner.language)
        _record(session, whose, enrolment, Verb.INITIALIZED, here.module_thing, revision=here.module.revision)


def mark_done(session: Session, learner: Learner, here: Here) -> None:
    """Mark a unit as done; its declared minutes count as hours online."""
    enrolment = open_unit(session, learner, here)
    progress = session.get_one(UnitProgress, (learner.person_id, here.module.slug, here.unit.id))
    if progress.done_at:
        return
    progress.done_at = clock.now()
    result = Result(completion=True, minutes=here.unit.minutes)
    progress.done_statement = _record(
        session, learner, enrolment, Verb.COMPLETED, here.unit_thing, here=here, result=result
    )


def undo_done(session: Session, learner: Learner, here: Here) -> None:
    """Take "done" back: the statement is voided, and the unit counts as open again."""
    key = (learner.person_id, here.module.slug, here.unit.id)
    progress = session.get(UnitProgress, key, with_for_update=True)
    if progress is None or progress.done_at is None:
        return
    if progress.done_statement:
        void(session, progress.done_statement, learner.person_id)
    progress.done_at = progress.done_statement = None


def answer(
    session: Session, learner: Learner, here: Here, activity: Activity, *, chosen: dict[str, list[str]]
) -> ActivityAttempt:
    """Grade what an attempt asks and keep it; raise `Invalid` for an unknown or missing answer, writing nothing.

    Raise `attempts.NoneLeft` where all are used. What facilitators read of it waits for them.
    """
    number = attempts.next_number(session, learner.person_id, here.module.slug, activity)
    # As their author wrote them: an attempt shows them mixed, and pieces are graded by the order they were written in.
    questions = attempts.questions_of(activity, learner.person_id, number)
    given = attempts.given(activity, questions, chosen)
    answers = [grade(question, given[question.id]) for question in questions if question.id in given]
    outcome = score(activity, answers, questions)
    enrolment = open_unit(session, learner, here)
    if number == 1:  # before her first act in this module there was nothing for another tab to wait at
        number = attempts.next_number(
            session, learner.person_id, here.module.slug, activity, drawn_for=number
        )
    attempt = ActivityAttempt(
        id=uuid4(),
        person_id=learner.person_id,
        module=here.module.slug,
        unit=here.unit.id,
        activity=activity.id,
        number=number,
        at=clock.now(),
        answers=given,
        hashes={question.id: question.hash for question in questions},
        score=outcome.scaled,
        passed=outcome.passed,
    )
    session.add(attempt)
    session.flush()
    wait_for_readers(session, attempt, questions)
    place = Posted(learner, enrolment, here, activity, number)
    for graded in answers:
        _record_answer(session, place, graded)
    if activity.graded:
        _record_outcome(session, place, outcome)
    return attempt


@dataclass(frozen=True, slots=True)
class Posted:
    """What surrounds the statements of one posted activity."""

    learner: Learner
    enrolment: Enrolment
    here: Here
    activity: Activity
    number: int


def _record_answer(session: Session, posted: Posted, graded: Graded) -> None:
    here, activity = posted.here, posted.activity
    question = activity.question(graded.question_id)
    assert question is not None
    scale: dict[str, int | str | bool] = {"scale": question.scale} if question.scale else {}
    extensions = {"attempt": posted.number, **scale}
    result = Result(success=graded.correct, response=graded.response, extensions=extensions)
    parent = vocabulary.activity(here.module.slug, here.unit.id, activity.id)
    thing = vocabulary.question(parent, question.id, KINDS[question.kind].interaction, question.scale)
    _record(
        session,
        posted.learner,
        posted.enrolment,
        Verb.ANSWERED,
        thing,
        here=here,
        result=result,
        parent=parent,
    )


def _record_outcome(session: Session, posted: Posted, outcome: Score) -> None:
    here = posted.here
    result = Result(
        success=outcome.passed,
        scaled=outcome.scaled,
        raw=outcome.right,
        most=outcome.total,
        extensions={"attempt": posted.number},
    )
    thing = vocabulary.activity(here.module.slug, here.unit.id, posted.activity.id)
    verb = Verb.PASSED if outcome.passed else Verb.FAILED
    _record(session, posted.learner, posted.enrolment, verb, thing, here=here, result=result)


def _record(
    session: Session,
    learner: Learner,
    enrolment: Enrolment,
    verb: Verb,
    thing: Thing,
    *,
    here: Here | None = None,
    result: Result | None = None,
    parent: Thing | None = None,
    revision: str | None = None,
    at: datetime | None = None,
) -> UUID:
    """Tell the record; inside a unit the parent is the unit (or the activity), the module groups."""
    if here is not None:
        parent = parent or (here.unit_thing if thing != here.unit_thing else here.module_thing)
    grouping = (here.unit_thing, here.module_thing) if here is not None else ()
    event = Event(
        act_id=learner.act_id,
        person_id=learner.person_id,
        verb=verb,
        object=thing,
        at=at or clock.now(),
        result=result,
        module=enrolment.module,
        registration=enrolment.registration,
        parent=parent,
        grouping=tuple(one for one in grouping if one not in (parent, thing)),
        language=learner.language,
        revision=here.module.revision if here else revision,
    )
    return record(session, event)


def here_of(module: Module | None, unit: Unit | None) -> Here:
    """Return the place in the course, or raise `NotFound`."""
    if module is None or unit is None:
        raise NotFound
    return Here(module, unit)
