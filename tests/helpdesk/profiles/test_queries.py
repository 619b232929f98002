"""What waits for a moderator of profiles, and who looked behind a pseudonym."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import visitors
from classcode.auth.visitors import Visitor
from classcode.people.models import Facilitator, Person
from helpdesk.profiles.queries import has_profile, lifts_of, reported_profiles
from helpdesk.tickets.rules import naming
from tests.helpdesk.tickets.conftest import Ask
from tests.make import Make


def visitor(session: Session, person: Person) -> Visitor:
    found = visitors.find(session, visitors.open_session(session, person.id))
    assert found is not None
    return found


@pytest.fixture
def reported(session: Session, bruno: Person, chloe: Person) -> list[Person]:
    """Chloe was reported before Bruno."""
    for hours, person in enumerate((bruno, chloe)):
        offer = session.get_one(Facilitator, person.id)
        offer.presentation = "Bonjour"
        offer.presentation_reported_at = clock.now() - timedelta(hours=hours)
    session.flush()
    return [chloe, bruno]


def test_a_lead_sees_the_reported_profiles_of_her_region(
    session: Session, make: Make, reported: list[Person]
) -> None:
    names = {
        who.name: [one.name for one in reported_profiles(session, visitor(session, who))]
        for who in (
            make.lead("denise", "FR-BRE"),
            make.lead("gina"),
            make.administrator(),
            make.lead("ida", "BE-BRU"),
        )
    }
    assert names == {"Denise": ["Bruno"], "Gina": ["Chloe", "Bruno"], "Admin": ["Chloe", "Bruno"], "Ida": []}


def test_others_see_none(session: Session, reported: list[Person], ada: Person, bruno: Person) -> None:
    assert [reported_profiles(session, visitor(session, who)) for who in (ada, bruno)] == [[], []]


def test_a_hidden_profile_waits_no_longer(session: Session, make: Make, reported: list[Person]) -> None:
    for person in reported:
        session.get_one(Facilitator, person.id).presentation_hidden_at = clock.now()
    session.flush()
    assert reported_profiles(session, visitor(session, make.administrator())) == []


def test_the_learner_reads_who_looked_when_and_why(
    session: Session, make: Make, ask: Ask, ada: Person, bruno: Person
) -> None:
    ticket, lead = ask(ada, unnamed=True), make.lead("denise", "FR-BRE")
    naming.lift(session, ticket, "Quelqu'un est peut-être en danger.", by=lead.id)
    [told] = lifts_of(session, ticket.id)
    assert (told.name, told.reason) == ("Denise", "Quelqu'un est peut-être en danger.")
    assert clock.now() - told.at < timedelta(minutes=1)
    assert lifts_of(session, ask(ada).id) == []


def test_a_facilitator_has_a_profile_and_a_lead_none(session: Session, make: Make, bruno: Person) -> None:
    assert has_profile(session, bruno.id)
    assert not has_profile(session, make.lead("denise").id)
