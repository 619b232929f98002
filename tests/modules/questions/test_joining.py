"""The languages of a question become one: ids agree, words stay apart, and its hash follows every word of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from modules.catalog import Activity, faults, read_module
from modules.catalog.problems import Fault
from tests.modules.questions.test_reading import EITHER, KINDS
from tests.modules.written import (
    FIRST_EN,
    FIRST_FR,
    assert_told,
    line_of,
    problems_of,
    spoil,
    write_module,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A module whose second quiz has every kind, once in each language, and a program with lines in any order."""
    folder = write_module(tmp_path)
    questions = "".join(
        f"  - id: {kind}\n{_inside(text)}" for kind, text in {**KINDS, "either": EITHER}.items()
    )
    for name in (FIRST_FR, FIRST_EN):
        block = f"```quiz\nid: every\ntitle: Every\nquestions:\n{questions}```"
        spoil(folder / name, "After the quiz.", block)
    return folder


def _inside(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.split("\n"))


def read(folder: Path) -> Activity:
    module, problems = read_module(folder)
    assert module is not None, [(problem.file, problem.line, problem.what) for problem in problems]
    return next(one for one in module.activities if one.id == "every")


def hashes(folder: Path) -> dict[str, str]:
    return {question.id: question.hash for question in read(folder).questions}


def test_every_kind_is_joined_from_both_languages(folder: Path) -> None:
    questions = {question.id: question for question in read(folder).questions}
    assert set(questions) == {*KINDS, "either"}
    assert all(set(question.text) == {"fr", "en"} for question in questions.values())
    assert [piece.indent for piece in questions["parsons"].pieces] == [0, 1, 0]
    assert questions["either"].any_order == (("a", "b"), ("m", "n", "o"))
    assert [blank.id for blank in questions["fill-in"].blanks] == ["a", "b", "c"]
    assert questions["short"].blanks[0].accepts == dict.fromkeys(("fr", "en"), ("loop", "a loop"))
    assert questions["numeric"].unit == {"fr": "cm", "en": "cm"}


def test_our_own_words_are_in_the_language_of_each_page(folder: Path) -> None:
    questions = {question.id: question for question in read(folder).questions}
    assert questions["true-false"].options[0].text == {"fr": "Vrai", "en": "True"}
    assert questions["likert"].options[-1].text == {"fr": "Tout à fait capable", "en": "Entirely able"}


DIFFERS = {
    "answer": ("answer: 2.5", "answer: 2.6", "answer: 2.6"),
    "tolerance": ("tolerance: 0.1", "tolerance: 0.2", "tolerance: 0.2"),
    "correct": ("answer: false", "answer: true", "feedback: {true"),
    "goes": ("L, goes: x", "L, goes: y", "L, goes: y"),
    "indent": ("text: M, indent: 1", "text: M", "- {id: m, text: M}"),
    "belongs": ("belongs: false, ", "", "- {id: n"),
    "any_order": ("- [m, n, o]", "- [m, n]", "- [m, n]"),
    "gap id": ("{a}", "{z}", "- {id: z"),
    "scale": ("scale: confidence", "scale: frequency", "scale: frequency"),
    "reader": ("reader: facilitator", "reader: self", "- id: open"),
}


@pytest.mark.parametrize("key", DIFFERS)
def test_what_is_not_language_is_the_same_in_both(folder: Path, key: str) -> None:
    before, after, _where = DIFFERS[key]
    spoil(folder / FIRST_EN, before, after)
    if key == "gap id":
        spoil(folder / FIRST_EN, "{id: a, accept", "{id: z, accept")
    told = [
        (problem.file, problem.params.get("key"))
        for problem in problems_of(folder)
        if problem.fault is faults.DIFFERS
    ]
    assert told == [(f"small/{FIRST_EN}", key)]


def test_words_to_accept_are_as_many_as_a_language_needs(folder: Path) -> None:
    spoil(folder / FIRST_FR, "[loop, a loop]", "[boucle]")
    short = next(question for question in read(folder).questions if question.id == "short")
    assert short.blanks[0].accepts == {"fr": ("boucle",), "en": ("loop", "a loop")}


def test_hints_of_one_language_alone_stay_in_it(folder: Path) -> None:
    spoil(
        folder / FIRST_FR,
        "  - answers: [event]\n        feedback: No.",
        "  - answers: [event]\n        feedback: No.\n      - answers: [évènement]\n        feedback: Non.",
    )
    short = next(question for question in read(folder).questions if question.id == "short")
    assert [sorted(hint.feedback) for hint in short.blanks[0].hints] == [["fr"], ["fr"], ["en"]]


CHANGES = {
    "numeric": ("tolerance: 0.1", "tolerance: 0.25"),
    "short": ("[loop, a loop]", "[loop, the loop]"),
    "matching": ("text: M, goes: y", "text: M, goes: x"),
    "ordering": ("- {id: m, text: M}\n", "- {id: m, text: Mm}\n"),
    "parsons": ("belongs: false, feedback: No.", "belongs: false, feedback: Not so."),
    "either": ("- [m, n, o]", "- [m, n]"),
    "fill-in": ("{id: y, text: Y}\n  - id: likert", "{id: y, text: Why}\n  - id: likert"),
    "likert": ("scale: confidence", "scale: agreement"),
    "open": ("text: Not yet", "text: Not at all"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_changed_part_changes_the_hash_of_its_question_alone(folder: Path, kind: str) -> None:
    before = hashes(folder)
    for name in (FIRST_FR, FIRST_EN):
        spoil(folder / name, *CHANGES[kind])
    after = hashes(folder)
    assert {name for name in before if before[name] != after[name]} == {kind}


def test_choices_keep_the_hash_that_answers_of_old_carry(tmp_path: Path) -> None:
    module, _problems = read_module(write_module(tmp_path))
    assert module is not None
    told = {question.id: question.hash for question in module.activities[0].questions}
    assert told == {"q1": "29d1c722569e", "q2": "c1e35a1bc775"}


PLACES: dict[str, tuple[str, str, Fault]] = {
    "in the address of a link": ("{c}.", "[more](https://example.org/{c}).", faults.GAP_PLACE),
    "in a formula": ("{c}.", "$x^{c}$.", faults.GAP_PLACE),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_gap_where_no_field_can_be_is_told(folder: Path, name: str) -> None:
    before, after, fault = PLACES[name]
    spoil(folder / FIRST_EN, before, after)
    assert_told(folder, FIRST_EN, line_of(folder / FIRST_EN, "- id: fill-in"), fault)


def test_a_gap_may_stand_in_code(folder: Path) -> None:
    spoil(folder / FIRST_EN, "First {a}", "First `repeat {a}`")
    fill_in = next(question for question in read(folder).questions if question.id == "fill-in")
    assert "<code>repeat {a}</code>" in fill_in.text["en"]
