"""What the pages, the files and the programming interface of the indicators have in common at the edge: who asks.

What there is to choose from depends on the regions that the reader leads; the threshold is the installation's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flask import current_app
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import me
from classcode.auth.visitors import EVERYWHERE
from classcode.people.models import Role
from tracking.indicators import offers, periods
from tracking.indicators.choices import Known

NOWHERE: Final[frozenset[str]] = frozenset()


def small_count() -> int:
    """Return the k of this installation: counts of fewer people are not shown."""
    small: int = current_app.extensions["classcode"].small_count
    return small


def allowed() -> frozenset[str] | None:
    """Return the regions that the signed-in lead may see, None for all."""
    return seen(me().regions.get(Role.LEAD, NOWHERE))


def seen(held: Iterable[str | None]) -> frozenset[str] | None:
    """Return the regions that a lead with grants for these may see, None for all."""
    codes = frozenset(EVERYWHERE if code is None else code for code in held)
    return None if EVERYWHERE in codes else codes


def known(session: Session, language: str) -> Known:
    """Return what the signed-in lead may choose from."""
    return known_within(session, language, allowed())


def known_within(session: Session, language: str, regions: frozenset[str] | None) -> Known:
    """Return what a reader of some regions may choose from today."""
    return offers.known(session, language, regions, clock.now().astimezone(periods.ZONE).date())
