"""What each family of indicators counts, on rows as the projections keep them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from classcode import clock
from tests.make import Make
from tests.tracking.indicators.rows import LAST_OF_MAY, Rows, day, shares, values
from tests.tracking.indicators.told import NOW, SLUG
from tracking.indicators.definition import definitions
from tracking.indicators.periods import Period, month
from tracking.indicators.tally import Count, Lack

BRE, OCC = "FR-BRE", "FR-OCC"


def test_every_indicator_whose_source_is_the_record_is_measured(rows: Rows) -> None:
    found = rows.figures()
    assert list(found) == [one.id for one in definitions()]
    lacking = {id_ for id_, figure in found.items() if figure.lacks is Lack.SOURCE}
    assert not lacking & {one.id for one in definitions() if one.origin.value == "record"}
    assert all(found[id_].total.value is None for id_ in lacking)


@pytest.mark.parametrize(
    "kind", ["registered", "started", "engaged", "participating", "trained", "certified"]
)
def test_each_milestone_is_counted_under_its_own_name(rows: Rows, kind: str) -> None:
    rows.reaches(rows.someone(), kind)
    found = rows.figures()
    told = {id_ for id_, figure in found.items() if figure.total.value}
    assert told == {kind, "enrolments"} if kind == "registered" else {kind}


def test_who_is_trained_by_the_end_of_the_period_is_no_longer_initiated(rows: Rows) -> None:
    initiated, trained, later = rows.someone(), rows.someone(), rows.someone()
    for one in (initiated, trained, later):
        rows.reaches(one, "initiated", 2)
    rows.reaches(trained, "trained", 60)
    rows.reaches(later, "trained", 100)
    assert rows.total("initiated") == 2
    assert rows.total("initiated", period=month("2026-03")) == 3
    assert rows.total("initiated", module=SLUG) == 2


def test_activity_is_that_of_the_last_days_and_of_each_month_by_its_own_end(rows: Rows) -> None:
    ada, bea, cleo = rows.someone(region=BRE), rows.someone(region=OCC), rows.someone()
    for number in (0, 3, 6):
        rows.is_active(ada, LAST_OF_MAY - timedelta(days=number))
    rows.is_active(bea, LAST_OF_MAY - timedelta(days=7))
    rows.is_active(bea, LAST_OF_MAY - timedelta(days=29), "robots")
    rows.is_active(cleo, date(2026, 3, 31))
    rows.is_active(cleo, LAST_OF_MAY - timedelta(days=30))
    found = rows.figures()
    assert found["active-7-days"].total.rests == Count(1, ada.key)
    assert found["active-30-days"].total.value == 2
    assert values(found["active-7-days"], "month") == {"2026-03": 1, "2026-04": 0, "2026-05": 1}
    # 1 May lies in the thirty days that end with May's last day but one, and in none that end in April.
    assert values(found["active-30-days"], "month") == {"2026-03": 1, "2026-04": 0, "2026-05": 2}
    assert values(found["active-30-days"], "region") == {BRE: 1, OCC: 1}
    assert rows.total("active-30-days", module="robots") == 1


def test_activity_of_a_period_that_has_not_ended_ends_today(rows: Rows) -> None:
    rows.is_active(rows.someone(), NOW.date() - timedelta(days=6))
    rows.is_active(rows.someone(), NOW.date() - timedelta(days=7))
    year = Period("dates", date(2026, 1, 1), date(2026, 12, 31))
    assert rows.total("active-7-days", period=year) == 1


def test_hours_rest_on_distinct_people_in_each_row(rows: Rows) -> None:
    ada = rows.someone(region=BRE)
    for number in (0, 1, 40):
        rows.completes(ada, 30, number)
    hours = rows.figures()["hours-online"]
    assert (hours.total.value, hours.total.rests) == (1.5, Count(1, ada.key))
    assert values(hours, "month") == {"2026-03": 1, "2026-04": 0.5, "2026-05": 0}
    assert {cell.rests for key, cell in hours.rows["month"] if key != "2026-05"} == {Count(1, ada.key)}


def test_excused_people_are_absent_and_expected_but_no_no_shows(rows: Rows) -> None:
    ada, bea, cleo, dora = (rows.someone() for _ in range(4))
    for number in (0, 30):
        one = rows.meeting(number)
        for who, status in ((ada, "attended"), (bea, "attended"), (cleo, "absent"), (dora, "excused")):
            rows.sits(who, one, number, status=status)
    found = rows.figures()
    assert {id_: found[id_].total.value for id_ in ("attended", "met", "absent", "hours-in-person")} == {
        "attended": 4, "met": 2, "absent": 4, "hours-in-person": 6,
    }  # fmt: skip
    assert shares(found["attendance-rate"].total) == (4, 8)
    assert shares(found["no-show-rate"].total) == (2, 8)
    assert found["no-show-rate"].total.rests == Count(1, cleo.key)


def test_meetings_are_counted_with_their_seats_and_all_heads_in_them(rows: Rows) -> None:
    led, alone = rows.meeting(10, led=True, region=BRE), rows.meeting(20, region=OCC)
    rows.meeting(90, held_at=None)
    rows.has(led, "capacity", 12, 1)
    rows.has(led, "capacity", 15, 5)
    rows.has(led, "capacity", 99, 11)
    rows.has(led, "guests", 2, 11)
    rows.has(led, "guests", 3, 12)
    rows.has(led, "children", 5, 12)
    ada = rows.someone()
    rows.sits(ada, led, 10)
    rows.sits(ada, alone, 20)
    rows.sits(rows.someone(), alone, 20, status="absent")
    found = rows.figures()
    assert {id_: found[id_].total.value for id_ in found if id_.startswith("meetings")} == {
        "meetings-proposed": 3, "meetings-held": 2, "meetings-with-facilitator": 1, "meetings-without-facilitator": 1,
    }  # fmt: skip
    assert values(found["seats"], "region") == {BRE: 15, OCC: None, None: 0}
    assert found["seats"].total.value == 15
    assert values(found["headcount"], "region") == {BRE: 9, OCC: 1, None: 0}
    assert found["headcount"].total.value == 10 and found["headcount"].total.rests == Count(1, ada.key)


def test_a_meeting_lies_in_the_department_academy_and_commune_type_of_its_place(
    rows: Rows, make: Make
) -> None:
    place = make.place("FR-29019")
    rows.meeting(3, place=place.id, region=BRE)
    rows.meeting(4, region=OCC)
    for asked in (
        {"department": "29"},
        {"academy": "14"},
        {"commune_type": "urban"},
        {"country": "FR", "region": BRE},
    ):
        assert rows.total("meetings-held", **asked) == 1
    assert rows.total("meetings-held", commune_type="rural") == 0
    assert rows.total("meetings-held", country="FR") == 2
    assert rows.total("meetings-held", allowed=frozenset({OCC})) == 1


def test_facilitators_count_once_where_they_helped_with_a_key_of_their_own(rows: Rows) -> None:
    helper, other = rows.someone(), rows.someone()
    for number in (1, 2):
        rows.asks(
            rows.someone(region=BRE), number, answered_at=day(number + 1), waited=60, answered_by=helper.actor
        )
    rows.meeting(40, region=OCC, led=True, led_by=helper.actor)
    rows.meeting(41, region=OCC, led=True, led_by=other.actor)
    rows.meeting(99, region=OCC, led=True, led_by=other.actor)
    found = rows.figures()["facilitators-active"]
    assert found.total.rests == Count(2, (helper.key + other.key) % 2**32)
    assert values(found, "region") == {BRE: 1, OCC: 2}
    assert values(found, "month") == {"2026-03": 1, "2026-04": 2, "2026-05": 0}


def test_a_learner_becomes_a_facilitator_the_first_time_she_helps(rows: Rows) -> None:
    became, before, never_learned = rows.someone(region=BRE), rows.someone(), rows.someone()
    rows.reaches(became, "registered", -50)
    rows.reaches(before, "registered", -50)
    rows.meeting(5, led=True, led_by=became.actor)
    rows.meeting(50, led=True, led_by=became.actor)
    rows.meeting(-10, led=True, led_by=before.actor)
    rows.meeting(6, led=True, led_by=before.actor)
    rows.meeting(6, led=True, led_by=never_learned.actor)
    found = rows.figures()["learners-become-facilitators"]
    assert found.total.rests == Count(1, became.key)
    assert values(found, "month") == {"2026-03": 1, "2026-04": 0, "2026-05": 0}
    assert rows.total("learners-become-facilitators", region=BRE) == 1


def test_questions_are_resolved_in_the_middle_time_of_those_that_are(rows: Rows) -> None:
    ada = rows.someone(region=BRE)
    for hours in (2, 4, 6, 20):
        rows.asks(ada, 1, resolved_at=day(1) + timedelta(hours=hours))
    rows.asks(rows.someone(region=OCC), 1)
    found = rows.figures()
    assert (found["questions"].total.value, found["resolved"].total.value) == (5, 4)
    assert (found["resolution-time"].total.value, found["resolution-time"].total.rests) == (
        5,
        Count(1, ada.key),
    )
    assert values(found["resolution-time"], "region") == {BRE: 5, OCC: None}


def test_satisfaction_is_the_share_of_good_opinions_beside_the_share_of_answers(rows: Rows) -> None:
    for points in (5, 4, 3, None):
        who = rows.someone()
        path = rows.asks(who, 1, answered_at=day(2), waited=9, resolved_at=day(3))
        if points:
            rows.says(who, path, points, 100)
    rows.asks(rows.someone(), 1, resolved_at=day(2))
    found = rows.figures()
    assert shares(found["satisfaction-answers"].total) == (2, 3)
    assert shares(found["satisfaction-answers-response"].total) == (3, 4)


def test_opinions_of_meetings_count_by_the_day_of_the_meeting_and_of_who_was_there(rows: Rows) -> None:
    one = rows.meeting(85)
    ada, bea, absent = rows.someone(), rows.someone(), rows.someone()
    rows.sits(ada, one, 85)
    rows.sits(bea, one, 85)
    rows.sits(absent, one, 85, status="absent")
    for who, points in ((ada, 5), (absent, 1)):
        rows.says(who, one, points, 95, about="meeting")
    found = rows.figures()
    assert shares(found["satisfaction-meetings"].total) == (1, 1)
    assert shares(found["satisfaction-meetings-response"].total) == (1, 2)
    assert found["satisfaction-meetings-response"].total.rests.people == 1


def test_places_are_nested_circles_as_they_stood_at_the_end_of_each_month(rows: Rows, make: Make) -> None:
    with clock.at(day(0)):
        named, active, kept = (make.place() for _ in range(3))
        with clock.at(day(35)):
            make.place("FR-31555")
    rows.meeting(-400, place=named.id, region=BRE)
    rows.meeting(35, place=active.id, region=BRE)
    for number in (-120, -60, 0, 63):
        rows.meeting(number, place=kept.id, region=BRE)
    found = rows.figures()
    assert {id_: values(found[id_], "month") for id_ in found if id_.startswith("places")} == {
        "places-identified": {"2026-03": 3, "2026-04": 4, "2026-05": 4},
        "places-active": {"2026-03": 1, "2026-04": 2, "2026-05": 2},
        "places-sustained": {"2026-03": 0, "2026-04": 0, "2026-05": 1},
    }
    assert values(found["places-identified"], "region") == {BRE: 3, OCC: 1}
    assert rows.total("places-active", department="35") == 2


def test_a_place_hidden_since_is_still_counted_in_the_months_before(rows: Rows, make: Make) -> None:
    with clock.at(day(0)):
        hidden = make.place()
    hidden.hidden_at = day(40)
    assert values(rows.figures()["places-identified"], "month") == {"2026-03": 1, "2026-04": 0, "2026-05": 0}
