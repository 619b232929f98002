"""Whether somebody can hold a question today, and who stands in for her when she cannot."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person, Role, RoleGrant
from helpdesk.models import Absence


def is_there(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody still has a desk and is not away today."""
    holds = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.person_id == person_id,
            RoleGrant.role.in_((Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)),
            Person.disabled_at.is_(None),
        )
    )
    return session.scalar(holds.limit(1)) is not None and absence_now(session, person_id) is None


def absence_now(session: Session, person_id: UUID) -> Absence | None:
    """Return the absence that somebody is in today, by the calendar of her own place."""
    today = today_of(session, person_id)
    return session.scalar(
        select(Absence)
        .where(
            Absence.facilitator_id == person_id,
            Absence.ended_at.is_(None),
            Absence.starts_on <= today,
            Absence.ends_on >= today,
        )
        .order_by(Absence.ends_on.desc())
        .limit(1)
    )


def today_of(session: Session, person_id: UUID) -> date:
    """Return what day it is where somebody lives."""
    zone = session.scalar(select(Person.time_zone).where(Person.id == person_id)) or "UTC"
    return clock.local(clock.now(), zone).date()
