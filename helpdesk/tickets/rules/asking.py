"""Asking: a question, what travels with it, and the first look for somebody who answers, all in one act."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as described
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid
from classcode.i18n import N_
from classcode.people.models import Person
from classcode.people.rules import limits
from classcode.people.rules.profile import Told
from classcode.territory.models import ELSEWHERE
from classcode.territory.queries import region_of
from helpdesk.models import Message, Ticket
from helpdesk.tickets import events
from helpdesk.tickets.rules.holding import pair
from helpdesk.tickets.rules.moving import leave
from helpdesk.tickets.states import State, What
from tracking import declared
from tracking import rules as record

LONGEST: Final = 5000
"""Characters of one message."""
SUBJECT: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a learner asks: her words, where she was, her attempt unless she kept it back, what she told of herself."""

    text: str
    module: str
    unit: str | None
    language: str
    attempt: dict[str, Any] | None = None
    told: Told = described(default_factory=Told)


def open_ticket(session: Session, learner_id: UUID, question: Question, *, act_id: UUID) -> Ticket:
    """Open a ticket, pair it, and record that she asked; raise `Invalid` or `TooMany`.

    Effects: ticket, message, trail, the reasons of every candidate, facts about the learner, a statement.
    """
    limits.check(session, limits.ASK, str(learner_id))
    text = checked(question.text)
    person = declared.tell(session, learner_id, question.told)
    ticket = _ticket(session, person, question, text)
    session.add(ticket)
    session.flush()
    write(session, ticket, text, by=learner_id)
    leave(session, ticket.id, What.ASKED, by=learner_id, attempt=question.attempt is not None)
    pair(session, ticket)
    record.record(session, events.asked(ticket, act_id))
    limits.count(session, limits.ASK, str(learner_id))
    return ticket


def checked(text: str, field: str = "text") -> str:
    """Return a message as it is kept; raise `Invalid` for the form's field when it is empty or too long."""
    kept = text.replace("\r\n", "\n").strip()
    if not kept:
        raise Invalid(field, N_("Please write a few words."))
    if len(kept) > LONGEST:
        raise Invalid(field, N_("Please write at most %(n)s characters."), n=LONGEST)
    return kept


def write(session: Session, ticket: Ticket, text: str, *, by: UUID, internal: bool = False) -> Message:
    """Add a message to a thread."""
    message = Message(
        id=uuid4(), ticket_id=ticket.id, author_id=by, text=text, written_at=clock.now(), internal=internal
    )
    session.add(message)
    session.flush()
    return message


def promised_from_now(session: Session) -> timedelta:
    """Return how long the desk may take for its next answer."""
    return timedelta(days=session.info["answer_days"])


def _ticket(session: Session, person: Person, question: Question, text: str) -> Ticket:
    region = region_of(session, person.commune_code) if person.commune_code else None
    spoken = person.answer_languages or [question.language]
    now = clock.now()
    return Ticket(
        id=uuid4(),
        learner_id=person.id,
        module=question.module,
        unit=question.unit,
        activity_attempt=question.attempt,
        subject=_subject(text),
        language=question.language if question.language in spoken else spoken[0],
        region_code=region.code if region else ELSEWHERE,
        commune_code=person.commune_code,
        state=State.NEW,
        opened_at=now,
        moved_at=now,
        promised_by=now + promised_from_now(session),
        version=1,
    )


def _subject(text: str) -> str:
    line = " ".join(text.split("\n", 1)[0].split())
    return line if len(line) <= SUBJECT else line[: SUBJECT - 1].rsplit(" ", 1)[0] + "…"
