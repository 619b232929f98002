"""The mails of the account: confirm an address, choose a new password, tell an owner that she has an account."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, Recipient
from classcode.people.models import Address, Person
from classcode.people.rules.addresses import Purpose, make_token


def send_confirmation(session: Session, person: Person, address: Address) -> None:
    """Write the mail that proves an address; when another account has it, the mail says so instead."""
    to = Recipient(address.email, person.id, person.language, person.time_zone)
    taken = select(Address.id).where(Address.email == address.email, Address.confirmed_at.is_not(None))
    with i18n.reader(to.language, to.zone):
        if session.scalar(taken.where(Address.id != address.id)):
            mail.write(session, to, _already_known(session))
            return
        mailed = make_token(session, address, Purpose.CONFIRM)
        link = f"{session.info['base_url']}/{to.language}/confirm/{mailed.token}"
        text = _(
            "Welcome! You can already learn; this address lets us answer you.\n\n"
            "Open this page and press its button:\n%(link)s\n\n"
            "Or copy this code into your account page: %(code)s\n\n"
            "The link and the code work for three days. If you did not ask for this, leave it: nothing will follow.",
            link=link,
            code=mailed.code,
        )
        mail.write(
            session, to, Letter("confirm", _("Confirm your address (code %(code)s)", code=mailed.code), text)
        )


def _already_known(session: Session) -> Letter:
    link = f"{session.info['base_url']}/{i18n.language()}/login"
    text = _(
        "Somebody, perhaps you, has just used this address to create an account. You have one already.\n\n"
        "Log in with it, or ask for a new password there:\n%(link)s\n\n"
        "If it was not you, leave this mail: your account is unchanged.",
        link=link,
    )
    return Letter("already-known", _("You already have an account"), text)


def send_reset(session: Session, email: str) -> None:
    """Write the mail that opens a new password, when the address is a confirmed one; otherwise nothing."""
    address = session.scalar(select(Address).where(Address.email == email, Address.confirmed_at.is_not(None)))
    if address is None:
        return
    person = session.get_one(Person, address.person_id)
    mailed = make_token(session, address, Purpose.RESET)
    to = Recipient(address.email, person.id, person.language, person.time_zone)
    with i18n.reader(to.language, to.zone):
        link = f"{session.info['base_url']}/{to.language}/reset/{mailed.token}"
        text = _(
            "Somebody, surely you, asked for a new password.\n\n"
            "Choose it here within two hours:\n%(link)s\n\n"
            "If it was not you, leave this mail: your password is unchanged.",
            link=link,
        )
        mail.write(session, to, Letter("reset", _("Choose a new password"), text))


def send_again(session: Session, person_id: UUID) -> None:
    """Write the confirmation mail of a person's newest unconfirmed address once more."""
    newest = (
        select(Address)
        .where(Address.person_id == person_id, Address.confirmed_at.is_(None))
        .order_by(Address.added_at.desc())
        .limit(1)
    )
    address = session.scalar(newest)
    if address:
        send_confirmation(session, session.get_one(Person, person_id), address)
