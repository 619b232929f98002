"""Questions answered by choosing: `single` (exactly one option) and `multiple` (every option that fits)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from classcode.i18n import N_
from modules.activities.graded import Graded, NotAnAnswer
from modules.catalog.definitions import Question, QuestionKind

INTERACTION: Final = "choice"
"""The interaction type of both kinds in statements."""
SEPARATOR: Final = "[,]"
"""Between the ids of a choice response
(https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#interaction-activities)."""


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade the option ids that were posted, all or nothing; raises `NotAnAnswer` for what cannot be an answer."""
    chosen_ids = _checked(question, posted)
    chosen = tuple(option for option in question.options if option.id in chosen_ids)
    missed = tuple(option for option in question.options if option.correct and option.id not in chosen_ids)
    return Graded(
        question_id=question.id,
        correct=not missed and all(option.correct for option in chosen),
        response=SEPARATOR.join(option.id for option in chosen),
        chosen=chosen,
        missed=missed,
    )


def _checked(question: Question, posted: Sequence[str]) -> frozenset[str]:
    """Return the ids as a set. Choosing nothing is no answer: it would be graded wrong without being meant."""
    chosen = frozenset(posted)
    if not chosen:
        raise NotAnAnswer(question.id, N_("Please answer this question."))
    if len(chosen) != len(posted) or not all(question.option(option_id) for option_id in chosen):
        raise NotAnAnswer(question.id, N_("This answer is not among the choices. Please choose again."))
    if question.kind is QuestionKind.SINGLE and len(chosen) != 1:
        raise NotAnAnswer(question.id, N_("Please choose one answer only."))
    return chosen
