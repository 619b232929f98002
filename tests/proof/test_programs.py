"""Ten thousand invented programs: the server's replay equals the browser's run, none outlasts its limit.

`PROGRAMS` says how many, `PROGRAMS_SEED` where to begin: the seed of a run is printed.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter

import pytest
from playwright.sync_api import Browser

from tests.modules.programs.invented import invent
from tests.modules.programs.stepping import answers, stepper

pytestmark = [pytest.mark.proof, pytest.mark.browser]
PROGRAMS = int(os.environ.get("PROGRAMS", "10000"))
SEED = int(os.environ.get("PROGRAMS_SEED") or random.randrange(10**6))
AT_ONCE = 250


def test_ten_thousand_invented_programs_run_the_same_on_both_sides(
    chromium: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, ends, slowest = random.Random(SEED), Counter[str](), {"server": 0.0, "browser": 0.0}
    with capsys.disabled():
        print(f"\nPROGRAMS_SEED={SEED}", end=" ")
    with stepper(chromium) as page:
        for begin in range(0, PROGRAMS, AT_ONCE):
            cases = [invent(chance) for _ in range(min(AT_ONCE, PROGRAMS - begin))]
            told = answers(page, [case.told for case in cases])
            for case, said in zip(cases, told, strict=True):
                begun = time.perf_counter()
                answer = case.answer
                slowest["server"] = max(slowest["server"], 1000 * (time.perf_counter() - begun))
                slowest["browser"] = max(slowest["browser"], said["took"])
                assert said["ran"] == answer, case.told
                assert answer["steps"] == len(answer["trace"]) <= case.limit
                ends[f"{answer['outcome']} {answer['why'] or ''}".strip()] += 1
    with capsys.disabled():
        print(f"{sum(ends.values())} programs: {dict(ends)}; slowest run in ms: {slowest}")
    assert len(ends) == 8
