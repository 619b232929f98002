"""Questions answered by choosing: `single` (exactly one option), `multiple` (every option that fits), `true-false`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from classcode.i18n import N_
from modules.activities.graded import Graded, NotAnAnswer, Part
from modules.activities.posted import MISSING, SEPARATOR, UNKNOWN
from modules.catalog.definitions import Option, Question, QuestionKind

INTERACTION: Final = "choice"
"""The interaction type of `single` and `multiple` in statements."""
TRUE_FALSE: Final = "true-false"
"""The interaction type of `true-false`, whose option ids are the two responses."""


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade the option ids that were posted, all or nothing; raises `NotAnAnswer` for what cannot be an answer.

    Where no option is right, as in a survey, neither is the answer.
    """
    chosen_ids = _checked(question, posted)
    judged = any(option.correct for option in question.options)
    chosen = tuple(option for option in question.options if option.id in chosen_ids)
    missed = tuple(option for option in question.options if option.correct and option.id not in chosen_ids)
    return Graded(
        question_id=question.id,
        correct=(not missed and all(option.correct for option in chosen)) if judged else None,
        response=SEPARATOR.join(option.id for option in chosen),
        chosen=chosen,
        missed=missed,
        parts=tuple(_part(option, judged=judged) for option in chosen),
        solution=tuple(_part(option, judged=True) for option in question.options if option.correct),
    )


def _part(option: Option, *, judged: bool) -> Part:
    return Part(option.id, option.id, option.correct if judged else None, option.feedback)


def _checked(question: Question, posted: Sequence[str]) -> frozenset[str]:
    """Return the ids as a set. Choosing nothing is no answer: it would be graded wrong without being meant."""
    chosen = frozenset(posted)
    if not chosen:
        raise NotAnAnswer(question.id, MISSING)
    if len(chosen) != len(posted) or not all(question.option(option_id) for option_id in chosen):
        raise NotAnAnswer(question.id, UNKNOWN)
    if question.kind is not QuestionKind.MULTIPLE and len(chosen) != 1:
        raise NotAnAnswer(question.id, N_("Please choose one answer only."))
    return chosen
