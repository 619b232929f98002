"""Giving somebody the secret address of her calendar, another one in its place, or none any more."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import NotFound
from helpdesk.calendar.models import CalendarFeed

TOKEN_BYTES: Final = 32
"""256 bits: nobody guesses it, so a look at the hash is all the protection that the address needs."""


def hash_of(token: str) -> str:
    """Return what is kept of a secret; a plain hash will do, since the secret is long and random."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def give(session: Session, person_id: UUID) -> str:
    """Give her a calendar's secret, and return it: it is told this once. The one before leads nowhere from now on."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    values = {"person_id": person_id, "token_hash": hash_of(token), "made_at": now}
    if not db.insert_once(session, CalendarFeed, values):
        mine = update(CalendarFeed).where(CalendarFeed.person_id == person_id)
        session.execute(mine.values(token_hash=hash_of(token), renewed_at=now))
    return token


def end(session: Session, person_id: UUID) -> None:
    """End her feed: its address leads nowhere from now on. Raise `NotFound` where she has none."""
    gone = session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))
    if db.changed(gone) != 1:
        raise NotFound
