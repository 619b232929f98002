"""A meeting that Bruno organises near Rennes, or elsewhere, and the mails and events that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.mail import OutgoingMail, message
from classcode.people.models import Person
from classcode.territory.models import Place
from helpdesk.meetings.models import Meeting, Reply
from helpdesk.meetings.rules import fixing, polling, replying
from helpdesk.meetings.rules.organising import Plan, organise
from helpdesk.meetings.spans import Span
from helpdesk.meetings.states import Answer
from tests.make import Make

NOW = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
"""A Thursday, when these tests begin unless they say otherwise."""
STARTS = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
"""Half past six in the evening in Rennes, on a Tuesday after the clocks have gone back."""
SENDER = "Class'Code <aide@classcode.test>"
HOST = "classcode.test"


@dataclass
class Circle:
    """Bruno organises, Ada and others are asked; a place of one commune."""

    make: Make
    bruno: Person
    ada: Person
    place: Place
    others: list[Person] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.make.session

    def organise(self, *starts: datetime, **other: object) -> Meeting:
        """Let Bruno organise an hour and a half, on one date or on one of several."""
        dates = tuple(Span(one, one + timedelta(minutes=90)) for one in starts or (STARTS,))
        invited = frozenset({self.ada.id, *(one.id for one in self.others)})
        wanted: dict[str, object] = {
            "module": "creative-programming",
            "language": "fr",
            "place_id": self.place.id,
            "dates": dates,
            "capacity": 8,
            "facilitator_id": self.bruno.id,
            "invited": invited,
        }
        plan = Plan(**(wanted | other))  # type: ignore[arg-type]
        return organise(self.session, plan, by=self.bruno.id, act_id=uuid4())

    def says(self, meeting: Meeting, person: Person, reply: Reply = Reply.YES) -> None:
        """Let somebody answer."""
        replying.reply(self.session, meeting.id, person.id, reply, act_id=uuid4())

    def fixed(self, *others: datetime) -> Meeting:
        """Let Ada, and all others, find the first of two dates good, and Bruno fix it."""
        meeting = self.organise(STARTS, *(others or (STARTS + timedelta(days=1),)))
        told = {one.id: Answer.YES for one in meeting.dates}
        for person in (self.ada, *self.others):
            polling.answer(self.session, meeting.id, person.id, told, act_id=uuid4())
        first = min(meeting.dates, key=lambda one: one.starts_at)
        return fixing.fix(self.session, meeting.id, first.id, by=self.bruno.id, act_id=uuid4())


def mails_to(session: Session, person_id: UUID, kind: str | None = None) -> list[OutgoingMail]:
    """Return what was written to a person, in order."""
    mine = select(OutgoingMail).where(OutgoingMail.person_id == person_id)
    if kind:
        mine = mine.where(OutgoingMail.kind == kind)
    return list(session.scalars(mine.order_by(OutgoingMail.written_at, OutgoingMail.id)))


def sent(mail: OutgoingMail) -> EmailMessage:
    """Return a mail as it goes over the wire."""
    return message(mail, SENDER, f"http://{HOST}")


def events_to(session: Session, person_id: UUID) -> list[bytes]:
    """Return the events that were mailed to a person, in order."""
    return [mail.calendar for mail in mails_to(session, person_id) if mail.calendar]


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    """Live each test on the same morning."""
    with clock.at(NOW):
        yield NOW


@pytest.fixture
def circle(now: datetime, make: Make, ada: Person, bruno: Person) -> Circle:
    """Two people and a place near Rennes."""
    return Circle(make, bruno, ada, make.place())


@pytest.fixture
def elsewhere(now: datetime, make: Make) -> Callable[[str, str], Circle]:
    """The same in another commune: `elsewhere(commune, region)`."""

    def made(commune: str, region: str) -> Circle:
        bruno = make.facilitator("bruno", region=region, commune=commune)
        return Circle(make, bruno, make.person("ada", commune=commune), make.place(commune))

    return made
