"""Whether somebody wrote or moved a question since a page of it was opened: an answer to what one has not read is held.

A page carries a mark, the ticket's version and the newest message that it showed; the answer brings the mark back.
"""

from __future__ import annotations

from uuid import UUID

from classcode.errors import Refused
from classcode.i18n import N_
from helpdesk.models import Message, Ticket


class WrittenMeanwhile(Refused):
    """The question changed after the page was opened; nothing was sent."""

    message = N_("Something was written or changed here while you wrote. Nothing was sent yet.")


def mark(ticket: Ticket, last_message: UUID | None) -> str:
    """Return what a page carries: which version of the question it shows, and up to which message."""
    return f"{ticket.version}.{last_message or ''}"


def check(ticket: Ticket, messages: list[Message], brought: str) -> None:
    """Raise `WrittenMeanwhile` when the mark that was brought back is not the present one; none holds nothing."""
    if brought and brought != mark(ticket, messages[-1].id if messages else None):
        raise WrittenMeanwhile


def unread(messages: list[Message], brought: str) -> set[UUID]:
    """Return the messages that came after the one that a mark names; none when that one is gone from here."""
    last = brought.partition(".")[2]
    known = [str(message.id) for message in messages]
    if not last or last not in known:
        return set()
    return {message.id for message in messages[known.index(last) + 1 :]}
