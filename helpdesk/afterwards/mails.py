"""The mail that asks how a meeting was: one link, to the first confirmed address of who was there."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, Recipient
from helpdesk.meetings import cards
from helpdesk.meetings.models import Meeting

FEEDBACK: Final = "feedback"
"""The kind of the mail, and of its row in `MeetingMail`."""


def ask(session: Session, to: Recipient, meeting: Meeting, token: str) -> None:
    """Write the mail; the link stands in it and nowhere else."""
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nYou were at the meeting on %(day)s (%(place)s). What did it give you? Four short questions:\n"
            "%(link)s\n\nThe link works once, for 30 days. Nobody reads your answer alone: it is shown with those of "
            "others, from five on, without names.\n\nThank you,\nClass'Code",
            day=i18n.day(meeting.starts_at, meeting.zone),
            place=cards.where(meeting.place),
            link=f"{session.info['base_url']}/{i18n.language()}/feedback/{token}",
        )
        mail.write(session, to, Letter(f"meeting-{FEEDBACK}", _("How was the meeting?"), text))
