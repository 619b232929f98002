"""Two questions that are one, and one that is two: merging and splitting, each undone by the other's means.

Only questions of the same learner meet, and never one with her name and one without. Messages stay with the question
they were written in: the thread of what was merged into shows them, so that undoing loses nothing. What is merged is
never merged into, and both rows are held while it happens: no circle can close.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from helpdesk.models import Message, Ticket
from helpdesk.tickets import events
from helpdesk.tickets.promise import Targets
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.rules.asking import subject_of
from helpdesk.tickets.rules.holding import pair
from helpdesk.tickets.rules.moderating import HIDDEN_SUBJECT
from helpdesk.tickets.rules.moving import clock_columns, clock_of, leave, move
from helpdesk.tickets.states import OPEN, Move, State, What
from tracking import rules as record
from tracking import vocabulary
from tracking.models import Statement
from tracking.vocabulary import Verb


class NotAlike(Refused):
    """The two questions cannot be one."""

    message = N_(
        "Only two open questions of the same person can be joined, both with her name or both without."
    )


class NothingLeft(Invalid):
    """A split must leave and take something that the learner wrote."""

    def __init__(self) -> None:
        super().__init__(
            "messages", N_("Choose at least one message of the person who asked, and leave at least one.")
        )


def both(session: Session, one: UUID, other: UUID) -> tuple[Ticket, Ticket]:
    """Return two tickets with their rows held, always locked in the same order; raise `NotFound`."""
    wanted = select(Ticket).where(Ticket.id.in_([one, other])).order_by(Ticket.id).with_for_update()
    found = {
        ticket.id: ticket for ticket in session.scalars(wanted.execution_options(populate_existing=True))
    }
    if len(found) != 2:
        raise NotFound
    return found[one], found[other]


def merge(session: Session, source: Ticket, target: Ticket, *, by: UUID) -> None:
    """Join `source` to `target`, whose thread then shows both; raise `NotAlike`. Both rows must be held (`both`)."""
    alike = source.learner_id == target.learner_id and source.unnamed == target.unnamed
    if not alike or source.id == target.id or {source.state, target.state} - set(OPEN):
        raise NotAlike
    values = {"merged_into_id": target.id, "state_before_merge": source.state}
    move(session, source, Move.MERGE, by=by, detail={"into": str(target.id)}, **values)
    leave(session, target.id, What.MERGED_IN, by=by, of=str(source.id))


def unmerge(session: Session, source: Ticket, *, by: UUID) -> None:
    """Take a joined question apart again, as it was before; raise `NotNow` when it is not joined."""
    into, before = source.merged_into_id, source.state_before_merge
    values = {"merged_into_id": None, "state_before_merge": None}
    move(session, source, Move.UNMERGE, by=by, detail={"into": str(into)}, **values)
    if into:
        leave(session, into, What.UNMERGED_OUT, by=by, of=str(source.id))
    if before != State.NEW and source.facilitator_id is None:
        pair(session, source)


def root_of(session: Session, ticket: Ticket) -> Ticket:
    """Return the question in whose thread this one is now shown: itself unless it was merged."""
    while ticket.merged_into_id is not None:
        ticket = session.get_one(Ticket, ticket.merged_into_id)
    return ticket


def joined_to(session: Session, ticket_id: UUID) -> list[UUID]:
    """Return a ticket and all that were merged into it, directly or through another."""
    tree = select(Ticket.id).where(Ticket.id == ticket_id).cte(recursive=True)
    tree = tree.union(select(Ticket.id).where(Ticket.merged_into_id == tree.c.id))
    return list(session.scalars(select(tree.c.id)))


def split(session: Session, ticket: Ticket, messages: Sequence[UUID], *, by: UUID, act_id: UUID) -> Ticket:
    """Make a question of its own of some messages of an open one; raise `NothingLeft` or `NotNow`.

    It keeps learner, place, holder, state and clock, and is recorded as asked when its first message was written.
    """
    taken = _taken(session, ticket, set(messages))
    new = _from(ticket, taken, targets_of(session, ticket.region_code))
    session.add(new)
    session.flush()
    ids = [message.id for message in taken]
    moved = update(Message).where(Message.id.in_(ids)).values(ticket_id=new.id, split_from_id=ticket.id)
    session.execute(moved)
    session.expire_all()
    leave(session, new.id, What.SPLIT_OFF, by=by, of=str(ticket.id))
    leave(session, ticket.id, What.SPLIT, by=by, to=str(new.id))
    record.record(session, events.asked(new, act_id))
    if new.facilitator_id is None:
        pair(session, new)
    return new


def _taken(session: Session, ticket: Ticket, wanted: set[UUID]) -> list[Message]:
    if ticket.state not in OPEN:
        raise NotAlike
    mine = select(Message).where(Message.ticket_id == ticket.id).order_by(Message.written_at, Message.id)
    thread = list(session.scalars(mine))
    taken = [message for message in thread if message.id in wanted]
    asked = [message.id in wanted for message in thread if message.author_id == ticket.learner_id]
    if len(taken) != len(wanted) or not any(asked) or all(asked):
        raise NothingLeft
    return taken


def _from(ticket: Ticket, taken: list[Message], targets: Targets) -> Ticket:
    now, state = clock.now(), _state_of_part(ticket)
    first = next(message for message in taken if message.author_id == ticket.learner_id)
    kept = (
        "learner_id", "module", "unit", "language", "region_code", "commune_code", "facilitator_id", "paired_at",
        "theme", "unnamed", "source", "promised_by", "promise_since", "offered_until",
    )  # fmt: skip
    return Ticket(
        **{name: getattr(ticket, name) for name in kept},
        **clock_columns(clock_of(ticket).paused(now).started(now), targets),
        id=uuid4(),
        subject=HIDDEN_SUBJECT if first.hidden_at else subject_of(first.text),
        state=state,
        opened_at=first.written_at,
        moved_at=now,
        version=1,
    )


def _state_of_part(ticket: Ticket) -> State:
    """Return where a part of a question begins: where the question is, unless that waits for who asked.

    What was answered may be the rest of it, and then nobody would see that the part still waits for the desk.
    """
    if ticket.facilitator_id is None:
        return State.NEW
    return State.ACCEPTED if ticket.state == State.WAITING_LEARNER else State(ticket.state)


def unsplit(session: Session, new: Ticket, *, by: UUID) -> Ticket:
    """Put a question that was split off back where it came from, with all that was written since; return that one."""
    origin_id = session.scalar(
        select(Message.split_from_id).where(Message.ticket_id == new.id, Message.split_from_id.is_not(None))
    )
    if origin_id is None:
        raise NotFound
    _, origin = both(session, new.id, origin_id)
    merge(session, new, origin, by=by)
    back = update(Message).where(Message.ticket_id == new.id, Message.split_from_id == origin_id)
    session.execute(back.values(ticket_id=origin_id, split_from_id=None))
    session.expire_all()
    _void_asked(session, new, by)
    return origin


def _void_asked(session: Session, ticket: Ticket, by: UUID) -> None:
    """Take back that a question was asked which is none after all."""
    path = vocabulary.ticket(ticket.id).path
    asked = select(Statement.id).where(
        Statement.object_path == path, Statement.verb == Verb.ASKED, Statement.voided.is_(False)
    )
    for statement_id in session.scalars(asked).all():
        record.void(session, statement_id, by)
