"""Whatever people, places and facilitators there are: what is suggested keeps every promise of docs/gathering.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from classcode.territory.distance import Point, haversine_km
from helpdesk.gathering.finding.dating import LEAST_DATES, WITHOUT_HOST, overlaps
from helpdesk.gathering.finding.values import Host, Learner, Links, OpenPlace, Suggestion
from helpdesk.slots import Slot, slot_on
from tests.helpdesk.gathering.brute import most_gathered
from tests.helpdesk.gathering.people import (
    BRUZ,
    CESSON,
    LINKS,
    NORTH,
    NOW,
    RENNES,
    RULES,
    SOUTH,
    crowds,
    found,
    grounds,
    learners,
    place,
    reaches,
    teams,
)

_DRAWN = given(crowds(), grounds(), teams(), LINKS)
CORNERS = (RENNES, CESSON, BRUZ, SOUTH, NORTH)


def everything(test: Callable[..., None]) -> Callable[..., None]:
    """Draw all there is; no deadline, since a busy machine says nothing about what is promised."""
    return settings(deadline=None)(_DRAWN(test))


@everything
def test_nobody_is_in_two_suggestions_of_one_module(
    some: list[Learner], places: list[OpenPlace], hosts: list[Host], links: Links
) -> None:
    people = [
        (person.id, one.module) for one in found(some, places, hosts, links=links) for person in one.people
    ]

    assert len(people) == len(set(people))


@everything
def test_everyone_is_within_reach_and_shares_point_and_language(
    some: list[Learner], places: list[OpenPlace], hosts: list[Host], links: Links
) -> None:
    by_id, by_place = {one.id: one for one in some}, {one.id: one for one in places}

    for one in found(some, places, hosts, links=links):
        for person in one.people:
            learner = by_id[person.id]
            assert reaches(learner, by_place[one.place], links)
            assert learner.module == one.module and one.language in learner.languages
            assert learner.week == one.week if one.week else learner.theme == one.theme
            km = haversine_km(learner.point, by_place[one.place].point) * RULES.detour
            assert abs(person.km - km) <= 0.06


@everything
def test_a_group_is_neither_too_small_nor_larger_than_its_place(
    some: list[Learner], places: list[OpenPlace], hosts: list[Host], links: Links
) -> None:
    by_place = {one.id: one for one in places}

    for one in found(some, places, hosts, links=links):
        assert RULES.least <= len(one.people) <= min(RULES.most, by_place[one.place].seats)


@everything
def test_a_place_and_a_facilitator_are_suggested_only_so_often(
    some: list[Learner], places: list[OpenPlace], hosts: list[Host], links: Links
) -> None:
    made = found(some, places, hosts, links=links)

    for there in places:
        assert sum(one.place == there.id for one in made) <= max(0, RULES.each_place - there.suggested)
    for host in hosts:
        hers = [one for one in made if one.facilitator and one.facilitator.id == host.id]
        assert len(hers) <= max(0, RULES.each_facilitator - host.suggested)


@everything
def test_who_leads_speaks_the_language_has_room_and_covers_the_place(
    some: list[Learner], places: list[OpenPlace], hosts: list[Host], links: Links
) -> None:
    by_id, by_place = {one.id: one for one in hosts}, {one.id: one for one in places}

    for one in found(some, places, hosts, links=links):
        if one.facilitator:
            her, place = by_id[one.facilitator.id], by_place[one.place]
            linked = any(frozenset((place.region, region)) in links for region in her.regions)
            held = sum(person.held_by == her.id for person in one.people)
            assert one.language in her.languages
            assert her.load < her.capacity or held
            assert linked or her.point is None or her.point.landmass == place.point.landmass
            near = her.point and haversine_km(her.point, place.point) <= her.area_km + 1e-6
            assert linked or {place.region, "*"} & her.regions or near


@everything
def test_dates_lie_in_slots_one_to_four_weeks_ahead_and_never_over_each_other(
    some: list[Learner], places: list[OpenPlace], hosts: list[Host], links: Links
) -> None:
    by_id = {one.id: one for one in hosts}
    made = found(some, places, hosts, links=links)

    for one in made:
        her = by_id[one.facilitator.id] if one.facilitator else None
        assert len(one.dates.chosen) >= (LEAST_DATES if her else 1)
        assert len(one.dates.chosen) <= RULES.dates
        for date in one.dates.chosen:
            assert timedelta(days=RULES.first_day) <= date.start - NOW
            assert date.end - NOW <= timedelta(days=RULES.last_day)
            assert _in_a_slot(date, her)
    for one, other in combinations(made, 2):
        if one.place == other.place or (one.facilitator and _same(one, other)):
            assert not any(overlaps(date, other.dates.chosen) for date in one.dates.chosen)


def _same(one: Suggestion, other: Suggestion) -> bool:
    return bool(one.facilitator and other.facilitator and one.facilitator.id == other.facilitator.id)


def _in_a_slot(date: Slot, her: Host | None) -> bool:
    zone = ZoneInfo(her.zone if her else "Europe/Paris")
    weekly = her.slots if her else WITHOUT_HOST
    slots = [slot_on(date.start.astimezone(zone).date(), one, zone) for one in weekly]
    return any(one and one.start <= date.start and date.end <= one.end for one in slots)


@everything
def test_the_order_of_what_comes_in_changes_nothing(
    some: list[Learner], places: list[OpenPlace], hosts: list[Host], links: Links
) -> None:
    chance = Random(1)
    mixed = [chance.sample(one, len(one)) for one in (some, places, hosts)]

    assert found(*mixed, links=links) == found(some, places, hosts, links=links)  # type: ignore[arg-type]


@settings(deadline=None)
@given(crowds(least=4), grounds(), LINKS)
def test_whoever_is_left_out_could_form_no_further_group(
    some: list[Learner], places: list[OpenPlace], links: Links
) -> None:
    """As long as no place is full: with room everywhere, nobody is left who could still meet."""
    made = found(some, places, (), links=links)
    if any(
        sum(one.place == place.id for one in made) + place.suggested >= RULES.each_place for place in places
    ):
        return
    gathered = {person.id for one in made for person in one.people}
    left = [one for one in some if one.id not in gathered and one.week]

    for there in places:
        for module in ("creative", "coding"):
            for week in (1, 3):
                for language in ("fr", "nl", "en"):
                    here = [
                        one
                        for one in left
                        if (one.module, one.week) == (module, week)
                        and language in one.languages
                        and reaches(one, there, links)
                    ]
                    assert len(here) < RULES.least or there.seats < RULES.least


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(CORNERS), max_size=10),
    grounds(4),
)
def test_the_number_gathered_stays_within_its_bound_of_the_best(
    homes: list[Point], places: list[OpenPlace]
) -> None:
    """Of every group that could be, at most three are left out: so at least a quarter of the best is gathered."""
    some = [replace(one, point=home) for one, home in zip(learners(len(homes)), homes, strict=True)]
    gathered = sum(len(one.people) for one in found(some, places, ()))

    best = most_gathered(some, places, frozenset())
    assert best / RULES.least <= gathered <= best


def test_over_many_draws_nearly_all_are_gathered_who_could_be() -> None:
    chance, gathered, best = Random(5), 0, 0
    for _draw in range(150):
        some = [replace(one, point=chance.choice(CORNERS)) for one in learners(chance.randint(4, 10))]
        places = [place(500 + at, point=chance.choice(CORNERS)) for at in range(chance.randint(1, 3))]
        gathered += sum(len(one.people) for one in found(some, places, ()))
        best += most_gathered(some, places, frozenset())

    assert gathered >= 0.97 * best
