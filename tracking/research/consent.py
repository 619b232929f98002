"""Who agrees to research: a dated fact of the record, no by default, which each learner gives and takes back herself.

The latest thing that she said counts, with whichever of her accounts; who has no account any more could not take it
back, and is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from tracking.models import LearnerFact, MergedActor, Pseudonym
from tracking.projections.reading import person_of
from tracking.rules import actor_of, note_fact

RESEARCH: Final = "research"
"""The kind of the fact; its value is `YES`, or none once it was taken back."""
YES: Final = "yes"
Said = tuple[datetime, bool]


def keep(session: Session, person_id: UUID, *, agrees: bool) -> None:
    """Keep that somebody agrees to research, or no longer does, from now on."""
    note_fact(session, person_id, RESEARCH, YES if agrees else None)


def agrees(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody agrees to research."""
    actor = session.scalar(select(Pseudonym.actor).where(Pseudonym.person_id == person_id))
    return actor is not None and _latest(said(session, person_of(session, actor)[1]))


def actors_of(session: Session, person_id: UUID) -> tuple[UUID, ...]:
    """Return every actor of somebody, made where she has none yet."""
    return person_of(session, actor_of(session, person_id))[1]


def said(session: Session, actors: Collection[UUID]) -> list[Said]:
    """Return what one person said, in the order of time; of two things said at once the no comes last."""
    facts = select(LearnerFact.since, LearnerFact.value).where(
        LearnerFact.kind == RESEARCH, LearnerFact.actor.in_(actors)
    )
    return sorted(((since, value == YES) for since, value in session.execute(facts)), key=_order)


def _order(one: Said) -> tuple[datetime, bool]:
    return one[0], not one[1]


def _latest(told: list[Said]) -> bool:
    return bool(told) and told[-1][1]


def first_yes(session: Session, actors: Collection[UUID]) -> datetime | None:
    """Return since when somebody may be in files, None where she never agreed."""
    return next((since for since, yes in said(session, actors) if yes), None)


def consenting(session: Session) -> Mapping[UUID, tuple[UUID, ...]]:
    """Return everybody who agrees, by kept actor: all her actors, the kept one first."""
    merged = dict(session.execute(select(MergedActor.actor, MergedActor.kept)).all())
    told: dict[UUID, list[Said]] = {}
    facts = select(LearnerFact.actor, LearnerFact.since, LearnerFact.value).where(
        LearnerFact.kind == RESEARCH
    )
    for actor, since, value in session.execute(facts):
        told.setdefault(merged.get(actor, actor), []).append((since, value == YES))
    here = {merged.get(actor, actor) for actor in session.scalars(_with_account())}
    kept = {actor for actor, some in told.items() if actor in here and _latest(sorted(some, key=_order))}
    others: dict[UUID, list[UUID]] = {}
    for actor, of in sorted(merged.items()):
        others.setdefault(of, []).append(actor)
    return {actor: (actor, *others.get(actor, ())) for actor in kept}


def _with_account() -> Select[UUID]:
    return select(Pseudonym.actor).join(Person).where(Person.disabled_at.is_(None))
