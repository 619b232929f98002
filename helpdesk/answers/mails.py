"""The mails of public answers: to the learner whose question it was, and to the learner who told what helped her."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter, Recipient
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
        mail.write(
            session, to, _hers(session, to, answer) if answer.by_learner else _ours(session, to, answer)
        )


def _ours(session: Session, to: Recipient, answer: PublicAnswer) -> Letter:
    text = _(
        "Hello,\n\nYour question may help others. We have written a question and an answer from it, in our own "
        "words and without your name: “%(question)s”\n\nEverybody can read them from %(day)s on. "
        "Read them, or stop this with one press:\n%(link)s\n\nClass'Code help desk",
        question=answer.question,
        day=i18n.day(answer.visible_from) if answer.visible_from else "",
        link=_link(session, to, answer),
    )
    return Letter(KIND, _("Your question may help others"), text)


def _hers(session: Session, to: Recipient, answer: PublicAnswer) -> Letter:
    text = _(
        "Hello,\n\nThank you for telling what helped you: “%(question)s”\n\nEverybody can read it from %(day)s on, "
        "without your name. Read it, or take it back with one press:\n%(link)s\n\nClass'Code help desk",
        question=answer.question,
        day=i18n.day(answer.visible_from) if answer.visible_from else "",
        link=_link(session, to, answer),
    )
    return Letter(KIND, _("What you told will help others"), text)


def sent_back(session: Session, answer: PublicAnswer) -> None:
    """Write to a learner that what she told is to be changed; facilitators find theirs on the page of what waits."""
    to = recipient(session, answer.written_by_id) if answer.by_learner and answer.written_by_id else None
    if to is None:
        return
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nThank you for telling what helped you: “%(question)s”\n\nBefore everybody reads it, "
            "something is to be changed:\n\n%(reason)s\n\nChange it, or leave it:\n%(link)s\n\n"
            "Class'Code help desk",
            question=answer.question,
            reason=answer.reason or "",
            link=_link(session, to, answer),
        )
        mail.write(session, to, Letter(KIND, _("Something to change in what you told"), text))


def _link(session: Session, to: Recipient, answer: PublicAnswer) -> str:
    return f"{session.info['base_url']}/{to.language}/help/answers/{answer.id}"
