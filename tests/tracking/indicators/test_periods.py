"""What a period is compared with: the same span a year before, up to the same day where it is not over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from classcode.territory import systems
from tracking.indicators import periods
from tracking.indicators.periods import DATES, Before, Period

TODAY = date(2026, 11, 22)


def days(first: str, last: str) -> Period:
    return Period(DATES, date.fromisoformat(first), date.fromisoformat(last))


def before(period: Period, today: date = TODAY) -> Period:
    found = periods.before(period, today)
    assert found is not None
    return found.period


def school_year(system: str, day: date) -> Period:
    return periods.school_year(systems.system(system), day)


def test_a_school_year_that_is_over_is_compared_with_the_whole_one_before() -> None:
    for system in systems.SYSTEMS:
        over = school_year(system, date(2025, 12, 1))
        assert before(over, date(2027, 1, 1)) == days(
            *(day.isoformat() for day in _ends(school_year(system, date(2024, 12, 1))))
        )


def _ends(period: Period) -> tuple[date, date]:
    return period.first, period.last


def test_a_school_year_that_goes_on_is_compared_up_to_the_same_day() -> None:
    now = school_year("be-fr", TODAY)
    assert before(now) == Period(DATES, school_year("be-fr", date(2025, 12, 1)).first, date(2025, 11, 22))


def test_on_its_first_day_a_school_year_is_compared_with_one_day() -> None:
    now = school_year("be-fr", TODAY)
    compared = before(now, now.first)
    assert compared.first <= compared.last <= date(2025, 8, 31)


def test_what_goes_on_is_compared_with_the_same_stretch_on_every_day_that_it_goes_on() -> None:
    """From its first day up to the same date: as many days, but where a year starts earlier or has its 29th."""
    march, winter = periods.month("2026-03"), days("2025-12-01", "2026-02-28")
    for whole in (march, winter, school_year("fr", TODAY), school_year("be-fr", TODAY)):
        for number in range((whole.last - whole.first).days):
            today = whole.first + timedelta(days=number)
            found = before(whole, today)
            assert found.last == max(found.first, today.replace(year=today.year - 1))
            passed = (found.last - found.first).days
            drift = abs((whole.first - found.first).days - 365)
            assert abs(passed - number) <= drift


def test_a_month_is_compared_with_the_month_a_year_before() -> None:
    assert before(periods.month("2026-03")) == days("2025-03-01", "2025-03-31")
    assert before(periods.month("2026-11")) == days("2025-11-01", "2025-11-22")


def test_the_last_day_of_a_leap_february_is_compared_with_the_28th() -> None:
    assert before(periods.month("2024-02")) == days("2023-02-01", "2023-02-28")
    assert before(periods.month("2025-02")) == days("2024-02-01", "2024-02-29")
    assert before(periods.month("2024-02"), date(2024, 2, 29)) == days("2023-02-01", "2023-02-28")


def test_free_weeks_are_compared_with_the_same_days_of_the_week() -> None:
    compared = before(days("2026-03-02", "2026-04-26"))
    assert compared == days("2025-03-03", "2025-04-27")
    assert (compared.first.weekday(), compared.last.weekday()) == (0, 6)


def test_free_weeks_that_go_on_are_compared_with_as_many_days() -> None:
    assert before(days("2026-11-02", "2026-12-20")) == days("2025-11-03", "2025-11-23")


@pytest.mark.parametrize(
    ("asked", "compared"),
    [
        (days("2026-03-01", "2026-05-31"), days("2025-03-01", "2025-05-31")),
        (days("2025-01-01", "2025-12-31"), days("2024-01-01", "2024-12-31")),
        (days("2024-01-01", "2025-12-31"), days("2022-01-01", "2023-12-31")),
    ],
)
def test_whole_months_are_compared_with_the_same_months_that_end_before(
    asked: Period, compared: Period
) -> None:
    assert before(asked) == compared
    assert compared.last < asked.first


def test_the_dates_of_a_school_year_are_compared_as_that_school_year_is() -> None:
    named = school_year("be-fr", date(2025, 12, 1))
    assert periods.before(Period(DATES, named.first, named.last), TODAY) == periods.before(named, TODAY)


def test_a_period_that_has_not_begun_is_compared_with_nothing() -> None:
    assert periods.before(periods.month("2026-12"), TODAY) is None


def test_a_month_finds_its_month_of_the_span_before() -> None:
    span = Before(days("2022-01-01", "2023-12-31"), 2)
    assert [span.key_of(key) for key in ("2024-01", "2025-12")] == ["2022-01", "2023-12"]
