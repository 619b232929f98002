"""Short mails to people whose mail was not taken: one a day of each kind, without a word of any thread."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, OutgoingMail, Recipient, Thread
from classcode.people.models import Person
from helpdesk.models import Ticket

UNPLACED: Final = "mail-unplaced"
NOT_TAKEN: Final = "mail-not-taken"
WHICH: Final = "mail-which"
TOO_LARGE: Final = "mail-too-large"
_A_DAY: Final = timedelta(days=1)


def tell_unplaced(session: Session, to: Recipient) -> None:
    """Tell an address that holds one of our reply addresses, and is not the one we know, how to be heard."""
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nYour mail came from an address that we do not know for this question, "
            "so nobody has read it.\n\nWrite again from the address that you confirmed with us, "
            "or on the page of your question:\n%(link)s\n\nClass'Code help desk",
            link=f"{session.info['base_url']}/{to.language}/help/",
        )
        _write_once(session, to, Letter(UNPLACED, _("Your mail has not been read"), text))


def tell_not_taken(session: Session, to: Recipient, ticket: Ticket) -> None:
    """Tell a facilitator that her answer was not passed on, and who holds the question now."""
    with i18n.reader(to.language, to.zone):
        holds = _holds(session, to, ticket)
        text = _(
            "Hello,\n\nYour answer by mail was not passed on. %(holds)s "
            "Nothing is lost: your words are in your own mailbox.\n\nYour desk:\n%(link)s\n\nClass'Code help desk",
            holds=holds,
            link=f"{session.info['base_url']}/{to.language}/desk/",
        )
        letter = Letter(NOT_TAKEN, _("Your answer was not passed on"), text, Thread(ticket.id))
        _write_once(session, to, letter)


def _holds(session: Session, to: Recipient, ticket: Ticket) -> str:
    """Say what became of a question since she could answer it."""
    if ticket.facilitator_id == to.person_id:
        return _("The question has been settled or withdrawn meanwhile.")
    name = session.scalar(select(Person.name).where(Person.id == ticket.facilitator_id))
    if name:
        return _("%(name)s answers this question now.", name=name)
    return _("This question is not with you any more.")


def tell_which(session: Session, to: Recipient) -> None:
    """Tell a facilitator who answered a bundle of several questions that each has an address of its own."""
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nYour mail answered a list of several questions, so we cannot tell which one it is for. "
            "Send it again to the address that stands under the question.\n\n"
            "Your desk:\n%(link)s\n\nClass'Code help desk",
            link=f"{session.info['base_url']}/{to.language}/desk/",
        )
        _write_once(session, to, Letter(WHICH, _("Which question is your answer for?"), text))


def tell_too_large(session: Session, to: Recipient, megabytes: int) -> None:
    """Tell somebody we know that her mail was too large to be read."""
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nYour mail has more than %(n)s MB, so it was not read. Send it again with smaller files, "
            "or write here:\n%(link)s\n\nClass'Code help desk",
            n=megabytes,
            link=f"{session.info['base_url']}/{to.language}/help/",
        )
        _write_once(session, to, Letter(TOO_LARGE, _("Your mail was too large"), text))


def _write_once(session: Session, to: Recipient, letter: Letter) -> None:
    """Write a notice unless the same one about the same question went to this address in the last day."""
    thread_id: UUID | None = letter.thread.id if letter.thread else None
    same = select(OutgoingMail.id).where(
        OutgoingMail.kind == letter.kind,
        OutgoingMail.to == to.address,
        OutgoingMail.written_at > clock.now() - _A_DAY,
        OutgoingMail.thread_id.is_(None) if thread_id is None else OutgoingMail.thread_id == thread_id,
    )
    if session.scalar(same.limit(1)) is None:
        mail.write(session, to, letter)
