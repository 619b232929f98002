"""The only way to a ticket or a message: who may see it, and what she may do there. Refusals read as unknown (404).

The learner sees her own; its holder sees it; the leads of its region see it. Where a region has no lead, every lead and
administrator does, and where none of its leads reads the language, leads of elsewhere who read it do, so that nothing
waits unseen. Facilitators of its region see it while nobody holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.people.models import Person, Role, RoleGrant
from helpdesk.models import Message, NameLift, Ticket
from helpdesk.pairing import EVERYWHERE
from helpdesk.tickets.rules.merging import joined_to
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
    lifted: bool = False

    @property
    def names_learner(self) -> bool:
        """Whether she may know who asked: the learner herself, and the team unless it was asked without a name."""
        return self.learner or not self.ticket.unnamed or self.lifted

    @property
    def may_lift(self) -> bool:
        """Whether she may look behind the pseudonym, with a reason that is kept."""
        return self.lead and self.ticket.unnamed and not self.lifted

    @property
    def inside(self) -> bool:
        """Whether she is of the team, and so reads its notes and every candidate's reasons."""
        return not self.learner

    @property
    def may_write(self) -> bool:
        """Whether a message of hers would go to the other side of the thread."""
        writable = OPEN | {State.RESOLVED} if self.learner else OPEN
        return (self.learner or self.holder) and self.ticket.state in writable

    @property
    def may_take(self) -> bool:
        """Whether she may make this question hers."""
        return (
            self.ticket.facilitator_id is None and self.ticket.state in OPEN and (self.neighbour or self.lead)
        )

    @property
    def may_accept(self) -> bool:
        """Whether it is proposed to her."""
        return self.holder and self.ticket.state == State.PROPOSED

    @property
    def may_cancel(self) -> bool:
        """Whether she may withdraw it."""
        return self.learner and self.ticket.state in OPEN

    @property
    def may_join(self) -> bool:
        """Whether she may merge it with another one, or split it."""
        return (self.holder or self.lead) and self.ticket.state in OPEN

    @property
    def may_assign(self) -> bool:
        """Whether she may give this question to a facilitator."""
        return self.lead and self.ticket.state in OPEN

    @property
    def may_pass_on(self) -> bool:
        """Whether she may decline it, or give it back to the desk."""
        return self.holder and self.ticket.state in OPEN

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
    if found is None or (found.internal and not seen.inside) or not _shown(session, seen.ticket, found):
        raise NotFound
    return found


def _shown(session: Session, held: Ticket, message: Message) -> bool:
    """Tell whether a message is shown in a question: written there, or in one that was joined to it."""
    return message.ticket_id == held.id or message.ticket_id in joined_to(session, held.id)


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
        lead=leads or (_stands_in(visitor) and _nobody_nearer(session, visitor, found)),
        neighbour=visitor.may(Role.FACILITATOR, found.region_code),
        moderator=Role.ADMINISTRATOR in visitor.roles and _reported(session, found.id),
        lifted=found.unnamed and _lifted(session, found.id, visitor.id),
    )


def _lifted(session: Session, ticket_id: UUID, person_id: UUID) -> bool:
    mine = (NameLift.ticket_id == ticket_id, NameLift.by_person_id == person_id)
    return session.scalar(select(NameLift.id).where(*mine).limit(1)) is not None


def _stands_in(visitor: Who) -> bool:
    return bool(visitor.roles & {Role.LEAD, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who leads a region (None: all), with the languages that she reads."""

    person_id: UUID
    region_code: str | None
    reads: frozenset[str]


def leads_now(session: Session) -> list[Lead]:
    """Return everybody who leads and can sign in, once for each region."""
    rows = session.execute(_leads().with_only_columns(RoleGrant.region_code, Person))
    return [
        Lead(person.id, region, frozenset((person.language, *person.answer_languages)))
        for region, person in rows
    ]


def _nobody_nearer(session: Session, visitor: Who, found: Ticket) -> bool:
    """Tell whether the region has no lead at all, or none who reads the question's language while this lead does."""
    leads = leads_now(session)
    near = [one for one in leads if one.region_code in {None, found.region_code}]
    if not near:
        return True
    reads = any(one.person_id == visitor.id and found.language in one.reads for one in leads)
    return reads and not any(found.language in one.reads for one in near)


def has_lead(session: Session, region_code: str) -> bool:
    """Tell whether somebody who can sign in leads this region, or all of them."""
    led = _leads().where(or_(RoleGrant.region_code == region_code, RoleGrant.region_code.is_(None)))
    return session.scalar(led.limit(1)) is not None


def leads_besides(session: Session, region_code: str, person_id: UUID | None) -> bool:
    """Tell whether anybody but this person leads a region, or stands in where nobody leads it."""
    there = or_(RoleGrant.region_code == region_code, RoleGrant.region_code.is_(None))
    led = _leads().where(there) if has_lead(session, region_code) else _leads(Role.LEAD, Role.ADMINISTRATOR)
    besides = led.where(RoleGrant.person_id != person_id) if person_id else led
    return session.scalar(besides.limit(1)) is not None


def _leads(*roles: Role) -> Select[UUID]:
    active = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id)
    return active.where(RoleGrant.role.in_(roles or (Role.LEAD,)), Person.disabled_at.is_(None))


def _reported(session: Session, ticket_id: UUID) -> bool:
    waiting = (Message.ticket_id == ticket_id, Message.reported_at.is_not(None), Message.hidden_at.is_(None))
    return session.scalar(select(Message.id).where(*waiting).limit(1)) is not None


def led_by(session: Session, visitor: Who) -> ColumnElement[bool]:
    """Return the condition on tickets that this person leads, or stands in for.

    Where a region has no lead, every lead and administrator does; where none of its leads reads the language of a
    question, leads of elsewhere who read it do.
    """
    mine = visitor.regions.get(Role.LEAD, frozenset())
    if EVERYWHERE in mine:
        return true()
    condition = Ticket.region_code.in_(mine) if mine else false()
    if not _stands_in(visitor):
        return condition
    leads = leads_now(session)
    led = {one.region_code for one in leads}
    ways: list[ColumnElement[bool]] = [condition]
    if None not in led:
        ways.append(Ticket.region_code.not_in(led))
    for language in {code for one in leads if one.person_id == visitor.id for code in one.reads}:
        read = {one.region_code for one in leads if language in one.reads}
        if None not in read:
            ways.append(and_(Ticket.language == language, Ticket.region_code.not_in(read)))
    return or_(*ways)


def near(visitor: Who) -> ColumnElement[bool]:
    """Return the condition on tickets of the regions for which this person is a facilitator."""
    mine = visitor.regions.get(Role.FACILITATOR, frozenset())
    return true() if EVERYWHERE in mine else Ticket.region_code.in_(mine) if mine else false()
