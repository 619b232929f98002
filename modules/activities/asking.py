"""Which questions an attempt asks, and in which order it shows them: drawn by a seed, the same at every look.

Nothing is remembered: person, activity and number of the attempt decide. Who has no account sees what all others
without one see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Final, TypeVar
from uuid import UUID

from modules.activities.ordering import look
from modules.activities.parsons import orders
from modules.catalog.definitions import Activity, Blank, Piece, Question, QuestionKind

T = TypeVar("T")

_PIECES: Final = frozenset({QuestionKind.ORDERING, QuestionKind.PARSONS, QuestionKind.MATCHING})
_ANY_ORDER: Final = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.FILL_IN})
"""Kinds whose choices may change places; true comes before false, and a scale keeps its order."""


def asked(
    activity: Activity, person_id: UUID | None, number: int, ids: Collection[str] | None = None
) -> tuple[Question, ...]:
    """Return the questions of an attempt (1 is the first) as it shows them; with `ids` exactly these of them."""
    seed = f"{person_id or ''}:{activity.id}:{number}"
    questions = [question for question in activity.questions if ids is None or question.id in ids]
    if ids is None and activity.draws is not None:
        drawn = {question.id for question in _mixed(questions, seed, _name)[: activity.draws]}
        questions = [question for question in questions if question.id in drawn]
    if activity.shuffled:
        questions = _mixed(questions, f"{seed}:order", _name)
    return tuple(
        _shown(question, f"{seed}:{question.id}", shuffled=activity.shuffled) for question in questions
    )


def _shown(question: Question, seed: str, *, shuffled: bool) -> Question:
    if question.kind in _PIECES:
        options = _mixed(question.options, f"{seed}:options", _name)
        return replace(question, pieces=_out_of_order(question, seed, options), options=tuple(options))
    if shuffled and question.kind in _ANY_ORDER:
        options = _mixed(question.options, seed, _name)
        blanks = tuple(_mixed_choices(blank, seed) for blank in question.blanks)
        return replace(question, options=tuple(options), blanks=blanks)
    return question


def _mixed_choices(blank: Blank, seed: str) -> Blank:
    return replace(blank, choices=tuple(_mixed(blank.choices, f"{seed}:{blank.id}", _name)))


def _out_of_order(question: Question, seed: str, options: Sequence[object]) -> tuple[Piece, ...]:
    """Mix the pieces so that nobody has the answer by leaving them: another order, or another beside the options."""
    mixed = _mixed(question.pieces, f"{seed}:pieces", _name)
    for _turn in mixed:
        if not _gives_away(mixed, question, options):
            break
        mixed = [*mixed[1:], mixed[0]]
    return tuple(mixed)


def _gives_away(mixed: Sequence[Piece], question: Question, options: Sequence[object]) -> bool:
    if question.kind is QuestionKind.MATCHING:
        ids = [getattr(option, "id", "") for option in options]
        return len(mixed) > 1 and [piece.goes for piece in mixed] == ids[: len(mixed)]
    shown = [look(piece) for piece in mixed if piece.belongs]
    right = ([look(piece) for piece in order] for order in orders(question))
    return len(set(shown)) > 1 and shown in right


def _mixed(things: Sequence[T], seed: str, name: Callable[[T], str]) -> list[T]:
    """Sort by a digest of seed and name: whatever is added or taken away leaves the order of the others."""
    return sorted(things, key=lambda one: hashlib.sha256(f"{seed}/{name(one)}".encode()).digest())


def _name(thing: object) -> str:
    return str(getattr(thing, "id", ""))
