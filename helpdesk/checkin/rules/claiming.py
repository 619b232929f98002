"""Claiming presence with the code of a paper slip: the line of the sheet becomes the seat of a person, once."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Refused
from classcode.i18n import N_
from classcode.people.rules.limits import Limit
from helpdesk.afterwards.rules import attesting
from helpdesk.checkin import codes, window
from helpdesk.checkin.models import MeetingGuest
from helpdesk.checkin.rules import gates, numbers
from helpdesk.checkin.rules.writing import Source, Ticked, hold, write
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import trail
from helpdesk.meetings.states import Checked, Presence, Reply, Step

WRONG_SLIPS: Final = Limit("slip", 10, 5)
UNKNOWN_SLIP: Final = N_(
    "No slip with this code is known. Please compare it letter by letter; perhaps the sheet of your meeting was not "
    "typed in yet: then try again in a few days."
)


class Claimed(Refused):
    """Somebody claimed this slip before."""

    message = N_("This slip was used already: a presence on paper is claimed once.")


class TooLate(Refused):
    """Slips are good for 60 days."""

    status = 410
    message = N_(
        "This slip was good for 60 days after the meeting. Your presence can no longer be claimed with it."
    )


class AlreadyRecorded(Refused):
    """Her own line says already whether she was there."""

    message = N_(
        "Whether you were at this meeting is recorded already. If that is wrong, ask who ran it for a correction."
    )


class RanIt(Refused):
    """Who ran the meeting has no line on its list."""

    message = N_("You ran this meeting: you are not among its participants.")


def claim(session: Session, typed: str, person_id: UUID, *, act_id: UUID) -> Seat | None:
    """Let a person with an account take over the line of this slip; return her seat, or None for an unknown code.

    Raises `Claimed`, `TooLate`, `AlreadyRecorded`, `RanIt` or `CalledOff`; the same person again changes nothing.
    """
    wanted = MeetingGuest.claim_hash == codes.slip_hash(codes.normal(typed))
    found = session.execute(select(MeetingGuest.id, MeetingGuest.meeting_id).where(wanted)).one_or_none()
    if found is None:
        return None
    meeting = gates.settled(session, found.meeting_id)
    guest = session.get(MeetingGuest, found.id, populate_existing=True)
    if guest is None:  # emptied a moment ago
        return None
    if guest.claimed_at is not None:
        return _hers(session, guest, person_id)
    _check(meeting, person_id)
    seat = _line_of(session, meeting, person_id)
    _use_up(session, guest, person_id)
    source = Source(by=person_id, act_id=act_id, how=Checked.SLIP, at=clock.now())
    write(session, seat, Ticked(person_id, Presence(guest.presence or ""), guest.minutes), source)
    trail.leave(session, meeting.id, Step.CLAIMED, by=person_id, about=person_id, line=guest.line)
    hold(session, meeting, [seat])
    numbers.tell(session, meeting)
    session.flush()
    attesting.issue_for(session, seat)
    return seat


def _hers(session: Session, guest: MeetingGuest, person_id: UUID) -> Seat:
    if guest.claimed_by_id != person_id:
        raise Claimed
    return session.get_one(Seat, (guest.meeting_id, person_id))


def _check(meeting: Meeting, person_id: UUID) -> None:
    if clock.now() > meeting.ends_at + window.CLAIMS:
        raise TooLate
    if person_id == meeting.facilitator_id:
        raise RanIt


def _line_of(session: Session, meeting: Meeting, person_id: UUID) -> Seat:
    """Return her line, or a new one on which she never answered: presence is not a yes."""
    seat = session.get(Seat, (meeting.id, person_id), populate_existing=True)
    if seat is not None and seat.presence is not None:
        raise AlreadyRecorded
    if seat is None:
        seat = Seat(
            meeting_id=meeting.id,
            person_id=person_id,
            invited_at=clock.now(),
            reply=Reply.INVITED,
            meeting=meeting,
        )
        session.add(seat)
        session.flush()
    return seat


def _use_up(session: Session, guest: MeetingGuest, person_id: UUID) -> None:
    """Mark the slip as used by a conditional update: of many at once, the row has the last word."""
    free = (MeetingGuest.id == guest.id, MeetingGuest.claimed_at.is_(None))
    mine = (
        update(MeetingGuest).where(*free).values(claimed_by_id=person_id, claimed_at=clock.now(), name=None)
    )
    if db.changed(session.execute(mine.execution_options(synchronize_session=False))) != 1:
        raise Claimed
