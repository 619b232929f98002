"""What the pages of check-in need to be looked at: Bruno runs a meeting at this moment, and Ada has come to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person, RoleGrant
from classcode.territory.models import Place
from helpdesk.checkin import codes
from helpdesk.checkin.rules import declaring, guests, recording, syncing
from helpdesk.checkin.rules.guests import Line
from helpdesk.checkin.rules.syncing import Tick
from helpdesk.checkin.rules.writing import Ticked
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import Checked, MeetingState, Presence, Reply
from tests.conftest import INFO

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
    session.info.update(INFO | session.info, base_url=session.info.get("base_url") or "http://127.0.0.1")
    meeting = _meeting(session, bruno)
    learners = select(Person.id).where(Person.id.not_in(select(RoleGrant.person_id)), Person.id != ada)
    others = session.scalars(learners.order_by(Person.id).limit(OTHERS)).all()
    for person_id in (ada, *others):
        _sit(session, meeting, person_id)
    session.flush()
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
    place = session.scalars(select(Place).join(Place.commune).order_by(Place.id)).first()
    assert place is not None
    begun = clock.now() - timedelta(minutes=45)
    meeting = Meeting(
        id=uuid4(),
        module="creative-programming",
        language="fr",
        region_code="FR-BRE",
        place_id=place.id,
        organiser_id=bruno,
        facilitator_id=bruno,
        starts_at=begun,
        ends_at=begun + timedelta(hours=6),
        zone="Europe/Paris",
        capacity=12,
        taken=OTHERS + 1,
        state=MeetingState.FIXED,
        responsible_adult="Claire Le Goff",
        cancel_by=begun - timedelta(days=1),
        created_at=begun - timedelta(days=9),
        fixed_at=begun - timedelta(days=9),
    )
    session.add(meeting)
    session.flush()
    return meeting


def _sit(session: Session, meeting: Meeting, person_id: UUID) -> None:
    session.add(
        Seat(
            meeting_id=meeting.id,
            person_id=person_id,
            invited_at=meeting.created_at,
            reply=Reply.YES,
            replied_at=meeting.created_at,
            meeting=meeting,
        )
    )
