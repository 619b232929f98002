"""What the desk promises in a region at this moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import DeskPolicy
from helpdesk.tickets.promise import Targets

RESOLVE_DAYS: Final = 14
"""Days of the desk's own time in which a question should be settled, unless a lead says otherwise. A choice of ours."""


def targets_of(session: Session, region_code: str) -> Targets:
    """Return the promise of a region: its own latest policy, else the latest for all, else the configured one."""
    told = session.scalar(_policies(region_code).limit(1))
    if told is None:
        return Targets(timedelta(days=session.info["answer_days"]), timedelta(days=RESOLVE_DAYS))
    return Targets(timedelta(days=told.answer_days), timedelta(days=told.resolve_days))


def _policies(region_code: str) -> Select[DeskPolicy]:
    mine = or_(DeskPolicy.region_code == region_code, DeskPolicy.region_code.is_(None))
    order = (DeskPolicy.region_code.is_(None), DeskPolicy.since.desc(), DeskPolicy.id)
    return select(DeskPolicy).where(mine).order_by(*order)
