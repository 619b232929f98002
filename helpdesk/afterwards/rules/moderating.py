"""Reporting a meeting or a note, and what moderators do about it: hide it in one act, or leave it.

Who reports is kept nowhere. Words that were hidden are kept, out of sight, for who looks again.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.afterwards.models import MeetingNote
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import moderating, trail
from helpdesk.meetings.states import Step

Reported = Meeting | MeetingNote


class OwnWords(Refused):
    """Nobody reports herself."""

    message = N_("This is your own: you may change it or take it back whenever you like.")


def report(session: Session, thing: Reported, *, by: UUID) -> bool:
    """Report a meeting or a note to the moderators; tell whether it was the first time."""
    if by == (thing.author_id if isinstance(thing, MeetingNote) else thing.organiser_id):
        raise OwnWords
    first = _mark(session, thing, "reported_at")
    if first:
        _leave(session, thing, Step.REPORTED, by=None)
    return first


def hide(session: Session, thing: Reported, *, by: UUID) -> bool:
    """Take a meeting or a note out of everybody's sight; tell whether it was in sight."""
    if isinstance(thing, Meeting):
        return moderating.hide(session, thing, by=by)
    first = _mark(session, thing, "hidden_at")
    if first:
        _leave(session, thing, Step.HIDDEN, by=by)
    return first


def show_again(session: Session, meeting: Meeting, *, by: UUID) -> bool:
    """Put a hidden meeting back in sight, its report closed; tell whether it was hidden."""
    return moderating.show_again(session, meeting, by=by)


def keep(session: Session, thing: Reported) -> None:
    """Leave what was reported as it is; it may be reported again."""
    kind = type(thing)
    session.execute(
        update(kind).where(kind.id == thing.id, kind.hidden_at.is_(None)).values(reported_at=None)
    )


def _mark(session: Session, thing: Reported, column: str) -> bool:
    """Write the moment unless one is there."""
    kind = type(thing)
    first = update(kind).where(kind.id == thing.id, getattr(kind, column).is_(None))
    return db.changed(session.execute(first.values({column: clock.now()}))) == 1


def _leave(session: Session, thing: Reported, what: Step, *, by: UUID | None) -> None:
    if isinstance(thing, MeetingNote):
        trail.leave(session, thing.meeting_id, what, by=by, note=str(thing.id))
    else:
        trail.leave(session, thing.id, what, by=by)
