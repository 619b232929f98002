"""The only way to somebody else's path: leads of its region, or who stands in where it has none. Others get 404."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.people.models import Person, Role, RoleGrant
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.steps import PathState
from helpdesk.pairing import EVERYWHERE
from helpdesk.tickets.access import Who


def led_by(session: Session, visitor: Who) -> ColumnElement[bool]:
    """Return the condition on paths that somebody decides about: of her regions, and of regions without a lead."""
    mine = visitor.regions.get(Role.LEAD, frozenset())
    if EVERYWHERE in mine:
        return true()
    condition = FacilitatorPath.region_code.in_(mine) if mine else false()
    if not visitor.roles & {Role.LEAD, Role.ADMINISTRATOR}:
        return condition
    led = _led_regions(session)
    if None in led:
        return condition
    unled = or_(FacilitatorPath.region_code.is_(None), FacilitatorPath.region_code.not_in(led))
    return or_(condition, unled)


def _led_regions(session: Session) -> set[str | None]:
    leads = select(RoleGrant.region_code).join(Person, Person.id == RoleGrant.person_id)
    return set(session.scalars(leads.where(RoleGrant.role == Role.LEAD, Person.disabled_at.is_(None))))


def path_led(session: Session, visitor: Who, path_id: UUID, *, acting: bool = False) -> FacilitatorPath:
    """Return a path to who decides about it, held when `acting`; not one's own, nor an unanswered invitation."""
    shown = and_(
        FacilitatorPath.id == path_id,
        FacilitatorPath.person_id != visitor.id,
        FacilitatorPath.state != PathState.INVITED,
        led_by(session, visitor),
    )
    wanted = select(FacilitatorPath).where(shown)
    held = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(held if acting else wanted)
    if found is None:
        raise NotFound
    return found
