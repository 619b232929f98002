"""What a learner wrote in exercises when two accounts of hers become one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from modules.exercises.models import ProgramDraft, ProgramRun


def take_programs(session: Session, kept_id: UUID, merged_id: UUID) -> None:
    """Give the kept person every judged program, and of two drafts of one exercise the one saved last."""
    session.execute(update(ProgramRun).where(ProgramRun.person_id == merged_id).values(person_id=kept_id))
    mine = {(one.module, one.exercise): one for one in _drafts(session, kept_id)}
    for other in _drafts(session, merged_id):
        same = mine.get((other.module, other.exercise))
        if same is None:
            other.person_id = kept_id
            continue
        if other.saved_at > same.saved_at:
            same.program, same.saved_at = other.program, other.saved_at
            same.version = max(same.version, other.version) + 1
    session.flush()
    session.execute(delete(ProgramDraft).where(ProgramDraft.person_id == merged_id))


def _drafts(session: Session, person_id: UUID) -> list[ProgramDraft]:
    return list(session.scalars(select(ProgramDraft).where(ProgramDraft.person_id == person_id)))
