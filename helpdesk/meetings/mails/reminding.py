"""The two mails that come by the clock: a week before, and the day before."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.i18n import gettext as _
from helpdesk.calendar.moments import Reminder
from helpdesk.meetings import hours
from helpdesk.meetings.mails import kinds, telling
from helpdesk.meetings.mails.telling import Words
from helpdesk.meetings.models import Meeting


def reminded(session: Session, meeting: Meeting, person_id: UUID, reminder: Reminder) -> None:
    """Remind somebody who comes or runs the meeting; the event goes with it, for whoever had none yet."""

    def words() -> Words:
        runs = telling.runs(meeting, person_id)
        return Words(
            kind=f"{kinds.REMINDER}-{'week' if reminder is Reminder.WEEK else 'day'}",
            subject=_subject(meeting, reminder),
            says=_("You run this meeting:") if runs else _("We look forward to seeing you:"),
            facts=(telling.hours_and_place(meeting),),
            todo=(
                _("Who comes:")
                if runs
                else _("If you cannot come after all, give your seat to somebody else here:")
            ),
            signed=telling.desk(),
        )

    telling.tell(session, meeting, person_id, words)


def _subject(meeting: Meeting, reminder: Reminder) -> str:
    told = telling.day(meeting)
    if reminder is Reminder.WEEK:
        return _("To remind you: the meeting on %(day)s", day=told)
    ahead = hours.today(meeting.starts_at, meeting.zone) - hours.today(clock.now(), meeting.zone)
    if ahead.days == 1:
        return _("Tomorrow: the meeting on %(day)s", day=told)
    return _("Today: the meeting on %(day)s", day=told)
