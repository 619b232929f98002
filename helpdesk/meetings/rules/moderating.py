"""Taking a meeting out of everybody's sight, and putting it back. Who may is settled before.

While it is hidden nobody is reminded of it, and calendars that read a feed show it as called off.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import trail
from helpdesk.meetings.states import Step


def hide(session: Session, meeting: Meeting, *, by: UUID) -> bool:
    """Take a meeting out of sight; tell whether it was in sight. Its `sequence` rises, so that feeds follow."""
    return _set(session, meeting, clock.now(), Meeting.hidden_at.is_(None), Step.HIDDEN, by=by)


def show_again(session: Session, meeting: Meeting, *, by: UUID) -> bool:
    """Put a hidden meeting back in sight, its report closed; tell whether it was hidden. Feeds show it again."""
    shown = _set(session, meeting, None, Meeting.hidden_at.is_not(None), Step.SHOWN, by=by)
    if shown:
        meeting.reported_at = None
        session.flush()
    return shown


def _set(
    session: Session,
    meeting: Meeting,
    hidden_at: datetime | None,
    unless_done: ColumnElement[bool],
    step: Step,
    *,
    by: UUID,
) -> bool:
    """Write the moment, or that there is none, unless somebody else did; the meeting is read anew."""
    values = {
        "hidden_at": hidden_at,
        "sequence": Meeting.sequence + 1,
        "changed_at": clock.now(),
    }
    first = update(Meeting).where(Meeting.id == meeting.id, unless_done).values(values)
    done = db.changed(session.execute(first, execution_options={"synchronize_session": False})) == 1
    session.refresh(meeting, list(values))
    if done:
        trail.leave(session, meeting.id, step, by=by)
    return done
