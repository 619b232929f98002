"""Reading a filter: what is offered is understood, what is impossible is refused in words that help."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classcode.errors import Invalid
from tracking.indicators import choices, periods
from tracking.indicators.choices import Known
from tracking.indicators.filters import DIMENSIONS
from tracking.indicators.periods import Period

TODAY = date(2026, 11, 21)
KNOWN = Known({"FR-BRE": "Bretagne"}, {"robots": "Robots"}, None, TODAY)


def test_without_an_answer_the_current_school_year_is_shown() -> None:
    asked = choices.read({}, KNOWN)
    assert (asked.region, asked.module, asked.allowed) == (None, None, None)
    assert asked.period.key == "fr:2026-2027" and asked.period.first <= TODAY <= asked.period.last


def test_school_years_follow_each_other_without_a_gap() -> None:
    for system in periods.systems.systems():
        year = periods.school_year(system, TODAY)
        assert periods.school_year(system, date.fromordinal(year.last.toordinal() + 1)).first > year.last
        assert periods.school_year(system, date.fromordinal(year.first.toordinal() - 1)).last < year.first


def test_every_period_on_offer_can_be_read_back() -> None:
    for offered in periods.recent(TODAY):
        assert choices.read({"period": offered.key}, KNOWN).period == offered


def free(first: str, last: str) -> Period:
    """Return the period that is read from two days."""
    return choices.read({"period": "dates", "from": first, "to": last}, KNOWN).period


def test_free_dates_include_both_days() -> None:
    period = free("2026-01-26", "2026-02-01")
    assert period == Period("dates", date(2026, 1, 26), date(2026, 2, 1))
    assert (period.ends - period.starts).days == 7


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        (("2026-01-31", "2026-01-31"), ("2026-01-26", "2026-02-01")),
        (("2026-01-26", "2026-02-02"), ("2026-01-26", "2026-02-08")),
        (("2026-01-05", "2026-07-05"), ("2026-01-05", "2026-07-05")),
        (("2026-01-05", "2026-07-06"), ("2026-01-01", "2026-07-31")),
        (("2026-09-15", "2027-06-20"), ("2026-09-01", "2027-06-30")),
    ],
    ids=["a day", "eight days", "26 weeks", "a day more", "a project"],
)
def test_free_dates_are_completed_to_whole_weeks_and_beyond_half_a_year_to_whole_months(
    written: tuple[str, str], counted: tuple[str, str]
) -> None:
    period = free(*written)
    assert (period.first.isoformat(), period.last.isoformat()) == counted
    assert free(*counted) == period
    told = {"from": written[0], "to": written[1]}
    assert choices.is_completed(told, period) == (written != counted)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-12-31"), ("2022-01-01", "2026-12-31")],
)
def test_whole_months_and_calendar_years_stay_as_they_are(first: str, last: str) -> None:
    period = free(first, last)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


def test_the_days_of_a_school_year_stay_as_they_are() -> None:
    for system in periods.systems.systems():
        year = periods.school_year(system, TODAY)
        period = free(year.first.isoformat(), year.last.isoformat())
        assert (period.first, period.last) == (year.first, year.last)


@given(first=st.dates(date(2015, 1, 1), date(2027, 1, 1)), days=st.integers(0, 1800))
def test_every_free_period_holds_the_days_asked_for_and_stays_when_it_is_asked_for_again(
    first: date, days: int
) -> None:
    period = free(first.isoformat(), (first + timedelta(days=days)).isoformat())
    assert period.first <= first and period.last >= first + timedelta(days=days)
    assert free(period.first.isoformat(), period.last.isoformat()) == period


@given(first=st.dates(date(2015, 1, 1), date(2027, 1, 1)), days=st.integers(0, 1800))
def test_every_free_period_is_whole_weeks_whole_months_or_a_school_year(first: date, days: int) -> None:
    period = free(first.isoformat(), (first + timedelta(days=days)).isoformat())
    weeks = period.first.weekday() == 0 and period.last.weekday() == 6
    few = (period.last - period.first).days < 26 * 7
    months = period.first.day == 1 and (period.last + timedelta(days=1)).day == 1
    years = [periods.school_year(system, period.first) for system in periods.systems.systems()]
    assert (weeks and few) or months or any(year.last == period.last for year in years)


def test_what_was_chosen_from_the_list_is_never_said_to_be_completed() -> None:
    assert not choices.is_completed({"period": "2026-03"}, periods.month("2026-03"))


def test_a_day_of_a_clock_change_has_its_own_length() -> None:
    march = Period("dates", date(2026, 3, 29), date(2026, 3, 29))
    assert (march.ends.timestamp() - march.starts.timestamp()) / 3600 == 23


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"period": "yesterday"}, "period"),
        ({"period": "2026-13"}, "period"),
        ({"period": "fr:2026-2029"}, "period"),
        ({"period": "mars:2026-2027"}, "period"),
        ({"period": "dates"}, "from"),
        ({"period": "dates", "from": "1/9/2026", "to": "2026-09-02"}, "from"),
        ({"period": "dates", "from": "2026-09-02", "to": "2026-09-01"}, "to"),
        ({"period": "dates", "from": "0001-01-01", "to": "9999-12-31"}, "to"),
        ({"region": "FR-XXX"}, "region"),
        ({"module": "unknown"}, "module"),
        ({"setting": "not-asked"}, "setting"),
    ],
)
def test_an_impossible_answer_is_refused_at_its_field(answers: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        choices.read(answers, KNOWN)
    assert refused.value.field == field


def test_every_dimension_on_offer_is_read_and_so_is_the_lack_of_it() -> None:
    offered = {name: {"a": "A"} for name in DIMENSIONS if name != "region"}
    known = Known({}, {}, None, TODAY, offered)
    for name in offered:
        assert getattr(choices.read({name: "a"}, known), name) == "a"
        assert dict(choices.read({name: "none"}, known).chosen()) == {name: None}
    assert dict(choices.read({"gender": "not-asked"}, known).chosen()) == {"gender": None}


@pytest.mark.parametrize("name", [name for name in DIMENSIONS if name != "region"])
def test_what_is_not_offered_is_refused_at_its_field(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        choices.read({name: "b"}, Known({}, {}, None, TODAY, {name: {"a": "A"}}))
    assert refused.value.field == name


def test_there_are_no_runs_to_choose_yet() -> None:
    assert choices.read({"run": ""}, KNOWN).run is None
    with pytest.raises(Invalid, match="no dated runs"):
        choices.read({"run": "2026-spring"}, KNOWN)


@pytest.mark.parametrize("code", ["FR-OCC", "none"])
def test_a_lead_of_a_region_cannot_ask_for_another_or_for_the_undeclared(code: str) -> None:
    hers = Known({"FR-BRE": "Bretagne"}, {}, frozenset({"FR-BRE"}), TODAY)
    with pytest.raises(Invalid, match="not one of yours"):
        choices.read({"region": code}, hers)
