"""Proposing a meeting from a ticket: to who asked, and to others who wait at the same point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.territory.models import Place
from helpdesk.meetings import queries, spans
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules.organising import Plan, organise
from helpdesk.meetings.spans import Hours
from helpdesk.models import Ticket
from helpdesk.tickets.states import OPEN


class Settled(Refused):
    """The question was resolved meanwhile."""

    message = N_("This question is settled: there is nothing left to meet about. Nothing was sent.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a facilitator proposes; the hours are those that clocks show in the place. `more` are further dates."""

    place_id: UUID
    day: date
    starts: time
    ends: time
    capacity: int
    room_id: UUID | None = None
    more: tuple[Hours, ...] = ()
    others: frozenset[UUID] = frozenset()

    @property
    def dates(self) -> tuple[Hours, ...]:
        """All dates, the first one first."""
        return (Hours(self.day, self.starts, self.ends), *self.more)


def propose(session: Session, ticket: Ticket, proposal: Proposal, *, by: UUID, act_id: UUID) -> Meeting:
    """Propose a meeting to the learner of a ticket, and to others waiting at the same point.

    Raises `Settled` or `Invalid`. Effects: seats, a statement, and one mail to each person asked.
    """
    if ticket.state not in OPEN:
        raise Settled
    place = _place(session, ticket, proposal.place_id)
    others = _others(session, ticket, proposal.others)
    plan = Plan(
        module=ticket.module,
        unit=ticket.unit,
        theme=ticket.theme,
        language=ticket.language,
        place_id=place.id,
        room_id=proposal.room_id,
        dates=spans.spans(proposal.dates, place.commune.zone, clock.now()),
        capacity=proposal.capacity,
        facilitator_id=by,
        ticket_id=ticket.id,
        invited=frozenset({ticket.learner_id, *others}),
    )
    return organise(session, plan, by=by, act_id=act_id)


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
