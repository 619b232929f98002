"""Receiving a question under an address: a row, and at most one mail with a link to that address in an hour."""

from __future__ import annotations

import secrets
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import TooMany
from classcode.i18n import DEFAULT, LANGUAGES
from classcode.people.models import Person
from classcode.people.rules import limits
from classcode.people.rules.accounts import normalise_email
from classcode.people.rules.limits import Limit
from helpdesk.guests import mails
from helpdesk.guests.models import PendingQuestion
from helpdesk.guests.queries import hashed
from helpdesk.models import Source
from helpdesk.tickets.rules.asking import checked

ADDRESS: Final = Limit("first-address", 5, 6 * 60)
NETWORK: Final = Limit("first-network", 20, 60)
LINK: Final = Limit("first-link", 1, 60)
"""One mail to an address in an hour: whoever answers by machine, or plays with a form, sends no second one."""
NAME: Final = 120
"""Characters of a name."""


class Besides(TypedDict, total=False):
    """What some questions bring along: the unit, a commune, and what a facilitator who wrote it down says of it."""

    module: str | None
    unit: str | None
    commune_code: str | None
    logged_by: UUID | None
    answered: str | None
    keep: bool


def receive(
    session: Session,
    *,
    email: str,
    name: str | None,
    subject: str | None,
    text: str,
    via: str,
    language: str,
    mail_id: str | None = None,
    **besides: Unpack[Besides],
) -> PendingQuestion:
    """Keep a question until its address is confirmed; raise `Invalid` or `TooMany`, whoever's address it is.

    The same mail (`mail_id`) is received once. Effects: a row; a mail with the link, unless one left within the hour.
    """
    same = select(PendingQuestion).where(PendingQuestion.mail_id == mail_id)
    if mail_id and (known := session.scalar(same)):
        return known
    pending = PendingQuestion(
        id=uuid4(),
        email=normalise_email(email),
        name=one_line(name, NAME),
        subject=one_line(subject, NAME),
        text=checked(text),
        language=language if language in LANGUAGES else DEFAULT,
        via=Source(via),
        mail_id=mail_id,
        received_at=clock.now(),
        **_besides(besides),
    )
    limits.check(session, ADDRESS, pending.email)
    limits.count(session, ADDRESS, pending.email)
    session.add(pending)
    session.flush()
    _mail(session, pending)
    return pending


def _besides(told: Besides) -> dict[str, Any]:
    answered = (told.get("answered") or "").strip()
    return {
        "module": told.get("module"),
        "unit": told.get("unit"),
        "commune_code": told.get("commune_code"),
        "logged_by_id": told.get("logged_by"),
        "answered": checked(answered, "answered") if answered else None,
        "keep": told.get("keep", False),
    }


def one_line(text: str | None, longest: int) -> str | None:
    """Return a text on one line, without signs that cannot be seen, cut; None where nothing is left."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text or "")
    return " ".join(plain.split())[:longest].strip() or None


def _mail(session: Session, pending: PendingQuestion) -> None:
    """Mail the link; within the hour of another one, the question waits behind the link that is there."""
    try:
        limits.check(session, LINK, pending.email)
    except TooMany:
        return
    limits.count(session, LINK, pending.email)
    token = secrets.token_urlsafe(32)
    pending.token_hash = hashed(token)
    session.flush()
    facilitator = session.get(Person, pending.logged_by_id) if pending.logged_by_id else None
    mails.send_link(session, pending, token, facilitator.name if facilitator else None)
