"""The two writes that every rule of the desk makes: a move of the ticket's state, and a line of its trail.

A move keeps the promise and the clock with it: whoever begins to wait for the desk anew is promised an answer anew, and
the clock of the resolution target runs exactly while the state is one of `RUNNING`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.models import Ticket, TicketStep
from helpdesk.tickets.promise import Clock, Targets
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.states import MOVED_BY, RUNNING, Move, State, What, after

PAUSED: Final = frozenset({State.WAITING_LEARNER, State.RESOLVED})
"""Whoever comes back from here waits anew, and so has a promise of her own."""
_MICROSECOND: Final = timedelta(microseconds=1)


class Overtaken(Refused):
    """Another act moved this ticket since it was read; nothing was written."""

    message = N_(
        "Somebody else changed this question at the same moment. Nothing was changed: look at it again."
    )


def move(
    session: Session,
    ticket: Ticket,
    how: Move,
    *,
    by: UUID | None = None,
    detail: dict[str, Any] | None = None,
    **values: Any,
) -> None:
    """Move a ticket by the transition table and log it; raise `NotNow` or `Overtaken`. The version has the last word.

    `values` are further columns that change with it; `by` (nobody: the desk) and `detail` go on the trail.
    """
    session.flush()
    before, now = State(ticket.state), clock.now()
    to = after(before, how, ticket.state_before_merge)
    values |= {"state": to, "moved_at": now, "version": Ticket.version + 1}
    values |= _times(ticket, before, to, targets_of(session, ticket.region_code), now)
    moved = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.version == ticket.version)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if db.changed(moved) != 1:
        raise Overtaken
    session.refresh(ticket)
    leave(session, ticket.id, MOVED_BY[how], by=by, **{"from": before, "state": to, **(detail or {})})


def _times(ticket: Ticket, before: State, to: State, targets: Targets, now: datetime) -> dict[str, Any]:
    """Return the columns of promise and clock after a move, and end an offer that is over."""
    ran = clock_of(ticket)
    runs = ran.started(now) if to in RUNNING else ran.paused(now)
    columns = clock_columns(runs, targets)
    if before in PAUSED and to in RUNNING:
        columns |= {"promise_since": now, "promised_by": now + targets.answer}
    if to not in {State.PROPOSED, State.MERGED}:
        columns["offered_until"] = None
    return columns


def clock_of(ticket: Ticket) -> Clock:
    """Return a ticket's clock as its row keeps it."""
    return Clock(ticket.clock_used * _MICROSECOND, ticket.clock_since)


def clock_columns(runs: Clock, targets: Targets) -> dict[str, Any]:
    """Return what a row keeps of a clock."""
    return {
        "clock_used": runs.used // _MICROSECOND,
        "clock_since": runs.since,
        "resolve_by": runs.due(targets.resolution),
    }


def leave(session: Session, ticket_id: UUID, what: What, *, by: UUID | None = None, **detail: Any) -> None:
    """Leave a line on the ticket's trail; `detail` holds ids and closed words alone."""
    step = TicketStep(ticket_id=ticket_id, at=clock.now(), by_person_id=by, what=what, detail=detail)
    session.add(step)
    session.flush()
