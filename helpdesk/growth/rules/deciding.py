"""A lead's decision: let in, or refuse with a reason; who is at the newcomer's side; and her first meeting recorded."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from classcode.people.models import Facilitator, Role
from classcode.people.rules.profile import grant
from helpdesk.growth import mails
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.deeds import deeds_of
from helpdesk.growth.queries.paths import mentors_for
from helpdesk.growth.queries.together import first_meeting
from helpdesk.growth.steps import AGAIN_AFTER, Door, PathState

LONGEST: Final = 1000
"""Characters of a reason."""


class AlreadyDecided(Refused):
    """Somebody decided, or the applicant withdrew, since the page was opened."""

    message = N_("This application no longer waits for a decision. Nothing was changed: look at it again.")


def approve(session: Session, path: FacilitatorPath, *, by: UUID, mentor_id: UUID | None = None) -> None:
    """Let somebody in: role for the region, facilitator's row, a mail. Whoever comes again works at once.

    The caller ends her web sessions, since her role changes (ASVS 7.2.4).
    """
    _check_waits(path)
    if mentor_id is not None:
        _check_mentor(session, path, mentor_id)
    again = path.door == Door.RETURN
    path.state = PathState.WORKING if again else PathState.APPROVED
    path.decided_at, path.decided_by_id = clock.now(), by
    path.mentor_id = None if again else mentor_id
    grant(session, path.person_id, Role.FACILITATOR, path.region_code)
    _offer(session, path)
    session.flush()
    mails.approved(session, path)


def _check_waits(path: FacilitatorPath) -> None:
    if path.state != PathState.APPLIED:
        raise AlreadyDecided


def _offer(session: Session, path: FacilitatorPath) -> None:
    """Write what she offers: a capacity that grows from one question on, and the modules that she finished."""
    row = session.get(Facilitator, path.person_id)
    if row is None:
        finished = list(deeds_of(session, path.person_id).modules)
        row = Facilitator(person_id=path.person_id, expertise=finished, capacity=None, since=clock.now())
        session.add(row)
    row.languages, row.slots = list(path.languages), [dict(slot) for slot in path.slots]


def refuse(session: Session, path: FacilitatorPath, reason: str, *, by: UUID) -> None:
    """Refuse an application with a reason that the applicant reads; she may apply again after half a year."""
    _check_waits(path)
    told = reason.replace("\r\n", "\n").strip()
    if not told:
        raise Invalid("reason", N_("Please give a reason: she reads it."))
    if len(told) > LONGEST:
        raise Invalid("reason", N_("Please write at most %(n)s characters."), n=LONGEST)
    now = clock.now()
    path.state, path.reason = PathState.REFUSED, told
    path.decided_at, path.decided_by_id, path.ended_at = now, by, now
    session.flush()
    mails.refused(session, path)


def forget_words(session: Session) -> int:
    """Empty what was written on paths that ended half a year ago; return on how many."""
    told = (FacilitatorPath.motivation, FacilitatorPath.background, FacilitatorPath.reason)
    old = (FacilitatorPath.ended_at < clock.now() - AGAIN_AFTER, or_(*(one.is_not(None) for one in told)))
    emptied = update(FacilitatorPath).where(*old).values(motivation=None, background=None, reason=None)
    return db.changed(session.execute(emptied))


def choose_mentor(session: Session, path: FacilitatorPath, mentor_id: UUID) -> None:
    """Say who is at the newcomer's side at her first meeting; raise `Invalid`, or `NotFound` when that is over."""
    if path.state != PathState.APPROVED:
        raise NotFound
    _check_mentor(session, path, mentor_id)
    path.mentor_id = mentor_id
    session.flush()


def _check_mentor(session: Session, path: FacilitatorPath, mentor_id: UUID) -> None:
    if mentor_id not in {who for who, _name in mentors_for(session, path)}:
        raise Invalid("mentor", N_("Please choose one of the facilitators of the list."))


def note_first_meeting(session: Session, path: FacilitatorPath) -> bool:
    """Let a newcomer work by herself once she and her mentor held a meeting together; tell whether it is so."""
    held = first_meeting(session, path) if path.state == PathState.APPROVED else None
    if held is None:
        return False
    path.meeting_id, path.met_at = held
    path.state = PathState.WORKING
    session.flush()
    return True
