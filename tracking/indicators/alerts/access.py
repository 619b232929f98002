"""Which alerts a lead sees: those of her regions; who leads everywhere sees all, and those of no region alone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from tracking.indicators.alerts.models import IndicatorAlert

Regions = frozenset[str] | None
"""The regions that somebody leads, None for all."""


def seen_by(allowed: Regions) -> ColumnElement[bool]:
    """Keep the alerts that somebody sees."""
    return true() if allowed is None else IndicatorAlert.region.in_(sorted(allowed))


def access_alert(session: Session, alert_id: UUID, allowed: Regions) -> IndicatorAlert:
    """Return an open alert that she sees; raise `NotFound` for any other."""
    alert = session.get(IndicatorAlert, alert_id)
    if alert is None or alert.closed_at is not None:
        raise NotFound
    if allowed is not None and alert.region not in allowed:
        raise NotFound
    return alert
