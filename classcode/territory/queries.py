"""What pages and rules ask of the territory; reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import cos, radians
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Subquery, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from classcode.territory.distance import Point, haversine_km
from classcode.territory.models import Commune, CommuneTerm, Place, Region
from classcode.territory.names import normalised

SHORTEST_SEARCH = 2
"""Letters or digits needed before `find_communes` answers: one letter would match thousands."""

_AFTER_ANY_LETTER = "~"  # sorts after every sign a term can hold


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A place and its distance in kilometres; `approximate` when the point asked about is only a surrounding."""

    place: Place
    km: float


def regions(session: Session) -> dict[str, list[Region]]:
    """Return all regions by country code (FR, BE, then "" for elsewhere), each list in French order."""
    grouped: dict[str, list[Region]] = {"FR": [], "BE": [], "": []}
    for region in session.scalars(select(Region)):
        grouped[region.country].append(region)
    return {
        country: sorted(some, key=lambda one: normalised(one.name_fr)) for country, some in grouped.items()
    }


def region(session: Session, code: str) -> Region | None:
    """Return the region with this ISO 3166-2 code (or "elsewhere")."""
    return session.get(Region, code)


def commune(session: Session, code: str) -> Commune | None:
    """Return the commune with this code (FR-29019, BE-21004) and its region in one query."""
    return session.get(Commune, code, options=[joinedload(Commune.region)])


def find_communes(session: Session, text: str, limit: int = 10) -> list[Commune]:
    """Return communes by the beginning of a name, former name or postcode, or both ("29000 Quimper").

    Exact ones first, then the largest. Accents, case, hyphens and "St" for "Saint" do not matter.
    """
    words = normalised(text).split()
    terms = (" ".join(word for word in words if not word.isdigit()), "".join(filter(str.isdigit, words)))
    asked = [_codes_by_term(term) for term in terms if len(term) >= SHORTEST_SEARCH]
    if not asked:
        return []
    found = select(Commune).options(joinedload(Commune.region))
    for codes in asked:
        found = found.join(codes, codes.c.commune_code == Commune.code)
    inexact = sum((codes.c.inexact for codes in asked[1:]), start=asked[0].c.inexact)
    order = (inexact, func.coalesce(Commune.population, 0).desc(), Commune.code)
    return list(session.scalars(found.order_by(*order).limit(limit)))


def _codes_by_term(term: str) -> Subquery:
    inexact = func.min(case((CommuneTerm.term == term, 0), else_=1)).label("inexact")
    # A range, not LIKE: both databases answer it from the primary key.
    begins = (CommuneTerm.term >= term, CommuneTerm.term < term + _AFTER_ANY_LETTER)
    return (
        select(CommuneTerm.commune_code, inexact).where(*begins).group_by(CommuneTerm.commune_code).subquery()
    )


def region_of(session: Session, commune_code: str) -> Region | None:
    """Return the region of a commune, or None when the code is unknown."""
    return session.scalar(select(Region).join(Commune).where(Commune.code == commune_code))


def zone_of(commune: Commune) -> ZoneInfo:
    """Return the time zone clocks show in this commune (the Marquesas differ from Tahiti)."""
    return ZoneInfo(commune.zone)


def point_of(commune: Commune) -> Point:
    """Return where the commune is; check `commune.approximate` before showing a distance as exact."""
    return Point(commune.lat, commune.lon, commune.landmass)


OFFERED: Final = (Place.hidden_at.is_(None), Place.accepted_at.is_not(None))
"""Which places everybody sees and meetings can be held in: taken up by the desk, and not hidden."""


def place(session: Session, place_id: object) -> Place | None:
    """Return a place that is offered, with its commune."""
    found = select(Place).options(joinedload(Place.commune)).where(Place.id == place_id, *OFFERED)
    return session.scalar(found)


def nearest_places(
    session: Session, point: Point, limit: int = 10, *, seats: int | None = None
) -> list[NearPlace]:
    """Return the nearest places that are offered and can be reached over land, nearest first.

    With `seats`, places known to have fewer are left out; where nobody has counted, a place stays.
    """
    return _nearest(session, point, limit, seats, Commune.landmass == point.landmass)


def places_across(
    session: Session, point: Point, limit: int = 10, *, regions: Collection[str], seats: int | None = None
) -> list[NearPlace]:
    """Return the nearest places of these regions that lie across water, nearest first, as the crow flies."""
    beyond = (Commune.landmass != point.landmass, Commune.region_code.in_(regions))
    return _nearest(session, point, limit, seats, *beyond) if regions else []


def _nearest(
    session: Session, point: Point, limit: int, seats: int | None, *where: ColumnElement[bool]
) -> list[NearPlace]:
    near = (
        select(Place)
        .join(Place.commune)
        .options(contains_eager(Place.commune).joinedload(Commune.region))
        .where(*where, *OFFERED)
        .order_by(_flat_distance(point), Place.id)
    )
    if seats is not None:
        near = near.where(or_(Place.capacity.is_(None), Place.capacity >= seats))
    found = [
        NearPlace(one, haversine_km(point, Point(one.lat, one.lon, point.landmass)))
        for one in session.scalars(near.limit(limit))
    ]
    return sorted(found, key=lambda one: one.km)


def _flat_distance(point: Point) -> ColumnElement[float]:
    # On a plane that touches the globe at the point: databases without geography can sort by it, and over the
    # few hundred kilometres somebody travels to a meeting it keeps the order that the sphere gives.
    north = Place.lat - point.lat
    east = (Place.lon - point.lon) * cos(radians(point.lat))
    return north * north + east * east
