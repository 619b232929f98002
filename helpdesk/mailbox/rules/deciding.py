"""What becomes of a mail, in this order: a report, one of our own, a machine's, too large, a stranger's, a person's."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from classcode.errors import Refused, TooMany
from classcode.mail import Recipient
from classcode.people.rules import limits
from classcode.people.rules.limits import Limit
from helpdesk.attachments.pending import let_wait
from helpdesk.guests.rules import receive as receive_first
from helpdesk.mailbox.addresses import Mailbox
from helpdesk.mailbox.models import Became, IncomingMail
from helpdesk.mailbox.reading import LARGEST, Mail
from helpdesk.mailbox.reading.authenticity import is_forged
from helpdesk.mailbox.rules import bouncing, placing, taking
from helpdesk.mailbox.rules.placing import Placed
from helpdesk.mailbox.rules.taking import keep_files
from helpdesk.mails import notices
from helpdesk.mails.threads import mailbox_of
from helpdesk.models import Source
from helpdesk.tickets.rules.asking import LONGEST

FROM_ONE: Final = Limit("mail-in", 30, 60)
"""Mails of one sender in an hour; two machines that answer each other stop there, whatever their headers say."""


def decide(session: Session, row: IncomingMail, mail: Mail, *, too_big: bool = False) -> None:
    """Act on one mail and say on its row what became of it. Effects: a message, a first question, or a notice."""
    mailbox = mailbox_of(session)
    assert mailbox is not None, "no mailbox is configured"
    found = _without_a_person(session, mailbox, mail)
    if found:
        row.became, row.refusal = found
        if mail.bounce:
            row.ticket_id = bouncing.note(session, mail.bounce)
        return
    placed = placing.place(session, mailbox, mail)
    row.person_id = placed.person.id if placed.person else None
    row.ticket_id = placed.ticket.id if placed.ticket else None
    if too_big:
        _refuse_large(session, row, mail, placed)
        return
    try:
        # What a refusal leaves half done is undone; the row stays.
        with session.begin_nested():
            _take(session, row, mail, placed)
    except Refused as refusal:
        row.became, row.refusal = Became.REFUSED, type(refusal).__name__


def _without_a_person(session: Session, mailbox: Mailbox, mail: Mail) -> tuple[Became, str | None] | None:
    """Return what becomes of a mail that no person wrote, or that names no person who may have written it."""
    if mail.bounce:
        return Became.BOUNCED, mail.bounce.reason
    if mailbox.is_own(mail.sender) or placing.own_mail(session, mail.message_id):
        return Became.LOOP, "our own mail"
    if mail.automatic:
        return Became.AUTO, mail.automatic
    if not mail.sender:
        return Became.UNKNOWN_SENDER, "not one sender"
    if is_forged(mail.results, mailbox.auth_server):
        return Became.UNKNOWN_SENDER, "forged"
    return _too_many(session, mail)


def _too_many(session: Session, mail: Mail) -> tuple[Became, str] | None:
    try:
        limits.check(session, FROM_ONE, mail.sender)
    except TooMany:
        return Became.LOOP, "too many"
    limits.count(session, FROM_ONE, mail.sender)
    return None


def _refuse_large(session: Session, row: IncomingMail, mail: Mail, placed: Placed) -> None:
    row.became = Became.TOO_BIG
    if placed.person and not placed.stranger:
        notices.tell_too_large(session, _to(mail, placed), LARGEST // (1024 * 1024))


def _take(session: Session, row: IncomingMail, mail: Mail, placed: Placed) -> None:
    if placed.stranger:
        row.became = Became.UNKNOWN_SENDER
        if placed.knows:
            notices.tell_unplaced(session, _to(mail, placed))
    elif placed.which:
        row.became, row.refusal = Became.REFUSED, "which question"
        notices.tell_which(session, _to(mail, placed))
    elif placed.person and placed.ticket:
        taking.take(session, row, mail, placed)
    else:
        _open_first(session, row, mail)


def _open_first(session: Session, row: IncomingMail, mail: Mail) -> None:
    """Keep a first question until its address is confirmed, as any other that comes without an account."""
    row.became = Became.NEW
    pending = receive_first(
        session,
        email=mail.sender,
        name=mail.name or None,
        subject=mail.subject or None,
        text=mail.text[:LONGEST] or mail.subject,
        via=Source.MAIL,
        language=mail.language,
        mail_id=row.message_id,
    )
    keep_files(row, mail, lambda file: let_wait(session, pending.id, file.name, file.content_type, file.data))


def _to(mail: Mail, placed: Placed) -> Recipient:
    """Return where a notice goes: the very address that wrote."""
    if placed.person:
        return Recipient(mail.sender, placed.person.id, placed.person.language, placed.person.time_zone)
    return Recipient(mail.sender, None, mail.language)
