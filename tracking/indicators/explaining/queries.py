"""Reading what a figure rests on: the statements with whom they concern, and rows that no statement tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Subquery, func, select, union_all
from sqlalchemy.orm import Session

from tracking.indicators.explaining.resting import Backing, Row, family_of
from tracking.indicators.query import room_to_work
from tracking.indicators.query.scope import Scope
from tracking.models import MergedActor, Statement

ON_A_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Sought:
    """A figure whose statements are looked for: the indicator, its filter at an instant, the last statement then."""

    indicator: str
    scope: Scope
    up_to: int


@dataclass(frozen=True, slots=True)
class Whole:
    """All of it in numbers: how many statements, and for how many people they count."""

    statements: int
    people: int


@dataclass(frozen=True, slots=True)
class Page:
    """Statements, the newest first; `before` is where the next page begins, None on the last."""

    lines: tuple[Backing, ...]
    before: int | None


def newest(session: Session) -> int:
    """Return the number of the newest statement."""
    return session.scalar(select(func.max(Statement.seq))) or 0


def _all(session: Session, sought: Sought) -> Subquery | None:
    """Return all statements behind a figure, each once; None where no statement tells any of it."""
    family = family_of(sought.indicator)
    if family is None or family.statements is None:
        return None
    room_to_work(session)
    parts = [
        one.where(Statement.seq <= sought.up_to)
        for one in family.statements(session, sought.scope, sought.indicator)
    ]
    every = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    # Who said it, like the person for whom it counts, stands under the name of who was merged with whom.
    said_by = func.coalesce(MergedActor.kept, every.c.actor).label("actor")
    others = [column for column in every.c if column.name != "actor"]
    found = select(*others, said_by).outerjoin(MergedActor, MergedActor.actor == every.c.actor)
    return found.distinct().subquery()


def whole(session: Session, sought: Sought) -> Whole:
    """Count the statements behind a figure, and the people for whom they count."""
    every = _all(session, sought)
    if every is None:
        return Whole(0, 0)
    counted = select(func.count(every.c.seq.distinct()), func.count(every.c.person.distinct()))
    return Whole(*session.execute(counted).one())


def concerned(session: Session, sought: Sought) -> set[UUID]:
    """Return everybody whose statement is among them, and everybody for whom one counts."""
    every = _all(session, sought)
    if every is None:
        return set()
    found: set[UUID] = set()
    for row in session.execute(select(every.c.actor, every.c.person).distinct()):
        found |= {row.actor, row.person}
    return found


def page(session: Session, sought: Sought, before: int | None = None, size: int = ON_A_PAGE) -> Page:
    """Return a page of the statements behind a figure."""
    every = _all(session, sought)
    if every is None:
        return Page((), None)
    wanted: Any = select(*every.c).order_by(every.c.seq.desc()).limit(size + 1)
    rows = session.execute(wanted if before is None else wanted.where(every.c.seq < before)).all()
    lines = tuple(Backing(**row._mapping) for row in rows[:size])
    return Page(lines, lines[-1].seq if len(rows) > size else None)


def batches(session: Session, sought: Sought, size: int = 1_000) -> Iterator[tuple[Backing, ...]]:
    """Yield all of them some at a time, the newest first, for a file: asked for once, and read as they are needed."""
    every = _all(session, sought)
    if every is None:
        return
    wanted: Any = select(*every.c).order_by(every.c.seq.desc())
    rows = session.connection().execute(wanted, execution_options={"yield_per": size})
    for some in rows.partitions():
        yield tuple(Backing(**row._mapping) for row in some)


def others(session: Session, indicator: str, scope: Scope) -> list[Row]:
    """Return the rows behind a figure that are no statements."""
    family = family_of(indicator)
    return family.others(session, scope, indicator) if family and family.others else []
