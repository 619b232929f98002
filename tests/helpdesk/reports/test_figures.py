"""The arithmetic of the reports against slow references, and where it has nothing to say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.reports.figures import LIMITS, End, Spell, bands, curve, ended, gini

HOURS = st.integers(0, 400).map(lambda quarter: quarter / 4)
SPELLS = st.lists(st.builds(Spell, HOURS, st.sampled_from(End)), max_size=60)
LOADS = st.lists(st.integers(0, 50), max_size=40)


def slow_share(spells: list[Spell], hours: float) -> Fraction:
    """Multiply, for every time at which something came, the chance of not coming then, counting anew each time."""
    remaining = Fraction(1)
    for time in sorted({one.hours for one in spells if one.end is End.CAME and one.hours <= hours}):
        at_risk = sum(one.hours >= time for one in spells)
        came = sum(one.hours == time and one.end is End.CAME for one in spells)
        remaining *= 1 - Fraction(came, at_risk)
    return 1 - remaining


@given(SPELLS, HOURS)
def test_the_share_within_a_time_is_the_product_limit(spells: list[Spell], hours: float) -> None:
    found = curve(spells).by(hours)
    if found is not None:
        assert found == pytest.approx(float(slow_share(spells, hours)))


@given(st.lists(HOURS, min_size=1, max_size=60), st.sampled_from((0.1, 0.5, 0.9, 0.95)))
def test_where_nobody_waits_the_quantiles_are_those_of_the_list(hours: list[float], share: float) -> None:
    found = curve(Spell(one, End.CAME) for one in hours).quantile(share)
    enough = [one for one in sorted(hours) if sum(each <= one for each in hours) >= share * len(hours) - 1e-9]
    assert found == enough[0]


@given(SPELLS)
def test_who_still_waits_never_makes_the_desk_look_quicker(spells: list[Spell]) -> None:
    without = curve(one for one in spells if one.end is End.CAME).quantile(0.5)
    found = curve(spells).quantile(0.5)
    assert found is None or (without is not None and found >= without)


def test_while_most_still_wait_there_is_no_median() -> None:
    waiting = [Spell(50, End.WAITING)] * 3
    found = curve([Spell(1, End.CAME), *waiting])
    assert found.quantile(0.1) == 1
    assert found.quantile(0.5) is None
    assert (found.by(40), found.by(60)) == (0.25, None)


def test_of_nothing_nothing_is_said() -> None:
    assert (curve([]).quantile(0.5), curve([]).by(1.0)) == (None, None)


@given(SPELLS)
def test_every_spell_is_in_one_band_or_has_not_come(spells: list[Spell]) -> None:
    counts = ended(spells)
    assert sum(bands(spells)) == counts[End.CAME]
    assert sum(counts.values()) == len(spells)


def test_a_limit_belongs_to_the_band_that_it_ends() -> None:
    assert bands([Spell(LIMITS[0], End.CAME), Spell(LIMITS[0] + 0.01, End.CAME), Spell(9999, End.CAME)]) == [
        *(1, 1, 0, 0),
        *(0, 0, 0, 1),
    ]


@given(LOADS)
def test_inequality_is_the_mean_difference_between_all_pairs(loads: list[int]) -> None:
    n, total = len(loads), sum(loads)
    if n > 1 and total:
        slow = Fraction(sum(abs(a - b) for a in loads for b in loads), 2 * (n - 1) * total)
        assert gini(loads) == pytest.approx(float(slow))
        assert 0 <= gini(loads) <= 1 + 1e-9  # type: ignore[operator]


@pytest.mark.parametrize(
    ("loads", "expected"),
    [
        ([], None),
        ([7], 0),
        ([0], 0),
        ([0, 0, 0], 0),
        ([4, 4, 4], 0),
        ([0, 0, 9], 1),
        ([0, 5], 1),
        ([1, 3], 0.5),
    ],
)
def test_inequality_runs_from_all_alike_to_one_has_everything(
    loads: list[float], expected: float | None
) -> None:
    assert gini(loads) == (None if expected is None else pytest.approx(expected))


def test_a_load_below_zero_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="below zero"):
        gini([1, -1])
