"""A mail of ours that did not arrive: written on its row and on the question's trail, so that somebody sees it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode.mail import OutgoingMail
from helpdesk.mailbox.reading.automatic import Bounce
from helpdesk.models import Ticket
from helpdesk.tickets.rules.moving import leave
from helpdesk.tickets.states import What


def note(session: Session, bounce: Bounce) -> UUID | None:
    """Note that a mail came back; return the question that it was about. Twice is once."""
    mail = session.get(OutgoingMail, UUID(bounce.mail_id))
    if mail is None or mail.refusal:
        return mail.thread_id if mail else None
    mail.refusal = bounce.reason
    return note_refused(session, mail)


def note_refused(session: Session, mail: OutgoingMail) -> UUID | None:
    """Leave a line on the trail of the question that a refused mail was about, and return that question."""
    ticket = session.get(Ticket, mail.thread_id) if mail.thread_id else None
    if ticket is None:
        return None
    to = str(mail.person_id) if mail.person_id else None
    code = (mail.refusal or "").partition(" ")[0]
    leave(session, ticket.id, What.NOT_DELIVERED, to=to, kind=mail.kind, code=code)
    return ticket.id
