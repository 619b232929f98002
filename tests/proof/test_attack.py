"""The attack of tests/tracking/indicators/attack at full length: ten thousand pairs of views, and systems of them."""

from __future__ import annotations

import os
import random

import pytest

from tests.tracking.indicators.attack import averaging, paths, running
from tests.tracking.indicators.attack.attacker import PERTURBED, UNPERTURBED
from tests.tracking.indicators.attack.programme import DAYS

pytestmark = pytest.mark.proof
SEED = int(os.environ.get("ATTACK_SEED") or random.randrange(10**6))
PAIRS = int(os.environ.get("ATTACK_PAIRS", "10000"))


@pytest.fixture
def chance(capsys: pytest.CaptureFixture[str]) -> random.Random:
    with capsys.disabled():
        print(f"\nATTACK_SEED={SEED}", end=" ")
    return random.Random(SEED)


def test_ten_thousand_pairs_of_views_tell_no_count_under_k(
    chance: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    found, bare = running.pairs(PAIRS, chance), running.pairs(PAIRS, chance, UNPERTURBED)
    with capsys.disabled():
        print(
            f"{found.attacked} counts under k attacked, {len(found.recovered)} told; {len(bare.recovered)} unperturbed"
        )
    assert found.attacked > PAIRS
    assert found.recovered == []
    assert len(bare.recovered) > PAIRS / 20


def test_systems_of_two_views_with_all_their_rows_tell_no_count_under_k(chance: random.Random) -> None:
    assert running.systems(PAIRS // 20, chance).recovered == []


def test_every_count_under_k_of_all_partitions_at_once_stays_open(chance: random.Random) -> None:
    assert running.partitions(PERTURBED, targets=PAIRS, chance=chance).recovered == []


def test_funnels_and_curves_beside_the_usual_views_tell_no_count_under_k(chance: random.Random) -> None:
    assert paths.attack(PAIRS // 20, chance).recovered == []


def test_every_format_shows_the_same(chance: random.Random) -> None:
    assert running.formats(PAIRS // 5, chance) == []


def test_hours_stay_untold(chance: random.Random) -> None:
    assert running.amounts(PAIRS // 10, chance) == []


def test_a_year_of_first_days_leaves_more_than_one_answer_for_each_day() -> None:
    for day in range(10, DAYS, 5):
        least, most, true = running.first_days(day)
        assert least <= true <= most > least


def test_what_accuracy_costs_and_what_many_views_tell(
    chance: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = running.loss(PAIRS // 5, chance)
    right = running.guessed(PAIRS // 5, chance)
    means = {many: running.averaged(many, 1, chance) for many in (1, 10, 30, 100, 300)}
    spans = (
        (averaging.by_day, 1),
        (averaging.by_week, averaging.WEEK),
        (averaging.by_month, averaging.MONTH),
    )
    free = {pairs.__name__: averaging.attack(pairs, days, PAIRS // 25, chance) for pairs, days in spans}
    with capsys.disabled():
        print(f"{lost}; best guess at a difference right {right:.0%}")
        print("mean over all free periods, whole weeks and months as on offer, any days as not:")
        print(", ".join(f"{name} {one.pairs:.0f} pairs right {one.right:.0%}" for name, one in free.items()))
        print(
            "mean of so many independent differences right:",
            {many: f"{one:.0%}" for many, one in means.items()},
        )
    assert lost.largest <= running.MOST / 100
    assert lost.hidden_enough < lost.cells / 100
    assert right < 1 / 2
