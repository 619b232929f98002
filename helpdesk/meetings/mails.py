"""The two mails about a meeting: it is proposed, it is cancelled. A yes or a no sends none; the page shows it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.mail import Letter
from classcode.people import queries as people
from helpdesk.meetings import cards
from helpdesk.meetings.models import Meeting

PROPOSED = "meeting-proposed"
CANCELLED = "meeting-cancelled"


def proposed(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Write to one person that a meeting near her is proposed: when, where, and the page that takes her answer."""
    to = people.recipient(session, person_id)
    if to is None:
        return
    with i18n.reader(to.language, to.zone):
        name = _facilitator(session, meeting)
        text = _(
            "Hello,\n\n%(name)s proposes to meet you:\n\n%(when)s\n%(where)s\n\n"
            "Say yes or no here:\n%(link)s\n\n%(name)s",
            name=name,
            when=_when(meeting),
            where=cards.address(meeting.place),
            link=_link(session, meeting),
        )
        subject = _("A meeting near you on %(day)s", day=i18n.day(meeting.starts_at, meeting.zone))
        mail.write(session, to, Letter(PROPOSED, subject, text))


def cancelled(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Write to one person that the meeting will not take place."""
    to = people.recipient(session, person_id)
    if to is None:
        return
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nThe meeting that I had proposed will not take place:\n\n%(when)s\n%(where)s\n\n"
            "All is said on this page:\n%(link)s\n\n%(name)s",
            name=_facilitator(session, meeting),
            when=_when(meeting),
            where=cards.where(meeting.place),
            link=_link(session, meeting),
        )
        subject = _("Cancelled: the meeting on %(day)s", day=i18n.day(meeting.starts_at, meeting.zone))
        mail.write(session, to, Letter(CANCELLED, subject, text))


def _facilitator(session: Session, meeting: Meeting) -> str:
    """Return who signs."""
    named = people.names(session, {meeting.facilitator_id} if meeting.facilitator_id else set())
    return next((one.name for one in named.values() if one.name), None) or _("Your facilitator")


def _when(meeting: Meeting) -> str:
    return f"{i18n.day(meeting.starts_at, meeting.zone)}, {cards.hours(meeting)}"


def _link(session: Session, meeting: Meeting) -> str:
    return f"{session.info['base_url']}/{i18n.language()}/meetings/{meeting.id}/"
