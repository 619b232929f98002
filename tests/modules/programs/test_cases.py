"""The table of cases that binds both steppers: what programs do in their worlds, why others are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from modules.programs.angles import SINES
from modules.programs.exercise import World, run_in
from modules.programs.language import Kind, NotAProgram, Offer, check, read
from modules.programs.strokes import Stroke

TABLE = json.loads((Path(__file__).parent / "cases.json").read_text())


def world(told: dict[str, Any]) -> World:
    goal = told.get("goal")
    strokes = None if goal is None else tuple(Stroke(*stroke) for stroke in goal)
    return World("w", Kind(told["kind"]), tuple(told.get("map", ())), strokes)


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_a_program_runs_as_the_table_says(case: dict[str, Any]) -> None:
    where = world(case["world"])
    ran = run_in(check(case["program"], where.kind), where, case["limit"])
    answer = {
        "outcome": ran.outcome,
        "why": ran.why,
        "at": ran.at,
        "steps": ran.steps,
        "trace": list(ran.trace),
    }
    assert answer == case["answer"]


@pytest.mark.parametrize("case", TABLE["refused"], ids=lambda case: case["name"])
def test_what_is_no_program_is_refused_with_its_reason_and_place(case: dict[str, Any]) -> None:
    offer = Offer(**case["offer"]) if case["offer"] else None
    with pytest.raises(NotAProgram) as refused:
        read(json.dumps(case["program"]), Kind(case["kind"]), offer)
    assert (refused.value.why, refused.value.at) == (case["why"], case["at"])


def test_the_table_holds_the_sines_that_the_turtle_walks_by() -> None:
    assert list(SINES) == TABLE["sines"]


def test_every_way_to_end_and_every_reason_stands_in_the_table() -> None:
    ends = {(case["answer"]["outcome"], case["answer"]["why"]) for case in TABLE["cases"]}
    assert ends == {
        ("reached", None),
        ("crashed", "wall"),
        ("crashed", "nothing-here"),
        ("crashed", "edge"),
        ("wrong-end", "not-at-goal"),
        ("wrong-end", "items-left"),
        ("wrong-end", "other-drawing"),
        ("out-of-steps", "out-of-steps"),
    }
