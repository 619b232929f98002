"""A meeting's evening: Bruno runs it near Rennes, Ada and others said yes; the tests live around its hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from helpdesk.checkin import jobs
from helpdesk.checkin.models import MeetingGuest
from helpdesk.checkin.rules import closing, declaring, guests, recording
from helpdesk.checkin.rules.guests import Line
from helpdesk.checkin.rules.writing import Ticked
from helpdesk.meetings.models import Meeting, Seat
from helpdesk.meetings.rules import replying
from helpdesk.meetings.states import Checked, Presence, Reply
from tests.helpdesk.meetings.conftest import BASE, Story, story, tuesday
from tests.make import Make
from tracking.models import Statement

__all__ = ["BASE", "Enter", "Evening", "Story", "story", "tuesday"]

Enter = Callable[[Person], FlaskClient]


@dataclass
class Evening:
    """A meeting of 90 minutes with five seats; Ada said yes."""

    make: Make
    meeting: Meeting
    ada: Person
    bruno: Person

    @property
    def session(self) -> Session:
        return self.make.session

    @property
    def starts(self) -> datetime:
        return self.meeting.starts_at

    def after(self, minutes: float = 0) -> datetime:
        """Return the instant so many minutes after the start."""
        return self.starts + timedelta(minutes=minutes)

    def learner(self, name: str = "eve", reply: Reply | None = None) -> Person:
        """Let somebody else have a line, with this reply."""
        person = self.make.person(name, commune="FR-35238")
        if reply is not None:
            seat = Seat(
                meeting_id=self.meeting.id,
                person_id=person.id,
                invited_at=clock.now(),
                reply=Reply.INVITED,
                meeting=self.meeting,
            )
            self.session.add(seat)
            self.session.flush()
            if reply is not Reply.INVITED:
                replying.reply(self.session, self.meeting.id, person.id, reply, act_id=uuid4())
        return person

    def seat(self, person: Person | None = None) -> Seat:
        return self.session.get_one(Seat, (self.meeting.id, (person or self.ada).id), populate_existing=True)

    def check_in(self, person: Person | None = None, at: float = 0, how: Checked = Checked.QR) -> Seat:
        with clock.at(self.after(at)):
            who = (person or self.ada).id
            return declaring.check_in(self.session, self.meeting.id, who, how=how, act_id=uuid4())

    def tick(
        self,
        presence: Presence | None = Presence.ATTENDED,
        minutes: int | None = None,
        *,
        person: Person | None = None,
        at: float = 90,
        act_id: UUID | None = None,
        **other: object,
    ) -> int:
        told = [Ticked((person or self.ada).id, presence, minutes)]
        with clock.at(self.after(at)):
            return recording.record_presence(
                self.session,
                self.meeting.id,
                told,
                by=self.bruno.id,
                act_id=act_id or uuid4(),
                **other,  # type: ignore[arg-type]
            )

    def guest(self, number: int = 1, name: str = "Nadia", at: float = 30) -> MeetingGuest:
        with clock.at(self.after(at)):
            line = Line(number, Presence.ATTENDED, None, name)
            guests.record_lines(self.session, self.meeting.id, [line], by=self.bruno.id)
        return self.session.scalars(select(MeetingGuest).where(MeetingGuest.line == number)).one()

    def close(self, at: float = 90, **other: object) -> bool:
        with clock.at(self.after(at)):
            return closing.close(
                self.session,
                self.meeting.id,
                self.bruno.id,
                act_id=uuid4(),
                **other,  # type: ignore[arg-type]
            )

    def go_round(self, at: datetime) -> None:
        """Let the round come at an instant; what the test did so far is committed first."""
        self.session.commit()  # SQLite lets one writer in at a time
        with clock.at(at):
            jobs.go_round("an hour")
        self.session.commit()

    def said(self) -> list[tuple[str, int | None, object]]:
        """Return the presences that stand in the log: verb, minutes, how or whether excused."""
        rows = self.session.scalars(select(Statement).order_by(Statement.seq))
        return [
            (row.verb, row.minutes, next(iter(orjson.loads(row.body)["result"]["extensions"].values())))
            for row in rows
            if row.verb in {"attended", "absent"} and not row.voided
        ]


@pytest.fixture
def evening(story: Story) -> Evening:
    """Ada said yes to Bruno's meeting."""
    meeting = story.propose()
    replying.reply(story.session, meeting.id, story.ada.id, Reply.YES, act_id=uuid4())
    return Evening(story.make, meeting, story.ada, story.bruno)


@pytest.fixture
def enter(app: Flask, login: Callable[[FlaskClient, Person], FlaskClient]) -> Enter:
    """Give each person a browser of her own."""
    return lambda person: login(app.test_client(), person)


def form(**fields: object) -> dict[str, str]:
    """Return what a form posts: an act, the page's language, and these fields."""
    return {"act": str(uuid4()), "lang": "fr"} | {name: str(value) for name, value in fields.items()}
