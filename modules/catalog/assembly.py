"""Joins the languages of checked pages into units: texts drawn once, questions with the hash of their sources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from modules.catalog.definitions import Activity, Option, Question, Unit, UnitText
from modules.catalog.drawing import Drawing
from modules.catalog.quizzes import QuestionDraft, QuizDraft


def assemble(drawings: Sequence[Drawing]) -> Unit:
    """Make a unit of its pages, one drawing for each language, the first language first."""
    first = drawings[0].page
    quizzes = zip(*(drawing.page.quizzes for drawing in drawings), strict=False)
    return Unit(
        id=first.id,
        minutes=first.minutes,
        strand=first.strand,
        required=first.required,
        tags=first.tags,
        level=first.level,
        texts={drawing.page.lang: _text(drawing) for drawing in drawings},
        activities=tuple(_activity(drawings, [quiz for _start, _end, quiz in each]) for each in quizzes),
    )


def _text(drawing: Drawing) -> UnitText:
    page = drawing.page
    return UnitText(page.lang, page.title, page.summary, page.objectives, page.tomorrow, drawing.segments())


def _activity(drawings: Sequence[Drawing], drafts: Sequence[QuizDraft]) -> Activity:
    first = drafts[0]
    questions = zip(*(draft.questions for draft in drafts), strict=False)
    return Activity(
        id=first.id,
        title={drawing.page.lang: draft.title for drawing, draft in zip(drawings, drafts, strict=True)},
        graded=first.graded,
        pass_mark=first.pass_mark,
        questions=tuple(_question(drawings, each) for each in questions),
    )


def _question(drawings: Sequence[Drawing], drafts: Sequence[QuestionDraft]) -> Question:
    pairs = list(zip(drawings, drafts, strict=True))
    explained = all(draft.explanation for draft in drafts)
    return Question(
        id=drafts[0].id,
        kind=drafts[0].kind,
        hash=_hash({drawing.page.lang: draft for drawing, draft in pairs}),
        text={drawing.page.lang: drawing.line(draft.text, draft.line) for drawing, draft in pairs},
        options=tuple(_option(pairs, index) for index in range(min(len(draft.options) for draft in drafts))),
        explanation={
            drawing.page.lang: drawing.line(draft.explanation, draft.line) for drawing, draft in pairs
        }
        if explained
        else {},
    )


def _option(pairs: list[tuple[Drawing, QuestionDraft]], index: int) -> Option:
    drafts = [(drawing, question.options[index]) for drawing, question in pairs]
    return Option(
        id=drafts[0][1].id,
        correct=drafts[0][1].correct,
        text={drawing.page.lang: drawing.line(draft.text, draft.line) for drawing, draft in drafts},
        feedback={drawing.page.lang: drawing.line(draft.feedback, draft.line) for drawing, draft in drafts},
    )


def _hash(drafts: dict[str, QuestionDraft]) -> str:
    """Hash what was written, in all languages and without lines, so that moving a question does not change it."""
    source = [
        [lang, draft.id, draft.kind, draft.text, draft.explanation]
        + [[option.id, option.correct, option.text, option.feedback] for option in draft.options]
        for lang, draft in sorted(drafts.items())
    ]
    return hashlib.sha256(json.dumps(source, ensure_ascii=False).encode()).hexdigest()[:12]
