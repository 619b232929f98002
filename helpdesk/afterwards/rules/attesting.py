"""Attestations of attendance: each seat of a closed list that was there, whole or for a part, has one that stands.

Whoever calls holds the meeting's row, so that a correction and the closing follow each other.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Place
from helpdesk.afterwards.being_there import WAS_THERE
from helpdesk.meetings.models import Meeting, Seat
from tracking import vocabulary
from tracking.attestations import rules as attestations
from tracking.attestations.deserving import Deserved, Occasion
from tracking.attestations.models import Attestation, AttestationKind


def closed(session: Session, meeting: Meeting, *, by: UUID) -> int:
    """Issue the papers of a list that was just closed; return how many people hold one.

    Again it changes nothing; after a correction it revokes and replaces what it made wrong.
    """
    seats = session.scalars(select(Seat).where(Seat.meeting_id == meeting.id).order_by(Seat.person_id)).all()
    return sum(_settle(session, meeting, seat, by=by) is not None for seat in seats)


def issue_for(session: Session, seat: Seat, *, by: UUID | None = None) -> Attestation | None:
    """Make one person's paper agree with her seat: after a correction, or when she claims a paper slip.

    Nothing is issued before the list is closed. `by` is who corrects; nobody: she herself.
    """
    meeting = session.get_one(Meeting, seat.meeting_id)
    return _settle(session, meeting, seat, by=by or seat.person_id) if meeting.list_closed_at else None


def _settle(session: Session, meeting: Meeting, seat: Seat, *, by: UUID) -> Attestation | None:
    occasion = _occasion(session, meeting)
    return attestations.settle(session, occasion, seat.person_id, _due(occasion, seat), by=by)


def _due(occasion: Occasion, seat: Seat) -> Deserved | None:
    """Return what a seat deserves: its minutes, where somebody was there for any."""
    if seat.presence not in WAS_THERE or not seat.minutes_present:
        return None
    return Deserved(occasion=occasion, person_id=seat.person_id, role=seat.role, minutes=seat.minutes_present)


def _occasion(session: Session, meeting: Meeting) -> Occasion:
    return Occasion(
        of=vocabulary.meeting(meeting.id),
        kind=AttestationKind.ATTENDANCE,
        held_on=clock.local(meeting.starts_at, meeting.zone).date(),
        module=meeting.module,
        commune_code=session.get_one(Place, meeting.place_id).commune_code,
        led_by_id=meeting.facilitator_id or meeting.organiser_id,
        language=meeting.language,
    )
