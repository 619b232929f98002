"""The queues: a learner's own questions, what waits for a facilitator, what a lead must not lose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from classcode import clock
from classcode.people.models import Facilitator, Person, Role
from classcode.territory.models import Region
from helpdesk.models import Message, Ticket
from helpdesk.slots import Slot, next_slot
from helpdesk.tickets.access import Who, led_by, near
from helpdesk.tickets.states import OPEN, State

PAGE: Final = 50
"""How many lines one list of the desk shows at most; the most urgent come first."""

_Learner, _Holder = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ticket in a list."""

    id: UUID
    subject: str
    module: str
    unit: str | None
    state: State
    language: str
    region: Region
    learner: str | None
    holder: str | None
    opened_at: datetime
    promised_by: datetime
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one person of the desk sees, each list by urgency. `reported` holds tickets with a message to look at."""

    waiting: list[Line]
    answered: list[Line]
    unheld: list[Line]
    late: list[Line]
    reported: list[Line]
    slot: Slot | None

    @property
    def empty(self) -> bool:
        """Whether nothing at all waits for her."""
        return not (self.waiting or self.unheld or self.late or self.reported)


def questions_of(session: Session, person_id: UUID) -> list[Line]:
    """Return what a learner asked, the open ones first, the newest first."""
    mine = _lines().where(Ticket.learner_id == person_id)
    return _read(session, mine.order_by(Ticket.state == State.RESOLVED, Ticket.opened_at.desc()))


def desk_of(session: Session, visitor: Who) -> Desk:
    """Return the queues of a facilitator, a lead, or both."""
    mine = and_(Ticket.facilitator_id == visitor.id, Ticket.learner_id != visitor.id)
    others = Ticket.learner_id != visitor.id
    led = and_(led_by(session, visitor), others)
    unheld = and_(Ticket.facilitator_id.is_(None), Ticket.state.in_(OPEN), others, or_(led, near(visitor)))
    late = and_(
        led,
        Ticket.state == State.WAITING_FACILITATOR,
        Ticket.facilitator_id.is_not(None),
        Ticket.facilitator_id.is_distinct_from(visitor.id),
        Ticket.promised_by < clock.now(),
    )
    return Desk(
        waiting=_urgent(session, and_(mine, Ticket.state == State.WAITING_FACILITATOR)),
        answered=_urgent(session, and_(mine, Ticket.state == State.WAITING_LEARNER)),
        unheld=_urgent(session, unheld),
        late=_urgent(session, late),
        reported=_urgent(session, _reported(visitor, led)),
        slot=_slot(session, visitor),
    )


def has_asked(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody asked before, and so has told what the desk needs to know."""
    return session.scalar(select(Ticket.id).where(Ticket.learner_id == person_id).limit(1)) is not None


def _reported(visitor: Who, led: ColumnElement[bool]) -> ColumnElement[bool]:
    if not visitor.roles & {Role.LEAD, Role.ADMINISTRATOR}:
        return false()
    reported = select(Message.ticket_id).where(Message.reported_at.is_not(None), Message.hidden_at.is_(None))
    theirs = Ticket.learner_id != visitor.id if Role.ADMINISTRATOR in visitor.roles else led
    return and_(theirs, Ticket.id.in_(reported))


def _urgent(session: Session, condition: ColumnElement[bool]) -> list[Line]:
    return _read(session, _lines().where(condition).order_by(Ticket.promised_by, Ticket.id))


_Lines = Select[Ticket, Region, str | None, str | None]


def _lines() -> _Lines:
    return (
        select(Ticket, Region, _Learner.name.label("learner"), _Holder.name.label("holder"))
        .join(Region, Region.code == Ticket.region_code)
        .join(_Learner, _Learner.id == Ticket.learner_id)
        .outerjoin(_Holder, _Holder.id == Ticket.facilitator_id)
    )


def _read(session: Session, wanted: _Lines) -> list[Line]:
    now = clock.now()
    return [_line(row.Ticket, row, now) for row in session.execute(wanted.limit(PAGE))]


def _line(ticket: Ticket, row: Any, now: datetime) -> Line:
    state = State(ticket.state)
    return Line(
        id=ticket.id,
        subject=ticket.subject,
        module=ticket.module,
        unit=ticket.unit,
        state=state,
        language=ticket.language,
        region=row.Region,
        learner=row.learner,
        holder=row.holder,
        opened_at=ticket.opened_at,
        promised_by=ticket.promised_by,
        late=state in {State.NEW, State.WAITING_FACILITATOR} and ticket.promised_by < now,
    )


def _slot(session: Session, visitor: Who) -> Slot | None:
    offer = session.get(Facilitator, visitor.id)
    return next_slot(offer.slots, visitor.time_zone, clock.now()) if offer else None
