"""The places where people meet, as far as each had come at the end of the period or of a month: places are few.

Three nested circles: identified in the directory, active when a meeting was held there within the year, sustained when
meetings keep being held. The database tells the meetings of each place; how far it had come is told from their days.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from classcode.territory.models import Commune, Place
from tracking.indicators.query.adding import WHOLE
from tracking.indicators.query.measured import NOT_SO, Measured
from tracking.indicators.query.scope import Scope, of_commune
from tracking.indicators.tally import MONTH, Cell
from tracking.projections.models import MeetingCount

LOOKED_BACK: Final = timedelta(days=365)
DAYS_SUSTAINED: Final = 4
"""Different days on which people met there, in the year looked back on."""
SPAN_SUSTAINED: Final = timedelta(days=182)
"""From the first of those days to the last."""
CIRCLES: Final = ("places-identified", "places-active", "places-sustained")

Counted = Mapping[str, Mapping[str, Counter[str | None]]]


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count the places of each circle at the end of the period, and of each month; a module has no places."""
    places = session.execute(_places(scope)).all()
    held = _held(session, scope)
    if scope.asked.of_people or scope.asked.module is not None:
        return dict.fromkeys(CIRCLES, NOT_SO)
    counted = _count(scope, places, held)
    return {circle: Measured(Cell(0), _cells(counted[circle])) for circle in CIRCLES}


def circles(session: Session, scope: Scope) -> Mapping[UUID, tuple[str, ...]]:
    """Return each place with the circles that it belongs to at the end of the period."""
    places, held, end = session.execute(_places(scope)).all(), _held(session, scope), scope.last_days()[-1]
    return {row.id: _circles(row, _days(held.get(row.id, ()), row.zone), end) for row in places}


def _count(scope: Scope, places: Sequence[Any], held: Mapping[UUID, list[datetime]]) -> Counted:
    counted: dict[str, dict[str, Counter[str | None]]] = {id_: defaultdict(Counter) for id_ in CIRCLES}
    ends = scope.last_days()
    for row in places:
        days = _days(held.get(row.id, ()), row.zone)
        for month, end in enumerate(ends):
            for circle in _circles(row, days, end):
                counted[circle][MONTH][str(month)] += 1
        for circle in _circles(row, days, ends[-1]):
            counted[circle][WHOLE][None] += 1
            for axis in scope.axes:
                if axis != MONTH:
                    counted[circle][axis][getattr(row, axis)] += 1
    return counted


def _days(held: Sequence[datetime], zone: str) -> list[date]:
    """Return the days of meetings in the place's own calendar, each once."""
    return sorted({at.astimezone(ZoneInfo(zone)).date() for at in held})


def _circles(row: Any, days: list[date], end: datetime) -> tuple[str, ...]:
    """Return the circles that a place belongs to just before an instant."""
    if row.accepted_at >= end or (row.hidden_at is not None and row.hidden_at < end):
        return ()
    last = (end - timedelta(microseconds=1)).astimezone(ZoneInfo(row.zone)).date()
    recent = days[bisect_left(days, last - LOOKED_BACK) : bisect_left(days, last + timedelta(days=1))]
    if not recent:
        return CIRCLES[:1]
    kept_up = len(recent) >= DAYS_SUSTAINED and recent[-1] - recent[0] >= SPAN_SUSTAINED
    return CIRCLES if kept_up else CIRCLES[:2]


def _cells(rows: Mapping[str, Counter[str | None]]) -> Mapping[str, Mapping[str | None, Cell]]:
    return {axis: {value: Cell(count) for value, count in some.items()} for axis, some in rows.items()}


def _places(scope: Scope) -> Select[Any]:
    columns = of_commune()
    axes = [column for column in scope.grouped(columns, columns["region"]) if column.name != MONTH]
    return (
        select(Place.id, Place.accepted_at, Place.hidden_at, Commune.zone, *axes)
        .join(Commune, Commune.code == Place.commune_code)
        .where(scope.admits(columns), Place.accepted_at.is_not(None))
    )


def _held(session: Session, scope: Scope) -> Mapping[UUID, list[datetime]]:
    """Return by place when meetings were held there, from a year before the first month on."""
    ends = scope.last_days()
    rows = session.execute(
        select(MeetingCount.place, MeetingCount.held_at).where(
            MeetingCount.held_at >= ends[0] - LOOKED_BACK - timedelta(days=2),
            MeetingCount.held_at < ends[-1],
        )
    )
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for place, at in rows:
        if place is not None and at is not None:
            found[place].append(at)
    return found
