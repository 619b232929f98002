"""Reading alerts: those open for a lead, those put aside, those closed lately, and who has the weekly mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, i18n
from classcode.i18n import gettext as _
from classcode.people.models import Person
from tracking.indicators.alerts import words
from tracking.indicators.alerts.access import Regions, access_alert, seen_by
from tracking.indicators.alerts.models import AlertAside, AlertLetter, IndicatorAlert
from tracking.indicators.alerts.signs import EVERYWHERE, Kind
from tracking.indicators.alerts.words import Put, Told
from tracking.indicators.periods import ZONE
from tracking.indicators.report import region_names

LATELY: Final = timedelta(days=30)
"""How long a closed alert is still told."""
OF_THE_COURSE: Final = frozenset({Kind.STOPS, Kind.FAILED})
"""Kinds of which the alert for everywhere says what those of regions say."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the page of alerts shows: open, put aside, and closed lately with the instant."""

    open: Sequence[Told]
    aside: Sequence[Put]
    closed: Sequence[tuple[Told, datetime]]


def open_for(session: Session, allowed: Regions, language: str) -> Sequence[Told]:
    """Return the open alerts that a lead of these regions (None: everywhere) sees, the newest first, none put aside."""
    return board(session, allowed, language).open


def board(session: Session, allowed: Regions, language: str) -> Board:
    """Return everything that the page of alerts shows a lead of these regions, in a language."""
    names = region_names(session, language)
    with i18n.reader(language):
        shown = _without_parts(_open(session, allowed))
        return Board(
            open=[_told(alert, names) for alert, aside, _by in shown if not _lasts(aside)],
            aside=[
                Put(_told(alert, names), by, aside.note, aside.until)
                for alert, aside, by in shown
                if aside is not None and _lasts(aside)
            ],
            closed=[
                (_told(alert, names), alert.closed_at)
                for alert in _closed(session, allowed)
                if alert.closed_at
            ],
        )


def one(session: Session, alert_id: UUID, allowed: Regions, language: str) -> Told:
    """Return one open alert that she sees; raise `NotFound` for any other."""
    alert, names = access_alert(session, alert_id, allowed), region_names(session, language)
    with i18n.reader(language):
        return _told(alert, names)


def has_letters(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody asked for the weekly mail."""
    return session.get(AlertLetter, person_id) is not None


def letters(session: Session) -> list[UUID]:
    """Return everybody who asked for it."""
    return list(session.scalars(select(AlertLetter.person_id).order_by(AlertLetter.person_id)))


_Line = tuple[IndicatorAlert, AlertAside | None, str | None]


def _open(session: Session, allowed: Regions) -> list[_Line]:
    rows = (
        select(IndicatorAlert, AlertAside, Person.name)
        .outerjoin(AlertAside, AlertAside.alert_id == IndicatorAlert.id)
        .outerjoin(Person, Person.id == AlertAside.person_id)
        .where(IndicatorAlert.closed_at.is_(None), seen_by(allowed))
        .order_by(
            IndicatorAlert.opened_at.desc(),
            IndicatorAlert.kind,
            IndicatorAlert.region,
            IndicatorAlert.subject,
        )
    )
    return [(alert, aside, name) for alert, aside, name in session.execute(rows)]


def _without_parts(lines: list[_Line]) -> list[_Line]:
    """Leave out a unit or question in regions where the same is told of everywhere: the course is one."""
    whole = {(alert.kind, alert.subject) for alert, *_rest in lines if alert.region == EVERYWHERE}
    return [
        line
        for line in lines
        if line[0].region == EVERYWHERE
        or line[0].kind not in OF_THE_COURSE
        or (line[0].kind, line[0].subject) not in whole
    ]


def _closed(session: Session, allowed: Regions) -> list[IndicatorAlert]:
    lately = IndicatorAlert.closed_at >= clock.now() - LATELY
    rows = select(IndicatorAlert).where(lately, seen_by(allowed))
    return list(session.scalars(rows.order_by(IndicatorAlert.closed_at.desc(), IndicatorAlert.id)))


def _lasts(aside: AlertAside | None) -> bool:
    return aside is not None and aside.until >= today()


def today() -> date:
    """Return the day by which notes end."""
    return clock.now().astimezone(ZONE).date()


def _told(alert: IndicatorAlert, names: dict[str, str]) -> Told:
    kind = Kind(alert.kind)
    return Told(
        id=alert.id,
        kind=kind,
        title=_(words.TITLES[kind]),
        where=words.where(alert.region, alert.names, names),
        what=words.what(kind, alert.figures),
        since=alert.opened_at,
        todo=_(words.TODO[kind]),
        link=words.link(kind, alert.subject),
    )
