"""Paths and waits of people whose histories are known: true counts, each with the key of the people it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from classcode.territory import systems
from tests.tracking.indicators.paths.conftest import Ask, those
from tests.tracking.indicators.rows import Rows, Someone, day
from tests.tracking.indicators.told import NOW, SLUG, SPRING
from tracking.indicators.paths.bins import ANSWERS, DAY, HOUR, WEEK, bins
from tracking.indicators.paths.shapes import Step, Wait
from tracking.indicators.periods import Period, month, school_year
from tracking.indicators.tally import Cell, Count

BRE, OCC = "FR-BRE", "FR-OCC"
STEPS = ("registered", "started", "engaged", "participating", "met", "trained", "certified")


def joins(rows: Rows, *reached: str, number: float = 0, at: float | None = None, **profile: str) -> Someone:
    """Make somebody who registered on a day, and reached some steps on another."""
    who = rows.someone(**profile)
    rows.reaches(who, "registered", number)
    for kind in reached:
        rows.reaches(who, kind, number + 1 if at is None else at)
    return who


def step(found: tuple[Step[Cell], ...], id_: str) -> Step[Cell]:
    return next(one for one in found if one.id == id_)


def over(cell: Cell | None) -> tuple[Count, Count]:
    """Return the people above and below the line."""
    assert cell is not None and cell.over is not None
    return cell.over[0].rests, cell.over[1].rests


def test_the_funnel_follows_the_registered_of_the_period_to_this_day(rows: Rows, ask: Ask) -> None:
    idle = joins(rows)
    started = joins(rows, "started")
    engaged = joins(rows, "started", "engaged")
    # Trained in June, after the month: she is followed until today.
    trained = joins(rows, "started", "engaged", "participating", "trained", at=110)
    before = joins(rows, "started", "trained", number=-30, at=5)
    found = ask(period=month("2026-03")).funnel
    assert [one.id for one in found] == list(STEPS)
    assert step(found, "registered").people.rests == those([idle, started, engaged, trained])
    assert step(found, "started").people.rests == those([started, engaged, trained])
    assert step(found, "engaged").people.rests == those([engaged, trained])
    assert step(found, "participating").people.rests == those([trained])
    assert step(found, "trained").people.rests == those([trained])
    assert step(found, "certified").people == Cell(0)
    assert before.key not in {one.people.rests.key for one in found}


def test_of_free_dates_people_are_followed_to_the_last_of_them(rows: Rows, ask: Ask) -> None:
    in_may, in_june = joins(rows, "trained", "met", at=80), joins(rows, "trained", "met", at=110)
    found = ask()
    assert step(found.funnel, "trained").people.rests == those([in_may])
    assert found.waits[2].still.rests == those([in_june])
    year = school_year(systems.system("fr"), NOW.date())
    assert step(ask(period=year).funnel, "trained").people.rests == those([in_may, in_june])


def test_each_share_names_those_it_divides(rows: Rows, ask: Ask) -> None:
    idle, started = joins(rows), [joins(rows, "started") for _ in range(2)]
    engaged = [joins(rows, "started", "engaged") for _ in range(3)]
    found = step(ask().funnel, "engaged")
    assert over(found.of_before) == (those(engaged), those([*started, *engaged]))
    assert over(found.of_registered) == (those(engaged), those([idle, *started, *engaged]))
    assert found.of_before is not None and found.of_before.value == pytest.approx(3 / 5)


def test_a_step_that_does_not_lie_in_the_one_before_is_divided_among_those_of_the_one_before(
    rows: Rows, ask: Ask
) -> None:
    both = joins(rows, "engaged", "participating", "met")
    online = joins(rows, "engaged", "participating")
    only_met = joins(rows, "met")
    met = step(ask().funnel, "met")
    assert met.people.rests == those([both, only_met])
    assert over(met.of_before) == (those([both]), those([both, online]))


def test_a_share_rests_on_the_smaller_of_the_two_groups_it_tells_apart(rows: Rows, ask: Ask) -> None:
    idle = joins(rows)
    _started = [joins(rows, "started") for _ in range(4)]
    found = step(ask().funnel, "started")
    assert found.of_before is not None and found.of_before.rests == those([idle])


def test_the_first_step_has_no_share_and_nobody_gives_no_value(ask: Ask) -> None:
    found = ask().funnel
    assert found[0].people == Cell(0) and found[0].of_before is None and found[0].of_registered is None
    assert found[1].of_before is not None and found[1].of_before.value is None


def test_a_filter_asks_who_she_was_when_she_registered(rows: Rows, ask: Ask) -> None:
    here = joins(rows, "started", region=BRE)
    joins(rows, "started", region=OCC)
    found = ask(region=BRE).funnel
    assert step(found, "started").people.rests == those([here])
    assert ask(allowed=frozenset({BRE})).funnel == found


def test_a_module_has_a_path_of_its_own(rows: Rows, ask: Ask) -> None:
    who = rows.someone()
    rows.reaches(who, "registered", 0, SLUG)
    rows.session.flush()
    rows.session.merge(_milestone(who, "trained", "robots", 9))
    assert step(ask(module=SLUG).funnel, "trained").people.value == 0
    assert step(ask().funnel, "registered").people.value == 1


def _milestone(who: Someone, kind: str, module: str, number: float) -> object:
    from tracking.models import Milestone

    return Milestone(**who.columns, kind=kind, module=module, at=day(number))


# Cohorts.


def test_a_curve_rises_with_the_months_since_they_registered(rows: Rows, ask: Ask) -> None:
    same_month = joins(rows, "trained", at=20)
    next_month = joins(rows, "trained", at=45)
    never = joins(rows)
    march = ask().curves[0]
    assert (march.cohort.key, march.people.rests) == (
        "2026-03",
        those([same_month, next_month, never]),
    )
    assert over(march.months[0])[0] == those([same_month])
    assert over(march.months[1]) == (those([same_month, next_month]), march.people.rests)
    assert over(march.months[2])[0] == those([same_month, next_month])


def test_months_that_have_not_ended_are_not_told(rows: Rows, ask: Ask) -> None:
    joins(rows)
    march, _april, may = ask().curves  # asked on 30 June
    assert [one is not None for one in march.months] == [True] * 3 + [False] * 10
    assert [one is not None for one in may.months] == [True] + [False] * 12
    later = ask(now=datetime(2027, 4, 30, 22, 1, tzinfo=UTC)).curves  # after midnight in Paris
    assert all(one is not None for one in later[0].months)


def test_who_reached_it_before_she_registered_had_reached_it_from_the_first_month(
    rows: Rows, ask: Ask
) -> None:
    early = joins(rows, "met", number=31, at=-60)
    april = ask("met").curves[1]
    assert over(april.months[0])[0] == those([early])


def test_reaching_it_after_more_than_a_year_is_on_no_curve(rows: Rows, ask: Ask) -> None:
    joins(rows, "trained", at=400)
    march = ask(now=datetime(2028, 1, 1, tzinfo=UTC)).curves[0]
    assert over(march.months[12])[0] == Count() and march.people.value == 1


@pytest.mark.parametrize(
    ("period", "keys"),
    [
        (month("2026-03"), ["2026-03"]),
        (SPRING, ["2026-03", "2026-04", "2026-05"]),
        (
            Period("dates", date(2025, 9, 1), date(2026, 8, 31)),
            ["2025-09/2025-11", "2025-12/2026-02", "2026-03/2026-05", "2026-06/2026-08"],
        ),
        (
            Period("dates", date(2025, 8, 25), date(2026, 3, 2)),
            ["2025-08", "2025-09/2025-11", "2025-12/2026-02", "2026-03"],
        ),
        (
            Period("dates", date(2021, 1, 1), date(2025, 12, 31)),
            ["2021-01/2021-08", "2021-09/2022-08", "2022-09/2023-08", "2023-09/2024-08", "2024-09/2025-08",
             "2025-09/2025-12"],
        ),
    ],
)  # fmt: skip
def test_months_become_terms_and_years_so_that_at_most_six_cohorts_are_drawn(
    period: Period, keys: list[str], ask: Ask
) -> None:
    found = ask(period=period, now=datetime(2027, 9, 1, tzinfo=UTC)).curves
    assert [one.cohort.key for one in found] == keys


def test_the_cohorts_of_a_period_hold_everybody_who_registered_in_it(rows: Rows, ask: Ask) -> None:
    people = [joins(rows, number=number) for number in (-1, 0, 29, 30, 91, 150)]
    year = Period("dates", date(2025, 9, 1), date(2026, 8, 31))
    found = ask(period=year, now=day(200))
    assert sum(one.people.rests.people for one in found.curves) == len(people)
    assert sum(one.people.rests.key for one in found.curves) % 2**32 == those(people).key


# Waits.


def bin_of(wait: Wait[Cell], minutes: float) -> Cell:
    return next(cell for one, cell in wait.bins if one.holds(minutes))


def asks(rows: Rows, who: Someone, number: float, waited: int | None, settled: float | None = None) -> None:
    at = None if settled is None else day(number) + timedelta(minutes=settled)
    rows.asks(who, number, waited=waited, resolved_at=at)


def test_questions_lie_in_the_bins_of_how_long_their_askers_waited(rows: Rows, ask: Ask) -> None:
    ada, bea = rows.someone(), rows.someone()
    for number, waited in enumerate((0, HOUR, HOUR + 1, 4 * HOUR, DAY, 8 * DAY, 8 * DAY + 1)):
        asks(rows, ada, number, waited)
    asks(rows, bea, 3, 30)
    asks(rows, bea, 4, None)
    answer = ask().waits[0]
    assert (answer.id, answer.whole.value, answer.whole.rests) == ("first-answer", 9, those([ada, bea]))
    assert (bin_of(answer, 1).value, bin_of(answer, 1).rests) == (3, those([ada, bea]))
    assert [cell.value for _bin, cell in answer.bins] == [3, 2, 1, 0, 0, 0, 1, 1]
    assert bin_of(answer, 10**6).rests == those([ada])
    assert (answer.still.value, answer.still.rests) == (1, those([bea]))


def test_a_question_that_was_closed_without_an_answer_waits_no_more(rows: Rows, ask: Ask) -> None:
    ada = rows.someone()
    asks(rows, ada, 0, None, settled=90)
    answer, settling, _meeting = ask().waits
    assert answer.still.value == 0 and answer.without is not None and answer.without.value == 1
    assert bin_of(settling, 90).value == 1 and settling.still.value == 0


def test_of_free_dates_a_wait_is_followed_to_the_last_of_them(rows: Rows, ask: Ask) -> None:
    asks(rows, rows.someone(), 90, 2 * DAY, settled=3 * DAY)  # on 31 May, the last day
    answer, settling, _meeting = ask().waits
    assert (answer.still.value, settling.still.value) == (1, 1)
    answer, settling, _meeting = ask(period=month("2026-05")).waits
    assert (bin_of(answer, 2 * DAY).value, bin_of(settling, 3 * DAY).value) == (1, 1)


def test_resolutions_are_counted_from_the_question(rows: Rows, ask: Ask) -> None:
    ada = rows.someone()
    asks(rows, ada, 0, 5, settled=3 * DAY)
    asks(rows, ada, 1, 5, settled=3 * DAY)
    asks(rows, ada, 2, 5)
    settling = ask().waits[1]
    assert bin_of(settling, 3 * DAY).value == 2 and settling.still.value == 1
    assert settling.median is not None and settling.median.value == pytest.approx(72)


def test_the_promised_time_is_an_end_of_a_bin_and_the_median_is_that_of_the_indicator(
    rows: Rows, ask: Ask
) -> None:
    ada = rows.someone()
    for number, waited in enumerate((60, 120, 600)):
        asks(rows, ada, number, waited)
    answer = ask().waits[0]
    assert answer.promised == 3 * DAY and answer.promised in {one.most for one, _cell in answer.bins}
    assert answer.median == rows.figures()["first-answer"].total
    assert rows.figures()["questions"].total == answer.whole


def test_a_first_meeting_is_waited_for_from_the_day_of_registering(rows: Rows, ask: Ask) -> None:
    soon, late, waiting = joins(rows, "met", at=7), joins(rows, "met", at=7.01), joins(rows)
    before = joins(rows, "met", number=3, at=1)
    meeting = ask().waits[2]
    assert meeting.whole.rests == those([soon, late, waiting])
    assert bin_of(meeting, WEEK).rests == those([soon])
    assert bin_of(meeting, WEEK + 1).rests == those([late])
    assert meeting.still.rests == those([waiting])
    assert before.key not in {cell.rests.key for _bin, cell in meeting.bins}


def test_bins_leave_no_gap_and_hold_nothing_twice() -> None:
    for promised in (None, DAY, 3 * DAY, 8 * DAY):
        some = bins(ANSWERS, promised)
        for minutes in {0, 1, *ANSWERS, *(end + 1 for end in ANSWERS), 10**6}:
            assert sum(one.holds(minutes) for one in some) == 1
        assert len({one.key for one in some}) == len(some)


# Cost.


@pytest.fixture
def questions(rows: Rows) -> Iterator[list[str]]:
    """Collects what is asked of the database."""
    engine = rows.session.get_bind()
    assert isinstance(engine, Engine)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_a_fixed_number_of_questions_is_asked_whatever_the_filter(questions: list[str], ask: Ask) -> None:
    ask()  # the first of a session also begins its transaction
    told = []
    years = Period("dates", date(2021, 1, 1), date(2025, 12, 31))
    for chosen in ({}, {"region": BRE, "gender": "f"}, {"module": SLUG, "period": years, "network": "none"}):
        questions.clear()
        ask(**chosen)
        told.append(sum(not one.startswith("SELECT set_config") for one in questions))
    assert told == [6, 6, 6]
