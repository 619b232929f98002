"""Asking how it went, and taking the answer: once for each question, by its single-use link or on her own page."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound, Refused
from classcode.i18n import N_
from classcode.mail import OutgoingMail
from classcode.people.queries import recipient
from helpdesk.models import Ticket
from helpdesk.ratings import mails
from helpdesk.ratings.models import Rating, RatingRequest
from helpdesk.tickets import events
from helpdesk.tickets.states import State
from tracking import rules as record

REST: Final = timedelta(hours=1)
"""How long a question must have been settled: who settles by mistake opens again within minutes."""
LASTS: Final = timedelta(days=30)
"""How long the link works, and how long the learner may answer on her own page."""
FORGOTTEN: Final = timedelta(days=7)
"""After so long nobody is asked any more: the memory of the help has faded. A choice of ours."""
LONGEST: Final = 2000
"""Characters of a comment."""
SETTLED: Final = frozenset({State.RESOLVED, State.CLOSED})
"""Neither withdrawn nor joined to another question."""


class LinkSpent(Refused):
    """The link is unknown, was used, or is too old; all three read the same."""

    status = 410
    message = N_(
        "This link has served already, or is more than 30 days old. If you gave your opinion, we have it: thank you."
    )


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says of the help: `stars` from 1 to 5, and a comment."""

    stars: int
    comment: str = ""


def hash_of(token: str) -> str:
    """Return what is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def ask(session: Session, ticket: Ticket) -> bool:
    """Ask who was answered how it went, unless she was; tell whether a mail was written. One mail a day to each.

    The ticket's row must be held, so that a reopening and this act follow each other.
    """
    if not _may_be_asked(ticket) or _mailed_today(session, ticket.learner_id):
        return False
    to = recipient(session, ticket.learner_id)
    token = secrets.token_urlsafe(32)
    if not begin(session, ticket.id, token if to else None) or to is None:
        return False
    mails.ask(session, to, ticket, token)
    return True


def _may_be_asked(ticket: Ticket) -> bool:
    since = ticket.resolved_at
    answered = ticket.state in SETTLED and ticket.first_answered_at is not None
    return answered and since is not None and REST <= clock.now() - since <= FORGOTTEN


def _mailed_today(session: Session, person_id: UUID) -> bool:
    mine = (
        OutgoingMail.person_id == person_id,
        OutgoingMail.kind == mails.RATE,
        OutgoingMail.written_at > clock.now() - timedelta(days=1),
    )
    return session.scalar(select(OutgoingMail.id).where(*mine).limit(1)) is not None


def begin(session: Session, ticket_id: UUID, token: str | None = None) -> bool:
    """Write down that a question is asked about, with its link's token if it has one; tell whether that was new."""
    now, kept = clock.now(), hash_of(token) if token else None
    values = {"ticket_id": ticket_id, "token_hash": kept, "asked_at": now, "expires_at": now + LASTS}
    return db.insert_once(session, RatingRequest, values)


def asked_by(session: Session, token: str) -> Ticket:
    """Return the question whose link this is; raise `LinkSpent`. Reading it uses nothing up."""
    found = session.scalar(
        select(Ticket)
        .join(RatingRequest, RatingRequest.ticket_id == Ticket.id)
        .outerjoin(Rating, Rating.ticket_id == Ticket.id)
        .where(
            RatingRequest.token_hash == hash_of(token),
            RatingRequest.expires_at > clock.now(),
            Rating.ticket_id.is_(None),
        )
    )
    if found is None:
        raise LinkSpent
    return found


def rateable(session: Session, ticket: Ticket, person_id: UUID) -> bool:
    """Tell whether this person may say on her own page how the help with this question was."""
    if ticket.learner_id != person_id or ticket.state not in SETTLED or ticket.first_answered_at is None:
        return False
    request = session.get(RatingRequest, ticket.id)
    if request is None:
        return ticket.resolved_at is not None and clock.now() < ticket.resolved_at + LASTS
    return request.expires_at > clock.now() and session.get(Rating, ticket.id) is None


def rate(session: Session, token: str, opinion: Opinion, *, act_id: UUID) -> None:
    """Take an opinion by its link, which is then spent; raise `LinkSpent` or `Invalid`. Effects: row, statement."""
    _keep(session, asked_by(session, token), opinion, act_id)


def rate_own(session: Session, ticket: Ticket, opinion: Opinion, *, by: UUID, act_id: UUID) -> None:
    """Take an opinion on the learner's own page; raise `NotFound` where there is nothing for her to rate."""
    if not rateable(session, ticket, by):
        raise NotFound
    begin(session, ticket.id)
    _keep(session, ticket, opinion, act_id)


def _keep(session: Session, ticket: Ticket, opinion: Opinion, act_id: UUID) -> None:
    comment, now = _checked(opinion), clock.now()
    values = {"ticket_id": ticket.id, "stars": opinion.stars, "comment": comment, "rated_at": now}
    if not db.insert_once(session, Rating, values):
        raise LinkSpent
    record.record(session, events.rated(ticket, opinion.stars, act_id, now))


def _checked(opinion: Opinion) -> str | None:
    if not 1 <= opinion.stars <= 5:
        raise Invalid("stars", N_("Please choose one of the five answers."))
    comment = opinion.comment.replace("\r\n", "\n").strip()
    if len(comment) > LONGEST:
        raise Invalid("comment", N_("Please write at most %(n)s characters."), n=LONGEST)
    return comment or None
