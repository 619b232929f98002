"""What stays of somebody who is erased: one more in the count of each milestone that she had reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.territory.models import Region
from tracking.models import Milestone
from tracking.projections.keys import BITS
from tracking.projections.models import FrozenCount, Profile
from tracking.projections.writing import MADE_BY, OF_PERSON, rows_of

ZONE: Final = "Europe/Paris"
"""A year begins here at midnight, as it does for the indicators (`tracking.indicators.periods`)."""


def freeze(session: Session, actors: Collection[UUID]) -> None:
    """Add a person's milestones to the frozen counts, and forget her rows; to be done before her statements go."""
    cells: Counter[tuple[str, str, int, str]] = Counter()
    keys = set()
    for row in session.execute(_reached(actors)):
        cells[row.kind, row.module, clock.local(row.at, ZONE).year, row.country] += 1
        keys.add(row.key)
    for cell in cells:
        _add(session, cell, sum(keys))
    forget(session, actors)


def forget(session: Session, actors: Collection[UUID]) -> None:
    """Delete a person's rows, and empty her name where others' rows have it; what she did for them stays."""
    for made in map(rows_of, OF_PERSON):
        session.execute(delete(made).where(made.c.actor.in_(actors)))
    for table, name in MADE_BY:
        made = rows_of(table)
        session.execute(update(made).where(made.c[name].in_(actors)).values({name: None}))


def _reached(actors: Collection[UUID]) -> Any:
    country = func.coalesce(Region.country, "").label("country")
    return (
        select(Milestone.kind, Milestone.module, Milestone.at, Milestone.key, country)
        .join(Profile, Profile.id == Milestone.profile_id)
        .outerjoin(Region, Region.code == Profile.region)
        .where(Milestone.actor.in_(actors))
    )


def _add(session: Session, cell: tuple[str, str, int, str], key: int) -> None:
    named = dict(zip(("kind", "module", "year", "country"), cell, strict=True))
    db.insert_once(session, FrozenCount, {**named, "people": 0, "key": 0})
    row = session.get_one(FrozenCount, cell, with_for_update=True, populate_existing=True)
    row.people += 1
    row.key = (row.key + key) % (1 << BITS)
    session.flush()
