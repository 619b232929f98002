"""Which places are offered to people of a commune: over land, and over the water that a lead has bridged."""

from __future__ import annotations

from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Commune
from helpdesk.availability.rules import links
from helpdesk.places.queries import nearest
from tests.make import Make

RENNES, SAINT_MALO, BREST, AJACCIO = "FR-35238", "FR-35288", "FR-29019", "FR-2A004"


def test_the_nearest_come_first_with_their_distance_and_only_as_many_as_asked(
    session: Session, make: Make
) -> None:
    far, near = make.place(BREST), make.place(SAINT_MALO)
    found = nearest(session, session.get_one(Commune, RENNES), 5)
    assert [one.place for one in found] == [near, far]
    assert 55 < found[0].km < 75 and not found[0].across_water
    assert [one.place for one in nearest(session, session.get_one(Commune, RENNES), 1)] == [near]


def test_water_is_crossed_only_where_a_lead_declared_a_link(session: Session, make: Make) -> None:
    lead = make.lead("denise")
    island, land = make.place(AJACCIO), make.place(BREST)
    rennes = session.get_one(Commune, RENNES)
    assert [one.place for one in nearest(session, rennes, 5)] == [land]
    links.declare(session, "FR-BRE", "FR-20R", by=lead.id)
    found = nearest(session, rennes, 5)
    assert [(one.place, one.across_water) for one in found] == [(land, False), (island, True)]
    assert [one.place for one in nearest(session, session.get_one(Commune, AJACCIO), 5)] == [island, land]
    links.remove(session, "FR-BRE", "FR-20R")
    assert [one.place for one in nearest(session, rennes, 5)] == [land]


def test_hidden_and_waiting_places_are_offered_to_nobody(session: Session, make: Make) -> None:
    hidden, waiting, shown = make.place(RENNES), make.place(RENNES), make.place(BREST)
    hidden.hidden_at, waiting.accepted_at = clock.now(), None
    session.flush()
    assert [one.place for one in nearest(session, session.get_one(Commune, RENNES), 5)] == [shown]


def test_with_a_number_of_seats_small_places_are_left_out_and_uncounted_ones_stay(
    session: Session, make: Make
) -> None:
    small, large, uncounted = (
        make.place(RENNES, capacity=6),
        make.place(RENNES, capacity=20),
        make.place(BREST),
    )
    uncounted.capacity = None
    session.flush()
    rennes = session.get_one(Commune, RENNES)
    assert {one.place for one in nearest(session, rennes, 5)} == {small, large, uncounted}
    assert {one.place for one in nearest(session, rennes, 5, seats=12)} == {large, uncounted}
