"""The desk's mails and when one is due: to the learner about an answer, to a facilitator before her slot.

The first answer is always told; later ones once a day at most, and never while one that was told lies unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode import clock, i18n, mail
from classcode.i18n import gettext as _
from classcode.i18n import ngettext
from classcode.mail import Letter, OutgoingMail, Recipient
from classcode.people.models import Person
from classcode.people.queries import recipient
from helpdesk.models import Message, Ticket
from helpdesk.slots import Slot

FIRST: Final = "first-answer"
LATER: Final = "later-answer"
BUNDLE: Final = "desk-bundle"
A_DAY: Final = timedelta(days=1)


def tell_of_answer(session: Session, ticket: Ticket, *, first: bool) -> None:
    """Write the mail that tells of an answer, when one is due and the learner has a confirmed address."""
    to = recipient(session, ticket.learner_id)
    if to is None or not (first or _later_due(session, ticket)):
        return
    name = session.scalar(select(Person.name).where(Person.id == ticket.facilitator_id))
    with i18n.reader(to.language, to.zone):
        mail.write(session, to, _answer(session.info["base_url"], ticket, name, FIRST if first else LATER))
    ticket.learner_mailed_at = clock.now()
    session.flush()


def _later_due(session: Session, ticket: Ticket) -> bool:
    since = clock.now() - A_DAY
    mine = (
        OutgoingMail.person_id == ticket.learner_id,
        OutgoingMail.kind == LATER,
        OutgoingMail.written_at > since,
    )
    if session.scalar(select(OutgoingMail.id).where(*mine).limit(1)):
        return False
    told = ticket.learner_mailed_at
    return told is None or told <= since or _wrote_since(session, ticket, told)


def _wrote_since(session: Session, ticket: Ticket, told: datetime) -> bool:
    """Tell whether the learner has read the answer she was mailed about: writing back is how the desk knows."""
    hers = (Message.ticket_id == ticket.id, Message.author_id == ticket.learner_id)
    last = session.scalar(select(func.max(Message.written_at)).where(*hers))
    return last is not None and last > told


def _answer(base_url: str, ticket: Ticket, name: str | None, kind: str) -> Letter:
    text = _(
        "Hello,\n\nI have written to you about your question: “%(subject)s”\n\n"
        "Read my answer and write back here:\n%(link)s\n\n%(name)s\nClass'Code help desk",
        subject=ticket.subject,
        link=f"{base_url}/{i18n.language()}/help/{ticket.id}/",
        name=name or _("Your facilitator"),
    )
    return Letter(kind, _("%(name)s has answered you", name=name or _("Your facilitator")), text)


def write_bundle(session: Session, to: Recipient, slot: Slot, waiting: Sequence[Ticket]) -> None:
    """Write the one mail before a slot: how many questions wait, the most urgent one, and where they are."""
    with i18n.reader(to.language, to.zone):
        count = ngettext("One question waits for you", "%(n)s questions wait for you", len(waiting))
        text = _(
            "Hello,\n\n%(count)s before your slot: %(slot)s.\n\n"
            "The most urgent: “%(subject)s”, with an answer promised by %(promised)s.\n\n"
            "Your desk:\n%(link)s\n\nThank you for your evening,\nClass'Code help desk",
            count=count,
            slot=i18n.moment(slot.start),
            subject=waiting[0].subject,
            promised=i18n.day(waiting[0].promised_by),
            link=f"{session.info['base_url']}/{to.language}/desk/",
        )
        mail.write(session, to, Letter(BUNDLE, count, text))
