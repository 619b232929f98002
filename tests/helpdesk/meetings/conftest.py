"""A meeting's surroundings: a Tuesday, a place near Ada, and her ticket that Bruno holds. Chloe stays outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.territory import queries as territory
from classcode.territory.models import Place
from helpdesk.meetings.models import Meeting
from helpdesk.meetings.rules import proposing
from helpdesk.meetings.rules.proposing import Proposal
from helpdesk.models import Ticket
from helpdesk.tickets.states import State
from tests.make import Make

TUESDAY = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
"""When everything in these tests happens, unless a test says otherwise."""
BASE = "http://classcode.test"
RENNES, BRUSSELS, FORT_DE_FRANCE, SAINT_DENIS = "FR-35238", "BE-21004", "FR-97209", "FR-97411"


@dataclass
class Story:
    """Ada asked, Bruno holds her ticket, and a place is near."""

    make: Make
    ada: Person
    bruno: Person
    ticket: Ticket
    place: Place

    @property
    def session(self) -> Session:
        return self.make.session

    def proposal(self, **other: object) -> Proposal:
        usual: dict[str, object] = {
            "place_id": self.place.id,
            "day": date(2026, 11, 24),
            "starts": time(18, 30),
            "ends": time(20, 0),
            "capacity": 5,
        }
        return Proposal(**(usual | other))  # type: ignore[arg-type]

    def propose(self, **other: object) -> Meeting:
        proposal = self.proposal(**other)
        return proposing.propose(self.session, self.ticket, proposal, by=self.bruno.id, act_id=uuid4())

    def neighbour(self, *, confirmed: bool = True, holder: Person | None = None) -> UUID:
        """Let another learner of the region wait for the same module, with Bruno unless somebody else is named."""
        person = self.make.person("voisine", commune=self.ticket.commune_code, confirmed=confirmed)
        ask(self.make, person, holder or self.bruno)
        return person.id


def ask(make: Make, learner: Person, holder: Person) -> Ticket:
    """Make a ticket that somebody holds already."""
    region = territory.region_of(make.session, learner.commune_code or "")
    assert region is not None
    ticket = Ticket(
        id=uuid4(),
        learner_id=learner.id,
        module="creative-programming",
        unit="loops",
        subject="Répéter sans se perdre",
        language="fr",
        region_code=region.code,
        commune_code=learner.commune_code,
        state=State.WAITING_FACILITATOR,
        opened_at=clock.now(),
        promised_by=clock.now(),
        promise_since=clock.now(),
        clock_since=clock.now(),
        moved_at=clock.now(),
        facilitator_id=holder.id,
        paired_at=clock.now(),
    )
    make.session.add(ticket)
    make.session.flush()
    return ticket


def tell(make: Make, commune: str) -> Story:
    """Tell the story in another commune, with other people."""
    region = territory.region_of(make.session, commune)
    assert region is not None
    learner = make.person("ada", commune=commune)
    facilitator = make.facilitator("bruno", region=region.code, commune=commune)
    return Story(make, learner, facilitator, ask(make, learner, facilitator), make.place(commune))


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[datetime]:
    """Live each test on the same Tuesday morning."""
    with clock.at(TUESDAY):
        yield TUESDAY


@pytest.fixture
def story(tuesday: datetime, make: Make, ada: Person, bruno: Person) -> Story:
    """The story in Rennes."""
    return Story(make, ada, bruno, ask(make, ada, bruno), make.place(RENNES))
