"""Who came to meetings and who did not, the hours they were there, and what they said of it afterwards.

Told by who she is, not by where the meeting was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import and_
from sqlalchemy.orm import Session

from tracking.indicators.query import measured, opinions
from tracking.indicators.query.adding import Part, add_up
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope
from tracking.projections.models import Opinion, Presence

STATUSES: Final[Mapping[str, tuple[str, ...]]] = {
    "attended": ("attended",),
    "absent": ("absent", "excused"),
    "no-show": ("absent",),
    "came or excused": ("attended", "excused"),
    "expected": ("attended", "absent", "excused"),
}
"""What is counted, by the statuses of presence: both rates tell one part of those expected from the rest."""
SATISFACTION: Final = "satisfaction-meetings"
IDS: Final = (
    "attended",
    "absent",
    "attendance-rate",
    "no-show-rate",
    "met",
    "hours-in-person",
    *opinions.ids(SATISFACTION),
)


def measure(session: Session, scope: Scope) -> Mapping[str, Measured]:
    """Count seats taken and left empty, the people in them, their hours, the two rates, and their opinions."""
    there = Presence.status == "attended"
    minutes = Presence.minutes.expression
    parts = [
        Part(what, Presence.status.in_(some), minutes if what == "attended" else None)
        for what, some in STATUSES.items()
    ]
    parts += opinions.parts(SATISFACTION, asked=there, counted=there)
    about = and_(Opinion.path == Presence.meeting, Opinion.actor == Presence.actor)
    rows = scope.rows(Presence, Presence.at, parts).outerjoin(Opinion, about)
    sums = add_up(session, rows, parts, scope.axes)
    came, missed, no_show, others, expected = (measured.of(sums, what, measured.times) for what in STATUSES)
    return {
        "attended": came,
        "absent": missed,
        "attendance-rate": measured.rate(came, expected, missed),
        "no-show-rate": measured.rate(no_show, expected, others),
        "met": measured.of(sums, "attended", measured.people),
        "hours-in-person": measured.of(sums, "attended", measured.hours),
        **opinions.measure(sums, SATISFACTION),
    }
