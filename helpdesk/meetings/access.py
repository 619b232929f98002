"""The only ways to a meeting: who may see it, run it, or answer it. Not yours and unknown are the same 404."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session, joinedload, selectinload

from classcode.auth.visitors import Visitor
from classcode.errors import NotFound
from classcode.people.models import Role
from classcode.territory.models import Place
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.models import Ticket
from helpdesk.tickets import access as tickets

_WHOLE = (joinedload(Meeting.place).joinedload(Place.commune), selectinload(Meeting.seats))


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting as one visitor may see it: she runs it, she has a seat, or she leads its region and only reads."""

    meeting: Meeting
    runs: bool
    seat: Seat | None


def ticket_held(session: Session, who: Visitor, ticket_id: UUID, *, acting: bool = False) -> Ticket:
    """Return a ticket that this facilitator holds, locked when `acting`; from it she may propose a meeting.

    Whoever asked without a name shows it first: a meeting tells its people who comes.
    """
    seen = tickets.ticket(session, who, ticket_id, acting=acting)
    if not (seen.holder and who.may(Role.FACILITATOR)) or seen.ticket.unnamed:
        raise NotFound
    return seen.ticket


def meeting_seen(session: Session, who: Visitor, meeting_id: UUID) -> Seen:
    """Return a meeting to who runs it, was asked to it, or leads its region."""
    meeting = session.get(Meeting, meeting_id, options=_WHOLE)
    if meeting is None:
        raise NotFound
    seat = next((seat for seat in meeting.seats if seat.person_id == who.id), None)
    seen = Seen(meeting, _runs(who, meeting), seat)
    if not (seen.runs or seat or who.may(Role.LEAD, meeting.region_code)):
        raise NotFound
    return seen


def meeting_run(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return a meeting to the facilitator who runs it, for changing it."""
    meeting = session.get(Meeting, meeting_id, options=_WHOLE)
    if meeting is None or not _runs(who, meeting):
        raise NotFound
    return meeting


def _runs(who: Visitor, meeting: Meeting) -> bool:
    return meeting.facilitator_id == who.id and who.may(Role.FACILITATOR)
