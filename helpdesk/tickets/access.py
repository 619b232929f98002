"""The only way to a ticket or a message: who may see it, and what she may do there. Refusals read as unknown (404).

The learner sees her own; its holder sees it; the leads of its region see it, and where a region has no lead, every lead
and administrator does, so that nothing waits unseen; facilitators of its region see it while nobody holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.people.models import Person, Role, RoleGrant
from helpdesk.models import Message, Ticket
from helpdesk.pairing import EVERYWHERE
from helpdesk.tickets.states import OPEN, State

DESK_ROLES: Final = (Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
"""Who has a desk page."""


class Who(Protocol):
    """What is asked of a visitor here; a request's `classcode.auth.Visitor` is one, and HTTP stays outside."""

    @property
    def id(self) -> UUID:
        """The person."""

    @property
    def time_zone(self) -> str:
        """Her IANA zone."""

    @property
    def roles(self) -> frozenset[str]:
        """Her roles at this moment."""

    @property
    def regions(self) -> dict[str, frozenset[str]]:
        """By role, the regions for which she holds it; `*` is everywhere."""

    def may(self, role: Role, region_code: str | None = None) -> bool:
        """Tell whether she holds the role for this region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A ticket as one person may see it: in which capacity, and what follows from it."""

    ticket: Ticket
    learner: bool = False
    holder: bool = False
    lead: bool = False
    neighbour: bool = False
    moderator: bool = False

    @property
    def inside(self) -> bool:
        """Whether she is of the team, and so reads its notes and every candidate's reasons."""
        return not self.learner

    @property
    def may_write(self) -> bool:
        """Whether a message of hers would go to the other side of the thread."""
        return self.learner or (self.holder and self.ticket.state in OPEN)

    @property
    def may_take(self) -> bool:
        """Whether she may make this question hers."""
        return (
            self.ticket.facilitator_id is None and self.ticket.state in OPEN and (self.neighbour or self.lead)
        )

    @property
    def may_assign(self) -> bool:
        """Whether she may give this question to a facilitator."""
        return self.lead and self.ticket.state in OPEN

    @property
    def may_pass_on(self) -> bool:
        """Whether she may hand it to the next candidate: only while it is her turn."""
        return self.holder and self.ticket.state == State.WAITING_FACILITATOR

    @property
    def may_resolve(self) -> bool:
        """Whether she may say that it is settled."""
        return (self.learner or self.holder) and self.ticket.state in OPEN

    @property
    def may_hide(self) -> bool:
        """Whether she may take a message out of sight."""
        return self.lead or self.moderator


def ticket(session: Session, visitor: Who, ticket_id: UUID, *, acting: bool = False) -> Seen:
    """Return a ticket as this person may see it; raise `NotFound` for an unknown one and for one that is not hers.

    With `acting` the row is locked until the transaction ends, so that two acts on one ticket follow each other.
    """
    seen = _seen(session, visitor, _row(session, ticket_id, acting))
    if not (seen.learner or seen.holder or seen.lead or seen.moderator or (seen.neighbour and seen.may_take)):
        raise NotFound
    return seen


def takeable(session: Session, visitor: Who, ticket_id: UUID) -> Ticket:
    """Return a ticket that this person may try to take, even when somebody was quicker: she is told who."""
    seen = _seen(session, visitor, _row(session, ticket_id, True))
    if not (seen.neighbour or seen.lead):
        raise NotFound
    return seen.ticket


def message(session: Session, seen: Seen, message_id: UUID) -> Message:
    """Return a message of this thread, notes only for the team; raise `NotFound` otherwise."""
    found = session.get(Message, message_id)
    if found is None or found.ticket_id != seen.ticket.id or (found.internal and not seen.inside):
        raise NotFound
    return found


def _row(session: Session, ticket_id: UUID, acting: bool) -> Ticket:
    wanted = select(Ticket).where(Ticket.id == ticket_id)
    found = session.scalar(wanted.with_for_update() if acting else wanted)
    if found is None:
        raise NotFound
    return found


def _seen(session: Session, visitor: Who, found: Ticket) -> Seen:
    if found.learner_id == visitor.id:
        return Seen(ticket=found, learner=True)  # her own question: no role opens its inside to her
    desk = bool(visitor.roles & frozenset(DESK_ROLES))
    leads = visitor.may(Role.LEAD, found.region_code)
    return Seen(
        ticket=found,
        holder=desk and found.facilitator_id == visitor.id,
        lead=leads or (_stands_in(visitor) and not has_lead(session, found.region_code)),
        neighbour=visitor.may(Role.FACILITATOR, found.region_code),
        moderator=Role.ADMINISTRATOR in visitor.roles and _reported(session, found.id),
    )


def _stands_in(visitor: Who) -> bool:
    return bool(visitor.roles & {Role.LEAD, Role.ADMINISTRATOR})


def has_lead(session: Session, region_code: str) -> bool:
    """Tell whether somebody who can sign in leads this region, or all of them."""
    led = _leads().where(or_(RoleGrant.region_code == region_code, RoleGrant.region_code.is_(None)))
    return session.scalar(led.limit(1)) is not None


def _leads() -> Select[UUID]:
    active = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id)
    return active.where(RoleGrant.role == Role.LEAD, Person.disabled_at.is_(None))


def _reported(session: Session, ticket_id: UUID) -> bool:
    waiting = (Message.ticket_id == ticket_id, Message.reported_at.is_not(None), Message.hidden_at.is_(None))
    return session.scalar(select(Message.id).where(*waiting).limit(1)) is not None


def led_by(session: Session, visitor: Who) -> ColumnElement[bool]:
    """Return the condition on tickets that this person leads, or stands in for where a region has no lead."""
    mine = visitor.regions.get(Role.LEAD, frozenset())
    if EVERYWHERE in mine:
        return true()
    condition = Ticket.region_code.in_(mine) if mine else false()
    if not _stands_in(visitor):
        return condition
    led = set(session.scalars(_leads().with_only_columns(RoleGrant.region_code)))
    return condition if None in led else or_(condition, Ticket.region_code.not_in(led))


def near(visitor: Who) -> ColumnElement[bool]:
    """Return the condition on tickets of the regions for which this person is a facilitator."""
    mine = visitor.regions.get(Role.FACILITATOR, frozenset())
    return true() if EVERYWHERE in mine else Ticket.region_code.in_(mine) if mine else false()
