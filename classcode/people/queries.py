"""Reading about people: how to write to somebody, how to name her, what her account holds."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.mail import Recipient
from classcode.people.models import Address, Person, RoleGrant


@dataclass(frozen=True, slots=True)
class Named:
    """A person as others in the same thread may see her: a name she chose, and nothing else."""

    id: UUID
    name: str | None


def recipient(session: Session, person_id: UUID) -> Recipient | None:
    """Return where to write to a person: her first confirmed address, or None when she has none."""
    row = session.execute(
        select(Address.email, Person.language, Person.time_zone)
        .join(Person, Person.id == Address.person_id)
        .where(Person.id == person_id, Address.confirmed_at.is_not(None), Person.disabled_at.is_(None))
        .order_by(Address.confirmed_at)
        .limit(1)
    ).one_or_none()
    return Recipient(row.email, person_id, row.language, row.time_zone) if row else None


def addresses_of(session: Session, person_id: UUID) -> list[Address]:
    """Return a person's addresses, confirmed ones first."""
    return list(
        session.scalars(
            select(Address)
            .where(Address.person_id == person_id)
            .order_by(Address.confirmed_at.is_(None), Address.added_at)
        )
    )


def names(session: Session, person_ids: set[UUID]) -> dict[UUID, Named]:
    """Return the chosen names of several people in one query."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: Named(row.id, row.name) for row in rows}


def regions_of_role(session: Session, person_id: UUID, role: str) -> list[str | None]:
    """Return the regions for which a person holds a role; None stands for everywhere."""
    return list(
        session.scalars(
            select(RoleGrant.region_code).where(RoleGrant.person_id == person_id, RoleGrant.role == role)
        )
    )


def person_by_email(session: Session, email: str) -> Person | None:
    """Return whose confirmed address this is; commands and data protection's search use it, no other page does."""
    return session.scalar(
        select(Person)
        .join(Address, Address.person_id == Person.id)
        .where(Address.email == email.strip().lower(), Address.confirmed_at.is_not(None))
    )
