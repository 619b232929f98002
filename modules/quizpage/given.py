"""Takes apart what was posted to put it back into its fields as it was; nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence

from modules.catalog import Question
from modules.catalog.definitions import QuestionKind

_TYPED = frozenset({QuestionKind.NUMERIC, QuestionKind.SHORT})


def given(question: Question, posted: Sequence[str]) -> dict[str, str]:
    """Return what stands in each field of a question, by part: "" the text, else a gap, piece or criterion.

    The indent of a line stands under the line's id and `>`.
    """
    if question.kind in _TYPED:
        return {"": posted[0]} if posted else {}
    if question.kind is QuestionKind.FILL_IN:
        return {blank.id: value for blank, value in zip(question.blanks, posted, strict=False)}
    if question.kind is QuestionKind.OPEN:
        return {"": posted[0], **_pairs(posted[1:])} if posted else {}
    if question.pieces:
        return _pairs(posted)
    return {}


def _pairs(posted: Sequence[str]) -> dict[str, str]:
    """Take `part=value` and `part>value` apart; an indent keeps its sign, for its line has a place too."""
    found = {}
    for one in posted:
        part, is_pair, value = one.partition("=")
        if not is_pair:
            part, _sign, value = one.partition(">")
            part = f"{part}>"
        if value:
            found[part] = value
    return found
