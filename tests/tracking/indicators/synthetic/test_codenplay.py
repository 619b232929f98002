"""The figures that CodeNPlay published for 2025, from a year of which they are true."""

from __future__ import annotations

import pytest

from tests.tracking.indicators.synthetic import codenplay, reading
from tests.tracking.indicators.synthetic.conftest import Told
from tests.tracking.indicators.synthetic.plan import View

pytestmark = pytest.mark.slow
VIEWS = codenplay.programme().views


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("read", reading.EXACT.values(), ids=reading.EXACT)
def test_every_figure_is_told_exactly(year: Told, view: View, read: reading.Read) -> None:
    reading.assert_exact(read(year[0], view), view)


def test_the_figures_read_as_they_were_published(year: Told) -> None:
    told = reading.from_query(year[0], VIEWS[0])
    girls, either = told["girls-share"].value, told["rural-or-low-index"].value
    assert girls is not None and either is not None
    assert (round(100 * girls, 2), round(100 * either, 1)) == (40.23, 48.4)
    accompanied, primary, secondary = (
        told[f"schools-accompanied{level}"].value or 0 for level in ("", "-primary", "-secondary")
    )
    assert (round(100 * primary / accompanied), round(100 * secondary / accompanied)) == (87, 13)


def test_the_union_is_less_than_its_two_parts_together(year: Told) -> None:
    told = reading.from_query(year[0], VIEWS[0])
    rural, low, either = (told[id_].value or 0 for id_ in ("rural", "low-index", "rural-or-low-index"))
    assert either < rural + low


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_what_may_be_published_is_exact_where_it_is_shown(year: Told, view: View) -> None:
    reading.assert_exact_where_shown(reading.from_exact_rule(year[0], view), view)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_live_view_stays_within_its_bound(year: Told, view: View) -> None:
    reading.assert_within_the_bound(reading.from_live_view(year[0], view), view)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_publication_read_back_from_its_files_is_exact_where_it_is_shown(year: Told, view: View) -> None:
    reading.assert_exact_where_shown(reading.from_publication(year[0], view), view)


def test_the_year_ordered_and_published_tells_the_figures_that_were_published(year: Told) -> None:
    told = reading.from_published(year[0], "be-fr:2024-2025")
    reading.assert_exact_where_shown(told, VIEWS[0])
    parts = {id_: told[id_].over for id_ in VIEWS[0].rates}
    # A region that is rural as a whole, or not at all, hides its share, and with it one share of the whole.
    assert all(over in (None, VIEWS[0].rates[id_]) for id_, over in parts.items())
    assert (round(100 * (told["girls-share"].value or 0), 2), told["trained"].value) == (40.23, 581)
    assert told["schools-accompanied"].value == 77
