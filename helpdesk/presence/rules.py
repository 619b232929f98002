"""Saying that one has a question open, and forgetting who had."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.presence.models import Presence

LASTS: Final = timedelta(seconds=60)
"""Three times what the page's script waits between two words of it: one of them may be lost."""


def is_here(session: Session, ticket_id: UUID, *, person_id: UUID, writing: bool) -> None:
    """Note that somebody has a question open now."""
    mine = (Presence.ticket_id == ticket_id, Presence.person_id == person_id)
    now = {"seen_at": clock.now(), "writing": writing}
    if not db.changed(session.execute(update(Presence).where(*mine).values(**now))):
        db.insert_once(session, Presence, {"ticket_id": ticket_id, "person_id": person_id, **now})


def forget(session: Session) -> None:
    """Delete who is no longer there."""
    session.execute(delete(Presence).where(Presence.seen_at < clock.now() - LASTS))
