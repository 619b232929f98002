"""The mails of growth: an invitation, a decision either way, and a word to leads that applications wait."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import i18n, mail
from classcode.i18n import gettext as _
from classcode.i18n import ngettext
from classcode.mail import Letter, Recipient
from classcode.people.models import Person
from classcode.people.queries import recipient
from helpdesk.growth.criteria import Deeds
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.steps import Door, may_apply_from

INVITED: Final = "desk-invitation"
APPROVED: Final = "desk-approved"
REFUSED: Final = "desk-refused"
WAITING: Final = "desk-applications"


def invited(session: Session, to: Recipient, deeds: Deeds) -> None:
    """Invite somebody whose record opens the door; said once, and nothing follows if she leaves it."""
    with i18n.reader(to.language, to.zone):
        met = ngettext("you came to one meeting", "you came to %(n)s meetings", deeds.meetings)
        text = _(
            "Hello,\n\nYou have finished a module and %(met)s. Who has just learned explains best: "
            "would you answer other people’s questions, one at a time and at the hours that you choose?\n\n"
            "What it asks of you, and how to say yes:\n%(link)s\n\n"
            "If not, leave this mail: we shall not ask again.\n\nClass'Code help desk",
            met=met,
            link=_link(session, to),
        )
        mail.write(session, to, Letter(INVITED, _("Would you help others in turn?"), text))


def approved(session: Session, path: FacilitatorPath) -> None:
    """Tell somebody that she is of the desk, and what comes next."""
    to = recipient(session, path.person_id)
    if to is None:
        return
    with i18n.reader(to.language, to.zone):
        again = path.door == Door.RETURN
        following = (
            _("Your first slots are those that you gave; you can change them at any time.")
            if again
            else _(
                "You begin with one question at a time, and hold your first meeting with somebody of the desk."
            )
        )
        text = _(
            "Hello,\n\nWelcome to the desk. %(following)s\n\n"
            "Log in again, since your role has changed, and look at your availability:\n%(link)s\n\n"
            "Thank you,\n%(name)s\nClass'Code help desk",
            following=following,
            link=f"{session.info['base_url']}/{to.language}/desk/me",
            name=_signed(session, path),
        )
        mail.write(session, to, Letter(APPROVED, _("You are of the desk"), text))


def refused(session: Session, path: FacilitatorPath) -> None:
    """Tell somebody that she is not let in now, with the reason as the lead wrote it."""
    to, decided = recipient(session, path.person_id), path.decided_at
    if to is None or decided is None:
        return
    with i18n.reader(to.language, to.zone):
        text = _(
            "Hello,\n\nThank you for offering your help. We cannot let you join the desk now, for this reason:\n\n"
            "%(reason)s\n\nYou can apply again from %(day)s on; everything else stays open to you:\n%(link)s\n\n"
            "%(name)s\nClass'Code help desk",
            reason=path.reason or "",
            day=i18n.day(may_apply_from(decided)),
            link=_link(session, to),
            name=_signed(session, path),
        )
        mail.write(session, to, Letter(REFUSED, _("About your application to the desk"), text))


def remind(session: Session, to: Recipient, count: int) -> None:
    """Tell somebody who decides that applications wait."""
    with i18n.reader(to.language, to.zone):
        waiting = ngettext(
            "One person would like to join the desk", "%(n)s people would like to join the desk", count
        )
        text = _(
            "Hello,\n\n%(waiting)s and waits for your decision.\n\n"
            "Read and decide:\n%(link)s\n\nClass'Code help desk",
            waiting=waiting,
            link=f"{session.info['base_url']}/{to.language}/desk/people",
        )
        mail.write(session, to, Letter(WAITING, waiting, text))


def _link(session: Session, to: Recipient) -> str:
    return f"{session.info['base_url']}/{to.language}/help/join"


def _signed(session: Session, path: FacilitatorPath) -> str:
    """Return the name of who decided: where a person acts, a person signs."""
    name = session.scalar(select(Person.name).where(Person.id == path.decided_by_id))
    return name or _("The people who lead your region")
