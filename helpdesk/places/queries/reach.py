"""Which places somebody of a commune can go to: over land, and over the water that a lead has bridged."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from classcode.territory import queries as territory
from classcode.territory.models import Commune, Place
from helpdesk.models import WaterLink


@dataclass(frozen=True, slots=True)
class Near:
    """A place, its distance in kilometres as the crow flies, and whether a declared link over water leads there."""

    place: Place
    km: float
    across_water: bool = False


def nearest(session: Session, commune: Commune, limit: int, seats: int | None = None) -> list[Near]:
    """Return the nearest places offered to people of a commune, nearest first.

    Never across water unless a lead declared a link between the two regions (or the islands of one). With `seats`,
    only places that have as many, or of which nobody has counted them.
    """
    point = territory.point_of(commune)
    linked = linked_regions(session, commune.region_code)
    over_land = territory.nearest_places(session, point, limit, seats=seats)
    beyond = territory.places_across(session, point, limit, regions=linked, seats=seats)
    found = [Near(one.place, one.km) for one in over_land]
    found += [Near(one.place, one.km, across_water=True) for one in beyond]
    return sorted(found, key=lambda one: one.km)[:limit]


def linked_regions(session: Session, region_code: str) -> frozenset[str]:
    """Return the regions whose places a lead lets this one's people reach across water."""
    rows = session.execute(
        select(WaterLink.region_a, WaterLink.region_b).where(
            or_(WaterLink.region_a == region_code, WaterLink.region_b == region_code)
        )
    )
    return frozenset(other if one == region_code else one for one, other in rows)
