"""The mails to those who answer: one before each slot with all that waits, one to a lead about what nobody holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.i18n import ngettext
from classcode.mail import Letter, Recipient, Thread
from classcode.people.models import Person
from helpdesk.mails.threads import mailbox_of, thread_of
from helpdesk.models import Message, Ticket
from helpdesk.slots import Slot
from helpdesk.tickets.naming import learner_called

BUNDLE: Final = "desk-bundle"
ALERT: Final = "desk-alert"
IN_FULL: Final = 10
"""Questions of one bundle that are written out; more than anybody's capacity."""
WORDS: Final = 1500
"""Characters of one question in a bundle; the rest is on the page."""


def write_bundle(
    session: Session, to: Recipient, slot: Slot, waiting: Sequence[Ticket], *, suggested: int = 0
) -> None:
    """Write the one mail before a slot: each question that waits, with its words and the address that answers it.

    `suggested` is how many meetings the desk suggests to her: one line of the mail, none when there are none.
    """
    with i18n.reader(to.language, to.zone):
        count = ngettext("One question waits for you", "%(n)s questions wait for you", len(waiting))
        before = _(
            "Hello,\n\n%(count)s before your slot: %(slot)s.", count=count, slot=i18n.moment(slot.start)
        )
        after = _(
            "Your desk:\n%(link)s\n\nThank you for your evening,\nClass'Code help desk",
            link=f"{session.info['base_url']}/{to.language}/desk/",
        )
        questions = [_question(session, to, ticket) for ticket in waiting[:IN_FULL]]
        text = "\n\n".join([before, *questions, *_suggested(suggested), after])
        mail.write(session, to, Letter(BUNDLE, count, text, _thread(session, to, waiting)))


def _suggested(count: int) -> list[str]:
    told = ngettext(
        "Besides, a meeting is suggested to you.", "Besides, %(n)s meetings are suggested to you.", count
    )
    return [told] if count else []


def _thread(session: Session, to: Recipient, waiting: Sequence[Ticket]) -> Thread | None:
    """Let a plain answer to the mail reach the question, where the mail holds only one."""
    if len(waiting) != 1 or to.person_id is None:
        return None
    return thread_of(session, waiting[0], to.person_id)


def _question(session: Session, to: Recipient, ticket: Ticket) -> str:
    name = session.scalar(select(Person.name).where(Person.id == ticket.learner_id))
    called = learner_called(ticket.id, name, unnamed=ticket.unnamed) or _("Someone")
    promised = i18n.day(ticket.promised_by)
    told = _(
        "----------\n%(who)s: “%(subject)s”\nAnswer promised by %(promised)s.\n\n%(words)s",
        who=called,
        subject=ticket.subject,
        promised=promised,
        words=_waiting_words(session, ticket),
    )
    mailbox = mailbox_of(session)
    if mailbox is None or to.person_id is None:
        return told
    address = mailbox.address(ticket.id, to.person_id)
    return told + "\n\n" + _("To answer this one by mail, write to:\n%(address)s", address=address)


def _waiting_words(session: Session, ticket: Ticket) -> str:
    """Return what the learner wrote since the last answer, cut at a word when it is long."""
    thread = (Message.ticket_id == ticket.id, Message.internal.is_(False))
    answered = session.scalar(
        select(func.max(Message.written_at)).where(*thread, Message.author_id != ticket.learner_id)
    )
    hers = select(Message.text).where(
        *thread, Message.author_id == ticket.learner_id, Message.hidden_at.is_(None)
    )
    if answered:
        hers = hers.where(Message.written_at > answered)
    words = "\n\n".join(session.scalars(hers.order_by(Message.written_at)))
    return words if len(words) <= WORDS else words[: WORDS - 1].rsplit(" ", 1)[0] + "…"


def write_alert(session: Session, to: Recipient, count: int) -> None:
    """Tell somebody who keeps a queue how many questions stand there that nobody holds."""
    with i18n.reader(to.language, to.zone):
        waiting = ngettext(
            "One question has nobody to answer it", "%(n)s questions have nobody to answer them", count
        )
        text = _(
            "Hello,\n\n%(waiting)s. The desk asked everybody who fits and goes on looking; "
            "you can give a question to somebody now.\n\nThe queue:\n%(link)s\n\nClass'Code help desk",
            waiting=waiting,
            link=f"{session.info['base_url']}/{to.language}/desk/",
        )
        mail.write(session, to, Letter(ALERT, waiting, text))
