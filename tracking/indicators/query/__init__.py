"""The one query layer of the indicators: page, charts and every export read `figures` of the same filter.

It reads the projections, never the statements; it hides nothing (see `disclosure`). Each family of indicators has a
file, whose questions are fixed in number whatever the filter, and cost what the projections have rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from classcode import clock
from tracking.declared_figures.kinds import Kind
from tracking.indicators.definition import ORDER
from tracking.indicators.filters import Filter
from tracking.indicators.query import (
    abilities,
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
    together,
)
from tracking.indicators.query.measured import NO_SOURCE
from tracking.indicators.query.scope import Scope
from tracking.indicators.query.together import Family
from tracking.indicators.tally import Figure

ROOM: Final = text("SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)")
FAMILIES: Final[Mapping[Family, tuple[str, ...]]] = {
    people.measure: (*people.MILESTONES, people.ENROLMENTS),
    activity.measure: (activity.WEEK, activity.MONTHLY),
    hours.measure: (hours.ONLINE,),
    attendance.measure: attendance.IDS,
    desk.measure: desk.IDS,
    meetings.measure: (*meetings.COUNTED, meetings.SEATS, meetings.HEADS),
    facilitators.measure: (facilitators.ACTIVE, facilitators.BECAME),
    abilities.measure: abilities.IDS,
    places.measure: places.CIRCLES,
    directory.measure: directory.IDS,
    pupils.measure: pupils.IDS,
    age_class.measure: (age_class.UPPER, age_class.LOWER),
    declared.measure: tuple(Kind),
}
"""What measures which indicators, the dearest first; one that none of them measures has no source yet."""


def figures(
    session: Session, asked: Filter, by: Sequence[str] = (), *, only: Collection[str] = ()
) -> list[Figure]:
    """Return every indicator of the filter, in the order of the definitions, by region, month, and `by`.

    `only` asks for no more than these. All but their rows, months apart, is then as in the whole report, which
    has the rows in which anything is; these have those in which something of the same families is.
    """
    scope = Scope(asked, clock.now(), tuple(by))
    asked_for = set(only or ORDER)
    families = [measure for measure, ids in FAMILIES.items() if not asked_for.isdisjoint(ids)]
    found = together.measure(session, scope, families, room_to_work)
    frame = framing.frame(scope, found.values())
    return [framing.figure(id_, found.get(id_, NO_SOURCE), frame) for id_ in ORDER if id_ in asked_for]


def room_to_work(session: Session) -> None:
    """Let PostgreSQL tell people apart in memory, until the transaction ends: its 4 MB would sort them on disk."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(ROOM)
