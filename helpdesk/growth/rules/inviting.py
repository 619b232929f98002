"""Inviting by the record: whoever meets every criterion is invited once, with one mail, and never again."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.people.models import Person
from classcode.people.queries import recipient
from classcode.territory.queries import region_of
from helpdesk.growth import criteria, mails
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.deeds import deeds_of
from helpdesk.growth.steps import Door, PathState


def invite(session: Session, person_id: UUID) -> bool:
    """Invite somebody unless she was on a way to the desk before or a criterion is not met; tell whether she was."""
    to, deeds = recipient(session, person_id), deeds_of(session, person_id)
    before = select(FacilitatorPath.id).where(FacilitatorPath.person_id == person_id).limit(1)
    if to is None or not criteria.all_met(deeds) or session.scalar(before) is not None:
        return False
    values = {
        "id": uuid4(),
        "person_id": person_id,
        "door": Door.RECORD,
        "state": PathState.INVITED,
        "region_code": _region(session, person_id),
        "languages": [],
        "slots": [],
        "invited_at": clock.now(),
    }
    if not db.insert_once(session, FacilitatorPath, values):
        return False
    mails.invited(session, to, deeds)
    return True


def _region(session: Session, person_id: UUID) -> str | None:
    commune = session.get_one(Person, person_id).commune_code
    region = region_of(session, commune) if commune else None
    return region.code if region else None
