"""Who is at the other end of a request: a frozen `Visitor`, read in one query from the session's token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from flask_login import UserMixin, current_user
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.models import WebSession
from classcode.people.models import Person, Role, RoleGrant

EVERYWHERE: Final = "*"


@dataclass(frozen=True, slots=True)
class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """A signed-in person as pages need her: no row, so nothing can change by touching it."""

    id: UUID
    token: str
    name: str | None
    language: str
    time_zone: str
    roles: frozenset[str]
    regions: dict[str, frozenset[str]]
    last_used_at: datetime = field(default_factory=clock.now)

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
)


def find(session: Session, token: str) -> Visitor | None:
    """Return whose session this token opens now, with her roles of this very moment."""
    mine = (WebSession.token_hash == hash_token(token), WebSession.expires_at > clock.now())
    rows = session.execute(_BY_TOKEN.where(*mine)).all()
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


def visitor() -> Visitor | None:
    """Return the signed-in person of this request, or None."""
    user: Any = current_user
    return user._get_current_object() if user.is_authenticated else None


def me() -> Visitor:
    """Return the signed-in person of a view that `open_to` keeps closed to others."""
    found = visitor()
    assert found is not None, "this view is open to people who are not signed in"
    return found
