"""Agreeing to research, and taking it back: files that may hold her go with it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from tracking.research import consent
from tracking.research.rules import files


def choose(session: Session, person_id: UUID, *, agrees: bool) -> None:
    """Keep what somebody chose; with a no every file that may hold her is taken away."""
    if agrees == consent.agrees(session, person_id):
        return
    if not agrees:
        files.let_go(session, consent.actors_of(session, person_id))
    consent.keep(session, person_id, agrees=agrees)
