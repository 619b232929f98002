"""Where a choice of the filter lies: the region of a department or an academy, for the map alone. Counts nothing."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.territory.models import Academy, Department
from tracking.indicators.filters import Filter


def lies_in(session: Session, asked: Filter) -> str | None:
    """Return the one region in which a chosen department, academy or Belgian province lies; None where none is."""
    found: str | None = None
    if asked.department is not None:
        found = session.scalar(select(Department.region_code).where(Department.code == asked.department))
    if found is None and asked.academy is not None:
        found = session.scalar(select(Academy.region_code).where(Academy.code == asked.academy))
        if found is None and asked.academy.startswith("BE"):
            return asked.academy
    return found
