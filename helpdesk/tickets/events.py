"""What the record is told of a question: asked, responded, resolved, rated; ids, minutes, points, never a word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from helpdesk.models import Ticket
from tracking import vocabulary
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb


def asked(ticket: Ticket, act_id: UUID) -> Event:
    """The learner asked."""
    return Event(
        act_id=act_id,
        person_id=ticket.learner_id,
        verb=Verb.ASKED,
        object=vocabulary.ticket(ticket.id),
        at=ticket.opened_at,
        module=ticket.module,
        grouping=_grouping(ticket),
        language=ticket.language,
        instructor_id=ticket.logged_by_id,
    )


def responded(ticket: Ticket, act_id: UUID, at: datetime, waited: Result | None = None) -> Event:
    """The holder of the ticket answered; the first answer carries how long the learner waited."""
    assert ticket.facilitator_id is not None
    return Event(
        act_id=act_id,
        person_id=ticket.facilitator_id,
        verb=Verb.RESPONDED,
        object=vocabulary.ticket(ticket.id),
        at=at,
        result=waited,
        module=ticket.module,
        grouping=_grouping(ticket),
        language=ticket.language,
    )


def waited(ticket: Ticket, at: datetime, reassignments: int) -> Result:
    """Return what a first answer tells: whole minutes since the question, and how often it changed hands."""
    minutes = int((at - ticket.opened_at).total_seconds()) // 60
    return Result(minutes=minutes, extensions={"reassignments": reassignments})


def resolved(ticket: Ticket, by: UUID, act_id: UUID, at: datetime) -> Event:
    """Somebody of the two said that the question is settled."""
    return Event(
        act_id=act_id,
        person_id=by,
        verb=Verb.RESOLVED,
        object=vocabulary.ticket(ticket.id),
        at=at,
        module=ticket.module,
        grouping=_grouping(ticket),
        language=ticket.language,
    )


def rated(ticket: Ticket, stars: int, act_id: UUID, at: datetime) -> Event:
    """Who asked said, from 1 to 5, how much the help was of use; nobody else is named, who answered least of all."""
    return Event(
        act_id=act_id,
        person_id=ticket.learner_id,
        verb=Verb.RATED,
        object=vocabulary.ticket(ticket.id),
        at=at,
        result=Result(scaled=(stars - 1) / 4, raw=stars, least=1, most=5),
        module=ticket.module,
        grouping=_grouping(ticket),
        language=ticket.language,
    )


def _grouping(ticket: Ticket) -> tuple[Thing, ...]:
    module = vocabulary.module(ticket.module)
    return (vocabulary.unit(ticket.module, ticket.unit), module) if ticket.unit else (module,)
