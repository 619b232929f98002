"""Changing a place and its rooms: nobody's words overwrite another's unseen, and each change keeps who and when."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode.errors import Invalid, NotFound
from classcode.people.models import Person
from classcode.territory.models import Place
from helpdesk.places import access
from helpdesk.places.access import Seen
from helpdesk.places.models import PlaceStep
from helpdesk.places.rules import changing, naming, rooms
from helpdesk.places.rules.changing import ChangedMeanwhile
from helpdesk.places.steps import Step
from tests.helpdesk.places.conftest import told
from tests.helpdesk.places.test_naming import who
from tests.make import Make


@pytest.fixture
def seen(session: Session, bruno: Person) -> Seen:
    """A place of Bruno's region, as he sees it."""
    made = naming.name_place(session, told(transport="Bus 1.", capacity=12), by=who(session, bruno))
    return access.changeable(session, who(session, bruno), made.id)


def trail(session: Session, place: Place) -> list[PlaceStep]:
    return list(
        session.scalars(select(PlaceStep).where(PlaceStep.place_id == place.id).order_by(PlaceStep.seq))
    )


def test_a_change_is_kept_with_who_and_what_stood_there_before(
    session: Session, seen: Seen, bruno: Person
) -> None:
    assert changing.change(session, seen, told(transport="Bus 2.", capacity=12), version=1, by=bruno.id)
    assert (seen.place.transport, seen.place.version) == ("Bus 2.", 2)
    last = trail(session, seen.place)[-1]
    assert (last.what, last.by_person_id, last.before) == (Step.CHANGED, bruno.id, {"transport": "Bus 1."})


def test_the_same_words_change_nothing(session: Session, seen: Seen, bruno: Person) -> None:
    assert not changing.change(session, seen, told(transport="Bus 1.", capacity=12), version=1, by=bruno.id)
    assert seen.place.version == 1 and len(trail(session, seen.place)) == 1


def test_who_comes_second_is_told_the_difference_and_nothing_is_written(
    session: Session, make: Make, seen: Seen, bruno: Person
) -> None:
    lead = make.lead("denise", "FR-BRE")
    first = told(transport="Métro A.", equipment="Dix ordinateurs.", capacity=12)
    changing.change(session, seen, first, version=1, by=bruno.id)
    second = told(transport="Bus 1, à pied dix minutes.", accessibility="De plain-pied.", capacity=12)
    with pytest.raises(ChangedMeanwhile) as conflict:
        changing.change(session, seen, second, version=1, by=lead.id)
    assert [(one.field, one.now, one.by) for one in conflict.value.differences] == [
        ("transport", "Métro A.", bruno.id),
        ("equipment", "Dix ordinateurs.", bruno.id),
    ]
    assert seen.place.transport == "Métro A." and seen.place.accessibility == ""
    merged = conflict.value.merged
    assert merged.transport == "Bus 1, à pied dix minutes."  # both changed it: hers stays before her
    assert merged.equipment == "Dix ordinateurs."  # she had left it alone
    assert merged.accessibility == "De plain-pied."
    changing.change(session, seen, merged, version=conflict.value.version, by=lead.id)
    assert seen.place.equipment == "Dix ordinateurs."


def test_a_version_that_never_was_is_refused_too(session: Session, seen: Seen, bruno: Person) -> None:
    with pytest.raises(ChangedMeanwhile):
        changing.change(session, seen, told(), version=0, by=bruno.id)


def test_who_facilitates_elsewhere_changes_nothing(session: Session, seen: Seen, chloe: Person) -> None:
    with pytest.raises(NotFound):
        access.changeable(session, who(session, chloe), seen.place.id)


def test_who_named_a_place_changes_it_until_it_is_accepted(session: Session, ada: Person) -> None:
    made = naming.name_place(session, told(), by=who(session, ada))
    assert access.changeable(session, who(session, ada), made.id).own
    made.accepted_at = made.created_at
    session.flush()
    with pytest.raises(NotFound):
        access.changeable(session, who(session, ada), made.id)


def test_the_seats_of_a_place_are_those_of_its_largest_room(
    session: Session, seen: Seen, bruno: Person
) -> None:
    small = rooms.add(session, seen, "Salle bleue", 8, by=bruno.id)
    large = rooms.add(session, seen, "Salle rouge", 30, by=bruno.id)
    assert seen.place.capacity == 30
    rooms.remove(session, seen, large.id, by=bruno.id)
    assert [room.name for room in seen.place.rooms] == ["Salle bleue"] and seen.place.capacity == 8
    rooms.change(session, seen, small.id, "Salle bleue", 9, by=bruno.id)
    assert seen.place.capacity == 9 and seen.place.version == 5
    assert [step.what for step in trail(session, seen.place)][1:] == [
        Step.ROOM_ADDED,
        Step.ROOM_ADDED,
        Step.ROOM_REMOVED,
        Step.ROOM_CHANGED,
    ]


@pytest.mark.parametrize(
    ("name", "seats", "field"),
    [("", 8, "room"), ("SALLE BLEUE", 8, "room"), ("Chez Louise", 8, "room"), ("Salle 2", 0, "seats")],
)
def test_a_room_needs_a_name_of_its_own_and_seats(
    session: Session, seen: Seen, bruno: Person, name: str, seats: int, field: str
) -> None:
    rooms.add(session, seen, "Salle bleue", 8, by=bruno.id)
    with pytest.raises(Invalid) as refused:
        rooms.add(session, seen, name, seats, by=bruno.id)
    assert refused.value.field == field


def test_a_room_of_another_place_is_unknown(session: Session, seen: Seen, bruno: Person) -> None:
    with pytest.raises(NotFound):
        rooms.change(session, seen, uuid4(), "Salle", 3, by=bruno.id)
