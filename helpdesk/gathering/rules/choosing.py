"""Being left out of suggestions, and coming back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.gathering.models import GatheringChoice, SuggestedPerson


def choose(session: Session, person_id: UUID, *, wants: bool) -> None:
    """Keep whether somebody wants to be suggested for meetings; whoever does not leaves every suggestion at once."""
    if wants:
        session.execute(delete(GatheringChoice).where(GatheringChoice.person_id == person_id))
        return
    db.insert_once(session, GatheringChoice, {"person_id": person_id, "off_at": clock.now()})
    session.execute(delete(SuggestedPerson).where(SuggestedPerson.person_id == person_id))
