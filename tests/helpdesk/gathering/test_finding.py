"""Who is gathered where, who leads, when: one rule of docs/gathering.md at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from helpdesk.gathering.finding.values import HostWhy, PlaceWhy, Rules
from helpdesk.slots import Closed, Slot
from tests.helpdesk.gathering.people import (
    BREST,
    CESSON,
    HOST,
    NORTH,
    NOW,
    OUESSANT,
    PLACE,
    RENNES,
    RULES,
    SOUTH,
    found,
    host,
    learners,
    numbers,
    place,
)


def test_the_reach_is_twenty_minutes_by_road_and_less_as_the_crow_flies() -> None:
    assert RULES.reach_km == RULES.speed_kmh / 3
    assert 11.5 < RULES.radius_km < 11.6


def test_four_learners_of_one_town_meet_at_its_place() -> None:
    [one] = found(learners(4))

    assert (one.place, one.week, one.language, one.region) == (PLACE.id, 1, "fr", "FR-BRE")
    assert [slot.start.day for slot in one.dates.chosen] == [17, 24, 1]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_fewer_than_four_do_not(count: int) -> None:
    assert found(learners(count)) == []


def test_an_installation_may_ask_for_more() -> None:
    assert found(learners(5), rules=Rules(least=6)) == []


def test_without_a_place_nobody_meets() -> None:
    assert found(learners(8), places=()) == []


def test_people_who_are_farther_are_told_in_kilometres_by_road() -> None:
    [one] = found([*learners(3), *learners(1, first=9, point=CESSON)])

    assert [person.km for person in one.people] == [0.0, 0.0, 0.0, pytest.approx(7.1, abs=0.2)]


def test_a_crowd_is_split_into_groups_of_neighbours() -> None:
    some = [*learners(8), *learners(8, first=50, point=CESSON)]

    first, second = found(some)
    assert sorted([numbers(first), numbers(second)]) == [list(range(1, 9)), list(range(50, 58))]


def test_a_group_is_never_larger_than_the_seats_and_the_longest_waiting_come_first() -> None:
    late = [replace(one, since=NOW) for one in learners(3, first=20)]

    [one] = found([*late, *learners(4)], places=[place(500, seats=5)])
    assert numbers(one) == [1, 2, 3, 4, 20]


def test_who_ask_the_same_meet_for_that_and_the_others_for_the_week() -> None:
    asking = learners(4, first=10, theme="tool")

    by_theme, by_week = found([*learners(4), *asking])
    assert (by_theme.week, by_theme.theme, numbers(by_theme)) == (0, "tool", [10, 11, 12, 13])
    assert (by_week.week, by_week.theme, numbers(by_week)) == (1, None, [1, 2, 3, 4])


def test_two_who_ask_the_same_give_the_week_s_meeting_its_theme() -> None:
    [one] = found([*learners(3), *learners(2, first=10, theme="tool")])

    assert (one.week, one.theme) == (1, "tool")


def test_those_left_over_join_a_group_with_room_in_reach() -> None:
    far = place(501, point=CESSON)
    some = [*learners(4), *learners(2, first=10, point=CESSON)]

    [one] = found(some, places=[PLACE, far])
    assert numbers(one) == [1, 2, 3, 4, 10, 11]


def test_a_language_spoken_by_all_gathers_them_the_most_spoken_first() -> None:
    both = learners(2, first=10, languages=frozenset({"fr", "nl"}))
    dutch = learners(2, first=20, languages=frozenset({"nl"}))

    [one] = found([*both, *dutch])
    assert one.language == "nl"
    assert found([*learners(2), *dutch]) == []


def test_water_parts_neighbours_unless_their_regions_are_linked() -> None:
    islanders = learners(4, point=OUESSANT)

    assert found(islanders) == []
    [one] = found(islanders, links=frozenset({frozenset({"FR-BRE"})}))
    assert one.place == PLACE.id


def test_the_nearest_place_that_seats_all_of_them_is_chosen_and_others_say_why_not() -> None:
    some = [*learners(3), *learners(2, first=10, point=CESSON)]
    places = [place(500), place(501, point=CESSON), place(502, seats=4), place(503, suggested=3)]

    [one] = found(some, places)
    assert one.place == UUID(int=500)
    assert {other.id.int: other.why for other in one.other_places} == {
        501: PlaceWhy.FARTHER,
        502: PlaceWhy.SEATS,
        503: PlaceWhy.BUSY,
    }


def test_a_place_whose_seats_nobody_counted_comes_last_and_says_so() -> None:
    some = [*learners(3), *learners(2, first=10, point=CESSON)]
    places = [place(500), place(501, point=CESSON, counted=False), place(502, counted=False)]

    [one] = found(some, places)
    assert one.place == UUID(int=500) and one.seats == 20
    assert {(other.why, other.seats) for other in one.other_places} == {(PlaceWhy.UNCOUNTED, 0)}


def test_where_there_is_no_other_a_group_meets_there_with_seats_unknown() -> None:
    [one] = found(learners(5), [place(500, point=NORTH, counted=False), place(501, counted=False)])
    assert (one.place.int, one.seats, len(one.people)) == (501, 0, 5)
    assert [other.why for other in one.other_places] == [PlaceWhy.FARTHER]


def test_who_found_no_room_in_a_counted_place_meets_in_an_uncounted_one() -> None:
    places = [place(500, seats=5, suggested=2), place(501, point=NORTH, counted=False)]

    first, second = found([*learners(5), *learners(4, first=20, since=NOW)], places)
    assert [(one.place.int, one.seats, numbers(one)) for one in (first, second)] == [
        (500, 5, [1, 2, 3, 4, 5]),
        (501, 0, [20, 21, 22, 23]),
    ]


def test_many_uncounted_places_near_hide_no_counted_one() -> None:
    near = [place(600 + number, counted=False) for number in range(40)]

    [one] = found(learners(4), [*near, place(500, point=NORTH)])
    assert one.place == UUID(int=500)


def test_a_place_that_reaches_fewer_says_so() -> None:
    some = [*learners(4), *learners(2, first=10, point=SOUTH)]
    places = [place(500), place(501, point=NORTH)]

    [one] = found(some, places)
    assert one.place == UUID(int=500) and [other.why for other in one.other_places] == [PlaceWhy.FEWER]


def test_a_place_holds_three_suggestions_at_once() -> None:
    assert len(found(learners(60))) == RULES.each_place
    assert len(found(learners(60), [place(500, suggested=2)])) == 1


def test_a_facilitator_who_holds_two_of_their_questions_leads() -> None:
    knows = host(901, themes=frozenset({"tool"}))
    holds = host(902, load=1)
    some = [*learners(3), *learners(2, first=10, held_by=holds.id)]

    [one] = found(some, hosts=[knows, holds])
    assert one.facilitator is not None
    assert (one.facilitator.id, one.facilitator.held) == (holds.id, 2)
    assert one.facilitator.points["continuity"] == 10
    assert one.not_chosen == {"scored-lower": 1}


def test_one_who_is_full_leads_only_those_whose_question_she_holds() -> None:
    full = host(901, load=3)

    [one] = found(learners(4), hosts=[full])
    assert one.facilitator is None and one.not_chosen == {"full": 1}
    [one] = found(learners(4, held_by=full.id), hosts=[full])
    assert one.facilitator is not None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"languages": frozenset({"nl"})}, HostWhy.LANGUAGE),
        ({"suggested": 2}, HostWhy.SUGGESTED),
        ({"slots": ()}, HostWhy.NO_DATES),
        ({"slots": ({"weekday": 1, "start": "19:00", "end": "19:45"},)}, HostWhy.NO_DATES),
        ({"closed": (Closed(NOW.date(), NOW.date() + timedelta(days=60)),)}, HostWhy.NO_DATES),
        ({"point": OUESSANT}, HostWhy.ACROSS_WATER),
    ],
)
def test_what_stands_against_a_facilitator_is_told(changed: dict[str, object], why: HostWhy) -> None:
    [one] = found(learners(4), hosts=[host(901, **changed)])

    assert one.facilitator is None and one.not_chosen == {why.value: 1}


def test_somebody_far_away_who_does_not_hold_the_region_is_not_even_considered() -> None:
    [one] = found(learners(4), hosts=[host(901, point=BREST, regions=frozenset({"FR-PDL"}))])

    assert one.facilitator is None and one.not_chosen == {}


def test_without_a_facilitator_usual_hours_are_suggested() -> None:
    [one] = found(learners(4), hosts=())

    assert [f"{slot.start:%a %H}" for slot in one.dates.chosen] == ["Tue 17", "Wed 13", "Thu 17"]


def test_a_date_on_which_she_or_the_place_has_something_else_falls_out() -> None:
    first = Slot(datetime(2026, 11, 17, 18, tzinfo=UTC), datetime(2026, 11, 17, 20, tzinfo=UTC))
    second = Slot(datetime(2026, 11, 24, 19, tzinfo=UTC), datetime(2026, 11, 24, 21, tzinfo=UTC))

    [one] = found(learners(4), [place(500, busy=(first,))])
    assert [slot.start.day for slot in one.dates.chosen] == [24, 1] and one.dates.left_out == {"place": 1}
    [one] = found(learners(4), hosts=[host(900, busy=(second,))])
    assert [slot.start.day for slot in one.dates.chosen] == [17, 1] and one.dates.left_out == {"hers": 1}


def test_a_long_slot_gives_a_meeting_of_three_hours_at_most() -> None:
    day = host(900, slots=({"weekday": 2, "start": "09:00", "end": "18:00"},))

    [one] = found(learners(4), hosts=[day])
    assert {slot.end - slot.start for slot in one.dates.chosen} == {timedelta(hours=3)}


def test_with_no_evening_at_all_nothing_is_suggested() -> None:
    summer = Closed(NOW.date(), NOW.date() + timedelta(days=60))

    assert found(learners(4), [place(500, closed=(summer,))], [replace(HOST, closed=(summer,))]) == []


def test_every_number_in_the_reasons_is_plain() -> None:
    [one] = found([*learners(3), *learners(2, first=10, point=CESSON)], [PLACE, place(501, point=RENNES)])

    assert one.facilitator is not None
    assert all(type(value) is int for value in one.facilitator.points.values())
    assert all(type(value) in (int, float) for value in (*one.not_chosen.values(), one.facilitator.km))
    assert all(type(other.reached) is int and type(other.km) is float for other in one.other_places)
