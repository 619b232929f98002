"""What follows for a slice of learners, derived by the database at once: milestones, active days, lessons.

The rules are those of `standing` and `learners.lesson`, which follow one learner deed by deed, said for many: both
rest on the constants of `standing`, and a test compares the two after random histories. Everything goes from the log
into the tables of `staged`; what must be read from the text of a statement is not derived here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union, union_all
from sqlalchemy.orm import Session

from tracking import standing
from tracking.models import Statement
from tracking.projections.slices import Slice, told, told_verb
from tracking.projections.staged import DAY, DEED, LESSON, MILESTONE, hashing, put
from tracking.standing import Reached
from tracking.vocabulary import Kind, Verb

_MODULE: Final = func.coalesce(Statement.module, "").label("module")
_AT: Final = Statement.timestamp.label("at")
_LEARNS: Final = Statement.object_kind != standing.NO_LEARNING
_LESSON: Final = and_(
    told_verb == Verb.COMPLETED, Statement.object_kind == Kind.LESSON, Statement.object_path != ""
)


def derive(session: Session, of: Slice) -> set[UUID]:
    """Fill the staged tables with what follows for a slice of learners; return who they are."""
    with hashing(session):
        _days(session, of)
        _deeds(session, of)
    _lessons(session, of)
    put(session, MILESTONE, _reached())
    put(session, MILESTONE, _participating())
    who = union(*(select(table.c.actor) for table in (DAY, DEED, LESSON)))
    return set(session.scalars(who))


def _days(session: Session, of: Slice) -> None:
    """Find the first activity of each day in each module: the others of that day reach nothing more."""
    day = _utc_day(session).label("day")
    acts = told(of, told_verb.in_(sorted(standing.ENGAGING)), _LEARNS, columns=(_MODULE, day, _AT))
    key = (acts.c.actor, acts.c.module, acts.c.day)
    put(session, DAY, select(*key, func.min(acts.c.at)).group_by(*key))


def _utc_day(session: Session) -> ColumnElement[Any]:
    if session.get_bind().dialect.name == "postgresql":
        return func.date(func.timezone("UTC", Statement.timestamp))
    return func.date(Statement.timestamp)


def _deeds(session: Session, of: Slice) -> None:
    whole = or_(told_verb != Verb.COMPLETED, Statement.object_kind == standing.COMPLETE)
    verbs = told_verb.in_(sorted(standing.MOVING - standing.ENGAGING))
    acts = told(of, verbs, _LEARNS, whole, columns=(Statement.verb, _MODULE, _AT))
    key = (acts.c.actor, acts.c.verb, acts.c.module)
    put(session, DEED, select(*key, func.min(acts.c.at)).group_by(*key))


def _lessons(session: Session, of: Slice) -> None:
    """Find each unit's first completion, and the most minutes that it ever declared."""
    path, minutes = Statement.object_path.label("path"), func.coalesce(Statement.minutes, 0).label("minutes")
    done = told(of, _LESSON, columns=(path, _MODULE, _AT, minutes, Statement.seq)).c
    each = (done.actor, done.path)
    place = func.row_number().over(partition_by=each, order_by=(done.at, done.seq)).label("place")
    most = func.max(done.minutes).over(partition_by=each).label("most")
    found = select(*each, done.module, done.at, most, place).subquery().c
    put(
        session,
        LESSON,
        select(found.actor, found.path, found.module, found.at, found.most).where(found.place == 1),
    )


def _reached() -> Select[Any]:
    """Return when each first reached what follows from one deed alone, in each module and (module "") anywhere."""
    alone = union_all(*_alone()).subquery().c
    in_modules = select(alone.actor, alone.kind, alone.module, alone.at)
    anywhere = select(alone.actor, alone.kind, literal("").label("module"), alone.at)
    both = union_all(in_modules, anywhere.where(alone.module != "")).subquery().c
    key = (both.actor, both.kind, both.module)
    return select(*key, func.min(both.at)).group_by(*key)


def _alone() -> Iterator[Select[Any]]:
    active = DAY.c
    for kind in standing.BY_ACTIVITY:
        yield _first(active, kind)
    for kind in standing.AT_THE_DOOR:
        yield _first(active, kind).where(active.module == standing.FRONT_DOOR)
    for verb, kinds in standing.AT_ONCE.items():
        for kind in kinds:
            yield _first(DEED.c, kind).where(DEED.c.verb == verb)


def _first(found: Any, kind: Reached) -> Select[Any]:
    at = func.min(found.at).label("at")
    named = literal(str(kind)).label("kind")
    return select(found.actor, named, found.module, at).group_by(found.actor, found.module)


def _participating() -> Select[Any]:
    """Return when each began to participate: what she reached together with another, or on enough days."""
    ways = union_all(_together(), *_on_enough_days()).subquery().c
    key = (ways.actor, ways.module)
    kind = literal(str(Reached.PARTICIPATING))
    return select(ways.actor, kind, ways.module, func.min(ways.at)).group_by(*key)


def _together() -> Select[Any]:
    first, then = (MILESTONE.alias(f"reached_{kind}") for kind in standing.TOGETHER)
    same = and_(first.c.actor == then.c.actor, first.c.module == then.c.module)
    kinds = (one.c.kind == str(kind) for one, kind in zip((first, then), standing.TOGETHER, strict=True))
    later = case((first.c.at > then.c.at, first.c.at), else_=then.c.at)
    return select(first.c.actor, first.c.module, later.label("at")).join(then, same).where(*kinds)


def _on_enough_days() -> Iterator[Select[Any]]:
    """Yield the first activity of the last of so many days: of each module, and of all together."""
    anywhere = select(DAY.c.actor, literal("").label("module"), DAY.c.day, func.min(DAY.c.at).label("at"))
    of_all = anywhere.group_by(DAY.c.actor, DAY.c.day)
    for days in (select(DAY).where(DAY.c.module != "").subquery().c, of_all.subquery().c):
        order = func.row_number().over(partition_by=(days.actor, days.module), order_by=days.day)
        numbered = select(days.actor, days.module, days.at, order.label("place")).subquery().c
        enough = numbered.place == standing.PARTICIPATING_DAYS
        yield select(numbered.actor, numbered.module, numbered.at).where(enough)
