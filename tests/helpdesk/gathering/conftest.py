"""A town for suggestions: a Monday, learners of Rennes who finished week one, a place with room, Bruno on Tuesdays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.territory.models import Place
from helpdesk.gathering import jobs
from helpdesk.gathering.finding.values import Rules
from helpdesk.gathering.jobs import Outcome
from helpdesk.gathering.models import MeetingSuggestion
from helpdesk.gathering.states import SuggestionState
from helpdesk.gathering.weeks import Week, Weeks
from helpdesk.models import Ticket
from helpdesk.tickets.states import State
from tests.helpdesk.gathering.people import NOW
from tests.make import TUESDAYS, Make
from tracking import rules as record
from tracking import vocabulary
from tracking.statements import Event
from tracking.vocabulary import Verb

MODULE = "creative-programming"
WEEKS: Weeks = {
    MODULE: [
        Week(1, ("welcome", "first-program"), ("welcome", "first-program", "meet-up-kit-1")),
        Week(3, ("last",), ("last", "meet-up-kit-2")),
    ]
}


@dataclass
class Town:
    """Rennes, as a round of suggestions sees it."""

    make: Make
    place: Place
    bruno: Person

    @property
    def session(self) -> Session:
        return self.make.session

    def finished(self, name: str, *, commune: str = "FR-35238", week: int = 1, days_ago: int = 5) -> Person:
        """Make somebody who finished a week."""
        person = self.make.person(name, commune=commune)
        self.finish(person, week=week, days_ago=days_ago)
        return person

    def finish(self, person: Person, *, week: int = 1, days_ago: int = 5) -> None:
        """Let somebody complete what a week requires."""
        required = next(one.required for one in WEEKS[MODULE] if one.number == week)
        for unit in required:
            self._record(person, Verb.COMPLETED, vocabulary.unit(MODULE, unit), days_ago)

    def met(self, person: Person, *, days_ago: int) -> None:
        """Let the record hold that somebody was at a meeting of the module."""
        self._record(person, Verb.ATTENDED, vocabulary.meeting(uuid4()), days_ago)

    def _record(self, person: Person, verb: Verb, thing: vocabulary.Thing, days_ago: int) -> None:
        at = clock.now() - timedelta(days=days_ago)
        event = Event(act_id=uuid4(), person_id=person.id, verb=verb, object=thing, at=at, module=MODULE)
        record.record(self.session, event)

    def asks(
        self, person: Person, *, theme: str | None = None, unit: str | None = "first-program", **other: object
    ) -> Ticket:
        """Let somebody have an open question, held by nobody unless told otherwise."""
        now = clock.now()
        told: dict[str, object] = {
            "id": uuid4(),
            "learner_id": person.id,
            "module": MODULE,
            "unit": unit,
            "subject": "Répéter sans se perdre",
            "language": "fr",
            "region_code": "FR-BRE",
            "commune_code": person.commune_code,
            "state": State.NEW,
            "theme": theme,
        } | dict.fromkeys(("opened_at", "promised_by", "promise_since", "moved_at"), now)
        ticket = Ticket(**(told | other))
        self.session.add(ticket)
        self.session.flush()
        return ticket

    def look(self) -> Outcome:
        """See what a round would find."""
        return jobs.look(self.session, WEEKS, Rules())

    def go_round(self) -> int:
        """Let a round pass; return how many suggestions are new."""
        return jobs.write(self.session, self.look())

    def suggestions(self, state: str = SuggestionState.OPEN) -> list[MeetingSuggestion]:
        """Return the suggestions in a state as they stand in the database."""
        self.session.expire_all()
        wanted = select(MeetingSuggestion).where(MeetingSuggestion.state == state)
        return list(self.session.scalars(wanted.order_by(MeetingSuggestion.made_at)))

    def suggestion(self) -> MeetingSuggestion:
        """Return the one open suggestion."""
        [one] = self.suggestions()
        return one


@pytest.fixture(autouse=True)
def monday() -> Iterator[datetime]:
    """Live each test on the same Monday morning."""
    with clock.at(NOW):
        yield NOW


@pytest.fixture
def town(monday: datetime, make: Make) -> Town:
    """Rennes with a place and Bruno, who answers on Tuesday evenings."""
    bruno = make.facilitator("bruno", region="FR-BRE", commune="FR-35238", slots=TUESDAYS)
    return Town(make, make.place(), bruno)


@pytest.fixture
def four(town: Town) -> list[Person]:
    """Four people of Rennes who finished week one: as many as make a meeting."""
    return [town.finished(name) for name in ("ada", "eve", "zoe", "lea")]


def people_of(one: MeetingSuggestion) -> set[UUID]:
    """Return who is in a suggestion."""
    return {person.person_id for person in one.people}
