"""The first meeting that a newcomer and her mentor held together, as the meetings' own tables tell it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.steps import PathState
from helpdesk.meetings.models import Meeting, Presence, Seat

CAME = (Presence.ATTENDED, Presence.PARTLY)


def first_meeting(session: Session, path: FacilitatorPath) -> tuple[UUID, datetime] | None:
    """Return id and end of the first meeting since her approval that one of the two ran and the other attended."""
    if path.mentor_id is None or path.decided_at is None:
        return None
    pairs = ((path.person_id, path.mentor_id), (path.mentor_id, path.person_id))
    held = or_(*(and_(Meeting.facilitator_id == host, Seat.person_id == other) for host, other in pairs))
    found = (
        select(Meeting.id, Meeting.ends_at)
        .join(Seat, Seat.meeting_id == Meeting.id)
        .where(held, Seat.presence.in_(CAME), Meeting.starts_at >= path.decided_at)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    row = session.execute(found.limit(1)).one_or_none()
    return (row.id, row.ends_at) if row else None


def waiting_for_meeting(session: Session) -> list[UUID]:
    """Return the paths that have a mentor and no first meeting yet."""
    waiting = (FacilitatorPath.state == PathState.APPROVED, FacilitatorPath.mentor_id.is_not(None))
    return list(session.scalars(select(FacilitatorPath.id).where(*waiting)))
