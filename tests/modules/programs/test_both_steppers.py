"""The page's stepper and the server's: what a learner watches is what is graded, to the last step."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest
from playwright.sync_api import Browser

from tests.modules.programs.invented import invent
from tests.modules.programs.stepping import answers, stepper
from tests.modules.programs.test_cases import TABLE

pytestmark = pytest.mark.browser
SEED = int(os.environ.get("PROGRAMS_SEED") or 7)


def test_the_browser_runs_every_case_of_the_table_as_it_says(chromium: Browser) -> None:
    with stepper(chromium) as page:
        ran = answers(page, TABLE["cases"])
    for case, answer in zip(TABLE["cases"], ran, strict=True):
        assert answer["ran"] == case["answer"], case["name"]


def test_two_hundred_invented_programs_run_the_same_on_both_sides(chromium: Browser) -> None:
    chance = Random(SEED)
    cases = [invent(chance) for _ in range(200)]
    with stepper(chromium) as page:
        ran = answers(page, [case.told for case in cases])
    ends: Counter[str] = Counter()
    for case, answer in zip(cases, ran, strict=True):
        assert answer["ran"] == case.answer, case.told
        assert answer["ran"]["steps"] <= case.limit
        ends[answer["ran"]["outcome"]] += 1
    assert set(ends) == {"reached", "crashed", "wrong-end", "out-of-steps"}
