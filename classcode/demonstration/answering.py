"""What invented learners answer: right, or wrong in a way that somebody might be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from modules.catalog import Question, QuestionKind
from modules.catalog.definitions import Blank, Piece

REMARKS: Final = (
    "Ils ont dansé l’algorithme dans la cour, puis l’ont écrit au tableau.",
    "Je commencerais par un jeu de rôle : un élève est le robot, les autres le guident.",
    "Chaque groupe écrit trois instructions, un autre groupe les exécute sans rien deviner.",
    "Nous chercherions ensemble l’erreur que j’ai mise exprès dans le programme.",
)
"""What is written under an open question."""


def answer_to(chance: Random, question: Question, *, right: bool) -> list[str]:
    """Return what a page would post for a question, right or plausibly wrong; any point of a scale is as good."""
    return ANSWERS.get(question.kind, _choice)(chance, question, right)


def _choice(chance: Random, question: Question, right: bool) -> list[str]:
    key = [option.id for option in question.options if option.correct]
    others = [option.id for option in question.options if not option.correct]
    if not key:  # an opinion
        return [chance.choice(others)]
    if right:
        return key
    if question.kind is not QuestionKind.MULTIPLE or not key[1:]:
        return [chance.choice(others)]
    return key[1:] if chance.random() < 0.6 or not others else [*key, chance.choice(others)]


def _likert(chance: Random, question: Question, _right: bool) -> list[str]:
    points = [option.id for option in question.options]
    return [chance.choice(points[len(points) // 2 :] if chance.random() < 0.7 else points)]


def _open(chance: Random, _question: Question, _right: bool) -> list[str]:
    return [chance.choice(REMARKS)]


def _blanks(chance: Random, question: Question, right: bool) -> list[str]:
    """Fill every gap; a wrong answer is wrong in one of them."""
    spoiled = None if right else chance.randrange(len(question.blanks))
    return [
        _wrong(blank) if index == spoiled else _right(blank) for index, blank in enumerate(question.blanks)
    ]


def _right(blank: Blank) -> str:
    if blank.choices:
        return next(choice.id for choice in blank.choices if choice.correct)
    if blank.number is not None:
        return f"{blank.number:g}"
    return next(iter(blank.accepts.values()))[0]


def _wrong(blank: Blank) -> str:
    if blank.choices:
        return next(choice.id for choice in blank.choices if not choice.correct)
    if blank.number is not None:
        return f"{blank.number + 2 * blank.tolerance + 1:g}"
    foreseen = [answer for hint in blank.hints for answers in hint.answers.values() for answer in answers]
    return foreseen[0] if foreseen else "je ne sais plus"


def _matching(_chance: Random, question: Question, right: bool) -> list[str]:
    goes = [piece.goes for piece in question.pieces]
    if not right:  # turned by one; where all go to one option, to another
        turned = [*goes[1:], goes[0]]
        other = next(option.id for option in question.options if option.id != goes[0])
        goes = turned if turned != goes else [other, *goes[1:]]
    return [f"{piece.id}={option}" for piece, option in zip(question.pieces, goes, strict=True)]


def _pieces(_chance: Random, question: Question, right: bool) -> list[str]:
    """Put the pieces in order; who is wrong puts the last one first, or lacks a line of the program."""
    order: Sequence[Piece] = [piece for piece in question.pieces if piece.belongs]
    if not right:
        program = question.kind is QuestionKind.PARSONS
        order = order[:-1] if program else [order[-1], *order[:-1]]
    places = [f"{piece.id}={place}" for place, piece in enumerate(order, 1)]
    return [*places, *(f"{piece.id}>{piece.indent}" for piece in order if piece.indent)]


ANSWERS: Final[dict[QuestionKind, Callable[[Random, Question, bool], list[str]]]] = {
    QuestionKind.NUMERIC: _blanks,
    QuestionKind.SHORT: _blanks,
    QuestionKind.FILL_IN: _blanks,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _pieces,
    QuestionKind.PARSONS: _pieces,
    QuestionKind.LIKERT: _likert,
    QuestionKind.OPEN: _open,
}
"""How each kind is answered; all others are choices."""
