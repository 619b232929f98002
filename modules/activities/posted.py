"""Taking apart what was posted: pairs such as `left=right` and places, refused where they cannot be an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from classcode.i18n import N_
from modules.activities.graded import NotAnAnswer
from modules.catalog.definitions import Question

SEPARATOR: Final = "[,]"
"""Between the items of a response
(https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#interaction-activities)."""
PAIRED: Final = "[.]"
"""Between the two halves of a pair in a response."""
UNKNOWN: Final = N_("This answer is not among the choices. Please choose again.")
MISSING: Final = N_("Please answer this question.")


def pairs(question: Question, posted: Sequence[str], sign: str = "=") -> dict[str, str]:
    """Return what each piece was paired with, "" left out; raises `NotAnAnswer` for an unknown or doubled piece."""
    found: dict[str, str] = {}
    known = {piece.id for piece in question.pieces}
    for one in posted:
        name, separated, value = one.partition(sign)
        if not one or (separated and not value):
            continue
        if not separated or name not in known or name in found:
            raise NotAnAnswer(question.id, UNKNOWN)
        found[name] = value
    return found


def placed(question: Question, posted: Sequence[str]) -> list[str]:
    """Return pieces in the order of the places they were given; 0 is no place; raises `NotAnAnswer` for two in one."""
    places: dict[int, str] = {}
    for name, value in pairs(question, posted).items():
        if not (
            value.isascii() and value.isdigit() and len(value) < 4 and int(value) <= len(question.pieces)
        ):
            raise NotAnAnswer(question.id, UNKNOWN)
        if int(value) in places:
            raise NotAnAnswer(question.id, N_("Two pieces have the same place. Please give each its own."))
        if int(value):
            places[int(value)] = name
    return [name for _place, name in sorted(places.items())]
