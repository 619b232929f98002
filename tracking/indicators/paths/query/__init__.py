"""The paths of the people who registered in the period of a filter, and the waits of its questions: true cells.

Reads projections alone, in a fixed number of questions whatever the filter; hides nothing (see `view`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from classcode import clock
from tracking.indicators.filters import Filter
from tracking.indicators.paths.query import curves, funnel, waits
from tracking.indicators.paths.shapes import Curve, Step, Wait
from tracking.indicators.query import room_to_work
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Cell


@dataclass(frozen=True, slots=True)
class Measured:
    """All that the drawings are made of."""

    funnel: tuple[Step[Cell], ...]
    curves: tuple[Curve[Cell], ...]
    waits: tuple[Wait[Cell], ...]


def paths(session: Session, asked: Filter, reach: str) -> Measured:
    """Measure the paths of a filter; `reach` is the milestone that the curves follow."""
    scope = Scope(asked, clock.now())
    room_to_work(session)
    return Measured(
        funnel=funnel.measure(session, scope),
        curves=curves.measure(session, scope, reach),
        waits=waits.measure(session, scope),
    )
