"""The mails to who organises a meeting when its facilitator steps back, or somebody comes as one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode.i18n import gettext as _
from helpdesk.meetings.mails import kinds, telling
from helpdesk.meetings.mails.telling import Words
from helpdesk.meetings.models import Meeting


def facilitator_left(session: Session, meeting: Meeting, *, who: UUID) -> None:
    """Tell who organises a meeting that it goes on without its facilitator; her calendar names nobody else any more."""
    if meeting.organiser_id is None:
        return

    def words() -> Words:
        name = telling.called(session, who) or _("Your facilitator")
        return Words(
            kind=kinds.FACILITATOR_LEFT,
            subject=_("Your meeting goes on without %(name)s", name=name),
            says=_(
                "%(name)s no longer facilitates meetings. Yours stays as it is, and is in your hands alone, unless "
                "somebody else of the region comes to facilitate it:",
                name=name,
            ),
            facts=(telling.hours_and_place(meeting),),
            todo=_("You can change or cancel it here:"),
            signed=telling.desk(),
        )

    telling.tell(session, meeting, meeting.organiser_id, words)


def facilitator_came(session: Session, meeting: Meeting) -> None:
    """Tell who organises a meeting that somebody comes to facilitate it."""
    if meeting.organiser_id in {None, meeting.facilitator_id}:
        return

    def words() -> Words:
        name = telling.called(session, meeting.facilitator_id) or _("A facilitator")
        return Words(
            kind=kinds.FACILITATOR_CAME,
            subject=_("%(name)s facilitates your meeting", name=name),
            says=_("%(name)s comes to facilitate the meeting that you organise:", name=name),
            facts=(telling.hours_and_place(meeting),),
            todo=_("All is said on this page:"),
            signed=name,
        )

    telling.tell(session, meeting, meeting.organiser_id, words)
