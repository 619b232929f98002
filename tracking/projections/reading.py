"""Reading for projections: statements that count, who is one person with whom, what she declared, where places are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select
from sqlalchemy.orm import Session

from classcode.territory.models import Commune, Place
from tracking.models import Installation, LearnerFact, MergedActor, Statement
from tracking.projections import locks
from tracking.projections.keys import record_key
from tracking.projections.profiles import History, Values
from tracking.projections.said import BODIES, Said

FIRST: Final = datetime.min.replace(tzinfo=UTC)
LAST: Final = datetime.max.replace(tzinfo=UTC)
INSTANT: Final = timedelta(microseconds=1)
"""The shortest time between two instants, for both databases."""

needs_body: ColumnElement[bool] = or_(
    *(and_(Statement.verb == verb, Statement.object_kind == kind) for verb, kind in BODIES)
)
COLUMNS = (
    Statement.seq,
    Statement.actor,
    Statement.verb,
    Statement.object_kind,
    Statement.object_path,
    Statement.module,
    Statement.timestamp,
    Statement.minutes,
    Statement.voided,
    case((needs_body, Statement.body), else_=null()).label("body"),
)


@dataclass(frozen=True, slots=True)
class Learner:
    """One person as she is counted: her kept actor, all her actors, her record key, and what she declared."""

    actor: UUID
    actors: tuple[UUID, ...]
    key: int
    history: History
    _turns: list[datetime] = field(init=False, repr=False)
    _between: dict[int, Values] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        # What was declared once and never changed was so from the beginning (see `profiles`): it turns nothing.
        changed = (dated for dated in self.history.facts.values() if len(dated) > 1)
        turns = {since for dated in changed for since, _ in dated}
        object.__setattr__(self, "_turns", sorted(turns))

    def at(self, moment: datetime) -> Values:
        """Return who she was at an instant; between two of her declarations that is asked once."""
        place = bisect_right(self._turns, moment)
        found = self._between.get(place)
        if found is None:
            found = self._between[place] = self.history.at(moment)
        return found

    def spans(self) -> Iterator[tuple[datetime, datetime, Values]]:
        """Yield who she was, from an instant through another; one after the other without a gap."""
        turns = [turn for turn in self._turns if self.at(turn) != self.at(turn - INSTANT)]
        ends = [*(turn - INSTANT for turn in turns), LAST]
        for since, through in zip([FIRST, *turns], ends, strict=True):
            yield since, through, self.at(since)


def said(session: Session, *conditions: ColumnElement[bool], voided: bool = False) -> list[Said]:
    """Return the statements that count under these conditions, in the order of time; the voided ones if asked."""
    wanted = select(*COLUMNS).where(*conditions).order_by(Statement.timestamp, Statement.seq)
    if not voided:
        wanted = wanted.where(Statement.voided.is_(False))
    return [Said(*row) for row in session.execute(wanted)]


def learner(session: Session, actor: UUID, *, writing: bool = False) -> Learner:
    """Return whom an actor is counted as; who is going to write of her is from then on the only one."""
    if writing and locks.are_needed(session):
        # Before anything is read that another writer may be about to change.
        locks.writing(session, str(person_of(session, actor)[0]))
    kept, actors = person_of(session, actor)
    facts = session.execute(
        select(LearnerFact.kind, LearnerFact.since, LearnerFact.value).where(LearnerFact.actor.in_(actors))
    )
    return Learner(kept, actors, record_key(kept, seed(session)), History.of(facts.all()))


def person_of(session: Session, actor: UUID) -> tuple[UUID, tuple[UUID, ...]]:
    """Return the kept actor of a person, and all her actors, the kept one first."""
    mine = select(MergedActor.kept).where(MergedActor.actor == actor).scalar_subquery()
    found = session.execute(
        select(MergedActor.kept, MergedActor.actor)
        .where(MergedActor.kept == func.coalesce(mine, actor))
        .order_by(MergedActor.actor)
    ).all()
    kept = found[0].kept if found else actor
    return kept, (kept, *(row.actor for row in found))


def kept_actors(session: Session, actors: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the kept actor of each of these that was merged into another."""
    rows = session.execute(select(MergedActor.actor, MergedActor.kept).where(MergedActor.actor.in_(actors)))
    return dict(rows.all())


def seed(session: Session) -> bytes:
    """Return the installation's seed of record keys, asked once for each session."""
    found: bytes | None = session.info.get("count_seed")
    if found is None:
        found = session.scalars(select(Installation.count_seed)).one()
        session.info["count_seed"] = found
    return found


def regions_of(session: Session, places: Sequence[UUID] | None = None) -> dict[UUID, str]:
    """Return the region of these places, or of all."""
    wanted = select(Place.id, Commune.region_code).join(Commune, Commune.code == Place.commune_code)
    if places is not None:
        if not places:
            return {}
        wanted = wanted.where(Place.id.in_(places))
    return dict(session.execute(wanted).all())
