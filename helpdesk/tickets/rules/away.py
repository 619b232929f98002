"""Absences: declared with dates and somebody who stands in; open questions go over when they begin and come back after.

A question is lent only when it is the absent one's turn; one that waits for the learner is lent when she writes back.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.i18n import N_
from classcode.people.models import Role, RoleGrant
from helpdesk.models import Absence, Ticket
from helpdesk.tickets.queries.holders import today_of
from helpdesk.tickets.rules import holding
from helpdesk.tickets.states import HERS, State

LONGEST: Final = timedelta(days=366)
"""Whoever is away for longer steps back, and comes again when she likes."""


def declare(
    session: Session, person_id: UUID, starts_on: date, ends_on: date, *, substitute_id: UUID | None = None
) -> Absence:
    """Declare that a facilitator is away on these days, both included; raise `Invalid` for the field at fault."""
    today = today_of(session, person_id)
    if ends_on < starts_on:
        raise Invalid("ends_on", N_("The last day comes before the first."))
    if ends_on < today:
        raise Invalid("ends_on", N_("These days are over."))
    if starts_on - today > LONGEST:
        raise Invalid("starts_on", N_("Please tell at most a year ahead."))
    if ends_on - starts_on > LONGEST:
        raise Invalid("ends_on", N_("Please tell at most a year at once."))
    if substitute_id is not None and (substitute_id == person_id or not _facilitates(session, substitute_id)):
        raise Invalid("substitute", N_("Please choose one of the facilitators of the list."))
    absence = Absence(
        id=uuid4(),
        facilitator_id=person_id,
        starts_on=starts_on,
        ends_on=ends_on,
        substitute_id=substitute_id,
        declared_at=clock.now(),
    )
    session.add(absence)
    session.flush()
    if starts_on <= today:
        hand_over(session, absence)
    return absence


def _facilitates(session: Session, person_id: UUID) -> bool:
    role = (RoleGrant.person_id == person_id, RoleGrant.role == Role.FACILITATOR)
    return session.scalar(select(RoleGrant.id).where(*role).limit(1)) is not None


def end(session: Session, absence_id: UUID, *, by: UUID) -> Absence:
    """End an absence of one's own today, or take back one that has not begun; raise `NotFound` for another's."""
    absence = session.get(Absence, absence_id)
    if absence is None or absence.facilitator_id != by:
        raise NotFound
    if absence.ended_at is None:
        absence.ended_at = clock.now()
        session.flush()
        give_back(session, absence)
    return absence


def hand_over(session: Session, absence: Absence) -> None:
    """Lend what is the absent one's turn, once for each absence."""
    if absence.handed_over_at is not None:
        return
    absence.handed_over_at = clock.now()
    session.flush()
    for ticket in _hers(session, absence.facilitator_id):
        holding.lend(session, ticket)


def _hers(session: Session, person_id: UUID) -> list[Ticket]:
    mine = (Ticket.facilitator_id == person_id, Ticket.state.in_(HERS))
    return list(session.scalars(select(Ticket).where(*mine).order_by(Ticket.promised_by).with_for_update()))


def give_back(session: Session, absence: Absence) -> None:
    """Give back what was lent and nobody has answered since, once for each absence; the rest is lent no longer."""
    if absence.given_back_at is not None:
        return
    absence.given_back_at = clock.now()
    session.flush()
    if absence.handed_over_at is None:
        return
    lent = (
        Ticket.lent_by_id == absence.facilitator_id,
        Ticket.state.in_((State.NEW, State.PROPOSED, State.ACCEPTED)),
    )
    for ticket in session.scalars(select(Ticket).where(*lent).with_for_update()).all():
        holding.return_to(session, ticket)
    # A later absence must not take these from whoever has them.
    kept = update(Ticket).where(Ticket.lent_by_id == absence.facilitator_id)
    session.execute(kept.values(lent_by_id=None))
