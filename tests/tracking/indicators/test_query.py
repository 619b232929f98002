"""Each indicator counts what its definition says, in the period, region and module asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from tests.tracking.indicators.told import SLUG, SPRING, Story
from tracking import rules
from tracking.indicators.periods import Period, month
from tracking.indicators.tally import Cell, Figure

BRE, OCC = "FR-BRE", "FR-OCC"


def regions(figure: Figure) -> dict[str | None, float | None]:
    return {code: cell.value for code, cell in figure.by_region}


def parts(figure: Figure) -> tuple[float | None, float | None]:
    assert figure.total.over is not None
    part, whole = figure.total.over
    return part.value, whole.value


def months(figure: Figure) -> dict[str, float | None]:
    return {key: cell.value for key, cell in figure.by_month}


def test_without_any_record_counts_are_zero_and_shares_have_no_value(story: Story) -> None:
    found = story.figures()
    assert found["registered"].total == Cell(0)
    assert found["attendance-rate"].total.value is found["first-answer"].total.value is None
    assert found["registered"].by_region == ()
    assert list(months(found["registered"])) == ["2026-03", "2026-04", "2026-05"]


def test_a_person_in_two_modules_is_registered_once(story: Story) -> None:
    ada = story.person(BRE)
    story.joins(ada)
    story.joins(ada, 40, "robots")
    assert story.total("registered") == 1
    assert story.total("registered", module=SLUG) == story.total("registered", module="robots") == 1


def test_people_count_in_the_month_and_region_in_which_they_first_got_there(story: Story) -> None:
    for region, day in ((BRE, 0), (BRE, 35), (OCC, 36), (None, 70)):
        story.joins(story.person(region), day)
    registered = story.figures()["registered"]
    assert regions(registered) == {BRE: 2, OCC: 1, None: 1}
    assert months(registered) == {"2026-03": 1, "2026-04": 2, "2026-05": 1}


def test_what_lies_outside_the_period_is_not_counted(story: Story) -> None:
    story.joins(story.person(), -2)
    story.joins(story.person(), 95)
    assert story.total("registered") == 0


def test_a_day_begins_at_midnight_in_paris(story: Story) -> None:
    story.joins(story.person(), 29 + 13.5 / 24)  # 31 March, 22:30 UTC: April in Paris
    assert months(story.figures()["registered"]) == {"2026-03": 0, "2026-04": 1, "2026-05": 0}


def test_somebody_who_moves_counts_where_she_had_declared_to_be_at_that_date(story: Story) -> None:
    ada = story.person(BRE)
    story.joins(ada, 0)
    story.moves(ada, OCC, 10)
    story.plays(ada, 20)
    story.moves(ada, None, 30)
    story.finishes(ada, 40)
    found = story.figures()
    assert (
        regions(found["registered"])[BRE]
        == regions(found["engaged"])[OCC]
        == regions(found["trained"])[None]
        == 1
    )


def test_units_marked_as_done_neither_engage_nor_train(story: Story) -> None:
    ada = story.person()
    for unit in "abcdef":
        story.reads(ada, unit, 30)
    assert story.total("engaged") == story.total("participating") == story.total("trained") == 0


def test_one_activity_and_one_meeting_make_participation(story: Story) -> None:
    ada, place = story.person(), story.make.place().id
    story.plays(ada, 1)
    story.comes(ada, story.meets(story.person(), place), place, day=9)
    assert story.total("participating") == 1


def test_a_voided_statement_counts_nowhere(story: Story) -> None:
    ada = story.person(BRE)
    for identity in (story.joins(ada), story.reads(ada, "u", 60), story.plays(ada)):
        rules.void(story.session, identity, ada.id)
    found = story.figures()
    assert {found[id_].total.value for id_ in ("registered", "engaged", "hours-online")} == {0}


def test_a_unit_done_twice_counts_its_hours_once_on_the_first_day(story: Story) -> None:
    ada = story.person()
    story.reads(ada, "u", 30, 0)
    story.reads(ada, "u", 30, 40)
    story.reads(ada, "v", 60, 40)
    assert months(story.figures()["hours-online"]) == {"2026-03": 0.5, "2026-04": 1, "2026-05": 0}


def test_a_unit_first_done_before_the_period_adds_no_hours_in_it(story: Story) -> None:
    ada = story.person()
    story.reads(ada, "u", 30, -10)
    story.reads(ada, "u", 30, 10)
    assert story.total("hours-online") == 0


def test_the_wait_is_the_median_in_hours_of_first_answers(story: Story) -> None:
    bruno = story.person(OCC)
    for minutes in (60, 120, 600):
        ticket = story.asks(story.person(BRE), 1)
        story.answers(bruno, ticket, 2, minutes)
        story.answers(bruno, ticket, 3, None)
    story.asks(story.person(BRE), 1)
    found = story.figures()
    assert found["questions"].total.value == 4
    assert (found["first-answer"].total.value, found["first-answer"].total.rests.people) == (2, 3)
    assert regions(found["first-answer"]) == {BRE: 2}


def test_an_unanswered_question_misses_the_promise_once_its_time_is_over(story: Story) -> None:
    bruno = story.person()
    for minutes in (10, 3 * 24 * 60, 3 * 24 * 60 + 1):
        story.answers(bruno, story.asks(story.person(), 1), 5, minutes)
    story.asks(story.person(), 1)
    assert parts(story.figures()["answered-in-time"]) == (2, 4)


def test_a_question_that_still_has_time_is_not_judged_yet(story: Story) -> None:
    story.asks(story.person(), 119)
    june = month("2026-06")
    assert story.total("questions", period=june) == 1
    assert parts(story.figures(period=june)["answered-in-time"]) == (0, 0)


def test_who_declares_her_region_after_joining_counts_there(story: Story) -> None:
    person = story.person(None)
    story.joins(person, 3)
    story.moves(person, BRE, 10)
    story.moves(person, OCC, 20)
    assert regions(story.figures()["registered"]) == {BRE: 1}


def test_a_meeting_counts_once_in_the_region_of_its_place_and_each_seat_in_its_learners(story: Story) -> None:
    bruno, place = story.person(BRE), story.make.place("FR-31555").id
    meeting = story.meets(bruno, place, 0)
    for region in (BRE, OCC, None):
        story.comes(story.person(region), meeting, place, day=30, minutes=90)
    story.misses(story.person(BRE), meeting, 30)
    story.meets(bruno, place, 1)
    found = story.figures()
    assert (found["meetings-proposed"].total.value, found["meetings-held"].total.value) == (2, 1)
    assert regions(found["meetings-held"])[OCC] == 1
    assert regions(found["attended"]) == {BRE: 1, OCC: 1, None: 1}
    assert parts(found["attendance-rate"]) == (3, 4)
    assert found["hours-in-person"].total.value == 4.5


def test_a_region_filter_keeps_that_region_alone_and_none_means_not_declared(story: Story) -> None:
    for region in (BRE, BRE, OCC, None):
        story.joins(story.person(region))
    assert story.total("registered", region=BRE) == 2
    assert story.total("registered", region="none") == 1
    assert regions(story.figures(region=OCC)["registered"]) == {OCC: 1}


def test_a_lead_of_some_regions_gets_figures_of_those_alone(story: Story) -> None:
    for region in (BRE, BRE, OCC, None):
        story.joins(story.person(region))
    registered = story.figures(allowed=frozenset({BRE}))["registered"]
    assert registered.total.value == 2 and regions(registered) == {BRE: 2}
    assert story.total("registered", allowed=frozenset({BRE}), region=OCC) == 0


def test_a_period_that_has_not_ended_shows_no_month_to_come(story: Story) -> None:
    year = Period("dates", date(2026, 5, 1), date(2027, 4, 30))
    assert list(months(story.figures(period=year)["registered"])) == ["2026-05", "2026-06"]


@pytest.mark.parametrize("asked", [{}, {"module": SLUG}, {"region": BRE}, {"allowed": frozenset({BRE, OCC})}])
def test_rows_of_sums_add_up_to_their_total(story: Story, asked: dict[str, Any]) -> None:
    place = story.make.place().id
    meeting = story.meets(story.person(BRE), place)
    for number, region in enumerate([BRE, OCC, None, BRE, OCC]):
        someone = story.person(region)
        story.joins(someone, number * 15)
        story.reads(someone, "u", 45, number * 16)
        story.asks(someone, number * 14)
        story.comes(someone, meeting, place, day=40)
    found = story.figures(**asked)
    for id_ in (
        "registered",
        "questions",
        "attended",
        "hours-online",
        "hours-in-person",
        "meetings-proposed",
    ):
        for rows in (regions(found[id_]), months(found[id_])):
            assert sum(value or 0 for value in rows.values()) == pytest.approx(found[id_].total.value)


def test_the_number_of_queries_does_not_grow_with_the_record(story: Story) -> None:
    seen: list[str] = []
    event.listen(story.session.get_bind(), "before_cursor_execute", lambda *given: seen.append(given[2]))
    numbers = []
    for days in (range(1), range(20)):
        for day in days:
            story.joins(story.person(BRE), day)
            story.asks(story.person(OCC), day)
        story.figures(period=SPRING)
        seen.clear()
        story.figures(period=SPRING)
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


def test_a_meeting_that_ran_without_a_facilitator_is_counted_apart_too(story: Story) -> None:
    bruno, place = story.person(BRE), story.make.place("FR-31555").id
    led, alone = story.meets(bruno, place, 0), story.meets(story.person(BRE), place, 1)
    story.comes(story.person(BRE), led, place, day=30, minutes=90, instructor=bruno)
    story.comes(story.person(BRE), alone, place, day=31, minutes=90)
    found = story.figures()
    assert found["meetings-held"].total.value == 2
    assert found["meetings-without-facilitator"].total.value == 1
