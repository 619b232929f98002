"""The daily look: every rule is asked, alerts open, last or close. A second look on the same day changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from tracking.indicators.alerts import signs
from tracking.indicators.alerts.course import Course, Names
from tracking.indicators.alerts.models import IndicatorAlert
from tracking.indicators.alerts.reading.fails import fails
from tracking.indicators.alerts.reading.stops import stops
from tracking.indicators.alerts.reading.teams import teams
from tracking.indicators.alerts.reading.turnouts import turnouts
from tracking.indicators.alerts.reading.waits import waits
from tracking.indicators.alerts.signs import Sign
from tracking.indicators.periods import ZONE


def look(session: Session, courses: Sequence[Course], k: int) -> None:
    """Ask every rule, and write what follows."""
    write(session, signs_of(session, courses, k), courses)


def write(session: Session, told: Iterable[Sign], courses: Sequence[Course]) -> None:
    """Open an alert for each sign that is strong enough, keep those of which a sign is left, close the others."""
    now = clock.now()
    found = {sign.key: sign for sign in told}
    named = {part.path: part.names for one in courses for part in (*one.units, *one.questions)}
    still = set()
    for alert in session.scalars(select(IndicatorAlert).where(IndicatorAlert.closed_at.is_(None))).all():
        sign = found.get((alert.kind, alert.region, alert.subject))
        if sign is None:
            _close(session, alert, now)
        else:
            still.add(sign.key)
            _go_on(alert, sign, named, now)
    for sign in found.values():
        if sign.opens and sign.key not in still:
            _open(session, sign, named, now)


def signs_of(session: Session, courses: Sequence[Course], k: int) -> list[Sign]:
    """Return what every rule finds now; it only reads, and may take a while."""
    now = clock.now()
    return [
        *signs.without_facilitator(teams(session, now, k)),
        *signs.growing(waits(session, now, k), k),
        *signs.emptying(turnouts(session, now, k), k),
        *signs.stopping(stops(session, now, courses, k), k),
        *signs.failing(fails(session, now, courses, k), k),
    ]


def _open(session: Session, sign: Sign, named: Mapping[str, Names], now: datetime) -> None:
    values = {
        "id": uuid4(),
        "kind": sign.kind,
        "region": sign.region,
        "subject": sign.subject,
        "names": dict(named.get(sign.subject, {})),
        "figures": dict(sign.figures),
        "opened_at": now,
        "last_seen": now.astimezone(ZONE).date(),
    }
    db.insert_once(session, IndicatorAlert, values)


def _go_on(alert: IndicatorAlert, sign: Sign, named: Mapping[str, Names], now: datetime) -> None:
    alert.figures = dict(sign.figures)
    alert.names = dict(named.get(sign.subject, alert.names))
    alert.last_seen = now.astimezone(ZONE).date()


def _close(session: Session, alert: IndicatorAlert, now: datetime) -> None:
    still_open = (IndicatorAlert.id == alert.id, IndicatorAlert.closed_at.is_(None))
    session.execute(update(IndicatorAlert).where(*still_open).values(closed_at=now))
