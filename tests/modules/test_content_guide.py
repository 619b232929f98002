"""The authors' guide names everything that the check knows, and its examples are valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from modules.catalog import ModuleKind, QuestionKind, Strand, read_module
from modules.catalog.problems import Findings
from modules.catalog.prose import FOLDED_KINDS, NOTE_KINDS
from modules.catalog.quizzes import read_quiz
from modules.catalog.tree import read_toml
from tests.modules.written import spoil, write_module

GUIDE = (Path(__file__).parents[2] / "docs" / "content.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", [*Strand, *QuestionKind, *ModuleKind, *NOTE_KINDS, *FOLDED_KINDS])
def test_the_guide_names_every_choice(word: str) -> None:
    assert re.search(rf"\b{word}\b", GUIDE)


def test_the_plan_it_shows_can_be_read() -> None:
    findings = Findings("guide")
    assert read_toml(GUIDE.partition("```toml\n")[2].partition("```")[0], findings) is not None


QUIZZES = re.findall(r"^```quiz\n(.*?)^```$", GUIDE, re.S | re.M)


@pytest.mark.parametrize("quiz", QUIZZES, ids=lambda quiz: quiz.splitlines()[0].removeprefix("id: "))
def test_each_quiz_it_shows_is_valid(quiz: str) -> None:
    findings = Findings("guide")
    assert read_quiz(quiz, 1, findings) is not None
    assert [problem.what for problem in findings.problems] == []


def test_it_shows_an_example_of_every_kind() -> None:
    shown = {kind for quiz in QUIZZES for kind in re.findall(r"kind: ([a-z-]+)", quiz)}
    assert shown >= set(QuestionKind) - {QuestionKind.MULTIPLE}


def test_the_text_it_shows_is_valid(tmp_path: Path) -> None:
    folder = write_module(tmp_path)
    examples = [
        text for text in re.findall(r"^```text\n(.*?)^```$", GUIDE, re.S | re.M) if "media/" not in text
    ]
    spoil(folder / "02-second.fr.md", "Some text.", "\n\n".join(examples))
    assert len(examples) == 5
    assert read_module(folder)[1] == []
