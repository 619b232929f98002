"""What is new on a learner's first page: answers of hers that were read since she last opened their page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from modules.assessing.models import OpenAnswer
from modules.catalog import Unit
from modules.current import catalog
from modules.models import UnitProgress

NEW: Final = timedelta(days=30)
"""How long a reading is told there where no script says that she has opened the page. A choice of ours."""


@dataclass(frozen=True, slots=True)
class News:
    """An answer that was read, by the activity that holds it and its page."""

    module: str
    unit: Unit
    activity: str


def news(session: Session, person_id: UUID) -> list[News]:
    """Return what was read since she opened the page, the newest first, each activity once."""
    page = and_(
        UnitProgress.person_id == OpenAnswer.person_id,
        UnitProgress.module == OpenAnswer.module,
        UnitProgress.unit == OpenAnswer.unit,
    )
    rows = session.execute(
        select(OpenAnswer.module, OpenAnswer.unit, OpenAnswer.activity)
        .outerjoin(UnitProgress, page)
        .where(OpenAnswer.person_id == person_id, OpenAnswer.read_at >= clock.now() - NEW)
        .where(or_(UnitProgress.opened_at.is_(None), UnitProgress.opened_at < OpenAnswer.read_at))
        .order_by(OpenAnswer.read_at.desc(), OpenAnswer.id)
    )
    places = dict.fromkeys(tuple(row) for row in rows)
    found = ((slug, catalog().unit(slug, unit_id), activity) for slug, unit_id, activity in places)
    return [News(slug, unit, activity) for slug, unit, activity in found if unit is not None]
