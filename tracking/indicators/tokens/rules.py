"""Making and ending a person's access tokens. A secret is shown once, when it is made; its hash alone is kept."""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound
from classcode.i18n import N_
from tracking.indicators.tokens.models import AccessToken

BEGINS: Final = "ccp_"
"""By which a secret that somebody published is recognised."""
TOKEN_BYTES: Final = 32
"""256 bits: nobody guesses it, so a look at the hash is all the protection that it needs."""
LONGEST_NAME: Final = 60
DAYS: Final = (30, 90, 365)
"""For how long a token may hold."""
MOST: Final = 10
"""Tokens of one person that hold at the same time."""
_USE_NOTED: Final = timedelta(hours=1)


class Scope(StrEnum):
    """What a token opens."""

    READ_INDICATORS = "read:indicators"


def hash_of(token: str) -> str:
    """Return what is kept of a secret; a plain hash will do, since the secret is long and random."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def make(session: Session, person_id: UUID, name: str, days: int) -> str:
    """Make a token that reads indicators, and return its secret, which is told this once; raises `Invalid`."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Invalid("name", N_("Please give a name of at most %(n)s characters."), n=LONGEST_NAME)
    if days not in DAYS:
        raise Invalid("days", N_("Please choose one of the periods."))
    if _held(session, person_id) >= MOST:
        raise Invalid("name", N_("You hold %(most)s tokens. End one of them first."), most=MOST)
    secret, now = BEGINS + secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    session.add(
        AccessToken(
            person_id=person_id,
            name=name.strip(),
            token_hash=hash_of(secret),
            scopes=[Scope.READ_INDICATORS],
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    session.flush()
    return secret


def _held(session: Session, person_id: UUID) -> int:
    holds = (AccessToken.revoked_at.is_(None), AccessToken.expires_at > clock.now())
    return session.scalar(select(func.count()).where(AccessToken.person_id == person_id, *holds)) or 0


def revoke(session: Session, person_id: UUID, token_id: UUID) -> None:
    """End one of her tokens for good; raise `NotFound` for another's, and for one that was ended before."""
    hers = (AccessToken.id == token_id, AccessToken.person_id == person_id, AccessToken.revoked_at.is_(None))
    if db.changed(session.execute(update(AccessToken).where(*hers).values(revoked_at=clock.now()))) != 1:
        raise NotFound


def note_use(session: Session, token_id: UUID) -> None:
    """Remember that a token was used, at most once an hour: a reader wants the day, not a write per request."""
    now = clock.now()
    long_ago = or_(AccessToken.last_used_at.is_(None), AccessToken.last_used_at < now - _USE_NOTED)
    session.execute(update(AccessToken).where(AccessToken.id == token_id, long_ago).values(last_used_at=now))
