"""The one mail to somebody who asks without an account. It carries no word that another person typed.

Anybody can put any address into a form: a mail that quoted the question would carry strangers' words to strangers.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, Recipient
from helpdesk.guests.models import PendingQuestion
from helpdesk.models import Source

KIND: Final = "first-question"


def send_link(session: Session, pending: PendingQuestion, token: str, facilitator: str | None) -> None:
    """Write the mail whose link opens the question; `facilitator` wrote it down, where it was asked in person."""
    to = Recipient(pending.email, None, pending.language)
    link = f"{session.info['base_url']}/{pending.language}/help/first/{token}"
    with i18n.reader(pending.language):
        mail.write(
            session, to, Letter(KIND, _("Confirm your question"), _text(pending.via, link, facilitator))
        )


def _text(via: str, link: str, facilitator: str | None) -> str:
    if via == Source.IN_PERSON:
        return _(
            "Hello,\n\n%(name)s wrote down the question that you asked in person, so that its answer reaches you.\n\n"
            "Read it, then send it with the button of this page:\n%(link)s\n\n"
            "The link works for seven days; without you the question is deleted then.\n\nClass'Code help desk",
            link=link,
            name=facilitator or _("A facilitator"),
        )
    return _(
        "Hello,\n\nA question for the help desk was given with this address. If it is yours, a person near you will "
        "answer it.\n\nRead it, then send it with the button of this page:\n%(link)s\n\n"
        "The link works for seven days. If you asked nothing, leave this mail: everything is deleted then."
        "\n\nClass'Code help desk",
        link=link,
    )
