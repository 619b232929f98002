"""What a lead reads and settles: consequences of a promise before it is made, links over water, the team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from classcode.territory.models import Commune
from helpdesk.availability.queries import region as reading
from helpdesk.availability.rules import links
from helpdesk.availability.rules.links import LinkedAlready
from helpdesk.models import Ticket, WaterLink
from helpdesk.tickets.rules import away, promising
from helpdesk.tickets.rules.asking import open_ticket
from tests.helpdesk.tickets.conftest import question
from tests.make import Make

MONDAY = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Live each test on the same Monday morning."""
    with clock.at(MONDAY):
        yield


def test_what_would_follow_is_what_follows(session: Session, make: Make, ada: Person, bruno: Person) -> None:
    denise = make.lead("denise", "FR-BRE")
    for number in range(3):
        with clock.at(MONDAY + timedelta(hours=number)):
            open_ticket(session, ada.id, question(text=f"Number {number}"), act_id=uuid4())
    told = reading.consequence_of(session, "FR-BRE", 1, 10)
    before = {one.id: (one.promised_by, one.resolve_by) for one in session.scalars(select(Ticket))}
    promising.change(session, "FR-BRE", 1, 10, by=denise.id)
    after = {one.id: (one.promised_by, one.resolve_by) for one in session.scalars(select(Ticket))}
    assert told.open == 3
    assert told.sooner == sum(before[key][0] != after[key][0] for key in before) == 3
    assert told.targets == sum(before[key][1] != after[key][1] for key in before) == 3


def test_a_longer_promise_moves_no_answer_that_was_told(session: Session, ada: Person, bruno: Person) -> None:
    open_ticket(session, ada.id, question(), act_id=uuid4())
    assert reading.consequence_of(session, "FR-BRE", 9, 20).sooner == 0


def test_a_promise_for_all_leaves_regions_that_have_their_own(
    session: Session, make: Make, ada: Person, bruno: Person
) -> None:
    denise = make.lead("denise")
    open_ticket(session, ada.id, question(), act_id=uuid4())
    assert reading.consequence_of(session, None, 1, 10).open == 1
    promising.change(session, "FR-BRE", 3, 14, by=denise.id)
    assert reading.consequence_of(session, None, 1, 10).open == 0
    assert reading.promise_of(session, "FR-BRE").own
    assert not reading.promise_of(session, "FR-OCC").own


def test_a_link_over_water_is_kept_once_whichever_way_it_is_told(session: Session, make: Make) -> None:
    denise = make.lead("denise")
    links.declare(session, "FR-OCC", "FR-20R", by=denise.id)
    with pytest.raises(LinkedAlready):
        links.declare(session, "FR-20R", "FR-OCC", by=denise.id)
    assert [(one.region_a, one.region_b) for one in reading.links_of(session, ["FR-OCC"])] == [
        ("FR-20R", "FR-OCC")
    ]
    assert reading.links_of(session, ["FR-BRE"]) == []
    links.remove(session, "FR-OCC", "FR-20R")
    assert session.scalars(select(WaterLink)).all() == []
    with pytest.raises(NotFound):
        links.remove(session, "FR-OCC", "FR-20R")


@pytest.mark.parametrize("other", ["FR-OCC", "FR-BRE", "nowhere"])
def test_a_link_needs_water_and_two_regions(session: Session, make: Make, other: str) -> None:
    denise = make.lead("denise")
    with pytest.raises(Invalid) as refused:
        links.declare(session, "FR-BRE", other, by=denise.id)
    assert refused.value.field == "other"


def test_an_islet_off_the_coast_links_its_own_region_and_no_other(session: Session, make: Make) -> None:
    denise, rennes = make.lead("denise"), session.get_one(Commune, "FR-35238")
    rennes.landmass = "an islet"
    with pytest.raises(Invalid):
        links.declare(session, "FR-BRE", "FR-OCC", by=denise.id)
    assert links.declare(session, "FR-BRE", "FR-BRE", by=denise.id).region_b == "FR-BRE"


def test_the_team_shows_load_absence_and_next_slot(
    session: Session, make: Make, ada: Person, bruno: Person, chloe: Person
) -> None:
    open_ticket(session, ada.id, question(), act_id=uuid4())
    anne = make.facilitator("anne", region="FR-BRE", commune="FR-35238")
    away.declare(session, anne.id, date(2026, 11, 9), date(2026, 11, 20))
    team = {one.id: one for one in reading.team_of(session, "FR-BRE", reading.candidates_now(session))}
    assert set(team) == {anne.id, bruno.id}
    assert (team[bruno.id].load, team[bruno.id].capacity, team[bruno.id].away) == (1, 3, None)
    hers, later, days = team[bruno.id].next, team[anne.id].next, team[anne.id].away
    assert hers and hers.start.date() == date(2026, 11, 9)
    assert days and days.last == date(2026, 11, 20)
    assert later and later.start.date() == date(2026, 11, 21)


def test_the_page_tells_whom_the_desk_would_ask_now(session: Session, bruno: Person) -> None:
    told = {
        one.language: one for one in reading.asked_now(session, "FR-BRE", reading.candidates_now(session))
    }
    assert told["fr"].name == "Bruno" and told["fr"].until is not None
    assert told["nl"].name is None and dict(told["nl"].against)
