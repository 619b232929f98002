"""The mail that tells a learner that what her question taught will be public, and how to stop it."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter
from classcode.people.queries import recipient
from helpdesk.answers.models import PublicAnswer
from helpdesk.models import Ticket

KIND: Final = "public-answer"


def tell_asker(session: Session, answer: PublicAnswer) -> None:
    """Write to who asked, where her question still exists and she can be written to."""
    ticket = session.get(Ticket, answer.ticket_id) if answer.ticket_id else None
    to = recipient(session, ticket.learner_id) if ticket else None
    if to is None or answer.visible_from is None:
        return
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nYour question may help others. We have written a question and an answer from it, in our own "
            "words and without your name: “%(question)s”\n\nEverybody can read them from %(day)s on. "
            "Read them, or stop this with one press:\n%(link)s\n\nClass'Code help desk",
            question=answer.question,
            day=i18n.day(answer.visible_from),
            link=f"{session.info['base_url']}/{to.language}/help/answers/{answer.id}",
        )
        mail.write(session, to, Letter(KIND, _("Your question may help others"), text))
