"""The figures that Class'Code published in June 2017, from a programme of which they are true, at a fiftieth."""

from __future__ import annotations

import pytest

from tests.tracking.indicators.synthetic import class_code, reading
from tests.tracking.indicators.synthetic.conftest import Told
from tests.tracking.indicators.synthetic.plan import View
from tracking.indicators.paths.query import paths

pytestmark = pytest.mark.slow
VIEWS = class_code.programme().views


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("read", reading.EXACT.values(), ids=reading.EXACT)
def test_every_figure_is_told_exactly(two_years: Told, view: View, read: reading.Read) -> None:
    reading.assert_exact(read(two_years[0], view), view)


def test_what_may_be_published_is_exact_where_it_is_shown(two_years: Told) -> None:
    reading.assert_exact_where_shown(reading.from_exact_rule(two_years[0], VIEWS[0]), VIEWS[0])


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_live_view_stays_within_its_bound(two_years: Told, view: View) -> None:
    reading.assert_within_the_bound(reading.from_live_view(two_years[0], view), view)


def test_a_publication_read_back_from_its_files_is_exact_where_it_is_shown(two_years: Told) -> None:
    reading.assert_exact_where_shown(reading.from_publication(two_years[0], VIEWS[0]), VIEWS[0])


def test_the_funnel_follows_everybody_to_where_they_came(two_years: Told) -> None:
    """Who met participates and is trained too; nobody has an attestation, which nothing in those years gave."""
    found = paths(two_years[0], VIEWS[0].asked, "trained").funnel
    steps = {one.id: one.people.value for one in found}
    assert steps == {id_: VIEWS[0].totals[id_] for id_ in steps if id_ != "certified"} | {"certified": 0}
    told = {one.id: one.of_before.over for one in found if one.of_before and one.of_before.over}
    divided = {id_: (part.value, whole.value) for id_, (part, whole) in told.items()}
    assert divided["met"] == (class_code.MET // class_code.PART, class_code.PARTICIPATING // class_code.PART)
    assert divided["trained"] == (class_code.MET // class_code.PART,) * 2
