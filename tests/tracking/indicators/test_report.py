"""A report shows what its rule lets through, and its rows tell of nobody by standing there."""

from __future__ import annotations

from datetime import date

from classcode import clock
from tests.tracking.indicators.rows import Rows
from tests.tracking.indicators.told import NOW, SPRING
from tracking.indicators.disclosure import Shows
from tracking.indicators.filters import Filter
from tracking.indicators.periods import Period
from tracking.indicators.report import Report, report

K = 11


def made(rows: Rows, period: Period = SPRING, by: tuple[str, ...] = ()) -> Report:
    rows.session.flush()
    with clock.at(NOW):
        return report(rows.session, Filter(period=period), K, "en", by=by)


def test_a_row_stands_only_where_something_is_shown_in_it(rows: Rows) -> None:
    for region, people in (("FR-BRE", 40), ("FR-OCC", 3), (None, 2)):
        for _ in range(people):
            rows.reaches(rows.someone(region=region), "registered")
    found = made(rows)
    for region in {region for _one, figure in found.figures for region, _shown in figure.by_region}:
        row = [dict(figure.by_region)[region] for _one, figure in found.figures]
        assert any(shown.value for shown in row)
    assert "FR-BRE" in dict(found.figures[0][1].by_region)


def test_all_figures_have_the_same_rows_in_the_order_of_names_the_undeclared_last(rows: Rows) -> None:
    for region in (None, "FR-OCC", "FR-BRE"):
        rows.meeting(3, region=region)
    found = made(rows)
    assert {tuple(dict(figure.by_region)) for _one, figure in found.figures} == {("FR-BRE", "FR-OCC", None)}
    assert {tuple(dict(figure.by_month)) for _one, figure in found.figures} == {
        ("2026-03", "2026-04", "2026-05")
    }


def test_a_report_says_its_rule_and_has_further_rows_where_they_are_asked_for(rows: Rows) -> None:
    for _ in range(30):
        rows.reaches(rows.someone(gender="f"), "registered")
    found = made(rows, by=("gender",))
    registered = found.figures[0][1]
    assert found.rule.shows is Shows.PERTURBED and found.k == K
    assert dict(registered.rows["gender"])["f"].value == registered.total.value
    assert not found.empty


def test_nothing_shown_is_an_empty_report(rows: Rows) -> None:
    assert made(rows).empty


def test_a_new_meaning_inside_the_period_is_marked_and_no_other(rows: Rows) -> None:
    year = Period("dates", date(2026, 1, 1), date(2026, 12, 31))
    assert made(rows, year).breaks["registered"] == (date(2026, 11, 22),)
    assert "enrolments" not in made(rows, year).breaks and made(rows).breaks == {}
