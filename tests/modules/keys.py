"""The right answer to a question of any kind, as its form would post it; None where nobody can be right or wrong."""

from __future__ import annotations

from modules.catalog import Question
from modules.catalog.definitions import Blank, QuestionKind


def right_answer(question: Question) -> list[str] | None:
    """Return what to post so that the question is answered right."""
    match question.kind:
        case QuestionKind.LIKERT | QuestionKind.OPEN:
            return None
        case QuestionKind.ORDERING:
            return [f"{piece.id}={place}" for place, piece in enumerate(question.pieces, 1)]
        case QuestionKind.PARSONS:
            used = [piece for piece in question.pieces if piece.belongs]
            placed = [f"{piece.id}={place}" for place, piece in enumerate(used, 1)]
            return placed + [f"{piece.id}>{piece.indent}" for piece in used]
        case QuestionKind.MATCHING:
            return [f"{piece.id}={piece.goes}" for piece in question.pieces]
        case QuestionKind.NUMERIC | QuestionKind.SHORT | QuestionKind.FILL_IN:
            return [_written(blank) for blank in question.blanks]
        case _:
            return [option.id for option in question.options if option.correct]


def _written(blank: Blank) -> str:
    if blank.number is not None:
        return f"{blank.number:g}"
    if blank.choices:
        return next(choice.id for choice in blank.choices if choice.correct)
    return next(iter(blank.accepts.values()))[0]
