"""Questions as authors write them: each kind is read, and each mistake is told at its line."""

from __future__ import annotations

import pytest

from modules.catalog import faults
from modules.catalog.definitions import Reveal
from modules.catalog.problems import Fault, Findings
from modules.catalog.quizzes import QuizDraft, read_quiz

EITHER = """kind: parsons
text: Build.
pieces:
  - {id: a, text: A}
  - {id: b, text: B}
  - {id: l, text: Loop}
  - {id: m, text: Move, indent: 1}
  - {id: n, text: Next, indent: 1}
  - {id: o, text: Over, indent: 1}
  - {id: p, text: P, indent: 1}
  - {id: z, text: Z, belongs: false}
any_order:
  - [a, b]
  - [m, n, o]"""
KINDS = {
    "true-false": "kind: true-false\ntext: Yes?\nanswer: false\nfeedback: {true: No., false: Right.}",
    "numeric": "kind: numeric\ntext: How many?\nanswer: 2.5\ntolerance: 0.1\nunit: cm",
    "short": "kind: short\ntext: Which word?\naccept: [loop, a loop]\nhints:\n  - answers: [event]\n    feedback: No.",
    "matching": """kind: matching
text: Match.
options:
  - {id: x, text: X}
  - {id: y, text: Y}
pieces:
  - {id: l, text: L, goes: x}
  - {id: m, text: M, goes: y}""",
    "ordering": "kind: ordering\ntext: Order.\npieces:\n  - {id: l, text: L}\n  - {id: m, text: M}",
    "parsons": """kind: parsons
text: Build.
pieces:
  - {id: l, text: L}
  - {id: m, text: M, indent: 1}
  - {id: n, text: N, belongs: false, feedback: No.}""",
    "fill-in": """kind: fill-in
text: "First {a}, then {b} and {c}."
gaps:
  - {id: a, accept: [one]}
  - {id: b, answer: 2}
  - id: c
    choices:
      - {id: x, text: X, correct: true}
      - {id: y, text: Y}""",
    "likert": "kind: likert\ntext: I can.\nscale: confidence",
    "open": """kind: open
text: Say.
reader: facilitator
rubric:
  - id: clear
    text: Clear
    levels:
      - {id: no, text: Not yet}
      - {id: yes, text: Yes}""",
}


def quiz(question: str, head: str = "") -> str:
    body = "\n".join(f"    {line}" for line in question.split("\n"))
    return f"id: one\ntitle: One\n{head}questions:\n  - id: q\n{body}\n"


def read(text: str) -> tuple[QuizDraft, Findings]:
    findings = Findings("page")
    draft = read_quiz(text, 1, findings)
    assert draft is not None
    return draft, findings


def told(text: str) -> list[tuple[int, Fault]]:
    return [(problem.line, problem.fault) for problem in read(text)[1].problems]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written(kind: str) -> None:
    draft, findings = read(quiz(KINDS[kind]))
    assert [problem.what for problem in findings.problems] == []
    assert draft.questions[0].kind == kind


def test_lines_that_may_stand_in_any_order_are_read_group_by_group() -> None:
    draft, findings = read(quiz(EITHER))
    assert [problem.what for problem in findings.problems] == []
    assert draft.questions[0].filled.any_order == (("a", "b"), ("m", "n", "o"))


RUBRIC = KINDS["open"].removeprefix("kind: open\ntext: Say.\nreader: facilitator")
SPOILED: dict[str, tuple[str, str, str, int, Fault]] = {
    "no answer": ("true-false", "\nanswer: false", "", 4, faults.MISSING),
    "feedback to maybe": ("true-false", "true: No.", "maybe: No.", 8, faults.UNKNOWN_KEY),
    "an answer in words": ("numeric", "2.5", "two", 7, faults.NOT_NUMBER),
    "a decimal comma": ("numeric", "2.5", "2,5", 7, faults.NOT_NUMBER),
    "a hint that is no number": (
        "numeric",
        "unit: cm",
        "hints:\n  - answers: [many]\n    feedback: No.",
        10,
        faults.NOT_ANSWERABLE,
    ),
    "nothing to accept": ("short", "[loop, a loop]", "[]", 7, faults.MISSING),
    "a delimiter in an answer": ("short", "[loop, a loop]", '["a[,]b"]', 7, faults.NOT_ANSWERABLE),
    "a hint that is right": ("short", "[event]", "[LOOP]", 9, faults.RIGHT_HINT),
    "a piece that goes nowhere": ("matching", "goes: y", "goes: z", 12, faults.NOT_CHOICE),
    "a piece without a place": ("matching", ", goes: y", "", 12, faults.MISSING),
    "two pieces of one id": ("matching", "id: m", "id: l", 12, faults.SAME_ID),
    "two options of one id": ("matching", "id: y", "id: x", 9, faults.SAME_ID),
    "one option": ("matching", "\n  - {id: y, text: Y}", "", 7, faults.FEW_OPTIONS),
    "one piece": ("ordering", "\n  - {id: m, text: M}", "", 7, faults.FEW_PIECES),
    "an indent of an ordering": ("ordering", "text: M", "text: M, indent: 1", 9, faults.UNKNOWN_KEY),
    "an indent out of nothing": ("parsons", "text: L", "text: L, indent: 1", 8, faults.INDENT_JUMP),
    "a jump of indents": ("parsons", "indent: 1", "indent: 2", 9, faults.INDENT_JUMP),
    "an indent too far": ("parsons", "indent: 1", "indent: 4", 9, faults.NOT_NUMBER),
    "a program of one line": ("parsons", ", indent: 1", ", belongs: false", 7, faults.FEW_PIECES),
    "an unknown line in any order": ("either", "[a, b]", "[a, c]", 17, faults.NOT_CHOICE),
    "a misleading line in any order": ("either", "[m, n, o]", "[m, z]", 18, faults.NOT_CHOICE),
    "one line in any order": ("either", "[a, b]", "[a]", 17, faults.ONE_LINE),
    "a line twice in any order": ("either", "[a, b]", "[a, b, a]", 17, faults.TWICE),
    "a line in two groups": ("either", "[m, n, o]", "[b, l]", 18, faults.TWICE),
    "lines apart in any order": ("either", "[m, n, o]", "[m, o]", 18, faults.APART),
    "lines of two indents in any order": ("either", "[m, n, o]", "[l, m]", 18, faults.APART),
    "a loop in any order": ("either", "[a, b]", "[b, l]", 17, faults.APART),
    "no list of lines": ("either", "[a, b]", "a", 17, faults.NOT_LIST),
    "a block for a line": ("either", "[a, b]", "[a, {id: b}]", 17, faults.NOT_TEXT),
    "no group": ("either", "any_order:\n  - [a, b]\n  - [m, n, o]", "any_order: []", 16, faults.MISSING),
    "too many right orders": ("either", "[m, n, o]", "[m, n, o, p]", 16, faults.MANY_ORDERS),
    "any order of an ordering": ("ordering", "text: Order.", "text: O\nany_order: [[l, m]]", 7, faults.UNKNOWN_KEY),
    "a gap that is not described": ("fill-in", "{c}.", "{c} or {d}.", 6, faults.NO_GAP),
    "a gap that is not there": ("fill-in", " and {c}", "", 10, faults.GAP_NOT_ONCE),
    "a gap twice": ("fill-in", " and {c}", " and {c}, {c}", 10, faults.GAP_NOT_ONCE),
    "gaps in another order": ("fill-in", "{a}, then {b}", "{b}, then {a}", 7, faults.GAPS_ORDER),
    "two right choices": ("fill-in", "text: Y", "text: Y, correct: true", 11, faults.GAP_CHOICES),
    "a gap that accepts nothing": ("fill-in", ", accept: [one]", "", 8, faults.MISSING),
    "a scale that does not exist": ("likert", "confidence", "taste", 7, faults.NOT_CHOICE),
    "a reader that does not exist": ("open", "facilitator", "everybody", 7, faults.NOT_CHOICE),
    "no rubric": ("open", RUBRIC, "", 4, faults.MISSING),
    "one level": ("open", "\n      - {id: yes, text: Yes}", "", 11, faults.FEW_OPTIONS),
    "two levels of one id": ("open", "id: yes", "id: no", 13, faults.SAME_ID),
    "an unknown kind": ("open", "kind: open", "kind: closed", 5, faults.NOT_CHOICE),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_a_mistake_is_told_at_its_line(name: str) -> None:
    kind, before, after, line, fault = SPOILED[name]
    written = KINDS.get(kind, EITHER)
    assert before in written
    assert (line, fault) in told(quiz(written.replace(before, after, 1)))


def test_too_many_pieces_are_told() -> None:
    pieces = "".join(f"\n  - {{id: p{number}, text: T}}" for number in range(21))
    assert (7, faults.MANY_PIECES) in told(quiz(f"kind: ordering\ntext: Order.\npieces:{pieces}"))


@pytest.mark.parametrize("name", ["act", "lang", "next"])
def test_a_question_cannot_be_called_like_a_field_of_every_form(name: str) -> None:
    assert (4, faults.TAKEN_ID) in told(quiz(KINDS["likert"]).replace("id: q", f"id: {name}"))


CHOICE = """kind: single
text: Which?
options:
  - {id: a, text: A, correct: true, feedback: Yes.}
  - {id: b, text: B, feedback: No.}"""
OPINION = CHOICE.replace(", correct: true, feedback: Yes.", "").replace(", feedback: No.", "")
RULES: dict[str, tuple[str, str, int, Fault]] = {
    "a graded survey": ("survey: true\ngraded: true\n", OPINION, 4, faults.GRADED_SURVEY),
    "a right answer in a survey": ("survey: true\n", CHOICE, 9, faults.UNKNOWN_KEY),
    "attempts of a survey": ("survey: true\nattempts: 2\n", OPINION, 4, faults.UNKNOWN_KEY),
    "a number in a survey": ("survey: true\n", KINDS["numeric"], 6, faults.NOT_CHOICE),
    "more drawn than there are": ("draws: 2\n", CHOICE, 3, faults.NOT_NUMBER),
    "scales in a pool": ("draws: 1\n", KINDS["likert"], 3, faults.POOL_NOT_SCORED),
    "a mark for scales": ("graded: true\npass: 1\n", KINDS["likert"], 3, faults.NOTHING_SCORED),
    "no attempt at all": ("attempts: 0\n", CHOICE, 3, faults.NOT_NUMBER),
    "an unknown way to reveal": ("reveal: later\n", CHOICE, 3, faults.NOT_CHOICE),
}


@pytest.mark.parametrize("name", RULES)
def test_a_mistake_in_how_a_quiz_is_taken_is_told(name: str) -> None:
    head, question, line, fault = RULES[name]
    assert (line, fault) in told(quiz(question, head))


def test_a_quiz_says_how_it_is_taken() -> None:
    head = "graded: true\npass: 0.5\ndraws: 1\nshuffled: true\nattempts: 3\nreveal: never\n"
    draft, findings = read(quiz(CHOICE, head))
    assert findings.problems == []
    rules = draft.rules
    assert (rules.draws, rules.shuffled, rules.attempts, rules.reveal) == (1, True, 3, Reveal.NEVER)


def test_a_survey_needs_no_feedback() -> None:
    draft, findings = read(quiz(OPINION, "survey: true\n"))
    assert findings.problems == []
    assert draft.rules.survey
