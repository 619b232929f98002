"""The rules of alerts on figures as shown: what opens one, what keeps it open, and what is too little to tell."""

from __future__ import annotations

import pytest

from tracking.indicators.alerts.signs import (
    Share,
    Team,
    Turnout,
    Wait,
    emptying,
    failing,
    growing,
    stopping,
    without_facilitator,
)

K = 11
MANY = 60
BRETAGNE = "FR-BRE"


def turnout(
    came: tuple[float | None, float | None], no_show: tuple[float | None, float | None] = (None, None)
) -> Turnout:
    return Turnout(BRETAGNE, meetings=(10, 10), came=came, no_show=no_show, people=(MANY, MANY))


def test_a_region_where_people_ask_and_nobody_facilitates_opens_an_alert_with_its_figures() -> None:
    [sign] = without_facilitator([Team(BRETAGNE, asked=14, joined=0, longer=20, facilitators=0)])
    assert (sign.region, sign.opens, sign.figures) == (BRETAGNE, True, {"asked": 14, "joined": 0})


def test_one_facilitator_is_enough() -> None:
    assert not [*without_facilitator([Team(BRETAGNE, asked=14, joined=30, longer=40, facilitators=1)])]


def test_a_region_that_grew_quiet_keeps_its_alert_and_opens_none() -> None:
    [sign] = without_facilitator([Team(BRETAGNE, asked=0, joined=0, longer=12, facilitators=0)])
    assert not sign.opens


def test_a_region_of_which_nothing_may_be_shown_has_no_alert() -> None:
    assert not [*without_facilitator([Team(BRETAGNE, asked=0, joined=0, longer=0, facilitators=0)])]


@pytest.mark.parametrize(
    ("lately", "before", "told"),
    [
        (30.0, 20.0, True),
        (25.0, 20.0, False),  # longer by five hours and a quarter: it lasts
        (22.0, 20.0, None),
        (2.0, 1.0, None),  # twice as long, and an hour is nothing
        (None, 20.0, None),
        (30.0, None, None),
    ],
)
def test_a_wait_must_grow_by_half_and_six_hours_to_open_and_by_less_to_last(
    lately: float | None, before: float | None, told: bool | None
) -> None:
    found = [sign.opens for sign in growing([Wait(BRETAGNE, lately, before, (MANY, MANY))], K)]
    assert found == ([] if told is None else [told])


def test_waits_of_few_people_open_no_alert() -> None:
    assert not [*growing([Wait(BRETAGNE, 90.0, 20.0, (4 * K - 1 - K, MANY))], K)]
    [lasts] = growing([Wait(BRETAGNE, 90.0, 20.0, (3 * K, MANY))], K)
    assert not lasts.opens


@pytest.mark.parametrize(
    ("came", "told"), [((50, 100), True), ((75, 100), False), ((90, 100), None), ((None, 100), None)]
)
def test_meetings_to_which_far_fewer_come_open_an_alert(
    came: tuple[float | None, float | None], told: bool | None
) -> None:
    found = [sign.opens for sign in emptying([turnout(came)], K)]
    assert found == ([] if told is None else [told])


def test_no_shows_that_have_become_many_open_an_alert_too() -> None:
    [sign] = emptying([turnout((100, 100), (0.4, 0.2))], K)
    assert sign.opens
    assert not [*emptying([turnout((100, 100), (0.2, 0.02))], K)]


def test_a_handful_of_meetings_tells_nothing() -> None:
    assert not [*emptying([Turnout(BRETAGNE, (3, 10), (10, 100), (0.9, 0.1), (MANY, MANY))], K)]


def test_of_the_units_of_a_module_the_worst_opens_an_alert_and_others_only_last() -> None:
    shares = [
        Share("", "m", f"modules/m/{unit}", part, 100) for unit, part in (("b", 20), ("c", 45), ("d", 10))
    ]
    assert {sign.subject[-1]: sign.opens for sign in stopping(shares, K)} == {"b": False, "c": True}


def test_the_same_unit_in_another_region_is_judged_by_itself() -> None:
    shares = [Share(region, "m", "modules/m/b", 45, 100) for region in ("", BRETAGNE)]
    assert [sign.opens for sign in stopping(shares, K)] == [True, True]


@pytest.mark.parametrize(("part", "whole"), [(0, 100), (95, 100), (20, 6 * K - 1)])
def test_a_share_from_which_few_could_be_found_has_no_alert(part: int, whole: int) -> None:
    assert not [*failing([Share("", "m", "modules/m/b/quiz/q", part, whole)], K)]
