"""The mails to who runs a meeting when its place is taken out of the directory, or put back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from classcode.i18n import gettext as _
from helpdesk.meetings.mails import kinds, telling
from helpdesk.meetings.mails.telling import Words
from helpdesk.meetings.models import Meeting


def place_hidden(
    session: Session, meeting: Meeting, person_id: UUID, *, also: Sequence[Meeting] = ()
) -> None:
    """Ask who runs a meeting for another place; nobody else is told before there is one, or none."""

    def words() -> Words:
        return Words(
            kind=kinds.PLACE_HIDDEN,
            subject=_("Please choose another place for your meeting"),
            says=_(
                "The place of this meeting was taken out of the directory. Choose another one, or cancel the meeting: "
                "those who may come are told then, and not before."
            ),
            facts=(telling.hours_and_place(meeting), *telling.also(also)),
            todo=_("Change the meeting here:"),
            signed=telling.desk(),
        )

    telling.tell(session, meeting, person_id, words)


def place_shown(session: Session, meeting: Meeting, person_id: UUID, *, also: Sequence[Meeting] = ()) -> None:
    """Tell who runs a meeting that its place is in the directory again."""

    def words() -> Words:
        return Words(
            kind=kinds.PLACE_SHOWN,
            subject=_("The place of your meeting can be used again"),
            says=_("The place of this meeting is in the directory again. You need not choose another one:"),
            facts=(telling.hours_and_place(meeting), *telling.also(also)),
            todo=_("Who comes:"),
            signed=telling.desk(),
        )

    telling.tell(session, meeting, person_id, words)
