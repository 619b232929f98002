"""Looking only at those who may be near loses nobody who would be considered among all."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person
from helpdesk import pairing
from helpdesk.models import Ticket, WaterLink
from helpdesk.tickets.queries.candidates import (
    candidates_for,
    capacity_of,
    everybody,
    links,
    loads_of,
    needs_of,
)
from tests.helpdesk.tickets.conftest import Ask
from tests.make import COMMUNES, Make

HOMES = {
    "FR-BRE": ("FR-35238", "FR-35288", "FR-29019"),
    "FR-OCC": ("FR-31555",),
    "FR-972": ("FR-97209",),
    "FR-974": ("FR-97411",),
    "FR-20R": ("FR-2A004",),
    "BE-BRU": ("BE-21004",),
    "BE-WBR": ("BE-25072",),
}


@pytest.fixture
def everywhere(make: Make, session: Session) -> None:
    """Somebody in each commune, one of them going far, and one for all regions."""
    for region, communes in HOMES.items():
        for commune in communes:
            make.facilitator(f"f-{commune}", region=region, commune=commune)
    make.facilitator("far", region="FR-OCC", commune="FR-31555").facilitator.area_km = 900  # type: ignore[union-attr]
    make.facilitator("all", region="FR-BRE", commune="FR-35238").grants[0].region_code = None
    session.flush()


@pytest.mark.parametrize("commune", [*sorted(COMMUNES), None])
@pytest.mark.parametrize("linked", [False, True])
def test_whoever_is_considered_among_all_is_among_the_near(
    session: Session, ask: Ask, make: Make, everywhere: None, commune: str | None, linked: bool
) -> None:
    if linked:
        session.add(WaterLink(region_a="FR-972", region_b="FR-BRE", declared_at=clock.now()))
    ticket = ask(make.person("ada", commune=commune))
    needs, across = needs_of(session, ticket), links(session)

    def considered(candidates: list[pairing.Candidate]) -> list[object]:
        return [one.candidate.id for one in pairing.weigh(needs, candidates, across)]

    assert considered(candidates_for(session, needs, across)) == considered(everybody(session))


def test_a_load_is_her_turn_and_what_was_answered_lately(
    session: Session, ask: Ask, ada: Person, bruno: Person
) -> None:
    for _ in range(3):
        ask(ada)
    assert loads_of(session) == {bruno.id: 3} == loads_of(session, [bruno.id])
    assert session.query(Ticket).filter(Ticket.facilitator_id == bruno.id).count() == 3


@pytest.mark.parametrize(("settled", "places"), [(0, 1), (4, 1), (5, 3), (19, 3), (20, 5), (500, 5)])
def test_places_grow_with_experience_one_three_five(settled: int, places: int) -> None:
    assert capacity_of(Facilitator(capacity=None), settled) == places


def test_somebody_s_own_number_comes_before_her_experience() -> None:
    assert capacity_of(Facilitator(capacity=2), 500) == 2
