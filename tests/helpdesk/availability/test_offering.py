"""What a facilitator offers: kept, checked, and never saved over something newer."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.people.models import Facilitator, Person
from helpdesk.availability import words
from helpdesk.availability.queries.mine import standing_of
from helpdesk.availability.rules import offering, slots
from helpdesk.availability.rules.offering import ChangedMeanwhile, offer_of, stamp
from helpdesk.availability.weekly import Weekly
from tests.make import Make


def kept(session: Session, person: Person) -> Facilitator:
    return session.get_one(Facilitator, person.id)


def test_what_is_offered_is_what_the_desk_goes_by(session: Session, bruno: Person) -> None:
    before = offer_of(kept(session, bruno))
    wanted = replace(
        before, languages=("fr", "nl"), capacity=None, themes=("in-class",), presentation="Bonjour !"
    )
    offering.change(session, bruno.id, wanted, was=stamp(before))
    assert offer_of(kept(session, bruno)) == wanted
    assert standing_of(session, bruno.id).capacity == 1, "without experience one at a time"


def test_an_older_page_never_saves_over_a_newer_one(session: Session, bruno: Person) -> None:
    before = offer_of(kept(session, bruno))
    offering.change(session, bruno.id, replace(before, area_km=80), was=stamp(before))
    with pytest.raises(ChangedMeanwhile):
        offering.change(session, bruno.id, replace(before, area_km=10), was=stamp(before))
    assert kept(session, bruno).area_km == 80


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("languages", ()),
        ("languages", ("de",)),
        ("themes", ("cooking",)),
        ("area_km", -1),
        ("area_km", 301),
        ("capacity", 0),
        ("capacity", 31),
        ("school_system", "mars"),
        ("presentation", "x" * 2001),
    ],
)
def test_what_is_outside_its_list_or_bounds_is_refused_at_its_field(
    session: Session, bruno: Person, field: str, value: object
) -> None:
    before = offer_of(kept(session, bruno))
    changed: dict[str, Any] = {field: value}
    with pytest.raises(Invalid) as refused:
        offering.change(session, bruno.id, replace(before, **changed), was=stamp(before))
    assert refused.value.field == field


def test_a_hidden_presentation_is_shown_again_once_its_words_have_changed(
    session: Session, bruno: Person
) -> None:
    row = kept(session, bruno)
    row.presentation, row.presentation_hidden_at = "Buy my lessons", clock.now()
    before = offer_of(row)
    offering.change(session, bruno.id, replace(before, area_km=20), was=stamp(before))
    assert row.presentation_hidden_at is not None, "another change leaves it hidden"
    before = offer_of(row)
    offering.change(session, bruno.id, replace(before, presentation="Hello"), was=stamp(before))
    assert row.presentation_hidden_at is None


def test_who_offers_nothing_changes_nothing(session: Session, ada: Person) -> None:
    with pytest.raises(NotFound):
        slots.add(session, ada.id, Weekly(1, time(19), time(21)))


def test_a_slot_is_added_changed_and_removed(session: Session, make: Make) -> None:
    anne = make.facilitator("anne", region="FR-BRE", commune="FR-35238", slots=[])
    slots.add(session, anne.id, Weekly(2, time(14), time(16)))
    slots.change(session, anne.id, "2-14:00-16:00", Weekly(2, time(15), time(17)))
    assert kept(session, anne).slots == [{"weekday": 2, "start": "15:00", "end": "17:00"}]
    slots.remove(session, anne.id, "2-15:00-17:00")
    assert kept(session, anne).slots == []


def test_a_number_that_no_list_holds_is_kept_by_the_next_save() -> None:
    assert "7" in dict(words.capacities(1, 7))
    assert "7" not in dict(words.capacities(1, None))
