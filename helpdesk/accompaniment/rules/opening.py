"""Opening an accompaniment, and handing it to another facilitator of the region."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound
from classcode.i18n import N_
from classcode.people.models import Person, RoleGrant
from classcode.territory.schools.queries import school
from helpdesk.accompaniment import access
from helpdesk.accompaniment.access import Seen
from helpdesk.accompaniment.models import Accompaniment
from helpdesk.accompaniment.rules.trail import leave
from helpdesk.accompaniment.stages import Deed, years_offered
from helpdesk.tickets.access import Who


def open_accompaniment(session: Session, who: Who, school_id: UUID, school_year: str) -> Accompaniment:
    """Begin to accompany a school of her region for a school year; one that is open already is given back.

    Raises `NotFound` for a school that is not of her region, `Invalid` for another year.
    """
    found = school(session, school_id)
    if found is None or not access.works_in(who, found.commune.region_code):
        raise NotFound
    if school_year not in years_offered(found.system, clock.now().date()):
        raise Invalid("school_year", N_("Please choose a school year from the list."))
    values = {
        "id": uuid4(),
        "school_id": found.id,
        "school_year": school_year,
        "region_code": found.commune.region_code,
        "facilitator_id": who.id,
        "opened_at": clock.now(),
    }
    opened = db.insert_once(session, Accompaniment, values)
    mine = select(Accompaniment).where(
        Accompaniment.school_id == found.id, Accompaniment.school_year == school_year
    )
    kept = session.scalars(mine).one()
    if opened:
        leave(session, kept, Deed.OPENED, by=who.id)
    return kept


def hand_over(session: Session, seen: Seen, facilitator_id: UUID, *, by: UUID) -> bool:
    """Give an accompaniment to another facilitator or lead of its region; tell whether it changed hands."""
    held = seen.accompaniment
    if facilitator_id not in {one.id for one in may_accompany(session, held.region_code)}:
        raise Invalid("facilitator", N_("Please choose somebody from the list."))
    if held.facilitator_id == facilitator_id:
        return False
    held.facilitator_id = facilitator_id
    leave(session, held, Deed.HANDED_OVER, by=by)
    return True


def may_accompany(session: Session, region_code: str) -> list[Person]:
    """Return who facilitates or leads a region, by name."""
    there = RoleGrant.region_code.is_(None) | (RoleGrant.region_code == region_code)
    ids = select(RoleGrant.person_id).where(RoleGrant.role.in_(access.ROLES), there)
    wanted = select(Person).where(Person.id.in_(ids), Person.disabled_at.is_(None))
    return sorted(session.scalars(wanted), key=lambda one: ((one.name or "").lower(), str(one.id)))
