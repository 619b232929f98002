"""Proving an address: a link with a button, or a six-digit code; and links that reset a password.

Tokens carry 256 bits, are kept as hashes, work once and expire. A code may be mistyped five times.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, Refused
from classcode.i18n import N_
from classcode.people.models import Address, MailedToken
from classcode.people.rules import limits
from classcode.people.rules.accounts import normalise_email

MOST_WRONG_CODES: Final = 5


class Purpose(StrEnum):
    """What a mailed token opens."""

    CONFIRM = "confirm"
    RESET = "reset"


LASTS: Final = {Purpose.CONFIRM: timedelta(days=3), Purpose.RESET: timedelta(hours=2)}


class LinkTooOld(Refused):
    """The token is unknown, used or expired; all three read the same."""

    status = 410
    message = N_("This link has been used or is too old. Ask for a new one; nothing was changed.")


class AddressTaken(Refused):
    """Another account confirmed this address first."""

    message = N_("Another account has confirmed this address. Log in with it, or use another address here.")


class WrongCode(Invalid):
    """The six digits are not those of the last mail, or were mistyped too often."""

    def __init__(self) -> None:
        super().__init__(
            "code", N_("This is not the code of our last mail. After five wrong codes, ask for a new mail.")
        )


@dataclass(frozen=True, slots=True)
class Mailed:
    """What goes into the mail, once, in clear."""

    token: str
    code: str


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def make_token(session: Session, address: Address, purpose: Purpose) -> Mailed:
    """Make the token of a mail; older ones of the same purpose stop working."""
    limit = limits.RESET_ACCOUNT if purpose is Purpose.RESET else limits.CONFIRM_ACCOUNT
    limits.check(session, limit, address.email)
    limits.count(session, limit, address.email)
    now = clock.now()
    session.execute(
        update(MailedToken)
        .where(
            MailedToken.address_id == address.id,
            MailedToken.purpose == purpose,
            MailedToken.used_at.is_(None),
        )
        .values(used_at=now)
    )
    mailed = Mailed(secrets.token_urlsafe(32), f"{secrets.randbelow(1_000_000):06d}")
    session.add(
        MailedToken(
            id=uuid4(),
            address_id=address.id,
            purpose=purpose,
            token_hash=_hash(mailed.token),
            code_hash=_hash(f"{address.id}:{mailed.code}"),
            made_at=now,
            expires_at=now + LASTS[purpose],
        )
    )
    return mailed


def find_token(session: Session, token: str, purpose: Purpose) -> tuple[MailedToken, Address]:
    """Return the living token and its address, or raise `LinkTooOld`."""
    row = session.scalar(
        select(MailedToken).where(
            MailedToken.token_hash == _hash(token),
            MailedToken.purpose == purpose,
            MailedToken.used_at.is_(None),
            MailedToken.expires_at > clock.now(),
        )
    )
    if row is None:
        raise LinkTooOld
    return row, session.get_one(Address, row.address_id)


def use_token(session: Session, token: str, purpose: Purpose) -> Address:
    """Spend a token: it works once, even when pressed twice at the same time."""
    row, address = find_token(session, token, purpose)
    spent = session.execute(
        update(MailedToken)
        .where(MailedToken.id == row.id, MailedToken.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if db.changed(spent) != 1:
        raise LinkTooOld
    return address


def confirm(session: Session, address: Address) -> Address:
    """Mark the address as its person's; refuse when another account was first."""
    if address.confirmed_at:
        return address
    taken = select(Address.id).where(
        Address.email == address.email, Address.confirmed_at.is_not(None), Address.id != address.id
    )
    if session.scalar(taken):
        raise AddressTaken
    address.confirmed_at = clock.now()
    session.flush()
    return address


def confirm_by_code(session: Session, person_id: UUID, code: str) -> Address:
    """Confirm the address of the person's last mail by its six digits."""
    row = session.scalar(
        select(MailedToken)
        .join(Address, Address.id == MailedToken.address_id)
        .where(
            Address.person_id == person_id,
            MailedToken.purpose == Purpose.CONFIRM,
            MailedToken.used_at.is_(None),
        )
        .where(MailedToken.expires_at > clock.now(), MailedToken.wrong_codes < MOST_WRONG_CODES)
        .order_by(MailedToken.made_at.desc())
        .limit(1)
    )
    if row is None:
        raise WrongCode
    digits = "".join(sign for sign in code if sign.isdigit())
    if not hmac.compare_digest(row.code_hash or "", _hash(f"{row.address_id}:{digits}")):
        raise WrongCode
    row.used_at = clock.now()
    return confirm(session, session.get_one(Address, row.address_id))


def count_wrong_code(session: Session, person_id: UUID) -> None:
    """Count a mistyped code against every living confirmation of the person."""
    mine = select(Address.id).where(Address.person_id == person_id)
    session.execute(
        update(MailedToken)
        .where(MailedToken.address_id.in_(mine), MailedToken.used_at.is_(None))
        .values(wrong_codes=MailedToken.wrong_codes + 1)
    )


def add_address(session: Session, person_id: UUID, email: str) -> Address:
    """Add a second address to an account; it signs in once confirmed."""
    email = normalise_email(email)
    known = session.scalar(select(Address).where(Address.person_id == person_id, Address.email == email))
    if known:
        return known
    address = Address(id=uuid4(), person_id=person_id, email=email, added_at=clock.now())
    session.add(address)
    session.flush()
    return address


def remove_address(session: Session, person_id: UUID, address_id: UUID) -> None:
    """Remove an address, never the last confirmed one."""
    mine = session.scalars(select(Address).where(Address.person_id == person_id)).all()
    gone = next((a for a in mine if a.id == address_id), None)
    if gone is None:
        raise Invalid("address", N_("This address is not one of yours."))
    rest = [a for a in mine if a is not gone]
    if not any(a.confirmed_at for a in rest):
        raise Invalid(
            "address", N_("Confirm another address first: you need one to sign in and to be answered.")
        )
    session.delete(gone)
