"""The attack on live views, in small: `make proof` runs ten thousand pairs of it (tests/proof/test_attack.py)."""

from __future__ import annotations

import random

import pytest

from tests.tracking.indicators.attack import averaging, dominance, running
from tests.tracking.indicators.attack.attacker import PERTURBED, UNPERTURBED
from tracking.indicators.periods import WEEKS

SEED = 6


def test_no_pair_of_views_tells_a_difference_under_k() -> None:
    assert running.pairs(2000, random.Random(SEED)).recovered == []


def test_the_chance_that_any_two_views_tell_a_difference_for_certain_is_one_in_a_hundred_million() -> None:
    chances = {(n + more, n): running.certain(n + more, n) for n in range(50) for more in range(1, 11)}
    assert max(chances.values()) < 1e-8
    assert all(chance == 0 for (wide, narrow), chance in chances.items() if wide - narrow > 1)


def test_without_perturbation_the_same_attacker_wins() -> None:
    found = running.pairs(300, random.Random(SEED), UNPERTURBED)
    assert len(found.recovered) > 10


def test_no_system_of_a_view_and_a_narrower_one_with_all_their_rows_tells_a_count_under_k() -> None:
    assert running.systems(60, random.Random(SEED)).recovered == []


def test_without_perturbation_such_systems_tell_counts_under_k() -> None:
    assert running.systems(60, random.Random(SEED), UNPERTURBED).recovered


def test_a_whole_and_all_its_partitions_at_once_tell_no_count_under_k() -> None:
    assert running.partitions(PERTURBED, targets=12, chance=random.Random(SEED)).recovered == []


def test_without_perturbation_a_whole_and_its_partitions_tell_counts_under_k() -> None:
    assert running.partitions(UNPERTURBED, targets=12, chance=random.Random(SEED)).recovered


def test_the_same_people_show_the_same_figure_as_a_total_as_a_row_and_in_another_period() -> None:
    assert running.formats(150, random.Random(SEED)) == []


@pytest.mark.parametrize("day", [40, 130, 300])
def test_a_year_of_first_days_leaves_more_than_one_answer_for_the_people_of_one_day(day: int) -> None:
    least, most, true = running.first_days(day)
    assert least <= true <= most
    assert most > least


def test_nobodys_hours_can_be_told_by_subtracting_amounts() -> None:
    assert running.amounts(300, random.Random(SEED)) == []


def test_a_best_guess_at_a_difference_of_a_few_is_mostly_wrong() -> None:
    assert running.guessed(250, random.Random(SEED)) < 0.5


def test_the_mean_over_all_free_periods_on_offer_is_mostly_a_wrong_guess() -> None:
    of_weeks = averaging.attack(averaging.by_week, averaging.WEEK, 150, random.Random(SEED))
    assert 0 < of_weeks.pairs <= 2 * (WEEKS - 1)
    assert of_weeks.right < 0.5
    of_months = averaging.attack(averaging.by_month, averaging.MONTH, 150, random.Random(SEED))
    assert of_months.right < 0.5


def test_the_same_attacker_would_be_right_far_more_often_with_periods_of_any_days() -> None:
    of_days = averaging.attack(averaging.by_day, 1, 100, random.Random(SEED))
    of_weeks = averaging.attack(averaging.by_week, averaging.WEEK, 150, random.Random(SEED))
    assert of_days.pairs > 4 * of_weeks.pairs
    assert of_days.right > of_weeks.right + 0.15


def test_five_years_of_free_periods_give_a_week_or_a_month_away_in_no_more_than_three_of_four() -> None:
    most_pairs = {"a week": 2 * (WEEKS - 1), "a month": 60, "whoever came since yesterday": WEEKS + 60 + 4}
    rates = [running.averaged(many, 5, random.Random(SEED)) for many in most_pairs.values()]
    assert max(rates) <= 0.78


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_somebody_who_has_most_of_an_amount_is_mostly_guessed_wrongly(share: float) -> None:
    views = dominance.views(400, share, random.Random(SEED))
    assert dominance.guessed(views) < 0.25


def test_without_knowing_who_has_most_she_would_stand_out() -> None:
    views = dominance.views(400, 0.9, random.Random(SEED), known=False)
    assert dominance.guessed(views) > 0.6


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_what_she_has_is_never_known_within_a_factor_of_two(share: float) -> None:
    for view in dominance.views(400, share, random.Random(SEED)):
        possible = dominance.possible(view)
        assert max(possible) >= 2 * min(possible)
