"""What is kept only for a while goes by itself: spent tokens, ended sessions, old acts, tries, jobs, looks, mails."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, or_, update

from classcode import clock, db
from classcode.acts import Act
from classcode.auth.models import WebSession
from classcode.mail import OutgoingMail
from classcode.people.models import CountedTry, MailedToken
from classcode.queues import Job, JobState
from tracking.log import references
from tracking.record.models import RecordSearch

TOPIC: Final = "tidy"
ACTS_DAYS: Final = 30
TRIES_DAYS: Final = 1
JOBS_DAYS: Final = 30
LOOKS_DAYS: Final = 365
MAILS_DAYS: Final = 30
"""A mail that left, or was refused for good, loses its words then; its row stays, and threads hold on to it."""


def tidy(_round: str) -> None:
    """Delete what its time has passed, and close what stayed open; running twice changes nothing more."""
    now = clock.now()
    # Readers bring together what lately missed each other; where nobody read for long, it is done here.
    references.settle(references.EVERYTHING)
    with db.transaction() as session:
        session.execute(delete(Act).where(Act.at < now - timedelta(days=ACTS_DAYS)))
        session.execute(delete(CountedTry).where(CountedTry.at < now - timedelta(days=TRIES_DAYS)))
        session.execute(delete(MailedToken).where(MailedToken.expires_at < now))
        session.execute(delete(WebSession).where(WebSession.expires_at < now))
        # The lines that it left go with a search.
        session.execute(delete(RecordSearch).where(RecordSearch.at < now - timedelta(days=LOOKS_DAYS)))
        said = (
            OutgoingMail.written_at < now - timedelta(days=MAILS_DAYS),
            or_(OutgoingMail.sent_at.is_not(None), OutgoingMail.refusal.is_not(None)),
            OutgoingMail.text != "",
        )
        session.execute(
            update(OutgoingMail).where(*said).values(subject="", text="", calendar=None, stop_link=None)
        )
        old = now - timedelta(days=JOBS_DAYS)
        session.execute(delete(Job).where(Job.state == JobState.DONE, Job.due_at < old))
