"""What a learner has in the course when two accounts of hers become one: all of it goes on under the kept one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import queues
from modules.assessing.models import OpenAnswer
from modules.exercises.merging import take_programs
from modules.models import ActivityAttempt, Enrolment, UnitProgress
from tracking.rules import COMPLETION


def take_over(session: Session, kept_id: UUID, merged_id: UUID) -> None:
    """Give the kept person what the merged one joined, opened, did and answered; nothing of hers is lost.

    Effect: a look at each of her modules, since both halves together may complete it.
    """
    _take_enrolments(session, kept_id, merged_id)
    _take_progress(session, kept_id, merged_id)
    _take_attempts(session, kept_id, merged_id)
    take_programs(session, kept_id, merged_id)
    session.flush()
    for slug in session.scalars(select(Enrolment.module).where(Enrolment.person_id == kept_id)):
        queues.enqueue(session, COMPLETION, f"{kept_id}:{slug}")


def _take_enrolments(session: Session, kept_id: UUID, merged_id: UUID) -> None:
    """Take the modules that she joined with the other account alone, with their registration."""
    hers = select(Enrolment.module).where(Enrolment.person_id == kept_id)
    more = (Enrolment.person_id == merged_id, Enrolment.module.not_in(hers))
    session.execute(update(Enrolment).where(*more).values(person_id=kept_id))


def _take_progress(session: Session, kept_id: UUID, merged_id: UUID) -> None:
    """Take every unit; one that both opened was opened last by whichever did, and is done if either did it."""
    mine = {(one.module, one.unit): one for one in _progress(session, kept_id)}
    for other in _progress(session, merged_id):
        same = mine.get((other.module, other.unit))
        if same is None:
            other.person_id = kept_id
            continue
        same.opened_at = max(same.opened_at, other.opened_at)
        if same.done_at is None:
            same.done_at, same.done_statement = other.done_at, other.done_statement


def _progress(session: Session, person_id: UUID) -> list[UnitProgress]:
    return list(session.scalars(select(UnitProgress).where(UnitProgress.person_id == person_id)))


def _take_attempts(session: Session, kept_id: UUID, merged_id: UUID) -> None:
    """Take every set of answers, what waits to be read among them, and what she read of others'."""
    others = ActivityAttempt.person_id == merged_id
    session.execute(update(ActivityAttempt).where(others).values(person_id=kept_id))
    waiting = OpenAnswer.person_id == merged_id
    session.execute(update(OpenAnswer).where(waiting).values(person_id=kept_id))
    read = OpenAnswer.reader_id == merged_id
    session.execute(update(OpenAnswer).where(read).values(reader_id=kept_id))
