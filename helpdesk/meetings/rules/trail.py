"""The trail of a meeting: one row per step. Whatever changes a meeting leaves one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.meetings.models import MeetingStep, Step


def leave(
    session: Session,
    meeting_id: UUID,
    what: Step,
    *,
    by: UUID | None,
    about: UUID | None = None,
    **detail: str | int | bool | None,
) -> None:
    """Write down a step now: who did it (nobody: the clock), about whom, and the closed words that say what."""
    known = {key: value for key, value in detail.items() if value is not None}
    session.add(
        MeetingStep(
            meeting_id=meeting_id,
            at=clock.now(),
            by_person_id=by,
            about_person_id=about,
            what=what,
            detail=known,
        )
    )
    session.flush()  # one by one: the trail keeps the order in which things happened
