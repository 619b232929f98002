"""Reading access tokens: all that a person made, and whose a secret is at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person, Role
from classcode.people.queries import regions_of_role
from tracking.indicators.tokens.models import AccessToken
from tracking.indicators.tokens.rules import Scope, hash_of


@dataclass(frozen=True, slots=True)
class Bearer:
    """For whom a program asks: the person, her language, and the regions that she leads; None is everywhere."""

    token_id: UUID
    person_id: UUID
    language: str
    regions: tuple[str | None, ...]


def tokens_of(session: Session, person_id: UUID) -> list[AccessToken]:
    """Return the tokens of a person that still open something, the newest first."""
    hers = (
        AccessToken.person_id == person_id,
        AccessToken.revoked_at.is_(None),
        AccessToken.expires_at > clock.now(),
    )
    return list(
        session.scalars(select(AccessToken).where(*hers).order_by(AccessToken.made_at.desc(), AccessToken.id))
    )


def bearer(session: Session, secret: str, scope: Scope) -> Bearer | None:
    """Return for whom a secret speaks: its token holds and has the scope, her account too, and she leads something."""
    row = session.execute(
        select(AccessToken, Person.language)
        .join(Person, Person.id == AccessToken.person_id)
        .where(AccessToken.token_hash == hash_of(secret), Person.disabled_at.is_(None))
        .where(AccessToken.revoked_at.is_(None), AccessToken.expires_at > clock.now())
    ).one_or_none()
    if row is None or scope not in row.AccessToken.scopes:
        return None
    regions = tuple(regions_of_role(session, row.AccessToken.person_id, Role.LEAD))
    return Bearer(row.AccessToken.id, row.AccessToken.person_id, row.language, regions) if regions else None
