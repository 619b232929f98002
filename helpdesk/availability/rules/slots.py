"""A facilitator's weekly slots: add one, change one, remove one. A slot is named by what it was when it was read."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode.people.models import Facilitator
from helpdesk.availability import weekly
from helpdesk.availability.rules.offering import facilitator_of
from helpdesk.availability.weekly import Weekly


def add(session: Session, person_id: UUID, slot: Weekly) -> None:
    """Offer one more slot a week; raise `Invalid` when it lies over another."""
    row = facilitator_of(session, person_id)
    _keep(session, row, weekly.put(weekly.read_all(row.slots), slot))


def change(session: Session, person_id: UUID, key: str, slot: Weekly) -> None:
    """Put a slot in the place of another; raise `Invalid`, or `NotFound` when that one is gone."""
    row = facilitator_of(session, person_id)
    mine = weekly.read_all(row.slots)
    _keep(session, row, weekly.put(mine, slot, instead=weekly.named(mine, key)))


def remove(session: Session, person_id: UUID, key: str) -> None:
    """Offer a slot no longer; raise `NotFound` when it is gone. What was given for that slot stays hers until then."""
    row = facilitator_of(session, person_id)
    mine = weekly.read_all(row.slots)
    _keep(session, row, weekly.without(mine, weekly.named(mine, key)))


def _keep(session: Session, row: Facilitator, slots: list[Weekly]) -> None:
    row.slots = [slot.row() for slot in slots]
    session.flush()
