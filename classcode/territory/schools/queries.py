"""What pages, rules and figures ask of the directory of schools; reads only."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from classcode.territory.models import Commune
from classcode.territory.names import normalised
from classcode.territory.schools.models import School

SHORTEST_SEARCH: Final = 3
"""Letters or digits of the longest word needed before `find_schools` answers."""


def school(session: Session, school_id: UUID) -> School | None:
    """Return a school with its commune and region in one query."""
    return session.get(School, school_id, options=[joinedload(School.commune).joinedload(Commune.region)])


def find_schools(
    session: Session, text: str, limit: int = 10, *, region: str | None = None, within: bool = False
) -> list[School]:
    """Return open schools all of whose asked words begin a word of the name, the commune or the identifier.

    Those of `region` come first; with `within` no others come.
    """
    words = normalised(text).split()
    if max(map(len, words), default=0) < SHORTEST_SEARCH:
        return []
    found = (
        select(School)
        .join(School.commune)
        .options(contains_eager(School.commune).joinedload(Commune.region))
        .where(*(School.searched.like(f"% {word}%") for word in words), School.closed_at.is_(None))
    )
    if within:
        found = found.where(Commune.region_code == region)
    near = case((Commune.region_code == (region or ""), 0), else_=1)
    return list(session.scalars(found.order_by(near, School.name, School.official_id).limit(limit)))


def by_official_id(session: Session, system: str, official_id: str) -> School | None:
    """Return the school that an administration calls so."""
    return session.scalar(
        select(School).where(School.system == system, School.official_id == official_id.strip().upper())
    )
