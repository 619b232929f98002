"""What the desk promises is a lead's to change: a new policy is a new row, and every open clock is set anew by it."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import N_
from helpdesk.models import DeskPolicy, Ticket
from helpdesk.tickets.promise import Targets, nearer
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.rules.moving import clock_columns, clock_of, leave
from helpdesk.tickets.states import OPEN, RUNNING, What


def change(
    session: Session, region_code: str | None, answer_days: int, resolve_days: int, *, by: UUID
) -> DeskPolicy:
    """Promise so many days from now on, in a region or (None) wherever none was set; raise `Invalid`.

    Effects: open questions get their new target; a promise that was told comes nearer or stays.
    """
    if not 1 <= answer_days <= 60:
        raise Invalid("answer_days", N_("Please give a number of days from 1 to 60."))
    if not answer_days <= resolve_days <= 365:
        raise Invalid(
            "resolve_days", N_("Please give at least as many days as for the answer, and at most 365.")
        )
    policy = DeskPolicy(
        id=uuid4(),
        region_code=region_code,
        answer_days=answer_days,
        resolve_days=resolve_days,
        since=clock.now(),
        by_person_id=by,
    )
    session.add(policy)
    session.flush()
    by_region: dict[str, Targets] = {}
    for ticket in session.scalars(_open(region_code)):
        targets = by_region.setdefault(ticket.region_code, targets_of(session, ticket.region_code))
        _set_anew(session, ticket, targets, by)
    return policy


def _open(region_code: str | None) -> Select[Ticket]:
    wanted = select(Ticket).where(Ticket.state.in_(OPEN)).order_by(Ticket.id).with_for_update()
    return wanted.where(Ticket.region_code == region_code) if region_code else wanted


def _set_anew(session: Session, ticket: Ticket, targets: Targets, by: UUID) -> None:
    told = ticket.promised_by
    ticket.resolve_by = clock_columns(clock_of(ticket), targets)["resolve_by"]
    if ticket.state in RUNNING:
        ticket.promised_by = nearer(told, ticket.promise_since, targets.answer)
    session.flush()
    if ticket.promised_by != told:
        leave(session, ticket.id, What.PROMISE_MOVED, by=by)
