"""The daily round of attachments: files of hidden messages go after 30 days, bytes that no row names after one."""

from __future__ import annotations

from classcode import db
from helpdesk.attachments.keeping import sweep
from helpdesk.attachments.rules import forget_hidden


def sweep_round(_round: str) -> None:
    """Forget what is to be forgotten, then remove the bytes; doing it twice changes nothing."""
    with db.transaction() as session:
        forget_hidden(session)
    with db.reading() as session:
        sweep(session)
