"""Making kept rows those that the database itself found in the log: `writing.keep`, for as many rows as there are.

Who a learner was at each row is joined here, from her spans. What is equal already is not written again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Table, and_, delete, insert, select, true, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from classcode import db
from classcode.db import Base
from tracking.projections.slices import Slice
from tracking.projections.staged import LEARNER
from tracking.projections.writing import rows_of


def settle(session: Session, of: Slice, table: type[Base], found: Table) -> int:
    """Make the rows of a slice of learners those that were found; return how many were not yet."""
    made = rows_of(table)
    mine = of.holds(made.c.actor)
    whole = _with_learner(made, found)
    if session.execute(select(made.c.actor).where(mine).limit(1)).first() is None:
        # Nothing to compare with, and nobody else writes for a learner of the slice.
        return _changed(session, insert(made).from_select(made.columns.keys(), whole))
    keys = [column.name for column in made.primary_key]
    gone = select(*(made.c[key] for key in keys)).where(mine).except_(select(*(found.c[key] for key in keys)))
    removed = delete(made).where(tuple_(*made.primary_key).in_(gone))
    differing = whole.except_(select(made).where(mine)).subquery()
    return _changed(session, removed) + _changed(session, _upsert(session, made, differing))


def _with_learner(made: Table, found: Table) -> Select[Any]:
    """Return what was found as whole rows: with the learner's key, and who she was then."""
    if "day" in found.c:
        then = found.c.day.between(LEARNER.c.first_day, LEARNER.c.last_day)
    else:
        then = found.c.at.between(LEARNER.c.since, LEARNER.c.through)
    names = (column.name for column in made.columns)
    whole = (found.c[name] if name in found.c else LEARNER.c[name] for name in names)
    return select(*whole).join_from(found, LEARNER, and_(found.c.actor == LEARNER.c.actor, then))


def _upsert(session: Session, made: Table, differing: Any) -> Any:
    new: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # SQLite would read ON CONFLICT as part of a SELECT without WHERE (https://sqlite.org/lang_upsert.html).
    filled = new(made).from_select(made.columns.keys(), select(differing).where(true()))
    others = {column.name: filled.excluded[column.name] for column in made.columns if not column.primary_key}
    return filled.on_conflict_do_update(index_elements=list(made.primary_key), set_=others)


def _changed(session: Session, statement: Any) -> int:
    # psycopg tells the count of an INSERT only where it is asked to keep it.
    return db.changed(session.connection().execute(statement, execution_options={"preserve_rowcount": True}))
