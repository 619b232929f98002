"""A person's mail becomes her message: the learner's a reply, the holder's an answer, nobody else's anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.mail import Recipient
from classcode.people.models import RoleGrant
from helpdesk.attachments.refusals import FileRefused
from helpdesk.attachments.rules import attach
from helpdesk.mailbox.models import Became, IncomingMail
from helpdesk.mailbox.reading import File, Mail
from helpdesk.mailbox.rules.placing import Placed
from helpdesk.mails import notices
from helpdesk.models import Message, Source, Ticket
from helpdesk.tickets.access import DESK_ROLES
from helpdesk.tickets.rules import asking, talking
from helpdesk.tickets.rules.asking import LONGEST, Question
from helpdesk.tickets.states import OPEN, State

PIECES: Final = 4
"""Messages that one mail may become; what is longer is somebody's document, and its row keeps it."""
ENDED: Final = frozenset({State.CLOSED, State.CANCELLED})
_CHAIN: Final = 20
"""Questions that were joined to one that was joined to another: far more than anybody makes."""


def take(session: Session, row: IncomingMail, mail: Mail, placed: Placed) -> None:
    """Put a mail into the question it is about, as its sender's words; raise what the rules of the thread refuse."""
    assert placed.person is not None and placed.ticket is not None
    ticket = _held(session, placed.ticket.id)
    row.ticket_id, row.became = ticket.id, Became.REPLY
    if placed.person.id == ticket.learner_id:
        _keep_files(session, row, mail, _as_learner(session, row, ticket, mail))
    elif _may_answer(session, ticket, placed.person.id):
        _keep_files(session, row, mail, _as_holder(session, row, ticket, mail))
    else:
        row.became, row.refusal = Became.REFUSED, "not hers"
        person = placed.person
        to = Recipient(mail.sender, person.id, person.language, person.time_zone)
        notices.tell_not_taken(session, to, ticket)


def _held(session: Session, ticket_id: UUID) -> Ticket:
    """Return a ticket with its row held; of one that was joined to another, that other one."""
    for _ in range(_CHAIN):
        ticket = session.get_one(Ticket, ticket_id, with_for_update=True, populate_existing=True)
        if ticket.state != State.MERGED or ticket.merged_into_id is None:
            break
        ticket_id = ticket.merged_into_id
    return ticket


def _may_answer(session: Session, ticket: Ticket, person_id: UUID) -> bool:
    """Tell whether this question is hers now; a role that was taken away closes the mailbox too."""
    return ticket.facilitator_id == person_id and ticket.state in OPEN and _has_desk(session, person_id)


def _has_desk(session: Session, person_id: UUID) -> bool:
    held = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role.in_(DESK_ROLES))
    return session.scalar(held.limit(1)) is not None


def _as_learner(session: Session, row: IncomingMail, ticket: Ticket, mail: Mail) -> Message:
    if ticket.state in ENDED:
        return _follow_up(session, row, ticket, mail)
    return _in_pieces(
        session,
        ticket,
        mail,
        ticket.learner_id,
        lambda text: talking.reply(session, ticket, text, source=Source.MAIL, mail_id=row.message_id),
    )


def _as_holder(session: Session, row: IncomingMail, ticket: Ticket, mail: Mail) -> Message:
    act_id = uuid5(row.id, "answer")
    assert ticket.facilitator_id is not None
    return _in_pieces(
        session,
        ticket,
        mail,
        ticket.facilitator_id,
        lambda text: talking.answer(
            session, ticket, text, act_id=act_id, source=Source.MAIL, mail_id=row.message_id
        ),
    )


def _follow_up(session: Session, row: IncomingMail, ticket: Ticket, mail: Mail) -> Message:
    """Open the question that goes on from a closed one."""
    question = Question(
        text=(mail.text or mail.subject)[:LONGEST],
        subject=ticket.subject,
        module=ticket.module,
        unit=ticket.unit,
        language=ticket.language,
        theme=ticket.theme,
        unnamed=ticket.unnamed,
        source=Source.MAIL,
        follows=ticket.id,
        mail_id=row.message_id,
    )
    opened = asking.open_ticket(session, ticket.learner_id, question, act_id=uuid5(row.id, "ask"))
    row.ticket_id, row.became = opened.id, Became.NEW
    return session.scalars(select(Message).where(Message.mail_id == row.message_id)).one()


def _in_pieces(
    session: Session, ticket: Ticket, mail: Mail, by: UUID, say: Callable[[str], Message]
) -> Message:
    """Write a long mail as several messages; the last moves the question, and so every mail about it holds them all."""
    *before, last = pieces_of(mail.text or mail.whole or _files_alone(mail))
    for piece in before:
        asking.write(session, ticket, piece, by=by, source=Source.MAIL)
    return say(last)


def _files_alone(mail: Mail) -> str:
    """Return what stands for a mail that holds files and not a word."""
    return ", ".join(file.name for file in mail.files) or mail.subject or "…"


def pieces_of(text: str) -> list[str]:
    """Cut a text into messages at the end of a paragraph, a line or a word; after the last the rest is cut off."""
    pieces: list[str] = []
    rest = text.strip()
    while len(rest) > LONGEST and len(pieces) < PIECES - 1:
        end = next(
            (at for sign in ("\n\n", "\n", " ") if (at := rest.rfind(sign, LONGEST // 2, LONGEST)) > 0),
            LONGEST,
        )
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip("\n")
    return [*pieces, rest if len(rest) <= LONGEST else rest[: LONGEST - 1] + "…"]


def _keep_files(session: Session, row: IncomingMail, mail: Mail, message: Message) -> None:
    """Give the message what came with the mail."""
    keep_files(row, mail, lambda file: attach(session, message, file.name, file.content_type, file.data))


def keep_files(row: IncomingMail, mail: Mail, keep: Callable[[File], object]) -> None:
    """Keep what came with a mail, one file after the other; what is refused is named on the row, and the words stay."""
    refused = []
    for file in mail.files:
        try:
            keep(file)
        except FileRefused as refusal:
            refused.append(f"{file.name}: {type(refusal).__name__}")
    row.refused_files = refused or None
