"""Quizzes spoiled at random: reading them never fails, and what it finds no fault with can be answered right."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classcode.demonstration.answering import answer_to
from modules.activities.asking import asked
from modules.activities.kinds import grade
from modules.catalog import Activity
from modules.catalog.drawing import Around, Drawing
from modules.catalog.joining import Written, activity
from modules.catalog.pages import read_page
from modules.catalog.problems import Findings
from modules.catalog.quizzes import read_quiz

GUIDE = (Path(__file__).parents[3] / "docs" / "content.md").read_text(encoding="utf-8")
QUIZZES = re.findall(r"^```quiz\n(.*?)^```$", GUIDE, re.S | re.M)
LETTERS = st.text(alphabet="ab-:{}[]`\"'#&*!?1. \t\né", max_size=6)
HEAD = """---
id: page
title: Page
minutes: 5
strand: do
required: false
summary: One sentence.
objectives: [Read]
---
Text.
"""


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """Return a quiz of the guide with some lines taken out, doubled, moved or written over."""
    lines = draw(st.sampled_from(QUIZZES)).split("\n")
    for _change in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["out", "twice", "moved", "over", "inside"]))
        line = lines.pop(at)
        if how == "twice":
            lines[at:at] = [line, line]
        elif how == "moved":
            lines.insert(draw(st.integers(0, len(lines))), line)
        elif how == "over":
            lines.insert(at, line[: len(line) // 2] + draw(LETTERS))
        elif how == "inside":
            lines.insert(at, " " * draw(st.integers(0, 12)) + line.lstrip())
        lines = lines or [""]
    return "\n".join(lines)


def joined(text: str) -> tuple[Activity | None, Findings]:
    findings = Findings("page")
    draft = read_quiz(text, 1, findings)
    page = read_page("01-page.fr.md", HEAD, findings)
    assert page is not None
    drawing = Drawing(page, Around("small", "0" * 12, ["page"], []), findings)
    return activity([Written(drawing, draft)]) if draft else None, findings


@settings(deadline=None)
@given(spoiled())
def test_reading_a_spoiled_quiz_never_fails(text: str) -> None:
    made, findings = joined(text)
    assert made is not None or findings.problems
    for problem in findings.problems:
        assert problem.line >= 1
        assert problem.what
        assert problem.mend
    if made is not None and not findings.problems:
        answer_right(made)


@pytest.mark.parametrize("text", QUIZZES, ids=lambda text: text.splitlines()[0].removeprefix("id: "))
def test_the_quizzes_of_the_guide_can_be_answered_right(text: str) -> None:
    made, findings = joined(text)
    assert findings.problems == []
    assert made is not None
    answer_right(made)


def answer_right(made: Activity) -> None:
    """Answer each question right, as it is shown at a first attempt."""
    for question in asked(made, None, 1, {question.id for question in made.questions}):
        written = made.question(question.id)
        assert written is not None
        graded = grade(written, answer_to(Random(1), written, right=True))
        assert graded.correct in {True, None}
