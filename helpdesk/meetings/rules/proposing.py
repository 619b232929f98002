"""Proposing a meeting from a ticket, and cancelling it. Who may is settled before, in `access`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.territory.models import Place
from helpdesk.meetings import events, hours, mails, queries
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat, Step
from helpdesk.meetings.rules import trail
from helpdesk.models import Ticket
from helpdesk.tickets.states import OPEN
from tracking import rules as record

SHORTEST: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=8)
FURTHEST_DAYS: Final = 366
"""A year ahead: beyond it a date is a slip of the keyboard."""
MOST_SEATS: Final = 200
"""Where nobody has counted the seats of a place; follow-up meetings gather a room, not a hall."""


class Settled(Refused):
    """The question was resolved meanwhile."""

    message = N_("This question is settled: there is nothing left to meet about. Nothing was sent.")


class NotCancelled(Refused):
    """The meeting was held or cancelled before."""

    message = N_("This meeting can no longer be cancelled: it was held, or cancelled before.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a facilitator proposes; the hours are those that clocks show in the place."""

    place_id: UUID
    day: date
    starts: time
    ends: time
    capacity: int
    others: frozenset[UUID] = frozenset()


def propose(session: Session, ticket: Ticket, proposal: Proposal, *, by: UUID, act_id: UUID) -> Meeting:
    """Propose a meeting to the learner of a ticket, and to others waiting at the same point.

    Raises `Settled` or `Invalid`. Effects: seats, a statement, and one mail to each person asked.
    """
    if ticket.state not in OPEN:
        raise Settled
    place = _place(session, ticket, proposal.place_id)
    _check_capacity(proposal.capacity, place)
    others = _others(session, ticket, proposal.others)
    meeting = _meeting(ticket, proposal, place, by)
    session.add(meeting)
    session.flush()
    trail.leave(session, meeting.id, Step.PROPOSED, by=by)
    record.record(session, events.proposed(meeting, by, act_id))
    _invite(session, meeting, [ticket.learner_id, *others], by=by)
    return meeting


def _meeting(ticket: Ticket, proposal: Proposal, place: Place, by: UUID) -> Meeting:
    starts_at, ends_at = _span(proposal, place.commune.zone)
    return Meeting(
        id=uuid4(),
        ticket_id=ticket.id,
        module=ticket.module,
        unit=ticket.unit,
        language=ticket.language,
        region_code=ticket.region_code,
        place=place,
        facilitator_id=by,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=place.commune.zone,
        capacity=proposal.capacity,
        taken=0,
        state=MeetingState.PROPOSED,
        created_at=clock.now(),
    )


def _invite(session: Session, meeting: Meeting, people: Iterable[UUID], *, by: UUID) -> None:
    for person_id in people:
        meeting.seats.append(Seat(person_id=person_id, invited_at=clock.now(), reply=Reply.INVITED))
        trail.leave(session, meeting.id, Step.INVITED, by=by, about=person_id)
        mails.proposed(session, meeting, person_id)
    session.flush()


def _place(session: Session, ticket: Ticket, place_id: UUID) -> Place:
    """Return the place when it is among those the ticket's learner can reach over land."""
    for offered in queries.places_offered(session, ticket).places:
        if offered.place.id == place_id:
            return offered.place
    raise Invalid("place", N_("Please choose one of the places of the list."))


def _others(session: Session, ticket: Ticket, chosen: frozenset[UUID]) -> list[UUID]:
    known = {one.id for one in queries.others_to_invite(session, ticket)}
    if not chosen <= known:
        raise Invalid("others", N_("Please choose people of the list; it may have changed meanwhile."))
    return sorted(chosen)


def _check_capacity(capacity: int, place: Place) -> None:
    most = place.capacity or MOST_SEATS
    if not 1 <= capacity <= most:
        raise Invalid(
            "capacity", N_("This place holds from 1 to %(most)s people. Please change the seats."), most=most
        )


def _span(proposal: Proposal, zone: str) -> tuple[datetime, datetime]:
    """Return start and end as instants, or raise `Invalid` where they make no meeting."""
    ahead = (proposal.day - hours.today(clock.now(), zone)).days
    if ahead > FURTHEST_DAYS:
        raise Invalid("day", N_("Please choose a day within a year."))
    # Asked before the conversion: at the far ends of the calendar an instant cannot be computed.
    starts_at = _instant("starts", proposal, zone) if ahead >= 0 else None
    if starts_at is None or starts_at <= clock.now():
        raise Invalid("day", N_("This moment has passed. Please choose one to come."))
    ends_at = _instant("ends", proposal, zone)
    if ends_at <= starts_at:
        raise Invalid("ends", N_("The meeting ends before it starts. Please check the two hours."))
    if not SHORTEST <= ends_at - starts_at <= LONGEST:
        raise Invalid("ends", N_("A meeting lasts from 15 minutes to 8 hours."))
    return starts_at, ends_at


def _instant(field: str, proposal: Proposal, zone: str) -> datetime:
    hour = proposal.starts if field == "starts" else proposal.ends
    found = hours.instant(proposal.day, hour, zone)
    if found is None:
        skipped = N_(
            "On that day the clocks go forward there, and %(hour)s does not exist. Choose another hour."
        )
        raise Invalid(field, skipped, hour=f"{hour:%H:%M}")
    return found


def cancel(session: Session, meeting_id: UUID, *, by: UUID) -> Meeting:
    """Cancel a meeting at which nobody's presence was recorded; raise `NotCancelled` otherwise.

    Effect: one mail to each person who had not declined, unless it would tell of a past hour.
    """
    mine = (Meeting.id == meeting_id, Meeting.state == MeetingState.PROPOSED)
    cancelled = update(Meeting).where(*mine).values(state=MeetingState.CANCELLED)
    if db.changed(session.execute(cancelled, execution_options={"synchronize_session": False})) != 1:
        raise NotCancelled
    meeting = session.get_one(Meeting, meeting_id, populate_existing=True)
    trail.leave(session, meeting.id, Step.CANCELLED, by=by)
    if meeting.starts_at > clock.now():
        for seat in meeting.seats:
            if seat.reply != Reply.NO:
                mails.cancelled(session, meeting, seat.person_id)
    return meeting
