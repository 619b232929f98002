"""The paths of one filter as anybody may see them: measured, then disclosed. Page, files and interface start here.

Counts of people are of the class of `registered`, questions of that of `questions`; a share tells no more than its two
counts, a median what its indicator does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from classcode import clock
from tracking.indicators.disclosure import Disclosed, Perturbed, Rule, Shown, disclose, disclose_cells
from tracking.indicators.filters import Filter
from tracking.indicators.kinds import Disclosure
from tracking.indicators.paths import query, shapes
from tracking.indicators.paths.query.waits import FIRST_MEETING
from tracking.indicators.paths.shapes import Curve, Step, Wait
from tracking.indicators.report import region_names
from tracking.indicators.tally import Cell, Figure


@dataclass(frozen=True, slots=True)
class Paths:
    """What the drawings show of a filter; `reach` is the milestone that the curves follow."""

    asked: Filter
    as_of: datetime
    rule: Rule
    reach: str
    funnel: tuple[Step[Shown], ...]
    curves: tuple[Curve[Shown], ...]
    waits: tuple[Wait[Shown], ...]
    region_names: dict[str, str]

    @property
    def empty(self) -> bool:
        """Whether nothing at all is shown: nothing happened in this filter, or to too few people."""
        return not self.funnel[0].people.value and not any(wait.whole.value for wait in self.waits)


def paths(session: Session, asked: Filter, k: int, language: str, *, reach: str = shapes.CURVES[0]) -> Paths:
    """Read, and disclose as live views do."""
    found, door = query.paths(session, asked, reach), _Door(Perturbed(k))
    return Paths(
        asked=asked,
        as_of=clock.now(),
        rule=door.rule,
        reach=reach,
        funnel=tuple(shapes.step_as(one, door.people, door.rate) for one in found.funnel),
        curves=tuple(shapes.curve_as(one, door.people, door.rate) for one in found.curves),
        waits=tuple(door.wait(one) for one in found.waits),
        region_names=region_names(session, language),
    )


KINDS: Final = {FIRST_MEETING: Disclosure.PEOPLE}
"""The class of what a distribution counts: people, else questions, of which one person may ask several."""


@dataclass(frozen=True, slots=True)
class _Door:
    """The way of each class of cells through disclosure."""

    rule: Perturbed

    def people(self, cell: Cell) -> Shown:
        return self._by(Disclosure.PEOPLE, cell)

    def rate(self, cell: Cell) -> Shown:
        return disclose_cells([cell], Disclosure.RATE, self.rule, of_people=True)[0]

    def wait(self, wait: Wait[Cell]) -> Wait[Shown]:
        kind = KINDS.get(wait.id, Disclosure.SUM)
        return shapes.wait_as(
            wait, lambda cell: self._by(kind, cell), lambda cell: self._median(wait.id, cell)
        )

    def _by(self, kind: Disclosure, cell: Cell) -> Shown:
        return disclose_cells([cell], kind, self.rule)[0]

    def _median(self, indicator_id: str, cell: Cell) -> Shown:
        one: Disclosed = disclose([Figure(indicator_id, cell)], self.rule)[0]
        return one.total
