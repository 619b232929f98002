"""Alerts worth a look in the small demonstration: one of each kind, one put aside, one that is over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from tracking.indicators.alerts.models import IndicatorAlert
from tracking.indicators.alerts.rules import asides
from tracking.indicators.alerts.signs import Kind

HOME = "FR-BRE"
FIGURES = {
    Kind.NO_FACILITATOR: {"asked": 12, "joined": 40},
    Kind.WAITS: {"lately": 70.0, "before": 12.0, "people": 50},
    Kind.EMPTYING: {"meetings": 9, "came": 4.2, "came_before": 8.1, "no_show": 0.3, "no_show_before": 0.1},
    Kind.STOPS: {"share": 0.45, "part": 45, "whole": 100},
}


def alerted(session: Session, *, lead: UUID) -> dict[str, str]:
    """Let alerts of every kind be open for a lead of Bretagne, or over."""
    rows = {kind: _alert(kind) for kind in FIGURES}
    session.add_all(rows.values())
    rows[Kind.EMPTYING].closed_at = clock.now()
    session.flush()
    note = "Deux personnes rejoignent l’équipe en mars."
    asides.put_aside(session, rows[Kind.NO_FACILITATOR].id, None, by=lead, note=note, days=28)
    return {"alert": str(rows[Kind.WAITS].id)}


def _alert(kind: Kind) -> IndicatorAlert:
    of_course = kind is Kind.STOPS
    return IndicatorAlert(
        kind=kind,
        region=HOME,
        subject="modules/creative-programming/variables" if of_course else "",
        names={"fr": "Garder une valeur (Programmation créative)"} if of_course else {},
        figures=FIGURES[kind],
        opened_at=clock.now() - timedelta(days=9),
        last_seen=clock.now().date(),
    )
