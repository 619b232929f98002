"""Putting an alert aside with a word, for all who see it, and taking that back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import N_
from tracking.indicators.alerts.access import Regions, access_alert
from tracking.indicators.alerts.models import AlertAside
from tracking.indicators.periods import ZONE

DAYS: Final = (7, 14, 28, 91)
"""For how long an alert may be put aside; after that it shows again, if it is still so."""
LONGEST: Final = 300
"""Characters of a note."""


def put_aside(session: Session, alert_id: UUID, seen: Regions, *, by: UUID, note: str, days: int) -> None:
    """Put an open alert aside for some days, with a note that the other leads read; raises `NotFound` and `Invalid`."""
    alert = access_alert(session, alert_id, seen)
    if not 0 < len(note.strip()) <= LONGEST:
        raise Invalid("note", N_("Please say in at most %(n)s characters what is being done."), n=LONGEST)
    if days not in DAYS:
        raise Invalid("days", N_("Please choose one of the periods."))
    now = clock.now()
    until = now.astimezone(ZONE).date() + timedelta(days=days)
    session.merge(AlertAside(alert_id=alert.id, person_id=by, note=note.strip(), until=until, at=now))
    session.flush()


def show_again(session: Session, alert_id: UUID, seen: Regions) -> None:
    """Show an alert again that was put aside, by whomever; raises `NotFound`."""
    alert = access_alert(session, alert_id, seen)
    session.execute(delete(AlertAside).where(AlertAside.alert_id == alert.id))
