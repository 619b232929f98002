"""Judging one field: a number, a word among those that are accepted, or one of a list. Kinds put fields together."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

from classcode.i18n import N_
from modules.activities.graded import NotAnAnswer, Part
from modules.activities.posted import MISSING, UNKNOWN
from modules.activities.writing import as_number, normal, shown_number
from modules.catalog.definitions import Blank, Texts

LONGEST: Final = 200
"""Characters of a short answer."""


class Filled(NamedTuple):
    """A field as it was judged; `closed` is what the record may keep of it, None for words of the learner's own."""

    part: Part
    closed: str | None


def judge(question_id: str, blank: Blank, typed: str, unit: str = "") -> Filled:
    """Judge what stands in one field; raises `NotAnAnswer` for nothing, or for what can be no answer."""
    if not normal(typed):
        raise NotAnAnswer(question_id, MISSING)
    if len(typed) > LONGEST:
        raise NotAnAnswer(question_id, N_("This answer is too long. Please write a few words."))
    if blank.choices:
        return _chosen(question_id, blank, typed)
    if blank.number is not None:
        return _counted(question_id, blank, typed, unit)
    return _worded(blank, typed)


def solved(blank: Blank, lang: str = "") -> Part:
    """Return the right content of a field, in this language or the first."""
    if blank.choices:
        return Part(blank.id, next(choice.id for choice in blank.choices if choice.correct), True)
    if blank.number is not None:
        return Part(blank.id, shown_number(Decimal(repr(blank.number))), True)
    accepted = blank.accepts.get(lang) or next(iter(blank.accepts.values()))
    return Part(blank.id, accepted[0], True)


def _chosen(question_id: str, blank: Blank, typed: str) -> Filled:
    choice = next((choice for choice in blank.choices if choice.id == typed), None)
    if choice is None:
        raise NotAnAnswer(question_id, UNKNOWN)
    return Filled(Part(blank.id, typed, choice.correct, choice.feedback), typed)


def _counted(question_id: str, blank: Blank, typed: str, unit: str) -> Filled:
    number = as_number(typed, unit)
    if number is None:
        raise NotAnAnswer(question_id, N_("Please write a number in digits, such as 12 or 3,5."))
    right, near = Decimal(repr(blank.number)), Decimal(repr(blank.tolerance))
    correct = abs(number - right) <= near
    told = {} if correct else _hint(blank, lambda answer: as_number(answer) == number)[0]
    return Filled(Part(blank.id, typed, correct, told), shown_number(number))


def _worded(blank: Blank, typed: str) -> Filled:
    """Judge words against all languages: who reads in one may think in another."""
    given = normal(typed)
    for words in blank.accepts.values():
        if given in map(normal, words):
            return Filled(Part(blank.id, typed, True), words[0])
    told, known = _hint(blank, lambda answer: normal(answer) == given)
    return Filled(Part(blank.id, typed, False, told), known)


def _hint(blank: Blank, fits: Callable[[str], bool]) -> tuple[Texts, str | None]:
    """Return what is told to a foreseen wrong answer, and its first form; nothing for one that nobody foresaw."""
    for hint in blank.hints:
        for answers in hint.answers.values():
            if any(fits(answer) for answer in answers):
                return hint.feedback, answers[0]
    return {}, None
