"""Stepping back: at any time, without a reason. Role and slots end, questions go to others, what was done stays."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from classcode.people.models import Facilitator, Role
from classcode.people.queries import regions_of_role
from classcode.people.rules.profile import revoke
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.queries.paths import going_of
from helpdesk.growth.steps import Door, PathState
from helpdesk.meetings.models import Meeting, MeetingState
from helpdesk.meetings.rules import cancelling, facilitating, gates
from helpdesk.models import Absence, Ticket
from helpdesk.tickets.rules import holding
from helpdesk.tickets.states import OPEN, PassOnReason


@dataclass(frozen=True, slots=True)
class Left:
    """What stepping back moved: questions that went on, meetings to come that were called off."""

    questions: int
    meetings: int


def step_back(session: Session, person_id: UUID) -> Left:
    """End a facilitator's role everywhere; raise `NotFound` for somebody who has none.

    Effects: her open questions are proposed to others or stand in the lead's queue, meetings and polls to come are
    called off with a mail to the people asked, those that somebody else organises go on without a facilitator, with a
    mail to her, absences end. The caller gives her a new web session, since her role changes.
    """
    regions = regions_of_role(session, person_id, Role.FACILITATOR)
    if not regions:
        raise NotFound
    _end_path(session, person_id, regions)
    for region in regions:
        revoke(session, person_id, Role.FACILITATOR, region)
    offer = session.get(Facilitator, person_id)
    if offer is not None:
        offer.slots = []
    _forget_absences(session, person_id)
    session.flush()
    return Left(_pass_on(session, person_id), _call_off(session, person_id))


def _end_path(session: Session, person_id: UUID, regions: list[str | None]) -> None:
    """Close her path; whoever was named by an administrator has one from now on, so that she can come again."""
    path, now = going_of(session, person_id, acting=True), clock.now()
    if path is None:
        path = FacilitatorPath(
            id=uuid4(), person_id=person_id, door=Door.APPOINTED, region_code=regions[0], state=""
        )
        session.add(path)
    path.state, path.ended_at = PathState.STEPPED_BACK, now
    session.flush()


def _forget_absences(session: Session, person_id: UUID) -> None:
    """End absences without giving anything back: what was lent stays with whoever has it."""
    now = clock.now()
    going = (Absence.facilitator_id == person_id, Absence.ended_at.is_(None))
    session.execute(update(Absence).where(*going).values(ended_at=now, given_back_at=now))
    session.execute(update(Absence).where(Absence.substitute_id == person_id).values(substitute_id=None))
    lent = update(Ticket).where(Ticket.lent_by_id == person_id, Ticket.state.in_(OPEN))
    session.execute(lent.values(lent_by_id=None))


def _pass_on(session: Session, person_id: UUID) -> int:
    hers = (Ticket.facilitator_id == person_id, Ticket.state.in_(OPEN))
    tickets = session.scalars(
        select(Ticket).where(*hers).order_by(Ticket.promised_by).with_for_update()
    ).all()
    for ticket in tickets:
        holding.pass_on(session, ticket, PassOnReason.OTHER, by=person_id)
    return len(tickets)


def _call_off(session: Session, person_id: UUID) -> int:
    fixed = and_(Meeting.state == MeetingState.FIXED, Meeting.starts_at > clock.now())
    to_come = (Meeting.facilitator_id == person_id, or_(fixed, Meeting.state == MeetingState.POLLING))
    meetings = session.scalars(select(Meeting.id).where(*to_come).order_by(Meeting.id)).all()
    return sum(_give_up(session, meeting_id, person_id) for meeting_id in meetings)


def _give_up(session: Session, meeting_id: UUID, person_id: UUID) -> bool:
    """Call a meeting off, or leave it to somebody else who organises it; tell whether it was called off."""
    meeting = gates.held(session, meeting_id)
    if meeting.organiser_id not in {None, person_id}:
        facilitating.leave(session, meeting)
        return False
    cancelling.cancel(session, meeting_id, by=person_id)
    return True
