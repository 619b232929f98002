"""Settling from how many people on meetings of a region are suggested. Who may is settled before, at the edge."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid
from classcode.i18n import N_
from helpdesk.gathering.models import GatheringPolicy

LEAST: Final = range(3, 13)
"""What can be settled, as with `MEETING_LEAST`: two are a conversation, and a table holds a dozen."""


def settle_least(session: Session, region_code: str, least: int | None, *, by: UUID) -> None:
    """Let so many learners make a meeting in a region, None: as everywhere. Raises `Invalid` at `least`."""
    if least is None:
        session.execute(delete(GatheringPolicy).where(GatheringPolicy.region_code == region_code))
        return
    if least not in LEAST:
        raise Invalid(
            "least", N_("Please give a number from %(least)s to %(most)s."), least=LEAST[0], most=LEAST[-1]
        )
    told = {"least": least, "set_at": clock.now(), "set_by_id": by}
    if not db.insert_once(session, GatheringPolicy, {"region_code": region_code} | told):
        mine = GatheringPolicy.region_code == region_code
        session.execute(update(GatheringPolicy).where(mine).values(**told))
