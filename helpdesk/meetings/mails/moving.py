"""The mails about a meeting that is not what it was: another time or place, or none at all. They leave at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import i18n
from classcode.i18n import gettext as _
from helpdesk.meetings.former import Former
from helpdesk.meetings.mails import kinds, telling
from helpdesk.meetings.mails.telling import Words
from helpdesk.meetings.models import Meeting, MeetingState, Reply, Seat, Step


def changed(
    session: Session,
    meeting: Meeting,
    person_id: UUID,
    former: Former,
    *,
    also: Sequence[Meeting] = (),
) -> None:
    """Tell somebody who may come the new time and place, and what they were; the event moves in her calendar.

    `also` are other meetings of hers at the same place, of which this mail tells too.
    """

    def words() -> Words:
        polling = meeting.state == MeetingState.POLLING
        return Words(
            kind=kinds.CHANGED,
            subject=(
                _("Changed: the place of the meeting near you")
                if polling
                else _("Changed: the meeting is on %(day)s", day=telling.day(meeting))
            ),
            says=(
                _("The place of the meeting has changed. The dates stay. It is now here:")
                if polling
                else _("The meeting has changed. It is now:")
            ),
            facts=(telling.hours_and_place(meeting), *_before(meeting, former), *telling.also(also)),
            todo=_todo(session, meeting, person_id),
            signed=telling.signature(session, meeting, Step.CHANGED),
        )

    telling.tell(session, meeting, person_id, words)


def _todo(session: Session, meeting: Meeting, person_id: UUID) -> str:
    """Say what the page is for: for who runs it, who has an answer still to give, and all others."""
    if telling.runs(meeting, person_id):
        return _("Who comes:")
    seat = session.get(Seat, (meeting.id, person_id))
    if meeting.state == MeetingState.FIXED and seat is not None and seat.reply == Reply.INVITED:
        return _("Say yes or no here:")
    return _("Your answer stands. You can change it here:")


def _before(meeting: Meeting, former: Former) -> tuple[str, ...]:
    """Say what changed: when it was to begin, or that this is as it was; when it was to end, and where it was to be."""
    now, found = Former.of(meeting), []
    if meeting.state != MeetingState.POLLING:
        found.append(_hour_before(meeting, former))
    if former.elsewhere(now) and not former.hidden:
        found.append(_("Before, the place was: %(place)s", place=former.told()))
    return tuple(found)


def _hour_before(meeting: Meeting, former: Former) -> str:
    if former.starts_at != meeting.starts_at:
        return _("Before, it was to begin on %(moment)s.", moment=i18n.moment(former.starts_at, former.zone))
    if former.ends_at != meeting.ends_at:
        hour = i18n.hour(former.ends_at, former.zone)
        return _("It begins when it was to begin. Before, it was to end at %(hour)s.", hour=hour)
    return _("It begins when it was to begin.")


def cancelled(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """Tell somebody that the meeting will not take place; the event leaves her calendar."""

    def words() -> Words:
        polled = meeting.fixed_at is None
        return Words(
            kind=kinds.CANCELLED,
            subject=(
                _("Cancelled: the meeting near you")
                if polled
                else _("Cancelled: the meeting on %(day)s", day=telling.day(meeting))
            ),
            says=_("The meeting will not take place:"),
            facts=(telling.hours_and_place(meeting),),
            todo=_("All is said on this page:"),
            signed=telling.signature(session, meeting, Step.CANCELLED),
        )

    telling.tell(session, meeting, person_id, words)
