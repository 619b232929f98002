"""Reading who is who: profiles that wait for a moderator, and who looked behind a pseudonym."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.territory.models import Region
from helpdesk.models import NameLift
from helpdesk.pairing import EVERYWHERE
from helpdesk.tickets.access import Who


@dataclass(frozen=True, slots=True)
class ReportedProfile:
    """A facilitator whose presentation was reported and not yet hidden."""

    person_id: UUID
    name: str | None
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Lift:
    """Who looked behind a pseudonym, when, and why."""

    name: str | None
    at: datetime
    reason: str


def reported_profiles(session: Session, visitor: Who) -> list[ReportedProfile]:
    """Return the reported presentations that this person may hide, the oldest report first; others get none."""
    granted = select(RoleGrant.person_id).where(RoleGrant.role == Role.FACILITATOR)
    led = visitor.regions.get(Role.LEAD, frozenset())
    if not led and Role.ADMINISTRATOR not in visitor.roles:
        return []
    if Role.ADMINISTRATOR not in visitor.roles and EVERYWHERE not in led:
        granted = granted.where(RoleGrant.region_code.in_(led) | RoleGrant.region_code.is_(None))
    rows = session.execute(
        select(Facilitator.person_id, Person.name, Facilitator.presentation_reported_at)
        .join(Person, Person.id == Facilitator.person_id)
        .where(
            Facilitator.presentation_reported_at.is_not(None),
            Facilitator.presentation_hidden_at.is_(None),
            Facilitator.person_id.in_(granted),
            Person.disabled_at.is_(None),
        )
        .order_by(Facilitator.presentation_reported_at, Facilitator.person_id)
    )
    return [ReportedProfile(person_id, name, at) for person_id, name, at in rows if at]


def lifts_of(session: Session, ticket_id: UUID) -> list[Lift]:
    """Return who looked up the name of who asked this question, in order; for her own eyes."""
    rows = session.execute(
        select(Person.name, NameLift.at, NameLift.reason)
        .join(Person, Person.id == NameLift.by_person_id)
        .where(NameLift.ticket_id == ticket_id)
        .order_by(NameLift.at, NameLift.id)
    )
    return [Lift(*row) for row in rows]


def has_profile(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody is a facilitator, and so has a profile; a lead who took a question may have none."""
    granted = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role == Role.FACILITATOR)
    offers = granted.join(Facilitator, Facilitator.person_id == RoleGrant.person_id)
    return session.scalar(offers.limit(1)) is not None


def regions_called(session: Session, codes: frozenset[str | None], language: str) -> list[str]:
    """Return the names of regions in a language, by name; None, which is everywhere, has none."""
    named = session.scalars(select(Region).where(Region.code.in_([code for code in codes if code])))
    return sorted(region.called(language) for region in named)
