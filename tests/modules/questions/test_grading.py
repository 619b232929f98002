"""Every kind is graded on the server: right is right, wrong says where, and what cannot be an answer is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.activities.graded import NotAnAnswer, Part, Wrong
from modules.activities.kinds import grade
from modules.activities.parsons import orders
from modules.catalog import Option, Question, QuestionKind
from tests.modules.questions import samples
from tests.modules.questions.samples import EVERY, SCORED, UNSCORED, Sample, kind_of, option, piece, question


@pytest.mark.parametrize("sample", SCORED, ids=kind_of)
def test_a_right_answer_is_right_in_every_part(sample: Sample) -> None:
    graded = grade(sample.question, sample.right)
    assert graded.correct is True
    assert all(part.right for part in graded.parts)


@pytest.mark.parametrize("sample", SCORED, ids=kind_of)
def test_a_wrong_answer_is_wrong_in_some_part(sample: Sample) -> None:
    graded = grade(sample.question, sample.wrong)
    assert graded.correct is False
    assert any(part.right is False for part in graded.parts)


@pytest.mark.parametrize("sample", UNSCORED, ids=kind_of)
def test_scales_and_open_answers_are_neither_right_nor_wrong(sample: Sample) -> None:
    graded = grade(sample.question, sample.right)
    assert graded.correct is None
    assert {part.right for part in graded.parts} == {None}


@pytest.mark.parametrize("sample", EVERY, ids=kind_of)
def test_the_order_in_which_a_page_sends_pairs_is_of_no_importance(sample: Sample) -> None:
    paired = sample.question.kind in {QuestionKind.MATCHING, QuestionKind.ORDERING, QuestionKind.PARSONS}
    turned = sample.right[::-1] if paired or len(sample.question.options) == 3 else sample.right
    assert grade(sample.question, turned) == grade(sample.question, sample.right)


@pytest.mark.parametrize("sample", EVERY, ids=kind_of)
@pytest.mark.parametrize("posted", [[], [""], ["   "]])
def test_nothing_is_no_answer(sample: Sample, posted: list[str]) -> None:
    with pytest.raises(NotAnAnswer) as refusal:
        grade(sample.question, posted)
    assert refusal.value.field == "q"


REFUSED = {
    "an unknown option": (samples.SINGLE, ["d"]),
    "two options where one is asked": (samples.TRUE_FALSE, ["true", "false"]),
    "two points of a scale": (samples.LIKERT, ["1", "2"]),
    "no number": (samples.NUMERIC, ["twelve"]),
    "two numbers": (samples.NUMERIC, ["12", "13"]),
    "a long text": (samples.SHORT, ["x" * 201]),
    "a piece that is not matched": (samples.MATCHING, ["l=x", "m=y"]),
    "a piece matched twice": (samples.MATCHING, ["l=x", "l=y", "m=y", "n=x"]),
    "an unknown right-hand side": (samples.MATCHING, ["l=x", "m=w", "n=x"]),
    "an unknown piece": (samples.ORDERING, ["one=1", "two=2", "three=3", "five=4"]),
    "two pieces in one place": (samples.ORDERING, ["one=1", "two=2", "three=2", "four=4"]),
    "a piece without a place": (samples.ORDERING, ["one=1", "two=2", "three=3", "four="]),
    "a place that does not exist": (samples.ORDERING, ["one=1", "two=2", "three=3", "four=5"]),
    "a place that is no number": (samples.ORDERING, ["one=1", "two=2", "three=3", "four=²"]),
    "a negative place": (samples.ORDERING, ["one=1", "two=2", "three=3", "four=-4"]),
    "a program without a line": (samples.PARSONS, ["repeat=0", "walk=", "walk>1"]),
    "too large an indent": (samples.PARSONS, ["repeat=1", "repeat>4"]),
    "an indent of nothing": (samples.PARSONS, ["repeat=1", "none>1"]),
    "a gap left empty": (samples.FILL_IN, ["répéter", "", "turn"]),
    "a gap too many": (samples.FILL_IN, ["répéter", "3", "turn", "x"]),
    "a gap with an unknown choice": (samples.FILL_IN, ["répéter", "3", "right"]),
    "a book": (samples.OPEN, ["x" * 5001]),
    "an unknown level": (samples.OPEN, ["x", "clear=maybe"]),
    "an unknown criterion": (samples.OPEN, ["x", "long=yes"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_an_answer_is_refused(name: str) -> None:
    asked, posted = REFUSED[name]
    with pytest.raises(NotAnAnswer):
        grade(asked, posted)


@pytest.mark.parametrize("typed", ["12.4", "12,6", "12,5 m", " 12.50 ", "+12.5", "12,5m", "12.5\u00a0M"])
def test_a_number_is_right_within_its_tolerance_however_it_is_typed(typed: str) -> None:
    assert grade(samples.NUMERIC, [typed]).correct


@pytest.mark.parametrize("typed", ["12.39", "12.61", "-12.5", "125"])
def test_a_number_too_far_away_is_wrong(typed: str) -> None:
    assert grade(samples.NUMERIC, [typed]).correct is False


def test_a_foreseen_mistake_is_told_its_hint() -> None:
    assert grade(samples.NUMERIC, ["6,25"]).parts[0].feedback == {"fr": "the area"}
    assert grade(samples.SHORT, ["Événement"]).parts[0].feedback == {"fr": "it starts"}
    assert grade(samples.SHORT, ["autre"]).parts[0].feedback == {}


def test_a_word_is_right_in_any_of_the_languages() -> None:
    assert grade(samples.SHORT, ["loop"]).correct


def test_a_wrong_match_is_told_why_and_a_right_one_is_not() -> None:
    left, middle, right = grade(samples.MATCHING, ["l=y", "m=y", "n=x"]).parts
    assert (left.right, left.feedback) == (False, {"fr": "about l"})
    assert (middle.right, middle.feedback, right.right) == (True, {}, True)


def test_one_piece_moved_too_far_is_one_mistake() -> None:
    parts = grade(samples.ORDERING, ["one=4", "two=1", "three=2", "four=3"]).parts
    assert [(part.id, part.fault) for part in parts] == [
        ("two", Wrong.NOT),
        ("three", Wrong.NOT),
        ("four", Wrong.NOT),
        ("one", Wrong.PLACE),
    ]


def test_pieces_that_look_the_same_may_change_places() -> None:
    twins = question(
        QuestionKind.ORDERING,
        pieces=(piece("a", text="walk"), piece("b", text="turn"), piece("c", text="walk")),
    )
    assert grade(twins, ["c=1", "b=2", "a=3"]).correct


def test_a_program_says_of_each_line_what_is_wrong_with_it() -> None:
    posted = ["repeat=1", "turn=2", "walk=3", "trap=4", "repeat>0", "turn>0", "walk>1"]
    faults = {part.id: part.fault for part in grade(samples.PARSONS, posted).parts}
    assert faults == {"repeat": Wrong.NOT, "turn": Wrong.PLACE, "walk": Wrong.NOT, "trap": Wrong.EXTRA}


def test_a_line_in_its_place_with_another_indent_says_so() -> None:
    posted = ["repeat=1", "walk=2", "turn=3", "repeat>0", "walk>0", "turn>1"]
    assert [part.fault for part in grade(samples.PARSONS, posted).parts] == [
        Wrong.NOT,
        Wrong.INDENT,
        Wrong.NOT,
    ]


def test_a_program_that_lacks_a_line_is_wrong_though_every_line_of_it_is_right() -> None:
    graded = grade(samples.PARSONS, ["repeat=1", "walk=2", "walk>1"])
    assert graded.correct is False
    assert all(part.right for part in graded.parts)


def test_places_of_a_program_need_not_be_without_holes() -> None:
    assert grade(samples.PARSONS, ["repeat=1", "walk=3", "turn=4", "walk>1", "turn>1"]).correct


EITHER_RIGHT = (
    "x y repeat walk turn",
    "y x repeat walk turn",
    "x y repeat turn walk",
    "y x repeat turn walk",
)


def program(order: str) -> list[str]:
    """Return these lines of `samples.EITHER` as they are posted, each with its right indent."""
    indents = {one.id: one.indent for one in samples.EITHER.pieces}
    names = order.split()
    placed = [f"{name}={place}" for place, name in enumerate(names, 1)]
    return placed + [f"{name}>{indents[name]}" for name in names]


@pytest.mark.parametrize("order", EITHER_RIGHT)
def test_lines_in_any_order_are_right_in_each(order: str) -> None:
    graded = grade(samples.EITHER, program(order))
    assert (graded.correct, graded.response) == (True, order.replace(" ", "[,]"))
    assert all(part.right for part in graded.parts)


def test_every_right_order_is_known_and_its_authors_comes_first() -> None:
    told = [" ".join(piece.id for piece in order) for order in orders(samples.EITHER)]
    assert told[0] == EITHER_RIGHT[0]
    assert sorted(told) == sorted(EITHER_RIGHT)


@settings(deadline=None)
@given(st.permutations(["x", "y", "repeat", "walk", "turn"]))
def test_no_other_order_is_right(names: list[str]) -> None:
    order = " ".join(names)
    assert grade(samples.EITHER, program(order)).correct is (order in EITHER_RIGHT)


def test_a_line_out_of_place_is_told_against_the_nearest_right_order() -> None:
    parts = grade(samples.EITHER, program("y x turn repeat walk")).parts
    assert [part.id for part in parts if not part.right] == ["turn"]


def test_lines_that_look_the_same_change_places_in_any_order_too() -> None:
    twins = question(
        QuestionKind.PARSONS,
        pieces=(piece("c", text="walk"), piece("a", text="walk"), piece("b", text="turn")),
        any_order=(("a", "b"),),
    )
    assert grade(twins, ["a=1", "b=2", "c=3"]).correct
    assert grade(twins, ["b=1", "a=2", "c=3"]).correct is False


def test_in_a_survey_a_choice_is_neither_right_nor_wrong() -> None:
    asked = Question("q", QuestionKind.SINGLE, "0" * 12, {}, (option("a"), option("b")), {})
    graded = grade(asked, ["a"])
    assert (graded.correct, graded.response, graded.missed) == (None, "a", ())


def test_the_levels_of_an_open_answer_follow_its_text() -> None:
    assert grade(samples.OPEN, [" Voilà. ", "short=yes", ""]).parts == (
        Part("", "Voilà."),
        Part("short", "yes"),
    )


@pytest.mark.parametrize("sample", SCORED, ids=kind_of)
def test_the_solution_answers_the_question(sample: Sample) -> None:
    assert grade(sample.question, _posted(sample.question)).correct


def _posted(asked: Question) -> list[str]:
    """Post the solution of a question as a page would."""
    graded = grade(asked, next(sample.right for sample in SCORED if sample.question is asked))
    parts = graded.solution
    if asked.kind in {QuestionKind.ORDERING, QuestionKind.PARSONS, QuestionKind.MATCHING}:
        return [f"{part.id}={part.value}" for part in parts] + [
            f"{part.id}>{part.indent}" for part in parts if part.indent
        ]
    return [part.value for part in parts]


def test_an_option_of_the_first_family_still_bears_its_feedback() -> None:
    chosen: tuple[Option, ...] = grade(samples.SINGLE, ["a"]).chosen
    assert [one.feedback["fr"] for one in chosen] == ["about a"]
