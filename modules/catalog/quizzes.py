"""Reads a quiz block: its YAML becomes a draft in one language, still Markdown; `assembly` joins the languages."""

from __future__ import annotations

from dataclasses import dataclass

from modules.catalog import faults
from modules.catalog.definitions import QuestionKind
from modules.catalog.form import Form
from modules.catalog.problems import Findings
from modules.catalog.tree import Branch, read_yaml


@dataclass(frozen=True)
class OptionDraft:
    """One option as written in one language."""

    id: str
    correct: bool
    text: str
    feedback: str
    line: int


@dataclass(frozen=True)
class QuestionDraft:
    """One question as written in one language."""

    id: str
    kind: QuestionKind
    text: str
    options: tuple[OptionDraft, ...]
    explanation: str
    line: int


@dataclass(frozen=True)
class QuizDraft:
    """One quiz as written in one language."""

    id: str
    title: str
    graded: bool
    pass_mark: float | None
    questions: tuple[QuestionDraft, ...]
    line: int


def read_quiz(text: str, first_line: int, findings: Findings) -> QuizDraft | None:
    """Read one block whose first line of YAML is this line of the file; None when it is no YAML block."""
    root = read_yaml(text, first_line, findings)
    if root is None:
        return None
    if not isinstance(root, Branch):
        findings.add(first_line, faults.NOT_BLOCK, key="quiz")
        return None
    form = Form(root, findings)
    graded = form.flag("graded", default=False)
    quiz = QuizDraft(
        id=form.identifier(),
        title=form.text("title"),
        graded=graded,
        pass_mark=_pass_mark(form, graded),
        questions=tuple(_question(question) for question in form.forms("questions")),
        line=first_line,
    )
    form.close()
    note_repeated([(question.id, question.line) for question in quiz.questions], findings)
    return quiz


def note_repeated(ids: list[tuple[str, int]], findings: Findings) -> None:
    """Note each id that was taken before, at its line."""
    seen: set[str] = set()
    for one, line in ids:
        if one and one in seen:
            findings.add(line, faults.SAME_ID, id=one)
        seen.add(one)


def _pass_mark(form: Form, graded: bool) -> float | None:
    if graded:
        return form.share("pass")
    if form.has("pass"):
        form.findings.add(form.line_of("pass"), faults.PASS_WITHOUT_GRADE)
        form.share("pass")
    return None


def _question(form: Form) -> QuestionDraft:
    question = QuestionDraft(
        id=form.identifier(),
        kind=QuestionKind(form.choice("kind", tuple(QuestionKind))),
        text=form.text("text"),
        options=tuple(_option(option) for option in form.forms("options")),
        explanation=form.text("explanation", ""),
        line=form.line,
    )
    form.close()
    note_repeated([(option.id, option.line) for option in question.options], form.findings)
    _check_options(question, form)
    return question


def _option(form: Form) -> OptionDraft:
    option = OptionDraft(
        id=form.identifier(),
        correct=form.flag("correct", default=False),
        text=form.text("text"),
        feedback=form.text("feedback"),
        line=form.line,
    )
    form.close()
    return option


def _check_options(question: QuestionDraft, form: Form) -> None:
    right = sum(option.correct for option in question.options)
    line, single = form.line_of("options"), question.kind is QuestionKind.SINGLE
    if not question.options:
        return  # noted as missing already
    if len(question.options) < 2:
        form.findings.add(line, faults.FEW_OPTIONS, id=question.id)
    if right == 0 or (single and right > 1):
        form.findings.add(line, faults.NO_RIGHT_OPTION, id=question.id, count=right)
    elif right == len(question.options) and not single:
        form.findings.add(line, faults.NO_WRONG_OPTION, id=question.id)
