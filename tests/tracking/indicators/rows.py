"""Rows of the projections written as they are, to ask the query about what no story could quickly tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from tests.tracking.indicators.told import MARCH, NOW, SLUG, SPRING
from tracking.indicators.filters import Filter
from tracking.indicators.query import figures
from tracking.indicators.tally import Cell, Figure
from tracking.models import ActiveDay, Milestone
from tracking.projections.keys import record_key
from tracking.projections.models import LessonDone, MeetingCount, Opinion, Presence, QuestionCount, ThingFact
from tracking.projections.profiles import DIMENSIONS
from tracking.projections.reading import seed
from tracking.projections.writing import profile_ids


@dataclass(frozen=True)
class Someone:
    """A learner as rows know her."""

    actor: UUID
    key: int
    profile_id: int
    profile: Mapping[str, str | None]

    @property
    def columns(self) -> dict[str, Any]:
        """What every row of hers holds."""
        return {"actor": self.actor, "key": self.key, "profile_id": self.profile_id}


def day(number: float) -> datetime:
    """Return an instant counted in days from 2 March 2026."""
    return MARCH + timedelta(days=number)


class Rows:
    """Writes rows, and asks for the figures of spring 2026 at the end of June."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def someone(self, **profile: str | None) -> Someone:
        """Make a learner who declared this."""
        values = tuple(profile.get(name) for name in DIMENSIONS)
        actor = uuid4()
        number = profile_ids(self.session, [values])[values]
        return Someone(actor, record_key(actor, seed(self.session)), number, profile)

    def reaches(self, who: Someone, kind: str, number: float = 0, module: str = SLUG) -> None:
        """She reaches a milestone in a module, and so anywhere."""
        for scope in (module, ""):
            self._add(Milestone(**who.columns, kind=kind, module=scope, at=day(number)))

    def is_active(self, who: Someone, on: date, module: str = SLUG) -> None:
        """She does an activity."""
        self._add(ActiveDay(**who.columns, module=module, day=on))

    def completes(self, who: Someone, minutes: int, number: float = 0) -> None:
        """She completes a unit."""
        path = f"modules/{SLUG}/{uuid4()}"
        self._add(LessonDone(**who.columns, path=path, module=SLUG, at=day(number), minutes=minutes))

    def meeting(self, number: float = 0, **more: Any) -> str:
        """A meeting is held; returns its path."""
        path = f"meetings/{uuid4()}"
        values = {"module": SLUG, "proposed_at": day(number - 9), "held_at": day(number), "led": False} | more
        self._add(MeetingCount(path=path, **values))
        return path

    def has(self, path: str, kind: str, value: int, number: float) -> None:
        """Something is declared of a meeting."""
        self._add(ThingFact(path=path, kind=kind, since=day(number), value=str(value)))

    def sits(self, who: Someone, meeting: str, number: float = 0, *, status: str = "attended") -> None:
        """She was expected at a meeting: attended, absent or excused."""
        values = {"meeting": meeting, "module": SLUG, "at": day(number), "status": status, "minutes": 90}
        self._add(Presence(**who.columns, **values))

    def asks(self, who: Someone, number: float = 0, **more: Any) -> str:
        """She asks the desk; returns the question's path."""
        path = f"tickets/{uuid4()}"
        self._add(QuestionCount(**who.columns, path=path, module=SLUG, asked_at=day(number), **more))
        return path

    def says(
        self, who: Someone, path: str, points: int, number: float = 0, *, about: str = "question"
    ) -> None:
        """She gives her opinion."""
        scale = {"points": points, "least": 1, "most": 5}
        self._add(Opinion(**who.columns, path=path, about=about, module=SLUG, at=day(number), **scale))

    def figures(self, by: tuple[str, ...] = (), **asked: Any) -> dict[str, Figure]:
        """Ask for the figures of spring, or of another filter."""
        self.session.flush()
        with clock.at(asked.pop("now", NOW)):
            found = figures(self.session, Filter(**({"period": SPRING} | asked)), by)
        return {figure.id: figure for figure in found}

    def total(self, indicator_id: str, **asked: Any) -> float | None:
        """Return one total."""
        return self.figures(**asked)[indicator_id].total.value

    def _add(self, row: Any) -> None:
        self.session.add(row)


def shares(cell: Cell) -> tuple[float | None, float | None]:
    """Return what a rate divides."""
    assert cell.over is not None
    return cell.over[0].value, cell.over[1].value


def values(figure: Figure, axis: str) -> dict[str | None, float | None]:
    """Return a figure's values by a dimension."""
    return {key: cell.value for key, cell in figure.rows[axis]}


LAST_OF_MAY = date(2026, 5, 31)
"""The last day of the period."""
