"""The only ways to a place that is not simply read: who sees it before it is accepted, who changes it, who hides it.

What everybody may see is accepted and not hidden. Refusals read as unknown (404).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.people.models import Role
from classcode.territory.models import Commune, Place
from helpdesk.tickets.access import Who


@dataclass(frozen=True, slots=True)
class Seen:
    """A place as one visitor may see it: she keeps it (her region), may hide it, or named it herself."""

    place: Place
    keeps: bool
    may_hide: bool
    own: bool

    @property
    def public(self) -> bool:
        """Everybody may see it."""
        return self.place.accepted_at is not None and self.place.hidden_at is None

    @property
    def waiting(self) -> bool:
        """Nobody of the desk has taken it up yet."""
        return self.place.accepted_at is None

    @property
    def may_change(self) -> bool:
        """She keeps it, or named it and it still waits."""
        return self.place.hidden_at is None and (self.keeps or (self.own and self.waiting))


def place(session: Session, who: Who | None, place_id: UUID, *, acting: bool = False) -> Seen:
    """Return a place as this visitor may see it; with `acting` its row is held until the transaction ends."""
    wanted = select(Place).where(Place.id == place_id)
    if acting:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    region = session.get_one(Commune, found.commune_code).region_code
    own = who is not None and found.proposed_by_id == who.id
    seen = Seen(found, keeps(who, region), hides(who, region), own)
    allowed = seen.may_hide if found.hidden_at else not seen.waiting or seen.keeps or own
    if not allowed:
        raise NotFound
    return seen


def changeable(session: Session, who: Who, place_id: UUID, *, acting: bool = False) -> Seen:
    """Return a place to who may change it."""
    seen = place(session, who, place_id, acting=acting)
    if not seen.may_change:
        raise NotFound
    return seen


def kept(session: Session, who: Who, place_id: UUID, *, acting: bool = False) -> Seen:
    """Return a place to a facilitator or lead of its region."""
    seen = place(session, who, place_id, acting=acting)
    if not seen.keeps:
        raise NotFound
    return seen


def hideable(session: Session, who: Who, place_id: UUID, *, acting: bool = False) -> Seen:
    """Return a place to who moderates its region."""
    seen = place(session, who, place_id, acting=acting)
    if not seen.may_hide:
        raise NotFound
    return seen


def keeps(who: Who | None, region_code: str) -> bool:
    """Tell whether somebody facilitates or leads this region, and so looks after its places."""
    return who is not None and any(who.may(role, region_code) for role in (Role.FACILITATOR, Role.LEAD))


def hides(who: Who | None, region_code: str) -> bool:
    """Tell whether somebody may take this region's places out of sight: its leads, and administrators."""
    return who is not None and (who.may(Role.LEAD, region_code) or Role.ADMINISTRATOR in who.roles)
