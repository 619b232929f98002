"""Cutting all learners into slices, and reading what a slice's people said and who they are, at once for all of them.

A slice is a stretch of actors. What follows from the columns of the log alone, `deriving` has the database find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, String, Subquery, and_, func, not_, or_, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session

from tracking.models import LearnerFact, MergedActor, Statement
from tracking.projections import reading
from tracking.projections.keys import record_key
from tracking.projections.learners import Row
from tracking.projections.profiles import History
from tracking.projections.reading import Learner
from tracking.projections.said import BODIES, Said
from tracking.projections.writing import profile_ids
from tracking.vocabulary import Verb

AT_ONCE: Final = 250_000
"""About how many statements a slice is to hold: a second's work, for which who writes of its learners waits."""
_MOST_SLICES: Final = 1 << 16
_SPACE: Final = 1 << 128
_DAY: Final = timedelta(days=1)
_OWN: Final = tuple(one for one in BODIES if one[0] != Verb.PROPOSED)
"""The kinds of statement of which the text is read for the learner's own rows."""
_READ: Final = tuple(column for column in reading.COLUMNS if column.name not in ("actor", "body"))


class _Verb(ColumnElement[str]):
    """The verb of a statement, by which SQLite may not look it up: it would choose that, though verbs are few.

    See https://sqlite.org/optoverview.html, "Disqualifying WHERE Clause Terms Using Unary +".
    """

    type = String()
    inherit_cache = True


@compiles(_Verb)
def _plain(_verb: _Verb, compiler: Any, **given: Any) -> str:
    return str(compiler.process(Statement.verb, **given))


@compiles(_Verb, "sqlite")
def _disqualified(_verb: _Verb, compiler: Any, **given: Any) -> str:
    return f"+{compiler.process(Statement.verb, **given)}"


told_verb: Final = _Verb()
"""How `told` wants the verb to be named."""


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


def told(of: Slice, *conditions: ColumnElement[bool], columns: Iterable[Any]) -> Subquery:
    """Return what is told under these conditions by people whose kept actor lies in a slice, under that actor.

    Two questions put together, since one with "or" would be answered by reading whole rows of the log.
    Conditions name the verb as `told_verb`.
    """
    kept = func.coalesce(MergedActor.kept, Statement.actor).label("actor")
    chosen = select(kept, *columns).where(Statement.voided.is_(False), *conditions)
    merged = MergedActor.actor == Statement.actor
    still_here = or_(MergedActor.kept.is_(None), of.holds(MergedActor.kept))
    here = chosen.outerjoin(MergedActor, merged).where(of.holds(Statement.actor), still_here)
    from_elsewhere = (of.holds(MergedActor.kept), not_(of.holds(MergedActor.actor)))
    return union_all(here, chosen.join(MergedActor, merged).where(*from_elsewhere)).subquery()


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a slice: by kept actor who each is, and what she said in texts; and what they asked."""

    learners: Mapping[UUID, Learner]
    said: Mapping[UUID, Sequence[Said]]
    asked: Sequence[str]


def crowd(session: Session, of: Slice, active: Iterable[UUID]) -> Crowd:
    """Read the people of a slice: those who are known to be active, and who said or asked anything else."""
    asked = told(of, told_verb == Verb.ASKED, columns=(Statement.object_path,))
    questions = session.execute(select(asked).distinct()).all()
    said = _texts(session, of)
    actors = {*active, *said, *(actor for actor, _ in questions)}
    return Crowd(_learners(session, of, actors), said, sorted({path for _, path in questions}))


def _texts(session: Session, of: Slice) -> Mapping[UUID, Sequence[Said]]:
    """Return by kept actor what is read whole, in the order of time."""
    kinds = or_(*(and_(told_verb == verb, Statement.object_kind == kind) for verb, kind in _OWN))
    whole = told(of, kinds, columns=(*_READ, Statement.body))
    said: dict[UUID, list[Said]] = defaultdict(list)
    for actor, seq, *others in session.execute(select(whole).order_by(whole.c.timestamp, whole.c.seq)):
        said[actor].append(Said(seq, actor, *others))
    return said


def _learners(session: Session, of: Slice, actors: Collection[UUID]) -> dict[UUID, Learner]:
    facts: dict[UUID, list[Any]] = defaultdict(list)
    kept = func.coalesce(MergedActor.kept, LearnerFact.actor)
    declared = select(kept, LearnerFact.kind, LearnerFact.since, LearnerFact.value)
    declared = declared.outerjoin(MergedActor, MergedActor.actor == LearnerFact.actor)
    theirs = or_(of.holds(LearnerFact.actor), of.holds(MergedActor.kept))
    for actor, *fact in session.execute(declared.where(theirs)):
        facts[actor].append(tuple(fact))
    seed = reading.seed(session)
    return {
        actor: Learner(actor, (actor,), record_key(actor, seed), History.of(facts.get(actor, ())))
        for actor in actors
    }


def spans(session: Session, people: Iterable[Learner]) -> Iterator[Row]:
    """Yield who each of them was, from when through when: the rows of `staged.LEARNER`."""
    each = [(whose, *span) for whose in people for span in whose.spans()]
    ids = profile_ids(session, {values for *_, values in each})
    for whose, since, through, values in each:
        yield {
            "actor": whose.actor,
            "key": whose.key,
            "since": since,
            "through": through,
            "first_day": since.date(),
            # A day counts by its end, as in `writing.moment`.
            "last_day": date.max if through == reading.LAST else (through + reading.INSTANT).date() - _DAY,
            "profile_id": ids[values],
        }
