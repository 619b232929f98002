"""Registering, signing in, passwords and closing an account's doors.

An address is unique once confirmed; before that anybody may claim it. So registering says the same thing whether
or not the address is known, nobody can squat an address that is not hers, and the mail alone tells its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, Refused
from classcode.i18n import DEFAULT, LANGUAGES, N_
from classcode.people import passwords
from classcode.people.models import Address, Person
from classcode.people.rules import limits


class WrongPassword(Refused):
    """Address and password do not go together; unknown addresses read the same (ASVS 6.3.8)."""

    status = 422
    message = N_("This address and this password do not go together. Check both, or ask for a new password.")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What registering needs: two fields from the person, language and zone guessed from her browser."""

    email: str
    password: str
    language: str = DEFAULT
    time_zone: str = "Europe/Paris"


def normalise_email(text: str) -> str:
    """Return the address as it is compared and stored; raise `Invalid` when it cannot be one."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Invalid("email", N_("This does not look like an e-mail address: check it, please.")) from error
    return found.normalized.lower()


def register(session: Session, newcomer: Newcomer) -> Person:
    """Open an account with an unconfirmed address; the caller sends the mail that confirms it."""
    email = normalise_email(newcomer.email)
    passwords.check(newcomer.password, email)
    language = newcomer.language if newcomer.language in LANGUAGES else DEFAULT
    person = Person(
        id=uuid4(),
        created_at=clock.now(),
        password_hash=passwords.hash_password(newcomer.password),
        language=language,
        time_zone=newcomer.time_zone,
        answer_languages=[language],
    )
    session.add(person)
    session.flush()
    session.add(Address(id=uuid4(), person_id=person.id, email=email, added_at=clock.now()))
    session.flush()
    return person


def sign_in(session: Session, email: str, password: str) -> Person | None:
    """Return whose address and password these are, or None; two hashes are always verified, known or not."""
    claims = session.scalars(
        select(Address)
        .where(Address.email == email.strip().lower())
        .order_by(Address.confirmed_at.is_(None), Address.added_at.desc())
        .limit(2)
    ).all()
    people: list[Person | None] = [session.get_one(Person, claim.person_id) for claim in claims]
    people += [None] * (2 - len(people))
    right = [p for p in people if passwords.is_right(p.password_hash if p else None, password)]
    return next((p for p in right if p and p.disabled_at is None), None)


def check_may_sign_in(session: Session, email: str, network: str) -> None:
    """Refuse when this account or this network address failed too often (10 and 100 in 5 minutes)."""
    limits.check(session, limits.SIGN_IN_ACCOUNT, email)
    limits.check(session, limits.SIGN_IN_NETWORK, network)


def count_failure(session: Session, email: str, network: str) -> None:
    """Count a wrong password for the account and for the network address."""
    limits.count(session, limits.SIGN_IN_ACCOUNT, email)
    limits.count(session, limits.SIGN_IN_NETWORK, network)


def set_password(session: Session, person_id: UUID, password: str) -> None:
    """Replace the password; the caller ends the person's sessions."""
    person = session.get_one(Person, person_id)
    email = session.scalar(select(Address.email).where(Address.person_id == person_id)) or ""
    passwords.check(password, email)
    person.password_hash = passwords.hash_password(password)


def check_password(session: Session, person_id: UUID, password: str) -> None:
    """Ask for the present password again before something that matters (ASVS 7.5.1)."""
    if not passwords.is_right(session.get_one(Person, person_id).password_hash, password):
        raise Invalid("current_password", N_("This is not your present password."))
