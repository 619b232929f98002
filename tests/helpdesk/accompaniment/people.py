"""A person of the desk as rules ask for her: who she is and for which regions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.people.models import Person, Role, RoleGrant


@dataclass(frozen=True)
class Worker:
    """Somebody with roles."""

    id: UUID
    time_zone: str
    regions: dict[str, frozenset[str]]

    @classmethod
    def of(cls, session: Session, person: Person) -> Worker:
        """Read the roles of a person."""
        held: dict[str, frozenset[str]] = {}
        for grant in session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)):
            held[grant.role] = held.get(grant.role, frozenset()) | {grant.region_code or "*"}
        return cls(person.id, person.time_zone, held)

    @property
    def roles(self) -> frozenset[str]:
        """Her roles."""
        return frozenset(self.regions)

    def may(self, role: Role, region_code: str | None = None) -> bool:
        """Tell whether she holds a role for a region."""
        held = self.regions.get(role, frozenset())
        return bool(held) if region_code is None else bool({"*", region_code} & held)
