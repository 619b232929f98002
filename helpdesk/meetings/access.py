"""The only ways to a meeting: who may see it, run it, or answer it. Not yours and unknown are the same 404."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from classcode import clock
from classcode.auth.visitors import Visitor
from classcode.errors import NotFound
from classcode.people.models import Role
from classcode.territory.models import Place
from helpdesk.meetings import states
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules.replying import is_open
from helpdesk.meetings.states import MeetingState
from helpdesk.models import Ticket
from helpdesk.pairing import EVERYWHERE
from helpdesk.tickets import access as tickets

ORGANISES_FOR: Final = timedelta(days=30)
"""How long after its end a meeting stays in the hands of a learner who organised it."""

_WHOLE = (joinedload(Meeting.place).joinedload(Place.commune), selectinload(Meeting.seats))


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting as one visitor may see it: she runs it, has a line at it, leads its region, or it is open to all."""

    meeting: Meeting
    runs: bool
    seat: Seat | None
    leads: bool = False

    @property
    def may_join(self) -> bool:
        """Whether she may take a seat without having been asked."""
        return is_open(self.meeting) and not self.runs and self.seat is None


def ticket_held(session: Session, who: Visitor, ticket_id: UUID, *, acting: bool = False) -> Ticket:
    """Return a ticket that this facilitator holds, locked when `acting`; from it she may propose a meeting.

    Whoever asked without a name shows it first: a meeting tells its people who comes.
    """
    seen = tickets.ticket(session, who, ticket_id, acting=acting)
    if not (seen.holder and who.may(Role.FACILITATOR)) or seen.ticket.unnamed:
        raise NotFound
    return seen.ticket


def meeting_seen(session: Session, who: Visitor, meeting_id: UUID) -> Seen:
    """Return a meeting to who runs it, was asked to it, leads its region, or to all where it is open."""
    meeting = session.get(Meeting, meeting_id, options=_WHOLE)
    if meeting is None:
        raise NotFound
    seat = next((seat for seat in meeting.seats if seat.person_id == who.id), None)
    seen = Seen(meeting, runs(who, meeting), seat, leads=who.may(Role.LEAD, meeting.region_code))
    if not (seen.runs or seat or seen.leads or is_open(meeting)):
        raise NotFound
    return seen


def meeting_run(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return a meeting to who runs it, for changing it: its facilitator, or its organiser until 30 days after."""
    meeting = session.get(Meeting, meeting_id, options=_WHOLE)
    if meeting is None or not runs(who, meeting):
        raise NotFound
    return meeting


def meeting_to_facilitate(session: Session, who: Visitor, meeting_id: UUID) -> Meeting:
    """Return a meeting without a facilitator to a facilitator of its region."""
    meeting = session.get(Meeting, meeting_id, options=_WHOLE)
    if meeting is None or not lacks_facilitator(who, meeting):
        raise NotFound
    return meeting


def lacks_facilitator(who: Visitor, meeting: Meeting) -> bool:
    """Tell whether this visitor could come as the facilitator that the meeting has not."""
    hers = meeting.organiser_id != who.id and who.may(Role.FACILITATOR, meeting.region_code)
    return meeting.facilitator_id is None and meeting.hidden_at is None and hers


def without_facilitator(who: Visitor) -> Select[Meeting]:
    """Return, as a query, the meetings to come that run without a facilitator, in the regions of this one."""
    regions = who.regions.get(Role.FACILITATOR, frozenset())
    mine = (
        select(Meeting).options(*_WHOLE).where(Meeting.facilitator_id.is_(None), Meeting.hidden_at.is_(None))
    )
    ahead = or_(Meeting.state == MeetingState.POLLING, Meeting.starts_at > clock.now())
    if EVERYWHERE not in regions:
        mine = mine.where(Meeting.region_code.in_(regions))
    # An organiser who was deleted left nobody's id: such a meeting needs a facilitator most.
    not_hers = or_(Meeting.organiser_id.is_(None), Meeting.organiser_id != who.id)
    others = (Meeting.state.in_(states.AHEAD), ahead, not_hers)
    return mine.where(*others).order_by(Meeting.starts_at)


def runs(who: Visitor, meeting: Meeting) -> bool:
    """Tell whether a meeting is in the hands of this visitor: she facilitates it, or organised it lately."""
    if meeting.facilitator_id == who.id and who.may(Role.FACILITATOR):
        return True
    hers = meeting.organiser_id == who.id and meeting.facilitator_id != who.id
    return hers and (meeting.state == MeetingState.POLLING or clock.now() <= meeting.ends_at + ORGANISES_FOR)
