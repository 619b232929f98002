"""What the owner of an address does with the questions that wait under it: sends them as hers, or throws them away.

Who holds the link reads the mail of that address; it opens an account only where the address has none. It never signs
in to one that exists: a mailbox alone must not go past a password, nor past a second factor.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Refused
from classcode.i18n import N_
from classcode.people import passwords
from classcode.people.models import Address, Person
from classcode.people.rules import limits
from classcode.people.rules.addresses import LinkTooOld
from classcode.people.rules.profile import Told
from classcode.territory.models import Commune
from helpdesk.attachments.pending import hand_over
from helpdesk.attachments.rules import first_message
from helpdesk.guests.models import PendingQuestion
from helpdesk.guests.queries import Waiting, owner_of, waiting
from helpdesk.guests.rules.receiving import LINK
from helpdesk.models import Source, Ticket
from helpdesk.tickets.queries.holders import is_there
from helpdesk.tickets.rules import talking
from helpdesk.tickets.rules.asking import Question, open_ticket


class AccountClosed(Refused):
    """The account of this address was closed; it asks nothing."""

    message = N_("The account of this address is closed. The question was not sent.")


class MoreCameIn(Refused):
    """Something came in under the address that its owner was not shown yet; nothing was sent."""

    message = N_(
        "Another question came in while this page was open. It stands below; nothing has been sent yet. Read it too, "
        "then send them."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is chosen behind the link: where the question belongs, with a name or without, a password or none.

    `shown` are the questions that she was shown; `module` is the module of a question that names none.
    """

    shown: Collection[UUID]
    module: str
    unit: str | None = None
    unnamed: bool = False
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Whose questions they are now, whether her account was made for them, and the tickets."""

    person: Person
    made: bool
    tickets: list[Ticket]


def confirm(session: Session, token: str, wanted: Wanted, *, act_id: UUID) -> Confirmed:
    """Send what waits under the address of a link, once all of it was shown to her.

    Raises `LinkTooOld`, `MoreCameIn`, `AccountClosed`, `Invalid` or `TooMany`. Effects: an account where there was
    none, tickets as `open_ticket` makes them, an answer that was given in person; the words that waited are emptied
    and the link is spent.
    """
    found = waiting(session, token, acting=True)
    if {one.id for one in found.questions} - set(wanted.shown):
        raise MoreCameIn
    _spend(session, found.questions)
    person, made = _person(session, found, wanted.password)
    tickets = [_open(session, person, one, wanted, act_id) for one in found.questions]
    limits.forget(session, LINK, found.email)
    return Confirmed(person, made, tickets)


def _spend(session: Session, questions: Sequence[PendingQuestion]) -> None:
    """Mark all that waits as sent: it is sent once, even when two links of an address are pressed at the same time."""
    waited = (PendingQuestion.id.in_([one.id for one in questions]), PendingQuestion.confirmed_at.is_(None))
    spent = session.execute(update(PendingQuestion).where(*waited).values(confirmed_at=clock.now()))
    if not questions or db.changed(spent) != len(questions):
        raise LinkTooOld


def drop(session: Session, token: str) -> None:
    """Delete all that waits under the address of a link, as somebody who asked nothing; raise `LinkTooOld`."""
    email = waiting(session, token).email
    unsent = (PendingQuestion.email == email, PendingQuestion.confirmed_at.is_(None))
    session.execute(delete(PendingQuestion).where(*unsent))


def _person(session: Session, found: Waiting, password: str | None) -> tuple[Person, bool]:
    owner = owner_of(session, found.email)
    if owner is None:
        return _newcomer(session, found.questions[0], password), True
    if owner.disabled_at is not None:
        raise AccountClosed
    return owner, False


def _newcomer(session: Session, first: PendingQuestion, password: str | None) -> Person:
    """Open an account whose address is confirmed; without a password it has one that nobody knows."""
    if password:
        passwords.check(password, first.email)
    now = clock.now()
    commune = session.get(Commune, first.commune_code) if first.commune_code else None
    person = Person(
        id=uuid4(),
        created_at=now,
        password_hash=passwords.hash_password(password or secrets.token_urlsafe(32)),
        language=first.language,
        time_zone=commune.zone if commune else "Europe/Paris",
        answer_languages=[first.language],
    )
    session.add(person)
    session.flush()
    session.add(Address(id=uuid4(), person_id=person.id, email=first.email, added_at=now, confirmed_at=now))
    session.flush()
    return person


def _open(session: Session, person: Person, pending: PendingQuestion, wanted: Wanted, act_id: UUID) -> Ticket:
    logged_by, answered = pending.logged_by_id, pending.answered
    wants = logged_by is not None and (pending.keep or answered is not None)
    holder = logged_by if logged_by and wants and is_there(session, logged_by) else None
    question = replace(_question(person, pending, wanted), holder=holder)
    ticket = open_ticket(session, person.id, question, act_id=act_id)
    if answered and holder is not None and ticket.facilitator_id == holder:
        talking.answer(session, ticket, answered, act_id=act_id, source=Source.IN_PERSON)
    hand_over(session, pending.id, first_message(session, ticket.id))
    _empty(session, pending, ticket)
    return ticket


def _question(person: Person, pending: PendingQuestion, wanted: Wanted) -> Question:
    """Return what waited as a question; what she told here fills only what her account does not say yet."""
    module, unit = (pending.module, pending.unit) if pending.module else (wanted.module, wanted.unit)
    told = Told(
        name=None if person.name else pending.name,
        commune_code=None if person.commune_code else pending.commune_code,
    )
    return Question(
        text=pending.text,
        subject=pending.subject,
        module=module,
        unit=unit,
        language=pending.language,
        told=told,
        unnamed=wanted.unnamed,
        source=Source(pending.via),
        logged_by=pending.logged_by_id,
        mail_id=pending.mail_id,
    )


def _empty(session: Session, pending: PendingQuestion, ticket: Ticket) -> None:
    pending.text, pending.name, pending.subject, pending.answered = "", None, None, None
    pending.confirmed_at, pending.ticket_id = clock.now(), ticket.id
    session.flush()
