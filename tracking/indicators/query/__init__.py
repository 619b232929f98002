"""The one query layer of the indicators: page, charts and every export read `figures` of the same filter.

It reads the projections, never the statements; it hides nothing (see `disclosure`). Each family of indicators has a
file, whose questions are fixed in number whatever the filter, and cost what the projections have rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from classcode import clock
from tracking.indicators.definition import ORDER
from tracking.indicators.filters import Filter
from tracking.indicators.query import (
    activity,
    age_class,
    attendance,
    declared,
    desk,
    directory,
    facilitators,
    framing,
    hours,
    meetings,
    people,
    places,
    pupils,
)
from tracking.indicators.query.measured import NO_SOURCE, Measured
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Figure

ROOM: Final = text("SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)")
Family = Callable[[Session, Scope], Mapping[str, Measured]]

FAMILIES: Final[tuple[Family, ...]] = (
    people.measure,
    activity.measure,
    facilitators.measure,
    desk.measure,
    meetings.measure,
    attendance.measure,
    hours.measure,
    places.measure,
    directory.measure,
    pupils.measure,
    age_class.measure,
    declared.measure,
)
"""What measures the indicators; one that none of them measures has no source yet."""


def figures(session: Session, asked: Filter, by: Sequence[str] = ()) -> list[Figure]:
    """Return every indicator of the filter, in the order of the definitions, by region, month, and what `by` names."""
    scope = Scope(asked, clock.now(), tuple(by))
    room_to_work(session)
    found: dict[str, Measured] = {}
    for measure in FAMILIES:
        found |= measure(session, scope)
    frame = framing.frame(scope, found.values())
    return [framing.figure(id_, found.get(id_, NO_SOURCE), frame) for id_ in ORDER]


def room_to_work(session: Session) -> None:
    """Let PostgreSQL tell people apart in memory, until the transaction ends: its 4 MB would sort them on disk."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(ROOM)
