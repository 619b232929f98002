"""Who somebody signed in is: a frozen `Visitor`, read in one query from the session's token. No web framework here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.models import WebSession
from classcode.people.models import Person, Role, RoleGrant

EVERYWHERE: Final = "*"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person as pages need her: no row, so nothing can change by touching it.

    The four `is_` and `get_` names are what Flask-Login asks of a user; rules and queries may hold a visitor too.
    """

    id: UUID
    token: str
    name: str | None
    language: str
    time_zone: str
    roles: frozenset[str]
    regions: dict[str, frozenset[str]]
    last_used_at: datetime = field(default_factory=clock.now)

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        """Return what Flask-Login keeps in the cookie: the session's token, not the person (an alternative id)."""
        return self.token

    def may(self, role: Role, region_code: str | None = None) -> bool:
        """Tell whether the person holds the role for this region (for any region when none is named)."""
        held = self.regions.get(role, frozenset())
        return bool(held) if region_code is None else EVERYWHERE in held or region_code in held


def hash_token(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def open_session(session: Session, person_id: UUID, lasts: timedelta = timedelta(days=30)) -> str:
    """Write a new session's row and return its token, which is kept nowhere else."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session.execute(delete(WebSession).where(WebSession.expires_at < now))
    session.add(
        WebSession(
            token_hash=hash_token(token),
            person_id=person_id,
            started_at=now,
            last_used_at=now,
            expires_at=now + lasts,
        )
    )
    session.flush()
    return token


# Built once, for putting a statement together costs four times as much as running it; and asked of the connection,
# since rows of plain columns need nothing of the ORM.
_BY_TOKEN = (
    select(
        Person.id,
        Person.name,
        Person.language,
        Person.time_zone,
        WebSession.last_used_at,
        RoleGrant.role,
        RoleGrant.region_code,
    )
    .select_from(WebSession)
    .join(Person, Person.id == WebSession.person_id)
    .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
    .where(Person.disabled_at.is_(None))
    .where(WebSession.token_hash == bindparam("token_hash"), WebSession.expires_at > bindparam("now"))
)


def find(session: Session, token: str) -> Visitor | None:
    """Return whose session this token opens now, with her roles of this very moment."""
    rows = (
        session.connection().execute(_BY_TOKEN, {"token_hash": hash_token(token), "now": clock.now()}).all()
    )
    if not rows:
        return None
    regions: dict[str, set[str]] = {Role.LEARNER: {EVERYWHERE}}
    for row in rows:
        if row.role:
            regions.setdefault(row.role, set()).add(row.region_code or EVERYWHERE)
    first = rows[0]
    return Visitor(
        id=first.id,
        token=token,
        name=first.name,
        language=first.language,
        time_zone=first.time_zone,
        roles=frozenset(regions),
        regions={role: frozenset(codes) for role, codes in regions.items()},
        last_used_at=first.last_used_at,
    )
