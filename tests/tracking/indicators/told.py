"""A small programme told to the record through its real rules, so that the true counts are known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from tests.make import Make
from tracking import vocabulary
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Period, month
from tracking.indicators.query import figures
from tracking.indicators.tally import Figure
from tracking.rules import note_fact, record
from tracking.statements import Event, Result
from tracking.vocabulary import Thing, Verb

MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
SLUG = "creative-programming"
SPRING = Period("dates", month("2026-03").first, month("2026-05").last)


class Story:
    """Tells acts of the programme to the record, at a day counted from 2 March 2026."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.session: Session = make.session

    def person(self, region: str | None = None) -> Person:
        """Make somebody who declared her region long ago, or never."""
        person = self.make.person()
        if region:
            note_fact(self.session, person.id, "region", region, since=MARCH - timedelta(days=300))
        return person

    def moves(self, person: Person, region: str | None, day: int) -> None:
        """She declares another region, or takes hers back."""
        note_fact(self.session, person.id, "region", region, since=MARCH + timedelta(days=day))

    def tell(self, person: Person, verb: Verb, thing: Thing, day: float = 0, **more: Any) -> UUID:
        """Record one event."""
        at = MARCH + timedelta(days=day)
        values = {"module": SLUG} | more
        event = Event(act_id=uuid4(), person_id=person.id, verb=verb, object=thing, at=at, **values)
        return record(self.session, event)

    def joins(self, person: Person, day: float = 0, slug: str = SLUG) -> UUID:
        """She joins a module."""
        thing = vocabulary.module(slug, {"fr": "Programmation créative", "en": "Creative programming"})
        return self.tell(person, Verb.REGISTERED, thing, day, module=slug)

    def reads(self, person: Person, unit: str, minutes: int, day: float = 0) -> UUID:
        """She marks a unit as done."""
        return self.tell(
            person, Verb.COMPLETED, vocabulary.unit(SLUG, unit), day, result=Result(minutes=minutes)
        )

    def plays(self, person: Person, day: float = 0) -> UUID:
        """She passes an activity."""
        return self.tell(person, Verb.PASSED, vocabulary.activity(SLUG, "u", "a"), day)

    def finishes(self, person: Person, day: float = 0) -> UUID:
        """She completes the module."""
        return self.tell(person, Verb.COMPLETED, vocabulary.module(SLUG), day)

    def asks(self, person: Person, day: float = 0) -> UUID:
        """She asks the desk; returns the ticket's id."""
        ticket = uuid4()
        self.tell(person, Verb.ASKED, vocabulary.ticket(ticket), day)
        return ticket

    def answers(self, helper: Person, ticket: UUID, day: float, minutes: int | None) -> UUID:
        """A facilitator answers; the first answer carries the minutes waited."""
        result = None if minutes is None else Result(minutes=minutes)
        return self.tell(helper, Verb.RESPONDED, vocabulary.ticket(ticket), day, result=result)

    def meets(self, helper: Person, place: UUID, day: float = 0) -> UUID:
        """A facilitator proposes a meeting at a place; returns its id."""
        meeting = uuid4()
        around = (vocabulary.place(place), vocabulary.module(SLUG))
        self.tell(helper, Verb.PROPOSED, vocabulary.meeting(meeting), day, grouping=around)
        return meeting

    def comes(
        self,
        person: Person,
        meeting: UUID,
        place: UUID,
        *,
        day: float,
        minutes: int = 120,
        instructor: Person | None = None,
    ) -> UUID:
        """She is at the meeting, which somebody of the desk leads where an instructor is named."""
        around = (vocabulary.place(place), vocabulary.module(SLUG))
        result = Result(minutes=minutes)
        more: dict[str, Any] = {
            "grouping": around,
            "result": result,
            "instructor_id": instructor.id if instructor else None,
        }
        return self.tell(person, Verb.ATTENDED, vocabulary.meeting(meeting), day, **more)

    def misses(self, person: Person, meeting: UUID, day: float) -> UUID:
        """She had said yes and does not come."""
        return self.tell(person, Verb.ABSENT, vocabulary.meeting(meeting), day)

    def feels(
        self,
        person: Person,
        points: Mapping[str, int | str],
        day: float,
        *,
        place: str = "before",
        scale: str = "confidence",
        module: str = SLUG,
    ) -> list[UUID]:
        """She says how able she feels: some points of a survey, one after the other."""
        parent = vocabulary.activity(module, "welcome", place)
        said = []
        for number, (item, point) in enumerate(points.items()):
            thing = vocabulary.question(parent, item, "likert", scale)
            result = Result(response=str(point), extensions={"attempt": 1, "scale": scale})
            at = day + number / 10_000
            said.append(self.tell(person, Verb.ANSWERED, thing, at, result=result, module=module))
        return said

    def figures(self, **asked: Any) -> dict[str, Figure]:
        """Ask for the figures of spring 2026, or of another filter, at the end of June."""
        with clock.at(NOW):
            found = figures(self.session, Filter(**({"period": SPRING} | asked)))
        return {figure.id: figure for figure in found}

    def total(self, indicator_id: str, **asked: Any) -> float | None:
        """Return one total."""
        return self.figures(**asked)[indicator_id].total.value
