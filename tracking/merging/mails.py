"""The mail that tells somebody that two accounts of hers are one now."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, Recipient

MADE_ONE: Final = "accounts-made-one"


def made_one(session: Session, to: Recipient, reason: str) -> None:
    """Tell it with the reason, and where she sees everything."""
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nTwo accounts of yours are one now, for this reason:\n\n%(reason)s\n\n"
            "All addresses of both lead to this account, and what you did with either counts as yours:\n%(link)s\n\n"
            "If this is a mistake, answer this mail.\n\nClass’Code",
            reason=reason,
            link=f"{session.info['base_url']}/{to.language}/me/record",
        )
        mail.write(session, to, Letter(MADE_ONE, _("Your two accounts are one now"), text))
