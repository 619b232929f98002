"""Makes of a question what its page asks: texts in one language, in the order given, nothing of the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from classcode.i18n import gettext as _
from modules.activities.fill_in import pieces_of
from modules.catalog import Question, words
from modules.catalog.definitions import Blank, Option, Piece, QuestionKind, Reader
from modules.quizpage.safe import html
from modules.quizpage.safe import piece as as_html
from modules.quizpage.views import Choice, Gap, Levels, QuestionView


def question_view(question: Question, lang: str, given: Mapping[str, str] | None = None) -> QuestionView:
    """Return a question as its page asks it; pieces that were given places stand in them."""
    pieces = sorted(question.pieces, key=lambda piece: _place(question, given or {}, piece))
    gaps, after = _gaps(question, lang)
    return QuestionView(
        id=question.id,
        kind=question.kind.value,
        text=Markup() if gaps else html(question.text, lang),
        options=_options(question, lang),
        pieces=_choices(pieces, lang),
        gaps=gaps,
        after=after,
        rubric=tuple(
            Levels(one.id, html(one.text, lang), _choices(one.levels, lang)) for one in question.rubric
        ),
        unit=words(question.unit, lang),
        by_facilitator=question.reader is Reader.FACILITATOR,
    )


def _place(question: Question, given: Mapping[str, str], piece: Piece) -> int:
    """Return the place that a piece was given; those without one stay behind, in their order."""
    placed = given.get(piece.id, "") if question.kind is not QuestionKind.MATCHING else ""
    return int(placed) if placed.isdecimal() and int(placed) else len(question.pieces) + 1


def _choices(parts: Sequence[Option] | Sequence[Piece], lang: str) -> tuple[Choice, ...]:
    return tuple(Choice(one.id, html(one.text, lang)) for one in parts)


def _options(question: Question, lang: str) -> tuple[Choice, ...]:
    """Return the options; those of a true-false question are named by the page where its author did not."""
    named = {"true": _("True"), "false": _("False")} if question.kind is QuestionKind.TRUE_FALSE else {}
    found = _choices(question.options, lang) or tuple(Choice(one, Markup()) for one in named)
    return tuple(Choice(one.id, one.text or Markup.escape(named.get(one.id, one.id))) for one in found)


def _gaps(question: Question, lang: str) -> tuple[tuple[Gap, ...], Markup]:
    """Cut a text at its gaps; return them with what stands before each, and what stands after the last."""
    if question.kind is not QuestionKind.FILL_IN:
        return (), Markup()
    gaps, before = [], Markup()
    for piece in pieces_of(words(question.text, lang), question):
        if isinstance(piece, Blank):
            gaps.append(Gap(piece.id, before, _choices(piece.choices, lang)))
            before = Markup()
        else:
            before += as_html(piece)
    return tuple(gaps), before
