"""A meeting that took place: Bruno ran it near Rennes on a Tuesday evening, and people of the region were there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.afterwards.models import MeetingNote
from helpdesk.afterwards.rules import issue_for, noting
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.states import MeetingState, Presence, Reply, SeatRole
from tests.make import Make
from tracking.attestations.models import Attestation

STARTS = datetime(2026, 11, 10, 17, 30, tzinfo=UTC)
"""18:30 in Paris."""
ENDS = STARTS + timedelta(minutes=90)
NEXT_DAY = ENDS + timedelta(hours=24)
"""When people are asked how it went."""


@dataclass
class Evening:
    """The meeting with who ran it, and makers of people who sat there."""

    make: Make
    bruno: Person
    meeting: Meeting

    @property
    def session(self) -> Session:
        """The session in which all of it was made."""
        return self.make.session

    def seat(
        self, person: Person | None = None, presence: str | None = Presence.ATTENDED, **values: Any
    ) -> Seat:
        """Sit somebody down, by default a newcomer who said yes and stayed to the end."""
        person = person or self.make.person("someone")
        minutes = {Presence.ATTENDED: 90, Presence.PARTLY: 40}.get(Presence(presence)) if presence else None
        usual = {
            "role": SeatRole.PARTICIPANT,
            "reply": Reply.YES,
            "minutes_present": minutes,
            "invited_at": STARTS - timedelta(days=9),
        }
        seat = Seat(meeting_id=self.meeting.id, person_id=person.id, presence=presence, **(usual | values))
        self.session.add(seat)
        self.session.flush()
        return seat

    def close(self, at: datetime = ENDS) -> None:
        """Close the list of who was there, without what follows from it."""
        self.meeting.list_closed_at, self.meeting.list_closed_by_id = at, self.bruno.id
        self.session.flush()


def held(make: Make, runs: Person, *, starts_at: datetime = STARTS, **values: Any) -> Meeting:
    """Make a meeting of ninety minutes that was held."""
    place = make.place("FR-35238")
    usual = {
        "module": "creative-programming",
        "language": "fr",
        "region_code": "FR-BRE",
        "place_id": place.id,
        "organiser_id": runs.id,
        "facilitator_id": runs.id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "zone": "Europe/Paris",
        "capacity": 40,
        "state": MeetingState.HELD,
        "cancel_by": starts_at - timedelta(days=1),
        "created_at": starts_at - timedelta(days=9),
        "fixed_at": starts_at - timedelta(days=9),
    }
    meeting = Meeting(id=uuid4(), **(usual | values))
    make.session.add(meeting)
    make.session.flush()
    return meeting


@pytest.fixture
def evening(make: Make, bruno: Person) -> Evening:
    """The evening, with nobody there yet."""
    return Evening(make, bruno, held(make, bruno))


@pytest.fixture
def another(make: Make) -> Callable[[Person], Evening]:
    """Other evenings, run by somebody: `another(bruno)`."""
    return lambda runs: Evening(make, runs, held(make, runs, starts_at=STARTS + timedelta(days=1)))


def been(make: Make, runs: Person, came: Person) -> tuple[Meeting, MeetingNote, Attestation]:
    """Let somebody have been at a meeting that ended yesterday: it, a note that she left, and her paper."""
    evening = Evening(make, runs, held(make, runs, starts_at=clock.now() - timedelta(hours=26)))
    seat = evening.seat(came)
    evening.close(evening.meeting.ends_at)
    paper = issue_for(make.session, seat)
    assert paper is not None
    return evening.meeting, noting.write(make.session, evening.meeting, "À suivre.", by=came.id), paper
