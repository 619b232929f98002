"""What the record holds of people who might join the desk, and who of them has not been invited yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from classcode.people.models import Address, Person, Role, RoleGrant
from helpdesk.growth.criteria import NEEDED, Deeds, What
from helpdesk.growth.models import FacilitatorPath
from tracking.models import ActiveDay, MergedActor, Milestone, Pseudonym, Statement
from tracking.queries import actors_of, every_name
from tracking.standing import Reached
from tracking.vocabulary import Verb

AT_ONCE: Final = 100
"""How many people one round invites at most: the others have their turn an hour later."""


def deeds_of(session: Session, person_id: UUID) -> Deeds:
    """Return what counts for somebody, read from the record; five small queries."""
    actor = session.scalar(select(Pseudonym.actor).where(Pseudonym.person_id == person_id))
    if actor is None:
        return Deeds()
    finished = select(Milestone.module).where(
        Milestone.actor == actor, Milestone.kind == Reached.TRAINED, Milestone.module != ""
    )
    met = select(func.count(Statement.object_path.distinct())).where(
        Statement.actor.in_(actors_of(person_id)),
        Statement.verb == Verb.ATTENDED,
        Statement.voided.is_(False),
    )
    days = select(func.count(ActiveDay.day.distinct())).where(ActiveDay.actor == actor)
    return Deeds(
        modules=tuple(session.scalars(finished.order_by(Milestone.at))),
        meetings=session.scalar(met) or 0,
        days=session.scalar(days) or 0,
        helped=session.scalar(_helped(actor)) or 0,
    )


def _helped(actor: UUID | InstrumentedAttribute[UUID]) -> Select[int]:
    """Count the others who said that an answer helped which this person shared; what was voided is neither.

    Whoever has two accounts, made one, is one person: as the writer and as a reader.
    """
    shared, said, names = aliased(Statement), aliased(Statement), every_name()
    by = func.coalesce(MergedActor.kept, said.actor)
    hers = (names.c.person == actor, shared.verb == Verb.SHARED, shared.voided.is_(False))
    thanks = (said.verb == Verb.FOUND_HELPFUL, said.voided.is_(False), by != names.c.person)
    return (
        select(func.count(by.distinct()))
        .select_from(names)
        .join(shared, shared.actor == names.c.actor)
        .join(said, said.object_path == shared.object_path)
        .outerjoin(MergedActor, MergedActor.actor == said.actor)
        .where(*hers, *thanks)
    )


def could_be_invited(session: Session) -> Sequence[UUID]:
    """Return people who look as if every criterion were met, can be written to, and never were on a way to the desk."""
    reached = [
        select(Milestone.at).where(
            Milestone.actor == Pseudonym.actor, Milestone.kind == kind, Milestone.module == ""
        )
        for kind in (Reached.TRAINED, Reached.MET)
    ]
    days = (
        select(func.count(ActiveDay.day.distinct()))
        .where(ActiveDay.actor == Pseudonym.actor)
        .scalar_subquery()
    )
    helped = _helped(Pseudonym.actor).scalar_subquery()
    on_a_way = select(FacilitatorPath.id).where(FacilitatorPath.person_id == Person.id)
    on_the_desk = select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, RoleGrant.role == Role.FACILITATOR
    )
    confirmed = select(Address.id).where(Address.person_id == Person.id, Address.confirmed_at.is_not(None))
    found = (
        select(Person.id)
        .join(Pseudonym, Pseudonym.person_id == Person.id)
        .where(Person.disabled_at.is_(None), *(one.exists() for one in reached), days >= NEEDED[What.DAYS])
        .where(helped >= NEEDED[What.HELPFUL])
        .where(~on_a_way.exists(), ~on_the_desk.exists(), confirmed.exists())
        .order_by(Person.created_at, Person.id)
    )
    return session.scalars(found.limit(AT_ONCE)).all()
