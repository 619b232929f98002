"""The mail that brings an answer to who asked, and when one is due.

The first answer is always told, and whatever answers a mail of hers; others once a day at most, and never while one
that was told lies unread. What was held back goes with the next mail, or a day later by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from classcode import clock, db, i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, OutgoingMail
from classcode.people.models import Person
from classcode.people.queries import recipient
from classcode.queues.rounds import going_on
from helpdesk.mails.threads import mailbox_of, thread_of, title
from helpdesk.models import Message, Source, Ticket

FIRST: Final = "first-answer"
LATER: Final = "later-answer"
A_DAY: Final = timedelta(days=1)


def tell_of_answer(session: Session, ticket: Ticket, *, first: bool) -> None:
    """Write the mail that brings an answer, when one is due and the learner has a confirmed address."""
    to = recipient(session, ticket.learner_id)
    if to is None or not (first or _later_due(session, ticket)):
        return
    answers = list(session.scalars(_untold(ticket)))
    if not answers:
        return
    with i18n.reader(to.language, to.zone):
        mail.write(session, to, _letter(session, ticket, answers, FIRST if first else LATER))
    ticket.learner_mailed_at = clock.now()
    session.flush()


def tell_of_files(session: Session, message: Message) -> None:
    """Say in the mail about an answer, as long as it has not left, that files go with it; they are on the page."""
    waiting = select(OutgoingMail).where(
        OutgoingMail.thread_id == message.ticket_id,
        OutgoingMail.person_id != message.author_id,
        OutgoingMail.kind.in_((FIRST, LATER)),
        OutgoingMail.written_at >= message.written_at,
        OutgoingMail.sent_at.is_(None),
    )
    mail_row = session.scalar(waiting.order_by(OutgoingMail.written_at.desc()).limit(1))
    if mail_row is None or message.internal:
        return
    with i18n.reader(mail_row.language):
        told = _("Files go with this answer: you find them on the page below.")
    if told not in mail_row.text:
        *said, way, name = mail_row.text.split("\n\n")
        mail_row.text = "\n\n".join([*said, told, way, name])
        session.flush()


def tell_late(_round: str) -> None:
    """Bring what was held back a day ago and that no later mail has brought; run twice, it does so once."""
    late = clock.now() - A_DAY
    with db.reading() as session:
        waiting = list(
            session.scalars(
                select(Ticket.id)
                .join(Message, Message.ticket_id == Ticket.id)
                .where(Ticket.learner_mailed_at <= late, Message.written_at > Ticket.learner_mailed_at)
                .where(Message.author_id != Ticket.learner_id, Message.internal.is_(False))
                .where(Message.hidden_at.is_(None), Message.written_at <= late)
                .distinct()
            )
        )
    for ticket_id in waiting:
        with going_on("telling of answers to %s", ticket_id), db.transaction() as session:
            ticket = session.get_one(Ticket, ticket_id, with_for_update=True)
            tell_of_answer(session, ticket, first=False)


def _untold(ticket: Ticket) -> Select[Message]:
    """Select the answers that no mail has brought yet, in order."""
    said = select(Message).where(
        Message.ticket_id == ticket.id,
        Message.author_id != ticket.learner_id,
        Message.internal.is_(False),
        Message.hidden_at.is_(None),
    )
    if ticket.learner_mailed_at:
        said = said.where(Message.written_at > ticket.learner_mailed_at)
    return said.order_by(Message.written_at)


def _later_due(session: Session, ticket: Ticket) -> bool:
    told = ticket.learner_mailed_at
    last = _last_of_hers(session, ticket)
    wrote_since = last is not None and (told is None or last.written_at > told)
    if wrote_since and last is not None and last.source == Source.MAIL:
        return True  # she asked by mail, and this is what she asked for
    since = clock.now() - A_DAY
    if _told_since(session, ticket.learner_id, since):
        return False
    return (
        told is None or told <= since or wrote_since
    )  # writing back shows that she has read what she was told


def _told_since(session: Session, person_id: UUID, since: datetime) -> bool:
    mine = (OutgoingMail.person_id == person_id, OutgoingMail.kind == LATER, OutgoingMail.written_at > since)
    return bool(session.scalar(select(func.count()).where(*mine)))


def _last_of_hers(session: Session, ticket: Ticket) -> Message | None:
    hers = (Message.ticket_id == ticket.id, Message.author_id == ticket.learner_id)
    return session.scalar(select(Message).where(*hers).order_by(Message.written_at.desc()).limit(1))


def _letter(session: Session, ticket: Ticket, answers: Sequence[Message], kind: str) -> Letter:
    name = session.scalar(select(Person.name).where(Person.id == answers[-1].author_id))
    said = _(
        "Hello,\n\n%(name)s has answered your question “%(subject)s”:\n\n%(answer)s",
        name=name or _("Your facilitator"),
        subject=ticket.subject,
        answer="\n\n".join(one.text for one in answers),
    )
    link = f"{session.info['base_url']}/{i18n.language()}/help/{ticket.id}/"
    way = (
        _("Write back by answering this mail, or here:\n%(link)s", link=link)
        if mailbox_of(session)
        else _("Write back here:\n%(link)s", link=link)
    )
    text = "\n\n".join([said, way, _("Class'Code help desk")])
    return Letter(kind, title(ticket), text, thread_of(session, ticket, ticket.learner_id))
