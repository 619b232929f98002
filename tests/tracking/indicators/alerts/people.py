"""What the tests of alerts tell: many people who did the same, so that figures are far from every threshold."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from tests.tracking.indicators.rows import Rows, Someone, day
from tests.tracking.indicators.told import MARCH, NOW, SLUG
from tracking.indicators.alerts.course import Course, Part
from tracking.indicators.alerts.models import IndicatorAlert
from tracking.indicators.alerts.rules.looking import look
from tracking.projections.models import LessonDone, MeetingCount, Presence

K = 5
"""The least that may be configured: noise is at most 6, which the counts here leave room for."""
MANY = 80
TODAY = (NOW - MARCH).days
"""The day of the look, counted as rows count."""
UNITS = tuple(f"modules/{SLUG}/{name}" for name in ("a", "b", "c"))
COURSE = Course(
    SLUG,
    tuple(Part(path, {"fr": f"Étape {path[-1]}", "en": f"Unit {path[-1]}"}) for path in UNITS),
    (Part(f"modules/{SLUG}/a/quiz/q1", {"fr": "Combien ? (Étape a)", "en": "How many? (Unit a)"}),),
)


def looked(session: Session, number: float = 0) -> list[IndicatorAlert]:
    """Look as the round does, some days after the end of June; return what is open then."""
    session.flush()
    with clock.at(NOW + (day(number) - MARCH)):
        look(session, [COURSE], K)
    session.flush()
    open_ones = select(IndicatorAlert).where(IndicatorAlert.closed_at.is_(None))
    return list(session.scalars(open_ones.order_by(IndicatorAlert.kind, IndicatorAlert.region)))


def told(alerts: list[IndicatorAlert]) -> list[tuple[str, str, str]]:
    """Return what tells alerts apart."""
    return [(one.kind, one.region, one.subject) for one in alerts]


def join(rows: Rows, how_many: int, region: str, number: float = TODAY - 20) -> list[Someone]:
    """Let people of a region join the site."""
    people = [rows.someone(region=region) for _ in range(how_many)]
    for one in people:
        rows.reaches(one, "registered", number)
    return people


def do(rows: Rows, who: Someone, units: int, number: float = TODAY - 60) -> None:
    """Let somebody do so many units, one a day."""
    for at, path in enumerate(UNITS[:units]):
        done = {"path": path, "module": SLUG, "at": day(number + at), "minutes": 30}
        rows.session.add(LessonDone(**who.columns, **done))


def wait(rows: Rows, hours: float, number: float, region: str = "FR-BRE") -> None:
    """Let many ask on a day and be answered after so many hours."""
    for _ in range(MANY):
        who = rows.someone(region=region)
        rows.asks(who, number, answered_at=day(number + hours / 24), waited=round(hours * 60))


def meet(rows: Rows, number: float, people: list[Someone], meetings: int, region: str = "FR-BRE") -> None:
    """Let people share out among some meetings on a day."""
    for turn in range(meetings):
        path = f"meetings/{uuid4()}"
        rows.session.add(MeetingCount(path=path, module=SLUG, region=region, held_at=day(number), led=False))
        for who in people[turn::meetings]:
            seat = {"meeting": path, "module": SLUG, "at": day(number), "status": "attended", "minutes": 90}
            rows.session.add(Presence(**who.columns, **seat, region=region))
