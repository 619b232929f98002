"""Reading a slice of all learners at once: what so many people did, as few questions to the database as one needs.

A slice is a stretch of actors. What learners do most, answering, is asked for as one row for each module and day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from tracking.models import LearnerFact, MergedActor, Statement
from tracking.projections.keys import record_key
from tracking.projections.profiles import History
from tracking.projections.reading import COLUMNS, Learner, seed
from tracking.projections.said import Said
from tracking.standing import ENGAGING, MOVING
from tracking.vocabulary import Kind, Verb

AT_ONCE: Final = 50_000
"""About how many statements a slice is to hold."""
_MOST_SLICES: Final = 1 << 16
_SPACE: Final = 1 << 128
_WHOLE: Final = tuple(sorted((MOVING | {Verb.ABSENT, Verb.RATED}) - ENGAGING))
_SURVEYED: Final = and_(Statement.verb == Verb.ANSWERED, Statement.object_kind == Kind.SURVEY)


@dataclass(frozen=True, slots=True)
class Slice:
    """The actors from `first` to `last`, both among them."""

    first: UUID
    last: UUID

    @property
    def buckets(self) -> tuple[int, int]:
        """The first and the last bucket (see `locks`) that these actors lie in."""
        return self.first.bytes[0], self.last.bytes[0]

    def holds(self, actor: Any) -> ColumnElement[bool]:
        """Return the condition that a column's actor is one of these."""
        return and_(actor >= self.first, actor <= self.last)


def slices(session: Session) -> Iterator[Slice]:
    """Cut all actors into slices; pseudonyms are drawn evenly, so that they come out about alike."""
    statements = session.scalar(select(func.max(Statement.seq))) or 0
    many = 1
    while many < _MOST_SLICES and many * AT_ONCE < statements:
        many *= 2
    wide = _SPACE // many
    for number in range(many):
        yield Slice(UUID(int=number * wide), UUID(int=(number + 1) * wide - 1))


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a slice: by kept actor what each did, in the order of time, who each is, and what they asked."""

    said: Mapping[UUID, list[Said]]
    learners: Mapping[UUID, Learner]
    asked: Sequence[str]


def crowd(session: Session, of: Slice) -> Crowd:
    """Read the people whose kept actor lies in a slice; whoever was merged into one of them is with her."""
    merged = dict(session.execute(select(MergedActor.actor, MergedActor.kept)).all())
    theirs = _with_merged(Statement.actor, of, merged)
    said: dict[UUID, list[Said]] = defaultdict(list)
    for one in (*_whole(session, theirs), *_days(session, theirs)):
        said[merged.get(one.actor, one.actor)].append(one)
    for some in said.values():
        some.sort(key=lambda one: (one.at, one.seq))
    mine = {actor: some for actor, some in said.items() if of.first <= actor <= of.last}
    askers, asked = _asked(session, theirs)
    actors = {merged.get(actor, actor) for actor in askers} | mine.keys()
    return Crowd(mine, _learners(session, of, merged, actors), sorted(asked))


def _with_merged(column: Any, of: Slice, merged: Mapping[UUID, UUID]) -> ColumnElement[bool]:
    elsewhere = [actor for actor, kept in merged.items() if of.first <= kept <= of.last]
    return or_(of.holds(column), column.in_(elsewhere)) if elsewhere else of.holds(column)


def _whole(session: Session, theirs: ColumnElement[bool]) -> Iterator[Said]:
    wanted = select(*COLUMNS).where(theirs, Statement.voided.is_(False))
    yield from (Said(*row) for row in session.execute(wanted.where(Statement.verb.in_(_WHOLE))))
    yield from (Said(*row) for row in session.execute(wanted.where(_SURVEYED)))


def _days(session: Session, theirs: ColumnElement[bool]) -> Iterator[Said]:
    """Read the first activity of each day in each module: the others of that day reach nothing more."""
    day = _utc_day(session)
    first = func.min(Statement.timestamp)
    rows = session.execute(
        select(Statement.actor, Statement.module, first)
        .where(theirs, Statement.verb.in_(ENGAGING), Statement.object_kind != Kind.SURVEY)
        .where(Statement.voided.is_(False))
        .group_by(Statement.actor, Statement.module, day)
    )
    for actor, module, at in rows:
        yield Said(0, actor, Verb.ANSWERED, Kind.INTERACTION, "", module, at.astimezone(UTC), None)


def _utc_day(session: Session) -> ColumnElement[Any]:
    if session.get_bind().dialect.name == "postgresql":
        return func.date(func.timezone("UTC", Statement.timestamp))
    return func.date(Statement.timestamp)


def _asked(session: Session, theirs: ColumnElement[bool]) -> tuple[set[UUID], set[str]]:
    """Return who asked the desk something, and the paths of the questions."""
    asked = select(Statement.actor, Statement.object_path).where(theirs, Statement.verb == Verb.ASKED)
    rows = session.execute(asked.distinct()).all()
    return {actor for actor, _ in rows}, {path for _, path in rows}


def _learners(
    session: Session, of: Slice, merged: Mapping[UUID, UUID], actors: Collection[UUID]
) -> dict[UUID, Learner]:
    facts: dict[UUID, list[Any]] = defaultdict(list)
    wanted = select(LearnerFact.actor, LearnerFact.kind, LearnerFact.since, LearnerFact.value)
    for actor, *fact in session.execute(wanted.where(_with_merged(LearnerFact.actor, of, merged))):
        facts[merged.get(actor, actor)].append(tuple(fact))
    salt = seed(session)
    return {
        actor: Learner(actor, (actor,), record_key(actor, salt), History.of(facts.get(actor, ())))
        for actor in actors
        if of.first <= actor <= of.last
    }
