"""What waits under an address, for whoever holds the link that was mailed there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Address, Person
from classcode.people.rules.addresses import LinkTooOld
from helpdesk.guests.models import PendingQuestion

LASTS: Final = timedelta(days=7)
"""How long a question waits for its confirmation; the programme keeps invitations as long."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The question that carried the link, all that wait under its address, and whose address that is (if anybody's)."""

    carrier: PendingQuestion
    questions: Sequence[PendingQuestion]
    owner: Person | None

    @property
    def email(self) -> str:
        """The address that the link was mailed to."""
        return self.carrier.email


def hashed(token: str) -> str:
    """Return what is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def waiting(session: Session, token: str, *, acting: bool = False) -> Waiting:
    """Return what a link opens; raise `LinkTooOld` for an unknown or an old one.

    A link that did its work opens nothing more, but for what came in at that very moment and has no link of its own.
    With `acting` the questions are locked until the transaction ends.
    """
    since = clock.now() - LASTS
    carrier = session.scalar(
        select(PendingQuestion).where(
            PendingQuestion.token_hash == hashed(token), PendingQuestion.received_at > since
        )
    )
    if carrier is None:
        raise LinkTooOld
    all_of_them = (
        select(PendingQuestion)
        .where(PendingQuestion.email == carrier.email, PendingQuestion.confirmed_at.is_(None))
        .where(PendingQuestion.received_at > since)
        .order_by(PendingQuestion.received_at, PendingQuestion.id)
    )
    if carrier.confirmed_at:
        all_of_them = all_of_them.where(PendingQuestion.token_hash.is_(None))
    wanted = all_of_them.with_for_update() if acting else all_of_them
    return Waiting(carrier, list(session.scalars(wanted)), owner_of(session, carrier.email))


def owner_of(session: Session, email: str) -> Person | None:
    """Return whose confirmed address this is."""
    owned = select(Person).join(Address, Address.person_id == Person.id)
    return session.scalar(owned.where(Address.email == email, Address.confirmed_at.is_not(None)))
