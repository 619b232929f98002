"""What is shown of paths: the figures of the indicators for the same people, and nothing of fewer than k."""

from __future__ import annotations

import pytest

from classcode import clock
from tests.tracking.indicators.rows import Rows
from tests.tracking.indicators.told import NOW
from tracking.indicators.disclosure import Exact, Perturbed, disclose_cells
from tracking.indicators.filters import Filter
from tracking.indicators.kinds import Disclosure
from tracking.indicators.paths.view import Paths, paths
from tracking.indicators.periods import Period, month
from tracking.indicators.report import report
from tracking.indicators.tally import Cell, Count

K = 11


def seen(rows: Rows, period: Period) -> Paths:
    rows.session.flush()
    with clock.at(NOW):
        return paths(rows.session, Filter(period=period), K, "en")


@pytest.fixture
def programme(rows: Rows) -> Rows:
    """Ninety people who joined from March to May, half of whom asked twice."""
    for number in range(90):
        who = rows.someone()
        rows.reaches(who, "registered", number)
        rows.reaches(who, "started", number)
        if number % 2:
            rows.asks(who, number, waited=number)
            rows.asks(who, number, waited=None)
    return rows


def test_the_same_people_show_the_same_figure_as_in_the_indicators(programme: Rows) -> None:
    period = Period("dates", month("2026-03").first, month("2026-05").last)
    drawn = seen(programme, period)
    with clock.at(NOW):
        told = {
            one.id: shown for one, shown in report(programme.session, Filter(period=period), K, "en").figures
        }
    assert drawn.funnel[0].people == told["registered"].total
    assert [one.people for one in drawn.curves] == [shown for _key, shown in told["registered"].by_month]
    assert drawn.waits[0].whole == drawn.waits[1].whole == told["questions"].total
    assert drawn.waits[0].median == told["first-answer"].total


def test_a_share_divides_the_two_counts_that_are_shown(programme: Rows) -> None:
    for number in range(60):
        programme.reaches(programme.someone(), "registered", number % 20)
    drawn = seen(programme, month("2026-03"))
    registered, started = drawn.funnel[:2]
    assert started.of_registered is not None and started.of_registered.over == (
        started.people.value,
        registered.people.value,
    )


def test_everybody_and_nobody_are_masked(programme: Rows) -> None:
    drawn = seen(programme, month("2026-03"))
    registered, started, engaged, *_others = drawn.funnel
    assert registered.people == started.people
    assert started.of_before is not None and started.of_before.hidden  # 100 %
    assert engaged.people.hidden and engaged.of_registered is not None and engaged.of_registered.hidden  # 0 %


def test_a_few_people_show_nothing(rows: Rows) -> None:
    for number in range(3):
        rows.reaches(rows.someone(), "registered", number)
    drawn = seen(rows, month("2026-03"))
    cells = [drawn.funnel[0].people, *(month for one in drawn.curves for month in one.months if month)]
    assert all(cell.value is None or cell.value >= K for cell in cells)


def test_the_door_takes_no_cells_but_those_of_people_in_live_views() -> None:
    cell = Cell(40, Count(40, 7))
    for kind in (Disclosure.OPEN, Disclosure.DECLARED):
        with pytest.raises(ValueError, match="not disclosed"):
            disclose_cells([cell], kind, Perturbed(K))
    with pytest.raises(ValueError, match="not disclosed"):
        disclose_cells([cell], Disclosure.PEOPLE, Perturbed(K), of_people=True)
    with pytest.raises(ValueError, match="not disclosed"):
        disclose_cells([cell], Disclosure.PEOPLE, Exact(K))
