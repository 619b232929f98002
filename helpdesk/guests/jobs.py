"""What nobody confirmed goes after a week, with its words and its mail."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete

from classcode import clock, db
from classcode.mail import OutgoingMail
from helpdesk.guests.mails import KIND
from helpdesk.guests.models import PendingQuestion
from helpdesk.guests.queries import LASTS

TOPIC: Final = "first-questions"


def forget_unconfirmed(_round: str) -> None:
    """Delete what came in longer ago than a link works; running twice changes nothing more."""
    oldest = clock.now() - LASTS
    with db.transaction() as session:
        session.execute(delete(PendingQuestion).where(PendingQuestion.received_at <= oldest))
        session.execute(
            delete(OutgoingMail).where(OutgoingMail.kind == KIND, OutgoingMail.written_at <= oldest)
        )
