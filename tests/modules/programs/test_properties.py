"""What holds of any program and of anything that is sent as one."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from modules.programs.angles import UNIT, sine
from modules.programs.language import (
    BYTES,
    DEPTH,
    NODES,
    SHAPES,
    Kind,
    NotAProgram,
    Offer,
    Tree,
    check,
    nodes_of,
    read,
    size,
)
from modules.programs.stepper import Outcome
from modules.programs.strokes import same_drawing
from modules.programs.written import read_written
from tests.modules.programs.invented import invent, strokes_of

SEEDS = st.integers(0, 2**32 - 1)
WORDS = st.sampled_from(
    [*SHAPES[Kind.ROBOT], *SHAPES[Kind.TURTLE], "at-goal", "red", "jump", "", "__proto__"]
)
KEYS = st.sampled_from(["version", "op", "do", "else", "times", "test", "steps", "degrees", "to", "more"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 401) | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=30,
)


def written(tree: Tree, kind: Kind) -> str:
    """Write a program as an author would."""
    return "\n".join(_lines(tree["do"], kind, ""))


def _lines(nodes: list[dict[str, Any]], kind: Kind, margin: str) -> list[str]:
    lines: list[str] = []
    for node in nodes:
        values = [str(node[name]) for name in SHAPES[kind][node["op"]] if name != "do"]
        lines += [margin + " ".join([node["op"], *values]), *_lines(node.get("do", []), kind, margin + "  ")]
        if "else" in node:
            lines += [f"{margin}else", *_lines(node["else"], kind, margin + "  ")]
    return lines


@settings(deadline=None)
@given(ANYTHING, st.sampled_from(Kind))
def test_anything_is_a_program_or_is_refused_as_one(sent: object, kind: Kind) -> None:
    for tree in (sent, {"version": 1, "do": sent}, {"version": 1, "do": [sent]}):
        try:
            checked = check(tree, kind)
        except NotAProgram:
            continue
        assert checked == tree
        assert size(checked) <= NODES


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(Kind))
def test_any_text_is_a_program_or_is_refused_as_one(text: str, kind: Kind) -> None:
    for sent in (text, f'{{"version": 1, "do": {text}}}', json.dumps({"version": 1, "do": [{"op": text}]})):
        try:
            read(sent, kind)
        except NotAProgram:
            continue
        assert len(sent.encode()) <= BYTES


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_a_run_never_outlasts_its_limit_and_breaks_off_where_it_says(seed: int) -> None:
    case = invent(Random(seed))
    answer = case.answer
    assert answer["steps"] == len(answer["trace"]) <= case.limit
    assert (answer["at"] is None) is (answer["outcome"] in (Outcome.REACHED, Outcome.WRONG_END))
    assert (answer["why"] is None) is (answer["outcome"] == Outcome.REACHED)
    for at in (one["at"] for one in answer["trace"]):
        assert node_at(case.program, at)["op"] in SHAPES[case.kind]
        assert len(at.split(".")) <= 2 * DEPTH - 1


def node_at(tree: Tree, path: str) -> dict[str, Any]:
    """Return the node of a path."""
    first, *rest = path.split(".")
    node: dict[str, Any] = tree["do"][int(first)]
    for name, index in zip(rest[::2], rest[1::2], strict=True):
        node = node[name][int(index)]
    return node


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_running_again_makes_the_same_trace(seed: int) -> None:
    case = invent(Random(seed))
    assert case.answer == case.answer


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_what_an_author_writes_is_the_tree_that_was_meant(seed: int) -> None:
    case = invent(Random(seed))
    tree, lines = read_written(written(case.program, case.kind), case.kind)
    assert tree == case.program
    assert len(lines) == size(tree)


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_taking_a_block_out_of_the_offer_refuses_exactly_the_programs_that_use_it(seed: int) -> None:
    chance = Random(seed)
    case = invent(chance)
    missing = chance.choice(list(SHAPES[case.kind]))
    offer = Offer([op for op in (*SHAPES[case.kind], "else") if op != missing])
    used = any(node["op"] == missing for node in nodes_of(case.program["do"]))
    try:
        check(case.program, case.kind, offer)
    except NotAProgram:
        assert used
    else:
        assert not used


# The same programs each time: lines exactly a unit apart are one or two by the last digit of a sine.
@settings(deadline=None, max_examples=60, derandomize=True)
@given(SEEDS)
def test_a_drawing_is_itself_in_any_order_and_from_either_end(seed: int) -> None:
    chance = Random(seed)
    while (case := invent(chance)).kind is not Kind.TURTLE:
        pass
    strokes = strokes_of(tuple(case.answer["trace"]))
    turned = [one._replace(x0=one.x1, y0=one.y1, x1=one.x0, y1=one.y0) for one in strokes]
    chance.shuffle(turned)
    assert same_drawing(strokes, turned)
    if strokes:
        far = strokes[0]._replace(x0=strokes[0].x0 + 500 * UNIT, x1=strokes[0].x1 + 500 * UNIT)
        assert not same_drawing(strokes, [*turned, far])


@given(st.integers(-1000, 1000))
def test_sines_are_those_of_a_circle(degrees: int) -> None:
    assert sine(degrees) == sine(180 - degrees) == -sine(degrees + 180) == -sine(-degrees)
    assert abs(sine(degrees) ** 2 + sine(degrees + 90) ** 2 - UNIT**2) < 2 * UNIT
