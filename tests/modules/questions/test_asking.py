"""Each attempt draws and mixes by a seed: the same at every look, another for another learner, never the answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from modules.activities.asking import asked
from modules.activities.kinds import grade
from modules.activities.parsons import orders
from modules.catalog import Activity, Question, QuestionKind
from tests.modules.questions import samples
from tests.modules.questions.samples import piece, question

ADA = UUID(int=1)
PEOPLE = st.one_of(st.none(), st.uuids())
NUMBERS = st.integers(1, 40)


def pool(size: int = 12, *, draws: int | None = 4, shuffled: bool = True) -> Activity:
    questions = tuple(replace(samples.SINGLE, id=f"q{number}") for number in range(size))
    return Activity("check", {}, True, 0.5, questions, draws=draws, shuffled=shuffled)


def quiz(*questions: Question, shuffled: bool = False) -> Activity:
    named = tuple(replace(one, id=f"q{number}") for number, one in enumerate(questions))
    return Activity("check", {}, False, None, named, shuffled=shuffled)


EVERY_KIND = quiz(*(sample.question for sample in samples.EVERY), shuffled=True)


@settings(deadline=None)
@given(PEOPLE, NUMBERS)
def test_an_attempt_is_the_same_at_every_look(person: UUID | None, number: int) -> None:
    assert asked(pool(), person, number) == asked(pool(), person, number)
    assert asked(EVERY_KIND, person, number) == asked(EVERY_KIND, person, number)


@settings(deadline=None)
@given(PEOPLE, NUMBERS)
def test_a_pool_is_drawn_from_without_repeating(person: UUID | None, number: int) -> None:
    ids = [one.id for one in asked(pool(), person, number)]
    assert len(ids) == len(set(ids)) == 4


def test_a_pool_gives_every_question_its_turn() -> None:
    drawn = Counter(one.id for number in range(1, 601) for one in asked(pool(), ADA, number))
    assert len(drawn) == 12
    assert min(drawn.values()) > 120  # 200 expected; six standard deviations below


def test_the_next_attempt_asks_something_else() -> None:
    assert len({tuple(one.id for one in asked(pool(), ADA, number)) for number in range(1, 20)}) > 10


def test_a_question_taken_out_of_the_pool_leaves_the_others_drawn() -> None:
    before = {one.id for one in asked(pool(), ADA, 1)}
    gone = next(iter(sorted(before)))
    smaller = replace(pool(), questions=tuple(one for one in pool().questions if one.id != gone))
    assert before - {gone} <= {one.id for one in asked(smaller, ADA, 1)}


def test_questions_that_were_answered_are_shown_though_another_draw_would_ask_others() -> None:
    ids = {one.id for one in asked(pool(), ADA, 1)}
    assert {one.id for one in asked(pool(), UUID(int=2), 9, ids)} == ids


def test_without_shuffling_questions_and_options_keep_the_order_of_their_author() -> None:
    assert asked(pool(draws=None, shuffled=False), ADA, 1) == pool(draws=None, shuffled=False).questions


@settings(deadline=None)
@given(PEOPLE, NUMBERS)
def test_pieces_are_never_shown_in_their_right_order(person: UUID | None, number: int) -> None:
    order, program, match = asked(quiz(samples.ORDERING, samples.PARSONS, samples.MATCHING), person, number)
    assert [one.id for one in order.pieces] != ["one", "two", "three", "four"]
    assert [one.id for one in program.pieces if one.belongs] != ["repeat", "walk", "turn"]
    assert [one.goes for one in match.pieces] != [one.id for one in match.options]


@settings(deadline=None)
@given(PEOPLE, NUMBERS)
def test_a_program_is_shown_in_none_of_its_right_orders(person: UUID | None, number: int) -> None:
    shown = asked(quiz(samples.EITHER), person, number)[0]
    right = [[line.id for line in order] for order in orders(samples.EITHER)]
    assert [one.id for one in shown.pieces if one.belongs] not in right


@settings(deadline=None)
@given(st.permutations("abcdef"), PEOPLE, NUMBERS)
def test_two_pieces_are_shown_the_other_way_round(names: list[str], person: UUID | None, number: int) -> None:
    two = question(QuestionKind.ORDERING, pieces=(piece(names[0]), piece(names[1])))
    assert [one.id for one in asked(quiz(two), person, number)[0].pieces] == [names[1], names[0]]


def test_pieces_that_all_look_the_same_cannot_be_out_of_order() -> None:
    twins = question(QuestionKind.ORDERING, pieces=(piece("a", text="x"), piece("b", text="x")))
    assert len(asked(quiz(twins), ADA, 1)[0].pieces) == 2


@settings(deadline=None)
@given(PEOPLE, NUMBERS)
def test_whatever_the_order_shown_the_right_answer_is_right_and_the_wrong_one_wrong(
    person: UUID | None, number: int
) -> None:
    shown = {one.id: one for one in asked(EVERY_KIND, person, number)}
    for index, sample in enumerate(samples.EVERY):
        as_written, as_shown = replace(sample.question, id=f"q{index}"), shown[f"q{index}"]
        assert grade(as_written, sample.right).correct == grade(sample.question, sample.right).correct
        assert sorted(part.id for part in as_shown.pieces) == sorted(part.id for part in as_written.pieces)
        assert sorted(one.id for one in as_shown.options) == sorted(one.id for one in as_written.options)


@settings(deadline=None)
@given(PEOPLE, NUMBERS)
def test_scales_and_true_before_false_keep_their_order(person: UUID | None, number: int) -> None:
    shown = asked(quiz(samples.TRUE_FALSE, samples.LIKERT, shuffled=True), person, number)
    assert {one.kind: [option.id for option in one.options] for one in shown} == {
        QuestionKind.TRUE_FALSE: ["true", "false"],
        QuestionKind.LIKERT: ["1", "2", "3"],
    }


def test_who_has_no_account_sees_what_all_others_without_one_see() -> None:
    assert asked(EVERY_KIND, None, 1) == asked(EVERY_KIND, None, 1)
    assert asked(EVERY_KIND, None, 1) != asked(EVERY_KIND, ADA, 1)
