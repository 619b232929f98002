"""Two accounts of one person: her statements keep their actors, and everything that follows is counted once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracking.models import MergedActor
from tracking.projections import following, locks, reading
from tracking.projections.models import QuestionCount
from tracking.projections.writing import MADE_BY, add, rows_of


def merge(session: Session, kept_actor: UUID, merged_actor: UUID) -> None:
    """Count two actors as one person from now on, under the kept one; said again it changes nothing.

    Whoever was merged into either before is the same person too.
    """
    kept, _ = reading.person_of(session, kept_actor)
    merged, others = reading.person_of(session, merged_actor)
    if kept == merged:
        return
    for one in sorted((kept, merged)):
        locks.writing(session, str(one))
    add(session, MergedActor, [{"actor": actor, "kept": kept} for actor in others])
    for table, name in MADE_BY:
        made = rows_of(table)
        session.execute(update(made).where(made.c[name] == merged).values({name: kept}))
    asked = session.scalars(select(QuestionCount.path).where(QuestionCount.actor.in_((kept, merged)))).all()
    for path in asked:
        following.ticket(session, path)
    following.anew(session, kept)
