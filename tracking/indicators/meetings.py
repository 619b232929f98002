"""The meetings of a filter: proposed and held, by the region of their place. They count no people.

A meeting's statements name its place among their context activities, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.territory.models import Commune, Place
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Month
from tracking.indicators.tally import Grain
from tracking.models import Statement
from tracking.vocabulary import Verb

PLACES: Final = "/places/"


def grains(session: Session, asked: Filter, months: tuple[Month, ...]) -> dict[str, list[Grain]]:
    """Return one grain for each distinct meeting proposed and held in the period."""
    regions, held = _regions_of_places(session), _first(session, asked, Verb.ATTENDED)
    return {
        "meetings-proposed": _grains(_first(session, asked, Verb.PROPOSED), regions, months),
        "meetings-held": _grains(held, regions, months),
        "meetings-without-facilitator": _grains([row for row in held if not _led(row[2])], regions, months),
    }


def _led(payload: bytes) -> bool:
    """Tell whether a facilitator led the meeting: every attendance of one names her as its instructor."""
    return "instructor" in orjson.loads(payload).get("context", {})


def _first(session: Session, asked: Filter, verb: Verb) -> list[tuple[str, datetime, bytes]]:
    """Return path, instant and bytes of the first statement of each meeting; those of one meeting agree on it."""
    wanted = [Statement.verb == verb, Statement.voided.is_(False)]
    if asked.module is not None:
        wanted.append(Statement.module == asked.module)
    first = (
        select(func.min(Statement.seq).label("seq"))
        .where(*wanted, Statement.timestamp >= asked.period.starts, Statement.timestamp < asked.period.ends)
        .group_by(Statement.object_path)
        .subquery()
    )
    rows = session.execute(
        select(Statement.object_path, Statement.timestamp, Statement.body).join(
            first, first.c.seq == Statement.seq
        )
    )
    return [(path, at, payload) for path, at, payload in rows]


def _grains(
    rows: list[tuple[str, datetime, bytes]], regions: Mapping[UUID, str], months: tuple[Month, ...]
) -> list[Grain]:
    found = []
    for path, at, payload in rows:
        place = place_of(payload)
        region = regions.get(place) if place else None
        found.append(Grain(meeting_id(path), region, month_index(at, months)))
    return found


def month_index(at: datetime, months: tuple[Month, ...]) -> int:
    """Return the index of the month of an instant."""
    return next((index for index, month in enumerate(months) if at < month.ends), len(months) - 1)


def meeting_id(path: str) -> UUID:
    """Return the meeting's own id; it stands where another grain has its person."""
    return UUID(path.rpartition("/")[2])


def place_of(payload: bytes) -> UUID | None:
    """Return the place that a statement's text names in its context."""
    context: Any = orjson.loads(payload).get("context", {})
    for thing in context.get("contextActivities", {}).get("grouping", ()):
        if PLACES in thing["id"]:
            return UUID(thing["id"].rpartition(PLACES)[2])
    return None


def _regions_of_places(session: Session) -> dict[UUID, str]:
    rows = session.execute(
        select(Place.id, Commune.region_code).join(Commune, Commune.code == Place.commune_code)
    )
    return dict(rows.all())
