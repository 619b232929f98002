"""Data 2.4.5 and 4.6: results, scores and durations."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracking.lrs.statement import BOTH, accepted, having, refusal
from tracking.xapi.versions import Version

DURATIONS = """
PT4H35M59.14S PT16559.14S P3Y1M29DT4H35M59.14S P3Y P4W P1M PT1M PT0S P1DT12H36M0.12567S PT1H0M0.1S PT0,5H P0.5W P1Y1D
""".split()
NO_DURATIONS = """
P PT P1DT P4W1D P1Y4W PA1H0M0S 1H PT1H30 -PT1H PT1.5H30M P1S PT1D pt1h P0003-06-04T12:30:05 P1M1Y
""".split()


@BOTH
def test_data_2_4_5_a_result_may_hold_everything(version: Version) -> None:
    whole = {
        "score": {"scaled": 0.95, "raw": 95, "min": 0, "max": 100},
        "success": True,
        "completion": False,
        "response": "",
        "duration": "PT1H",
        "extensions": {"https://example.org/tries": [1, None]},
    }
    assert accepted(having("result", whole), version)


@BOTH
@pytest.mark.parametrize(
    "score",
    [
        {},
        {"scaled": -1},
        {"scaled": 1.0},
        {"raw": -7.5},
        {"raw": 10, "max": 10},
        {"raw": 0, "min": 0, "max": 0.1},
        {"min": 3},
    ],
    ids=repr,
)
def test_data_2_4_5_1_a_score_lies_within_its_limits(score: dict[str, Any], version: Version) -> None:
    assert accepted(having("result.score", score), version)


@BOTH
@pytest.mark.parametrize(
    ("score", "name"),
    [
        ({"scaled": 1.01}, "scaled"),
        ({"scaled": -1.01}, "scaled"),
        ({"scaled": 50}, "scaled"),
        ({"raw": 11, "max": 10}, "raw"),
        ({"raw": -1, "min": 0}, "raw"),
        ({"min": 10, "max": 0}, "min"),
        ({"min": 10, "max": 10}, "min"),
    ],
    ids=repr,
)
def test_data_2_4_5_1_a_score_beyond_its_limits_is_refused(
    score: dict[str, Any], name: str, version: Version
) -> None:
    assert refusal(having("result.score", score), version) == (f"result.score.{name}", "Data 2.4.5.1")


@BOTH
@pytest.mark.parametrize("value", DURATIONS)
def test_data_4_6_a_duration_has_designators_and_any_precision(value: str, version: Version) -> None:
    assert accepted(having("result.duration", value), version)


@BOTH
@pytest.mark.parametrize("value", [*NO_DURATIONS, "PT1S\n", "", 3600, None, {}], ids=repr)
def test_data_4_6_another_form_of_duration_is_refused(value: object, version: Version) -> None:
    assert refusal(having("result.duration", value), version) == ("result.duration", "Data 4.6")
