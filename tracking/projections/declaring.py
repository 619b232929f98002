"""Who a learner was, said again of all her rows when she declares something or takes it back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.orm import Session

from classcode.db import Base
from tracking.projections import reading
from tracking.projections.reading import Learner
from tracking.projections.writing import OF_PERSON, moment, profile_ids, rows_of


def reprofile(session: Session, actor: UUID) -> int:
    """Give each row of one person the profile that she had at it, as far as is known now; return how many changed."""
    whose = reading.learner(session, actor, writing=True)
    return sum(_of_table(session, whose, table) for table in _holding(session, whose.actor))


def _holding(session: Session, actor: UUID) -> list[type[Base]]:
    """Return the tables that hold rows of hers, in one question: who registers has none in any."""
    there = [exists().where(rows_of(table).c.actor == actor) for table in OF_PERSON]
    found = session.execute(select(*there)).one()
    return [table for table, holds in zip(OF_PERSON, found, strict=True) if holds]


def _of_table(session: Session, whose: Learner, table: type[Base]) -> int:
    made = rows_of(table)
    when = next(made.c[name] for name in ("day", "asked_at", "at") if name in made.c)
    mine = made.c.actor == whose.actor
    found = session.execute(select(when, made.c.profile_id).where(mine).distinct()).mappings().all()
    values = [whose.at(moment(dict(row))) for row in found]
    ids = profile_ids(session, set(values))
    changed = [
        {"then": row[when.name], "now": ids[value]}
        for row, value in zip(found, values, strict=True)
        if ids[value] != row["profile_id"]
    ]
    if changed:
        moved = update(made).where(mine, when == bindparam("then")).values(profile_id=bindparam("now"))
        session.connection().execute(moved, changed)
    return len(changed)
