"""Joins the languages of a quiz into an activity: texts drawn once, questions with the hash of their sources."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

from classcode.i18n import gettext as _
from classcode.i18n import reader
from modules.catalog import faults
from modules.catalog.definitions import (
    Activity,
    Blank,
    Criterion,
    Hint,
    Option,
    Piece,
    Question,
    QuestionKind,
    Texts,
)
from modules.catalog.drawing import Drawing
from modules.catalog.questions.drafts import (
    BlankDraft,
    CriterionDraft,
    HintDraft,
    OptionDraft,
    PieceDraft,
    QuestionDraft,
)
from modules.catalog.quizzes import QuizDraft

D = TypeVar("D")
T = TypeVar("T")

_TAG: Final = re.compile(r"<[^>]*>|<math.*?</math>", re.S)


class Written(NamedTuple, Generic[D]):
    """A draft and the page that draws its texts."""

    drawing: Drawing
    draft: D


def drawn(written: Sequence[Written[D]], text: Callable[[D], tuple[str, int]]) -> Texts:
    """Return a text of these drafts by language as safe HTML; `text` gives it and its line, "" for none."""
    found = [(each.drawing, *text(each.draft)) for each in written]
    return {drawing.page.lang: drawing.line(words, line) for drawing, words, line in found if words}


def each_of(
    written: Sequence[Written[D]], parts: Callable[[D], Sequence[T]]
) -> Iterable[tuple[Written[T], ...]]:
    """Yield the parts of these drafts one by one, each in all languages; none that a language lacks."""
    return zip(*([Written(one, part) for part in parts(draft)] for one, draft in written), strict=False)


def whole(written: Sequence[Written[D]]) -> Sequence[Written[D]]:
    """Return what is written in the languages of the whole module: a translation begun marks nothing "updated"."""
    return [one for one in written if one.drawing.page.lang not in one.drawing.around.partial] or written


def activity(written: Sequence[Written[QuizDraft]]) -> Activity:
    """Join a quiz as it is written in each language, the first language first."""
    first = written[0].draft
    return Activity(
        id=first.id,
        title={drawing.page.lang: draft.title for drawing, draft in written},
        graded=first.rules.graded,
        pass_mark=first.rules.pass_mark,
        questions=tuple(_question(each) for each in each_of(written, lambda draft: draft.questions)),
        survey=first.rules.survey,
        draws=first.rules.draws,
        shuffled=first.rules.shuffled,
        attempts=first.rules.attempts,
        reveal=first.rules.reveal,
    )


def _question(written: Sequence[Written[QuestionDraft]]) -> Question:
    first = written[0].draft
    explained = all(draft.explanation for _drawing, draft in written)
    text = drawn(written, lambda draft: (draft.text, draft.line))
    _check_gaps(written, text)
    return Question(
        id=first.id,
        kind=first.kind,
        hash=_hash({drawing.page.lang: draft for drawing, draft in whole(written)}),
        text=text,
        options=tuple(_option(each) for each in each_of(written, lambda draft: draft.options)),
        explanation=drawn(written, lambda draft: (draft.explanation, draft.line)) if explained else {},
        pieces=tuple(_piece(each) for each in each_of(written, lambda draft: draft.filled.pieces)),
        blanks=tuple(_blank(each) for each in each_of(written, lambda draft: draft.filled.blanks)),
        rubric=tuple(_criterion(each) for each in each_of(written, lambda draft: draft.filled.rubric)),
        unit=drawn(written, lambda draft: (draft.filled.unit, draft.line)),
        reader=first.filled.reader,
        scale=first.filled.scale,
        any_order=first.filled.any_order,
    )


def _check_gaps(written: Sequence[Written[QuestionDraft]], text: Texts) -> None:
    """Note a gap that stands inside a tag or a formula, where no field can be."""
    for drawing, draft in written:
        seen = _TAG.sub("", text.get(drawing.page.lang, ""))
        for blank in draft.filled.blanks if draft.kind is QuestionKind.FILL_IN else ():
            if blank.id and draft.text.count(f"{{{blank.id}}}") == 1 and f"{{{blank.id}}}" not in seen:
                drawing.findings.add(draft.line, faults.GAP_PLACE, id=blank.id)


def _option(written: Sequence[Written[OptionDraft]]) -> Option:
    first = written[0].draft
    return Option(
        id=first.id,
        correct=first.correct,
        text=_ours(written) if first.ours else drawn(written, lambda draft: (draft.text, draft.line)),
        feedback=drawn(written, lambda draft: (draft.feedback, draft.line)),
    )


def _ours(written: Sequence[Written[OptionDraft]]) -> Texts:
    """Say one of our own words in the language of each page."""
    texts = {}
    for drawing, draft in written:
        with reader(drawing.page.lang):
            texts[drawing.page.lang] = _(draft.text)
    return texts


def _piece(written: Sequence[Written[PieceDraft]]) -> Piece:
    first = written[0].draft
    return Piece(
        id=first.id,
        text=drawn(written, lambda draft: (draft.text, draft.line)),
        feedback=drawn(written, lambda draft: (draft.feedback, draft.line)),
        indent=first.indent,
        goes=first.goes,
        belongs=first.belongs,
    )


def _blank(written: Sequence[Written[BlankDraft]]) -> Blank:
    first = written[0].draft
    return Blank(
        id=first.id,
        accepts={one.page.lang: draft.accepts for one, draft in written if draft.accepts},
        number=first.number,
        tolerance=first.tolerance,
        choices=tuple(_option(each) for each in each_of(written, lambda draft: draft.choices)),
        hints=tuple(_hint(each) for each in _hints(written)),
    )


def _hints(written: Sequence[Written[BlankDraft]]) -> Iterable[tuple[Written[HintDraft], ...]]:
    """Pair the hints where all languages have as many; else each language keeps its own."""
    if len({len(draft.hints) for _drawing, draft in written}) == 1:
        return each_of(written, lambda draft: draft.hints)
    return [(Written(one, hint),) for one, draft in written for hint in draft.hints]


def _hint(written: Sequence[Written[HintDraft]]) -> Hint:
    return Hint(
        answers={one.page.lang: draft.answers for one, draft in written},
        feedback=drawn(written, lambda draft: (draft.feedback, draft.line)),
    )


def _criterion(written: Sequence[Written[CriterionDraft]]) -> Criterion:
    return Criterion(
        id=written[0].draft.id,
        text=drawn(written, lambda draft: (draft.text, draft.line)),
        levels=tuple(_option(each) for each in each_of(written, lambda draft: draft.levels)),
    )


def _hash(drafts: dict[str, QuestionDraft]) -> str:
    """Hash what was written, in these languages and without lines, so that moving a question does not change it.

    What only some kinds have follows at the end and only where it is: a question that never had it keeps its hash.
    """
    source = [
        [lang, draft.id, draft.kind, draft.text, draft.explanation, *map(_told, draft.options), *_more(draft)]
        for lang, draft in sorted(drafts.items())
    ]
    return hashlib.sha256(json.dumps(source, ensure_ascii=False).encode()).hexdigest()[:12]


def _told(option: OptionDraft) -> list[Any]:
    return [option.id, option.correct, option.text, option.feedback]


def _more(draft: QuestionDraft) -> list[Any]:
    filled = draft.filled
    more: list[Any] = [
        [one.id, one.text, one.feedback, one.indent, one.goes, one.belongs] for one in filled.pieces
    ]
    for blank in filled.blanks:
        hints = [[hint.answers, hint.feedback] for hint in blank.hints]
        choices = [_told(choice) for choice in blank.choices]
        more.append([blank.id, blank.accepts, blank.number, blank.tolerance, choices, hints])
    more += [[one.id, one.text, *map(_told, one.levels)] for one in filled.rubric]
    if filled.any_order:
        more.append(["any_order", *filled.any_order])
    if filled.unit:
        more.append(filled.unit)
    return more if filled.reader == "self" else [*more, filled.reader]
