"""The queues: a learner's own questions, what waits for a facilitator, what a lead must not lose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person, Role
from classcode.territory.models import Commune
from helpdesk.models import Message, Ticket
from helpdesk.slots import Slot, next_slot
from helpdesk.tickets.access import Who, led_by, near
from helpdesk.tickets.queries.days_off import absences_from, holidays_of
from helpdesk.tickets.queries.lines import Line, Listed, Wanted, read_list, read_lists
from helpdesk.tickets.states import HERS, OPEN, RUNNING, State

RUNS: Final = Ticket.state.in_(
    bindparam("running", sorted(RUNNING), expanding=True, literal_execute=True, unique=False)
)
"""The learner waits for the desk. Written out in the statement, so that a partial index on the same words is used."""


class Part(StrEnum):
    """The lists of the desk, in the order of the page."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    UNHELD = "unheld"
    LATE = "late"
    REPORTED = "reported"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person of the desk sees, each list by urgency. `reported` holds tickets with a message to look at."""

    lists: dict[str, Listed] = field(default_factory=dict)
    slot: Slot | None = None

    def part(self, name: str) -> Listed:
        """Return one list; one that is not for her is empty."""
        return self.lists.get(name, Listed())

    @property
    def unheld(self) -> tuple[Line, ...]:
        """What nobody has."""
        return self.part(Part.UNHELD).lines

    @property
    def reported(self) -> tuple[Line, ...]:
        """Where a message waits for a moderator."""
        return self.part(Part.REPORTED).lines

    @property
    def empty(self) -> bool:
        """Whether nothing at all waits for her."""
        return not any(self.part(name).lines for name in Part if name is not Part.ANSWERED)


def questions_of(session: Session, person_id: UUID) -> list[Line]:
    """Return what a learner asked, the open ones first, the newest first: the first page of each."""
    asked = (Ticket.opened_at, True)
    mine = Ticket.learner_id == person_id
    found = read_lists(
        session,
        {
            "open": Wanted(and_(mine, Ticket.state.in_(OPEN)), *asked),
            "over": Wanted(and_(mine, Ticket.state.not_in(OPEN)), *asked),
        },
    )
    return [*found["open"].lines, *found["over"].lines]


def earlier_questions_of(session: Session, person_id: UUID, after: str | None) -> Listed:
    """Return a further page of what a learner asked, whatever became of it, the newest first."""
    return read_list(session, Wanted(Ticket.learner_id == person_id, Ticket.opened_at, True), after)


def desk_of(session: Session, visitor: Who) -> Desk:
    """Return the queues of a facilitator, a lead, or both; the queries are as many however many tickets there are."""
    return Desk(read_lists(session, _parts(session, visitor)), _slot(session, visitor))


def part_of(session: Session, visitor: Who, name: str, after: str | None) -> Listed:
    """Return a further page of one list of the desk; a list that is not for her is empty."""
    wanted = _parts(session, visitor).get(name)
    return read_list(session, wanted, after) if wanted else Listed()


def has_asked(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody asked before, and so has told what the desk needs to know."""
    return session.scalar(select(Ticket.id).where(Ticket.learner_id == person_id).limit(1)) is not None


def _parts(session: Session, visitor: Who) -> dict[str, Wanted]:
    mine = and_(Ticket.facilitator_id == visitor.id, Ticket.learner_id != visitor.id)
    others = Ticket.learner_id != visitor.id
    led = and_(led_by(session, visitor), others)
    unheld = and_(Ticket.facilitator_id.is_(None), RUNS, others, or_(led, near(visitor)))
    promised, offered = Ticket.promised_by, func.coalesce(Ticket.offered_until, Ticket.promised_by)
    parts = {
        Part.PROPOSED: Wanted(and_(mine, Ticket.state == State.PROPOSED), offered),
        Part.WAITING: Wanted(and_(mine, Ticket.state.in_(HERS - {State.PROPOSED})), promised),
        Part.UNHELD: Wanted(unheld, promised),
        Part.ANSWERED: Wanted(and_(mine, Ticket.state == State.WAITING_LEARNER), Ticket.moved_at),
    }
    if visitor.roles & {Role.LEAD, Role.ADMINISTRATOR}:
        parts[Part.LATE] = Wanted(and_(led, *_late(visitor)), promised)
        parts[Part.REPORTED] = Wanted(_reported(visitor, led), promised)
    return {str(name): wanted for name, wanted in parts.items()}


def _late(visitor: Who) -> tuple[ColumnElement[bool], ...]:
    return (
        RUNS,
        Ticket.promised_by < clock.now(),
        Ticket.facilitator_id.is_not(None),
        Ticket.facilitator_id != visitor.id,
    )


def _reported(visitor: Who, led: ColumnElement[bool]) -> ColumnElement[bool]:
    reported = select(Message.ticket_id).where(Message.reported_at.is_not(None), Message.hidden_at.is_(None))
    theirs = Ticket.learner_id != visitor.id if Role.ADMINISTRATOR in visitor.roles else led
    return and_(theirs, Ticket.id.in_(reported))


def _slot(session: Session, visitor: Who) -> Slot | None:
    """Return the next slot that counts: no absence and no holidays on its day."""
    row = session.execute(
        select(Facilitator, Commune)
        .join(Person, Person.id == Facilitator.person_id)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .where(Facilitator.person_id == visitor.id)
    ).one_or_none()
    if row is None:
        return None
    offer, commune, now = row.Facilitator, row.Commune, clock.now()
    away = absences_from(session, (now - timedelta(days=1)).date(), [visitor.id])
    closed = (*away.get(visitor.id, ()), *holidays_of(offer, commune, now.date()))
    return next_slot(offer.slots, visitor.time_zone, now, closed=closed)
