"""The right answer of a question, line by line, as a reader writes it. Only for those who may know it."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from classcode.i18n import gettext as _
from classcode.i18n import language
from modules.activities.blanks import solved
from modules.catalog import Question
from modules.catalog.definitions import Blank, Piece, QuestionKind
from modules.quizpage.safe import html

STEP: Final = "    "
"""One step of indent in a line of a program."""


def expected(question: Question, lang: str) -> tuple[Markup, ...]:
    """Return the lines of the right answer; none for choices, whose right options are marked in place."""
    if question.kind is QuestionKind.FILL_IN:
        return tuple(_gap(n, blank, lang) for n, blank in enumerate(question.blanks, 1))
    if question.blanks:
        unit = html(question.unit, lang)
        return tuple(
            _field(blank, lang) + ("\N{NO-BREAK SPACE}" + unit if unit else "") for blank in question.blanks
        )
    if question.kind is QuestionKind.MATCHING:
        return tuple(_pair(question, piece, lang) for piece in question.pieces)
    used = (piece for piece in question.pieces if piece.belongs)
    return tuple(Markup.escape(STEP * piece.indent) + html(piece.text, lang) for piece in used)


def _gap(number: int, blank: Blank, lang: str) -> Markup:
    return Markup.escape(_("Gap %(n)s", n=number) + _(": ")) + _field(blank, lang)


def _pair(question: Question, piece: Piece, lang: str) -> Markup:
    option = question.option(piece.goes)
    return html(piece.text, lang) + " – " + html(option.text if option else {}, lang)


def _field(blank: Blank, lang: str) -> Markup:
    """Return what a field should hold: a choice's text, a number with the page's decimal sign, or words."""
    value = solved(blank, lang).value
    for choice in blank.choices:
        if choice.id == value:
            return html(choice.text, lang)
    if blank.number is not None and language() != "en":
        value = value.replace(".", ",")
    return Markup.escape(value)
