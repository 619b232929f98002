"""The mail that asks how the help was: one link, to the learner's first confirmed address."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, Recipient
from helpdesk.models import Ticket

RATE: Final = "rate-help"


def ask(session: Session, to: Recipient, ticket: Ticket, token: str) -> None:
    """Write the mail; the link stands in it and nowhere else."""
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nYour question “%(subject)s” is settled. Did the answer help you? It takes a minute:\n"
            "%(link)s\n\nThe link works once, for 30 days. Whoever answered you never sees what you say, "
            "only what everybody says together.\n\nThank you,\nClass'Code help desk",
            subject=ticket.subject,
            link=f"{session.info['base_url']}/{i18n.language()}/rate/{token}",
        )
        mail.write(session, to, Letter(RATE, _("Did the help desk help you?"), text))
