"""Keeping profiles decent: whoever sees one may report it; a moderator hides its words in one act.

Who may see or hide is settled before, by `access.profile`. New words of hers are shown again and may be reported again
(`helpdesk.availability`).
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import NotFound, Refused
from classcode.i18n import N_
from classcode.people.models import Facilitator
from helpdesk.profiles.access import SeenProfile


class OwnProfile(Refused):
    """Nobody reports herself."""

    message = N_("This is your own profile: you may change its words whenever you like.")


def report(session: Session, seen: SeenProfile) -> bool:
    """Report what a facilitator says about herself; tell whether it was the first time. Who reports is not kept."""
    if seen.own:
        raise OwnProfile
    if seen.presentation is None:
        return False
    return _mark(session, seen.person.id, "presentation_reported_at")


def hide(session: Session, seen: SeenProfile) -> bool:
    """Take the words out of everybody's sight but hers and the moderators'; tell whether they were in sight."""
    if not seen.may_hide:
        raise NotFound
    return _mark(session, seen.person.id, "presentation_hidden_at")


def _mark(session: Session, person_id: UUID, column: str) -> bool:
    """Write the moment unless one is there."""
    first = update(Facilitator).where(
        Facilitator.person_id == person_id,
        Facilitator.presentation.is_not(None),
        getattr(Facilitator, column).is_(None),
    )
    return db.changed(session.execute(first.values({column: clock.now()}))) == 1
