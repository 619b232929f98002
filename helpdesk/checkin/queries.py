"""Reading for check-in: which meeting shows a code, who is on a list, how many came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from classcode import clock
from classcode.people import queries as people
from helpdesk.checkin import codes, window
from helpdesk.checkin.counting import Headcount, headcount
from helpdesk.checkin.models import MeetingGuest, OfflineBatch, PresenceCorrection
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.spans import LONGEST
from helpdesk.meetings.states import MeetingState

GOING_ON: Final = (MeetingState.FIXED, MeetingState.HELD)


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody brings: the token of a QR code with the proof that she saw it in time, or a typed code."""

    token: str = ""
    proof: str = ""
    code: str = ""


def meeting_shown(session: Session, person_id: UUID, shown: Shown) -> Meeting | None:
    """Return the meeting whose code this is now, or None."""
    if shown.token:
        return meeting_of_token(session, shown)
    return meeting_of_code(session, person_id, shown.code) if shown.code else None


def meeting_of_token(session: Session, shown: Shown) -> Meeting | None:
    """Return the meeting of a token that is shown now, or was when its proof was given."""
    meeting_id = codes.meeting_of(shown.token)
    meeting = session.get(Meeting, meeting_id) if meeting_id else None
    if meeting is None:
        return None
    now, key = clock.now(), meeting.checkin_key
    good = codes.is_token(key, shown.token, now) or codes.is_granted(key, shown.token, shown.proof, now)
    return meeting if good else None


def meeting_of_code(session: Session, person_id: UUID, typed: str) -> Meeting | None:
    """Return the meeting that shows this code now: of two by chance alike, the one at which she has a line."""
    now, code = clock.now(), codes.normal(typed)
    if len(code) != codes.CODE_LENGTH or not set(code) <= set(codes.ALPHABET):
        return None
    alike = [one for one in _under_way(session) if codes.is_code(one.checkin_key, one.id, code, now)]
    alike.sort(key=lambda one: all(seat.person_id != person_id for seat in one.seats))
    return alike[0] if alike else None


def _under_way(session: Session) -> list[Meeting]:
    """Return the meetings at which one can check in now."""
    now = clock.now()
    begins = Meeting.starts_at.between(now - LONGEST - window.AFTER - timedelta(1), now + window.BEFORE)
    found = select(Meeting).options(selectinload(Meeting.seats)).where(Meeting.state.in_(GOING_ON), begins)
    near = session.scalars(found.order_by(Meeting.id))
    return [one for one in near if window.is_open(one.starts_at, one.ends_at, now)]


def guests_of(session: Session, meeting_id: UUID) -> list[MeetingGuest]:
    """Return the lines of people without an account, by their number."""
    found = select(MeetingGuest).where(MeetingGuest.meeting_id == meeting_id)
    return list(session.scalars(found.order_by(MeetingGuest.line)))


def headcount_of(session: Session, meeting: Meeting) -> Headcount:
    """Count who was there, as far as it is recorded."""
    return headcount(
        [(seat.role, seat.presence) for seat in meeting.seats],
        [(guest.presence, guest.claimed_at is not None) for guest in guests_of(session, meeting.id)],
        meeting.children,
    )


def names_of(session: Session, meeting: Meeting) -> dict[UUID, str | None]:
    """Return the names of everybody who has a line at a meeting."""
    wanted = {seat.person_id for seat in meeting.seats}
    return {one.id: one.name for one in people.names(session, wanted).values()}


def names_of_hosts(session: Session, meeting: Meeting) -> dict[UUID, str | None]:
    """Return the names of who facilitates a meeting and who organised it."""
    wanted = {one for one in (meeting.facilitator_id, meeting.organiser_id) if one}
    return {one.id: one.name for one in people.names(session, wanted).values()}


def corrections_of(session: Session, meeting_id: UUID) -> list[PresenceCorrection]:
    """Return why a closed list was corrected, the first time first."""
    found = select(PresenceCorrection).where(PresenceCorrection.meeting_id == meeting_id)
    return list(session.scalars(found.order_by(PresenceCorrection.at, PresenceCorrection.id)))


def batch_of(session: Session, batch_id: UUID, *, meeting_id: UUID, by: UUID) -> OfflineBatch | None:
    """Return what became of a batch that this person sent for this meeting."""
    batch = session.get(OfflineBatch, batch_id)
    return batch if batch and (batch.meeting_id, batch.by_id) == (meeting_id, by) else None
