"""What the pages of check-in need to be looked at: Bruno runs a meeting at this moment, and Ada has come to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.checkin import codes
from helpdesk.checkin.rules import declaring, guests, recording, syncing
from helpdesk.checkin.rules.guests import Line
from helpdesk.checkin.rules.syncing import Tick
from helpdesk.checkin.rules.writing import Ticked
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.states import Checked, MeetingState, Presence
from tests.browser import evenings

OTHERS: Final = 7


class ShownNow(str):
    """A token as the screen of a meeting shows it at the moment at which an address is put together."""

    __slots__ = ("key", "meeting_id")

    key: str
    meeting_id: UUID

    def __format__(self, _how: str) -> str:
        return codes.token(self.key, self.meeting_id, clock.now())


def checked(session: Session, *, ada: UUID, bruno: UUID) -> dict[str, str]:
    """Let people arrive in each of the ways there are; return what has a page."""
    evenings.tell_addresses(session)
    meeting = _meeting(session, bruno)
    others = evenings.learners(session, OTHERS, but=ada)
    for person_id in (ada, *others):
        evenings.sit(session, meeting, person_id)
    declaring.check_in(session, meeting.id, ada, how=Checked.QR, act_id=uuid4())
    told = [Ticked(others[0], Presence.PARTLY, 30), Ticked(others[1], Presence.EXCUSED)]
    recording.record_presence(session, meeting.id, told, by=bruno, act_id=uuid4())
    guests.record_lines(session, meeting.id, [Line(1, Presence.ATTENDED, None, "Nadia")], by=bruno)
    ticks = [
        Tick(at=clock.now(), presence=Presence.ATTENDED, person_id=others[2]),
        Tick(at=clock.now(), presence=Presence.PARTLY, person_id=others[3]),
    ]
    batch = syncing.synchronise(session, meeting.id, ticks, by=bruno, act_id=uuid4())
    shown = ShownNow("token")
    shown.key, shown.meeting_id = meeting.checkin_key, meeting.id
    return {"now": str(meeting.id), "batch": str(batch.id), "shown": shown}


def _meeting(session: Session, bruno: UUID) -> Meeting:
    begun = clock.now() - timedelta(minutes=45)
    return evenings.meeting(
        session,
        bruno,
        begun,
        begun + timedelta(hours=6),
        capacity=12,
        taken=OTHERS + 1,
        state=MeetingState.FIXED,
        responsible_adult="Claire Le Goff",
    )
