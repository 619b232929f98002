"""Anybody may report a place; a lead of its region hides it in one act, shows it again, or leaves it as it is.

Who may is settled before, by `access`. A hidden place is offered to nobody, and its words are told to nobody. Meetings
to come there stand, and who runs them is told at once that they need another place.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.territory.models import Place
from helpdesk.meetings.rules import following
from helpdesk.places.access import Seen
from helpdesk.places.rules.trail import leave
from helpdesk.places.steps import Step


def report(session: Session, seen: Seen) -> bool:
    """Report a place to those who moderate it; tell whether it was the first time. Who reports is not kept."""
    first = _mark(session, seen.place, "reported_at")
    if first:
        leave(session, seen.place, Step.REPORTED, by=None)
    return first


def hide(session: Session, seen: Seen, *, by: UUID) -> bool:
    """Take a place out of everybody's sight; tell whether it was in sight. Who runs meetings to come there is told."""
    were = following.planned(session, seen.place)
    hidden = _mark(session, seen.place, "hidden_at")
    if hidden:
        leave(session, seen.place, Step.HIDDEN, by=by)
        following.hidden(session, were, by=by)
    return hidden


def keep(session: Session, seen: Seen, *, by: UUID) -> None:
    """Leave a reported place as it is and close the report; doing it twice changes nothing."""
    if seen.place.reported_at is not None:
        seen.place.reported_at = None
        leave(session, seen.place, Step.KEPT, by=by)


def show_again(session: Session, seen: Seen, *, by: UUID) -> None:
    """Put a hidden place back in sight, its report closed; doing it twice changes nothing.

    Who runs meetings that still are to come there is told that they need no other place.
    """
    if seen.place.hidden_at is not None:
        were = following.planned(session, seen.place)
        seen.place.hidden_at = seen.place.reported_at = None
        leave(session, seen.place, Step.SHOWN, by=by)
        following.shown_again(session, were, by=by)


def _mark(session: Session, place: Place, column: str) -> bool:
    """Write the moment unless one is there."""
    first = update(Place).where(Place.id == place.id, getattr(Place, column).is_(None))
    marked = db.changed(session.execute(first.values({column: clock.now()}))) == 1
    session.refresh(place, [column])
    return marked
