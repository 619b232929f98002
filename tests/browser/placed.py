"""Places worth a look in the small demonstration: one with rooms, one that waits, and one that was reported."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Commune, Place, Room
from helpdesk.places.access import Seen
from helpdesk.places.rules import moderating


def placed(session: Session, *, ada: UUID) -> dict[str, str]:
    """Let a place of Bretagne be reported, and Ada have named another; return their ids."""
    wanted = select(Place).join(Commune, Commune.code == Place.commune_code).join(Place.rooms)
    place = session.scalars(wanted.where(Commune.region_code == "FR-BRE").order_by(Place.name).limit(1)).one()
    other = session.scalars(select(Place).where(Place.commune_code == "FR-29019").limit(1)).one()
    moderating.report(session, Seen(other, keeps=False, may_hide=False, own=False))
    named = Place(
        name="Salle des fêtes du Port",
        address="3 quai des Voiliers",
        commune_code=other.commune_code,
        lat=other.lat,
        lon=other.lon,
        proposed_by_id=ada,
        created_at=clock.now(),
        rooms=[Room(name="Grande salle", capacity=40)],
    )
    session.add(named)
    session.flush()
    named.accepted_at = None
    session.flush()
    return {"place": str(place.id), "named": str(named.id), "reported_place": str(other.id)}
