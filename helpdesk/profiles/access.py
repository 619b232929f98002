"""The only way to a facilitator's profile: who may see it, and who may hide its words. Refusals read as unknown (404).

Seen by herself, by whoever asked a question that she holds or wrote in, by whoever answers in a region of hers, by the
leads, and by administrators, who all have to do with her.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.people.models import Facilitator, Person, Role, RoleGrant
from helpdesk.models import Message, Ticket
from helpdesk.tickets.access import Who


@dataclass(frozen=True, slots=True)
class SeenProfile:
    """A facilitator as one person may see her; `regions` holds None where she answers everywhere."""

    person: Person
    offer: Facilitator
    regions: frozenset[str | None]
    own: bool
    may_hide: bool

    @property
    def presentation(self) -> str | None:
        """What she says about herself, unless it was hidden from this reader."""
        hidden = self.offer.presentation_hidden_at is not None and not (self.own or self.may_hide)
        return None if hidden else self.offer.presentation


def profile(session: Session, visitor: Who, person_id: UUID, *, acting: bool = False) -> SeenProfile:
    """Return a facilitator's profile as this person may see it; raise `NotFound` for everybody and everything else.

    With `acting` her row is held until the transaction ends.
    """
    wanted = select(Facilitator).where(Facilitator.person_id == person_id)
    offer = session.scalar(wanted.with_for_update() if acting else wanted)
    person = session.get(Person, person_id)
    regions = _regions(session, person_id)
    if offer is None or person is None or person.disabled_at or not regions:
        raise NotFound
    own, may_hide = person_id == visitor.id, _moderates(visitor, regions)
    if not (own or may_hide or visitor.may(Role.LEAD) or _colleague(visitor, regions)):
        _share_a_thread(session, visitor.id, person_id)
    return SeenProfile(person, offer, regions, own, may_hide)


def _regions(session: Session, person_id: UUID) -> frozenset[str | None]:
    granted = select(RoleGrant.region_code).where(
        RoleGrant.person_id == person_id, RoleGrant.role == Role.FACILITATOR
    )
    return frozenset(session.scalars(granted))


def _moderates(visitor: Who, regions: frozenset[str | None]) -> bool:
    """Tell whether she leads one of the regions, any where the other answers everywhere, or administers the site."""
    if Role.ADMINISTRATOR in visitor.roles:
        return True
    return any(visitor.may(Role.LEAD, region) for region in regions)


def _colleague(visitor: Who, regions: frozenset[str | None]) -> bool:
    return any(visitor.may(Role.FACILITATOR, region) for region in regions)


def _share_a_thread(session: Session, visitor_id: UUID, person_id: UUID) -> None:
    """Raise `NotFound` unless the visitor asked something that the other holds, held before an absence, or answered."""
    wrote = select(Message.ticket_id).where(Message.author_id == person_id, Message.internal.is_(False))
    hers = or_(Ticket.facilitator_id == person_id, Ticket.lent_by_id == person_id, Ticket.id.in_(wrote))
    shared = select(Ticket.id).where(Ticket.learner_id == visitor_id, hers)
    if session.scalar(shared.limit(1)) is None:
        raise NotFound
