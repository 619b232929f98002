"""Reads a quiz block: its YAML becomes a draft in one language, still Markdown; `joining` joins the languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from modules.catalog import faults
from modules.catalog.definitions import QuestionKind, Reveal
from modules.catalog.form import Form
from modules.catalog.problems import Findings
from modules.catalog.questions.drafts import Key, QuestionDraft
from modules.catalog.questions.reading import read_question
from modules.catalog.repeated import note_repeated
from modules.catalog.tree import Branch, read_yaml

NOT_SCORED: Final = frozenset({QuestionKind.LIKERT, QuestionKind.OPEN})
"""Kinds that nobody gets right or wrong."""
MOST: Final = 50
"""Questions of one quiz."""
ATTEMPTS: Final = 20
"""The most attempts that are worth counting."""


@dataclass(frozen=True)
class Rules:
    """How a quiz is taken; see `definitions.Activity`."""

    graded: bool = False
    pass_mark: float | None = None
    survey: bool = False
    draws: int | None = None
    shuffled: bool = False
    attempts: int | None = None
    reveal: Reveal = Reveal.RIGHT


@dataclass(frozen=True)
class QuizDraft:
    """One quiz as written in one language."""

    id: str
    title: str
    rules: Rules
    questions: tuple[QuestionDraft, ...]
    line: int
    kind: str = "activity"

    @property
    def graded(self) -> bool:
        """Whether a mark is kept."""
        return self.rules.graded

    def key(self) -> list[Key]:
        """Return all that is not language, in order, each with its name and line."""
        rules, line = self.rules, self.line
        return [
            ("id", self.id, line),
            ("graded", rules.graded, line),
            ("pass", rules.pass_mark, line),
            ("survey", rules.survey, line),
            ("draws", rules.draws, line),
            ("shuffled", rules.shuffled, line),
            ("attempts", rules.attempts, line),
            ("reveal", rules.reveal, line),
            *(part for question in self.questions for part in question.key()),
        ]


def read_quiz(text: str, first_line: int, findings: Findings) -> QuizDraft | None:
    """Read one block whose first line of YAML is this line of the file; None when it is no YAML block."""
    root = read_yaml(text, first_line, findings)
    if root is None:
        return None
    if not isinstance(root, Branch):
        findings.add(first_line, faults.NOT_BLOCK, key="quiz")
        return None
    form = Form(root, findings)
    rules = _rules(form)
    quiz = QuizDraft(
        id=form.identifier(),
        title=form.text("title"),
        rules=rules,
        questions=tuple(read_question(one, survey=rules.survey) for one in form.forms("questions")),
        line=first_line,
    )
    form.close()
    note_repeated([(question.id, question.line) for question in quiz.questions], findings)
    _check_whole(quiz, form)
    return quiz


def _rules(form: Form) -> Rules:
    """Read how the quiz is taken; a survey only has to be answered."""
    graded, survey = form.flag("graded", default=False), form.flag("survey", default=False)
    if survey:
        if graded:
            form.findings.add(form.line_of("graded"), faults.GRADED_SURVEY)
        return Rules(survey=True, shuffled=form.flag("shuffled", default=False))
    return Rules(
        graded=graded,
        pass_mark=_pass_mark(form, graded),
        draws=form.whole("draws", 1, MOST) if form.has("draws") else None,
        shuffled=form.flag("shuffled", default=False),
        attempts=form.whole("attempts", 1, ATTEMPTS) if form.has("attempts") else None,
        reveal=Reveal(form.choice("reveal", tuple(Reveal))) if form.has("reveal") else Reveal.RIGHT,
    )


def _pass_mark(form: Form, graded: bool) -> float | None:
    if graded:
        return form.share("pass")
    if form.has("pass"):
        form.findings.add(form.line_of("pass"), faults.PASS_WITHOUT_GRADE)
        form.share("pass")
    return None


def _check_whole(quiz: QuizDraft, form: Form) -> None:
    """Note pools that cannot be drawn from, and marks of which no question decides."""
    scored = [question for question in quiz.questions if question.kind not in NOT_SCORED]
    if quiz.rules.draws is not None:
        line = form.line_of("draws")
        if quiz.rules.draws > len(quiz.questions):
            form.findings.add(line, faults.NOT_NUMBER, key="draws", low=1, high=len(quiz.questions))
        if len(scored) < len(quiz.questions):
            form.findings.add(line, faults.POOL_NOT_SCORED)
    if quiz.graded and quiz.questions and not scored:
        form.findings.add(form.line_of("graded"), faults.NOTHING_SCORED)
    if len(quiz.questions) > MOST:
        form.findings.add(form.line_of("questions"), faults.MANY_QUESTIONS, limit=MOST)
