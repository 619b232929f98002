"""What came of it: results and scores (Data 2.4.5)."""

from __future__ import annotations

from math import inf
from typing import Any, Final

from classcode.i18n import N_
from tracking.xapi import clauses
from tracking.xapi.errors import Invalid
from tracking.xapi.shapes import Check, boolean, extensions, matching, number, shaped, text
from tracking.xapi.values import NOT_DURATION, is_duration

NOT_SCALED: Final = N_("A scaled score lies between -1 and 1.")
NOT_BELOW: Final = N_("The least possible score has to be smaller than the greatest.")
NOT_WITHIN: Final = N_("The raw score has to lie between the least and the greatest possible one.")


def _in_range(value: dict[str, Any]) -> None:
    least, greatest = value.get("min", -inf), value.get("max", inf)
    if not -1 <= value.get("scaled", 0) <= 1:
        raise Invalid("scaled", clauses.SCORE, NOT_SCALED)
    if not least < greatest:
        raise Invalid("min", clauses.SCORE, NOT_BELOW)
    if "raw" in value and not least <= value["raw"] <= greatest:
        raise Invalid("raw", clauses.SCORE, NOT_WITHIN)


_SCORE: Final[dict[str, Check]] = dict.fromkeys(("scaled", "raw", "min", "max"), number(clauses.SCORE))
_RESULT: Final[dict[str, Check]] = {
    "score": shaped(_SCORE, clauses.SCORE, rule=_in_range),
    "success": boolean(clauses.RESULT),
    "completion": boolean(clauses.RESULT),
    "response": text(clauses.RESULT),
    "duration": matching(is_duration, clauses.DURATIONS, NOT_DURATION),
    "extensions": extensions(clauses.RESULT),
}
result: Final = shaped(_RESULT, clauses.RESULT)
