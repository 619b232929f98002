"""Whose question it is: the desk pairs it, somebody takes it, a lead assigns it, its holder passes it on."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.people.models import Person, Role, RoleGrant
from classcode.territory.models import ELSEWHERE, Commune
from classcode.territory.queries import point_of
from helpdesk import pairing
from helpdesk.models import PairingReason, Ticket
from helpdesk.pairing import Needs, Weighed
from helpdesk.tickets.queries.candidates import candidates_for
from helpdesk.tickets.rules.moving import leave, move
from helpdesk.tickets.states import Move, PassOnReason, What


class AlreadyTaken(Refused):
    """Somebody else holds this question now; the message tells who."""

    message = N_("%(name)s has taken this question in the meantime. You need do nothing more.")
    unnamed = N_("Another person has taken this question in the meantime. You need do nothing more.")


class NotFacilitator(Invalid):
    """The person chosen holds no facilitator's role any more."""

    def __init__(self) -> None:
        super().__init__("facilitator", N_("Please choose one of the facilitators of the list."))


def pair(session: Session, ticket: Ticket) -> None:
    """Give a new question to whom it suits best, or leave it in the lead's queue; keep every candidate's reasons."""
    weighed = pairing.weigh(_needs(session, ticket), candidates_for(session, ticket))
    found = pairing.best(weighed)
    chosen = found.chosen.candidate.id if found else None
    session.add_all(_reason(ticket, one, chosen) for one in weighed)
    if chosen is None:
        leave(session, ticket.id, What.NOBODY_FREE)
        return
    move(session, ticket, Move.PAIR, facilitator_id=chosen, paired_at=clock.now())
    leave(session, ticket.id, What.PAIRED, to=str(chosen))


def _needs(session: Session, ticket: Ticket) -> Needs:
    learner = session.get_one(Person, ticket.learner_id)
    commune = session.get(Commune, ticket.commune_code) if ticket.commune_code else None
    others = tuple(code for code in learner.answer_languages if code != ticket.language)
    return Needs(
        languages=(ticket.language, *others),
        module=ticket.module,
        at=clock.now(),
        region=None if ticket.region_code == ELSEWHERE else ticket.region_code,
        point=point_of(commune) if commune else None,
    )


def _reason(ticket: Ticket, one: Weighed, chosen: UUID | None) -> PairingReason:
    return PairingReason(
        id=uuid4(),
        ticket_id=ticket.id,
        facilitator_id=one.candidate.id,
        at=clock.now(),
        chosen=one.candidate.id == chosen,
        score=one.score,
        components=one.components(),
    )


def take(session: Session, ticket: Ticket, *, by: UUID) -> None:
    """Take a question that nobody holds; raise `AlreadyTaken` when somebody was quicker, who is told."""
    if ticket.facilitator_id == by:
        return
    if ticket.facilitator_id is not None:
        name = session.scalar(select(Person.name).where(Person.id == ticket.facilitator_id))
        raise AlreadyTaken(name=name) if name else AlreadyTaken(AlreadyTaken.unnamed)
    move(session, ticket, Move.TAKE, facilitator_id=by, paired_at=clock.now())
    leave(session, ticket.id, What.TAKEN, by=by)


def assign(session: Session, ticket: Ticket, to: UUID, *, by: UUID) -> None:
    """Give a question to a facilitator, as a lead decides; raise `NotFacilitator`."""
    granted = (RoleGrant.person_id == to, RoleGrant.role == Role.FACILITATOR, Person.disabled_at.is_(None))
    holds = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id).where(*granted)
    if to == ticket.learner_id or session.scalar(holds.limit(1)) is None:
        raise NotFacilitator
    move(session, ticket, Move.ASSIGN, facilitator_id=to, paired_at=clock.now())
    leave(session, ticket.id, What.ASSIGNED, by=by, to=str(to))


def pass_on(session: Session, ticket: Ticket, reason: str, *, by: UUID) -> None:
    """Pass a question on, with a reason of the list: the next candidate gets it, or the lead's queue."""
    if reason not in set(PassOnReason):
        raise Invalid("reason", N_("Please choose one of the reasons."))
    move(session, ticket, Move.RELEASE, facilitator_id=None, paired_at=None)
    leave(session, ticket.id, What.PASSED_ON, by=by, reason=reason)
    pair(session, ticket)
