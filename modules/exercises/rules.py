"""What a learner does in an exercise: keeps a draft, has a program judged that `language` let through."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from modules.exercises.events import Said, said_of
from modules.exercises.models import ProgramDraft, ProgramRun
from modules.exercises.place import Place
from modules.programs.exercise import judge, told
from modules.programs.language import Tree
from modules.rules.learning import Here, Learner, open_unit
from tracking.rules import record

Known = int
"""The version of a draft that a page knows; 0 where it knows none."""
NO_VERSION: Final = 0


def save_draft(
    session: Session, person_id: UUID, place: Place, tree: Tree, known: Known
) -> tuple[ProgramDraft, bool]:
    """Keep a program under way; returns the draft that lies there now, and whether it holds this program.

    It does not where another device saved meanwhile: that draft stays, and the page asks which to go on with.
    """
    key = (person_id, place.module.slug, place.exercise.id)
    if _save(session, key, tree, known):
        return session.get_one(ProgramDraft, key, populate_existing=True), True
    lying = session.get_one(ProgramDraft, key, populate_existing=True)
    return lying, lying.program == tree


def _save(session: Session, key: tuple[UUID, str, str], tree: Tree, known: Known) -> bool:
    """Write over the version that is known and no other, or be the first; two at once cannot both succeed."""
    person_id, module, exercise = key
    mine = (ProgramDraft.person_id == person_id, ProgramDraft.module == module)
    same = (*mine, ProgramDraft.exercise == exercise)
    values = {"program": tree, "version": known + 1, "saved_at": clock.now()}
    if known != NO_VERSION:
        changed = session.execute(
            update(ProgramDraft).where(*same, ProgramDraft.version == known).values(**values)
        )
        if changed.rowcount:  # type: ignore[attr-defined]
            return True
    whose = {"person_id": person_id, "module": module, "exercise": exercise}
    return db.insert_once(session, ProgramDraft, whose | values)


def run_program(session: Session, learner: Learner, place: Place, tree: Tree) -> ProgramRun:
    """Judge a program in every world, keep what came of it, and tell the record."""
    enrolment = open_unit(session, learner, Here(place.module, place.unit))
    judged = list(judge(tree, place.exercise))
    made = ProgramRun(
        id=uuid4(),
        person_id=learner.person_id,
        act_id=learner.act_id,
        module=place.module.slug,
        unit=place.unit.id,
        exercise=place.exercise.id,
        number=1 + _forget_programs(session, learner.person_id, place),
        at=clock.now(),
        program=tree,
        worlds=[told(one) for one in judged],
        passed=all(one.run.reached for one in judged),
        hash=place.exercise.hash,
    )
    session.add(made)
    reached = sum(one.run.reached for one in judged)
    said = Said(learner, enrolment.registration, place, made.number, reached)
    for event in said_of(said):
        record(session, event)
    return made


def _forget_programs(session: Session, person_id: UUID, place: Place) -> int:
    """Empty earlier runs of their programs, but for the first that worked; returns how many there were."""
    mine = (ProgramRun.person_id == person_id, ProgramRun.module == place.module.slug)
    earlier = (*mine, ProgramRun.exercise == place.exercise.id)
    runs = session.execute(
        select(ProgramRun.id, ProgramRun.passed).where(*earlier).order_by(ProgramRun.at, ProgramRun.number)
    ).all()
    first = next((run.id for run in runs if run.passed), None)
    older = update(ProgramRun).where(*earlier, ProgramRun.program.is_not(null()))
    if first is not None:
        older = older.where(ProgramRun.id != first)
    session.execute(older.values(program=null()))
    return len(runs)
