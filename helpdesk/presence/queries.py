"""Who else has a question open."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.presence.models import Presence
from helpdesk.presence.rules import LASTS


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who has the question open now."""

    name: str | None
    writing: bool


def others_here(session: Session, ticket_id: UUID, *, but: UUID) -> list[Here]:
    """Return who else of the team has a question open, who writes first."""
    rows = session.execute(
        select(Person.name, Presence.writing)
        .join(Person, Person.id == Presence.person_id)
        .where(Presence.ticket_id == ticket_id, Presence.person_id != but)
        .where(Presence.seen_at > clock.now() - LASTS)
        .order_by(Presence.writing.desc(), Person.name, Person.id)
    )
    return [Here(row.name, row.writing) for row in rows]
