"""The attack on funnels and curves, in small; `make proof` runs hundreds of it (tests/proof/test_attack.py)."""

from __future__ import annotations

import random

from tests.tracking.indicators.attack import paths

SEED = 6


def test_funnels_and_curves_beside_the_usual_views_tell_no_count_under_k() -> None:
    assert paths.attack(40, random.Random(SEED)).recovered == []


def test_without_perturbation_funnels_and_curves_tell_counts_under_k() -> None:
    assert paths.attack(40, random.Random(SEED), paths.BARE).recovered
