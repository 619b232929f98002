"""What the record is told of a question: asked, responded, resolved, rated; ids, minutes, points, never a word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from helpdesk.events import done
from helpdesk.models import Ticket
from tracking import vocabulary
from tracking.statements import Event, Result
from tracking.vocabulary import Verb


def asked(ticket: Ticket, act_id: UUID) -> Event:
    """The learner asked."""
    return done(
        Verb.ASKED,
        vocabulary.ticket(ticket.id),
        ticket,
        by=ticket.learner_id,
        act_id=act_id,
        at=ticket.opened_at,
        instructor_id=ticket.logged_by_id,
    )


def responded(ticket: Ticket, act_id: UUID, at: datetime, waited: Result | None = None) -> Event:
    """The holder of the ticket answered; the first answer carries how long the learner waited."""
    assert ticket.facilitator_id is not None
    thing, by = vocabulary.ticket(ticket.id), ticket.facilitator_id
    return done(Verb.RESPONDED, thing, ticket, by=by, act_id=act_id, at=at, result=waited)


def waited(ticket: Ticket, at: datetime, reassignments: int) -> Result:
    """Return what a first answer tells: whole minutes since the question, and how often it changed hands."""
    minutes = int((at - ticket.opened_at).total_seconds()) // 60
    return Result(minutes=minutes, extensions={"reassignments": reassignments})


def resolved(ticket: Ticket, by: UUID, act_id: UUID, at: datetime) -> Event:
    """Somebody of the two said that the question is settled."""
    return done(Verb.RESOLVED, vocabulary.ticket(ticket.id), ticket, by=by, act_id=act_id, at=at)


def rated(ticket: Ticket, stars: int, act_id: UUID, at: datetime) -> Event:
    """Who asked said, from 1 to 5, how much the help was of use; nobody else is named, who answered least of all."""
    thing, by = vocabulary.ticket(ticket.id), ticket.learner_id
    points = Result(scaled=(stars - 1) / 4, raw=stars, least=1, most=5)
    return done(Verb.RATED, thing, ticket, by=by, act_id=act_id, at=at, result=points)
