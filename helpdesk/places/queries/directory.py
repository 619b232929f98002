"""The directory: which places match what a visitor asks, in which order; one reading for the list and the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload, selectinload

from classcode.people.models import Person
from classcode.territory import queries as territory
from classcode.territory.distance import Point, distance_km
from classcode.territory.models import Commune, Place
from classcode.territory.names import normalised

_plain = lru_cache(20_000)(normalised)
"""The same few thousand names are put in order for each visitor."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor looks for: a region (or all), words of a name, and from where distances are told."""

    region: str | None = None
    words: str = ""
    near: Commune | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place found: where it lies, and how far in kilometres over land (None: unknown, or across water)."""

    id: UUID
    name: str
    commune_name: str
    commune_code: str
    region_code: str
    lat: float
    lon: float
    km: float | None


def spots(session: Session, asked: Asked) -> list[Spot]:
    """Return every place of the directory that matches, nearest first where distances are known, else by commune."""
    wanted = (
        select(
            Place.id, Place.name, Place.address, Place.lat, Place.lon,
            Commune.code, Commune.name.label("commune"), Commune.name_nl, Commune.region_code, Commune.landmass,
        )
        .join(Commune, Commune.code == Place.commune_code)
        .where(*territory.OFFERED)
    )  # fmt: skip
    if asked.region:
        wanted = wanted.where(Commune.region_code == asked.region)
    here = territory.point_of(asked.near) if asked.near else None
    words = normalised(asked.words).split()
    found = [_spot(row, here) for row in session.execute(wanted) if _matches(row, words)]
    return sorted(found, key=_order)


def _matches(row: Row[*tuple[Any, ...]], words: Sequence[str]) -> bool:
    if not words:
        return True
    told = _plain(f"{row.name} {row.address} {row.commune} {row.name_nl}")
    return all(word in told for word in words)


def _spot(row: Row[*tuple[Any, ...]], here: Point | None) -> Spot:
    km = distance_km(here, Point(row.lat, row.lon, row.landmass)) if here else None
    return Spot(row.id, row.name, row.commune, row.code, row.region_code, row.lat, row.lon, km)


def _order(spot: Spot) -> tuple[bool, float, str, str, str]:
    return (
        spot.km is None,
        spot.km or 0.0,
        _plain(spot.commune_name),
        _plain(spot.name),
        str(spot.id),
    )


def in_full(session: Session, some: Iterable[Spot]) -> list[Place]:
    """Return the places of these spots with commune, region and rooms, in the same order."""
    ids = [spot.id for spot in some]
    whole = (joinedload(Place.commune).joinedload(Commune.region), selectinload(Place.rooms))
    found = {one.id: one for one in session.scalars(select(Place).options(*whole).where(Place.id.in_(ids)))}
    return [found[one] for one in ids if one in found]


def commune_of(session: Session, person_id: UUID) -> Commune | None:
    """Return the commune that somebody declared, from which distances are told to her."""
    code = session.scalar(select(Person.commune_code).where(Person.id == person_id))
    return territory.commune(session, code) if code else None
