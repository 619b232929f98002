"""From how many learners on meetings are suggested, in the regions whose leads settled that."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.gathering.models import GatheringPolicy


def least_by_region(session: Session) -> tuple[tuple[str, int], ...]:
    """Return (region, least) wherever one was settled, as `finding.values.Rules` takes them."""
    rows = session.execute(select(GatheringPolicy.region_code, GatheringPolicy.least))
    return tuple(sorted((region, least) for region, least in rows))


def least_of(session: Session, region_code: str) -> int | None:
    """Return what was settled for a region; None: as everywhere."""
    return session.scalar(select(GatheringPolicy.least).where(GatheringPolicy.region_code == region_code))
