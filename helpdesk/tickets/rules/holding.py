"""Whose question it is: the desk proposes, a facilitator accepts, declines, takes or gives back, a lead assigns.

A proposed question stays with her until her next slot ends (`offered_until`); silence passes it on. Whenever nobody is
left it stands in the lead's queue, unheld and in sight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from classcode.people.models import Person, Role, RoleGrant
from helpdesk import pairing
from helpdesk.models import Absence, PairingReason, Ticket
from helpdesk.pairing import Pairing, Weighed
from helpdesk.tickets.queries.candidates import answers_by, candidates_for, links, needs_of
from helpdesk.tickets.queries.holders import absence_now
from helpdesk.tickets.rules.moving import leave, move
from helpdesk.tickets.states import OPEN, Move, PassOnReason, State, What

AT_LEAST: Final = timedelta(days=1)
"""How long a question that a lead gives stays with somebody whose next slot is not known. A choice of ours."""


class AlreadyTaken(Refused):
    """Somebody else holds this question now; the message tells who."""

    message = N_("%(name)s has taken this question in the meantime. You need do nothing more.")
    unnamed = N_("Another person has taken this question in the meantime. You need do nothing more.")


class NotFacilitator(Invalid):
    """The person chosen holds no facilitator's role any more."""

    def __init__(self) -> None:
        super().__init__("facilitator", N_("Please choose one of the facilitators of the list."))


def pair(session: Session, ticket: Ticket, *, first: UUID | None = None) -> bool:
    """Propose a question to whom it suits best, or leave it in the lead's queue; keep every candidate's reasons.

    `first` is asked before everybody else if she fits at all (a substitute). Return whether somebody was found.
    """
    needs, across = needs_of(session, ticket), links(session)
    candidates = [one for one in candidates_for(session, needs, across) if one.id != ticket.learner_id]
    weighed = pairing.weigh(needs, candidates, across)
    named = next((one for one in weighed if one.candidate.id == first and one.fits), None)
    found = Pairing(named, weighed) if named else pairing.best(weighed)
    keep_reasons(session, ticket, weighed, found)
    if found is None:
        leave(session, ticket.id, What.NOBODY_FREE)
        return False
    propose(session, ticket, found)
    return True


def propose(session: Session, ticket: Ticket, found: Pairing) -> None:
    """Make a question hers until her next slot ends, if she does not decline it before."""
    chosen = found.chosen.candidate
    move(
        session,
        ticket,
        Move.PROPOSE,
        detail={"to": str(chosen.id)},
        facilitator_id=chosen.id,
        paired_at=clock.now(),
        offered_until=chosen.answers_by,
    )


def keep_reasons(session: Session, ticket: Ticket, weighed: Sequence[Weighed], found: Pairing | None) -> None:
    """Keep how each candidate was weighed, beside the ticket."""
    chosen, now = found.chosen.candidate.id if found else None, clock.now()
    rows = [_reason(ticket, one, chosen, now) for one in weighed]
    if rows:
        session.execute(insert(PairingReason), rows)


def _reason(ticket: Ticket, one: Weighed, chosen: UUID | None, now: datetime) -> Mapping[str, Any]:
    return {
        "id": uuid4(),
        "ticket_id": ticket.id,
        "facilitator_id": one.candidate.id,
        "at": now,
        "chosen": one.candidate.id == chosen,
        "score": one.score,
        "components": one.components(),
    }


def accept(session: Session, ticket: Ticket, *, by: UUID) -> None:
    """Accept what was proposed to her; accepting twice is accepting once. Others read who has it."""
    _hers(session, ticket, by)
    if ticket.state == State.ACCEPTED:
        return
    move(session, ticket, Move.ACCEPT, by=by)


def decline(session: Session, ticket: Ticket, reason: str, *, by: UUID) -> None:
    """Decline what was proposed to her, with a reason of the list: the next candidate gets it, or the lead's queue."""
    _release(session, ticket, Move.DECLINE, by=by, reason=reason)


def give_back(session: Session, ticket: Ticket, reason: str, *, by: UUID) -> None:
    """Give back a question that she had accepted, with a reason of the list: somebody else gets it."""
    _release(session, ticket, Move.GIVE_BACK, by=by, reason=reason)


def pass_on(session: Session, ticket: Ticket, reason: str, *, by: UUID) -> None:
    """Decline or give back, whichever applies."""
    how = decline if ticket.state == State.PROPOSED else give_back
    how(session, ticket, reason, by=by)


def _release(session: Session, ticket: Ticket, how: Move, *, by: UUID, reason: str) -> None:
    if reason not in set(PassOnReason):
        raise Invalid("reason", N_("Please choose one of the reasons."))
    _hers(session, ticket, by)
    move(session, ticket, how, by=by, detail={"reason": reason}, facilitator_id=None, paired_at=None)
    pair(session, ticket)


def _hers(session: Session, ticket: Ticket, by: UUID) -> None:
    """Refuse what only the holder may do: an unheld question reads as unknown, a held one tells by whom."""
    if ticket.facilitator_id == by:
        return
    if ticket.facilitator_id is None or ticket.state not in OPEN:
        raise NotFound
    raise taken_by(session, ticket.facilitator_id)


def taken_by(session: Session, holder_id: UUID) -> AlreadyTaken:
    """Return the refusal that tells who holds a question."""
    name = session.scalar(select(Person.name).where(Person.id == holder_id))
    return AlreadyTaken(name=name) if name else AlreadyTaken(AlreadyTaken.unnamed)


def lapse(session: Session, ticket: Ticket) -> bool:
    """Pass on what was proposed and met with silence until the slot's end; tell whether it was so."""
    over = ticket.offered_until is not None and ticket.offered_until <= clock.now()
    if ticket.state != State.PROPOSED or not over:
        return False
    silent = ticket.facilitator_id
    detail = {"of": str(silent)} if silent else {}
    move(session, ticket, Move.LAPSE, detail=detail, facilitator_id=None, paired_at=None)
    pair(session, ticket)
    return True


def lend(session: Session, ticket: Ticket) -> bool:
    """Give a question of somebody who is away to who stands in for her, or to the next candidate.

    She gets it back when she is there again, unless it was answered meanwhile; tell whether somebody was found.
    """
    away, holder = _absence(session, ticket), ticket.facilitator_id
    first = away.substitute_id if away else None
    move(
        session,
        ticket,
        Move.LEND,
        detail={"of": str(holder)},
        facilitator_id=None,
        paired_at=None,
        lent_by_id=ticket.lent_by_id or holder,
    )
    return pair(session, ticket, first=first)


def _absence(session: Session, ticket: Ticket) -> Absence | None:
    return absence_now(session, ticket.facilitator_id) if ticket.facilitator_id else None


def return_to(session: Session, ticket: Ticket) -> None:
    """Give a lent question back to who lent it, accepted as it was."""
    owner = ticket.lent_by_id
    assert owner is not None
    values: dict[str, Any] = {"facilitator_id": owner, "paired_at": clock.now(), "lent_by_id": None}
    move(session, ticket, Move.RETURN, detail={"to": str(owner)}, **values)


def take(session: Session, ticket: Ticket, *, by: UUID) -> None:
    """Take a question that nobody holds; raise `AlreadyTaken` when somebody was quicker, who is told."""
    if ticket.facilitator_id == by:
        return
    if ticket.facilitator_id is not None:
        raise taken_by(session, ticket.facilitator_id)
    move(session, ticket, Move.TAKE, by=by, facilitator_id=by, paired_at=clock.now())


def assign(session: Session, ticket: Ticket, to: UUID, *, by: UUID) -> None:
    """Give a question to a facilitator, as a lead decides, whatever the promise; raise `NotFacilitator`."""
    granted = (RoleGrant.person_id == to, RoleGrant.role == Role.FACILITATOR, Person.disabled_at.is_(None))
    holds = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id).where(*granted)
    if to == ticket.learner_id or session.scalar(holds.limit(1)) is None:
        raise NotFacilitator
    now = clock.now()
    values: dict[str, Any] = {"facilitator_id": to, "paired_at": now}
    if ticket.state != State.WAITING_LEARNER:
        values["offered_until"] = answers_by(session, to) or now + AT_LEAST
    move(session, ticket, Move.ASSIGN, by=by, detail={"to": str(to)}, **values)
