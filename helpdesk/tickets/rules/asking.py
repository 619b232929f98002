"""Asking: a question, what travels with it, and the first look for somebody who answers, all in one act."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as described
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.i18n import N_
from classcode.people.models import Person
from classcode.people.rules import limits
from classcode.people.rules.profile import Told
from classcode.territory.models import ELSEWHERE
from classcode.territory.queries import region_of
from helpdesk.models import Message, Source, Ticket
from helpdesk.tickets import events
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.rules.holding import pair, take
from helpdesk.tickets.rules.moving import leave
from helpdesk.tickets.states import State, Theme, What
from tracking import declared
from tracking import rules as record

LONGEST: Final = 5000
"""Characters of one message."""
SUBJECT: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a learner asks: her words, where she was, her attempt unless she kept it back, what she told of herself.

    `unnamed` keeps her name from who answers; `logged_by` typed in what she said in person; `follows` is the closed
    question that this one goes on from; `mail_id` is the Message-ID of a mail that brought it. `holder` takes it at
    once, and nobody else is looked for.
    """

    text: str
    module: str
    unit: str | None
    language: str
    attempt: dict[str, Any] | None = None
    told: Told = described(default_factory=Told)
    theme: str | None = None
    unnamed: bool = False
    source: Source = Source.WEB
    logged_by: UUID | None = None
    follows: UUID | None = None
    subject: str | None = None
    mail_id: str | None = None
    holder: UUID | None = None


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
    write(session, ticket, text, by=learner_id, source=question.source, mail_id=question.mail_id)
    leave(session, ticket.id, What.ASKED, by=learner_id, attempt=question.attempt is not None)
    if question.logged_by:
        leave(session, ticket.id, What.LOGGED, by=question.logged_by)
    if question.holder and question.holder != learner_id:
        take(session, ticket, by=question.holder)
    else:
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


def write(
    session: Session,
    ticket: Ticket,
    text: str,
    *,
    by: UUID,
    internal: bool = False,
    source: Source = Source.WEB,
    mail_id: str | None = None,
) -> Message:
    """Add a message to a thread; `mail_id` is the Message-ID of the mail that brought it."""
    message = Message(
        id=uuid4(),
        ticket_id=ticket.id,
        author_id=by,
        text=text,
        written_at=clock.now(),
        internal=internal,
        source=source,
        mail_id=mail_id,
    )
    session.add(message)
    session.flush()
    return message


def _ticket(session: Session, person: Person, question: Question, text: str) -> Ticket:
    region = region_of(session, person.commune_code) if person.commune_code else None
    region_code = region.code if region else ELSEWHERE
    spoken = person.answer_languages or [question.language]
    now, targets = clock.now(), targets_of(session, region_code)
    return Ticket(
        id=uuid4(),
        learner_id=person.id,
        module=question.module,
        unit=question.unit,
        activity_attempt=question.attempt,
        subject=subject_of(question.subject or text),
        language=question.language if question.language in spoken else spoken[0],
        region_code=region_code,
        commune_code=person.commune_code,
        state=State.NEW,
        opened_at=now,
        moved_at=now,
        promise_since=now,
        promised_by=now + targets.answer,
        clock_used=0,
        clock_since=now,
        resolve_by=now + targets.resolution,
        theme=_theme(question.theme),
        unnamed=question.unnamed,
        source=question.source,
        logged_by_id=question.logged_by,
        follows_id=_followed(session, person.id, question.follows),
        version=1,
    )


def _theme(theme: str | None) -> str | None:
    if theme is not None and theme not in set(Theme):
        raise Invalid("theme", N_("Please choose one of the subjects."))
    return theme


def _followed(session: Session, learner_id: UUID, follows: UUID | None) -> UUID | None:
    """Return the question that this one goes on from; raise `NotFound` when it is not one of hers."""
    if follows is None:
        return None
    before = session.get(Ticket, follows)
    if before is None or before.learner_id != learner_id:
        raise NotFound
    return before.id


def subject_of(text: str) -> str:
    """Return the title of a question: its first line, cut at a word."""
    line = " ".join(text.strip().split("\n", 1)[0].split())
    return line if len(line) <= SUBJECT else line[: SUBJECT - 1].rsplit(" ", 1)[0] + "…"
