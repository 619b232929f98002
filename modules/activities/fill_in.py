"""Fill-in: a text with gaps, each a word, a number or one of a list; right when every gap is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from classcode.i18n import N_
from modules.activities.blanks import judge, solved
from modules.activities.graded import Graded, NotAnAnswer
from modules.activities.posted import MISSING, SEPARATOR, UNKNOWN
from modules.catalog.definitions import Blank, Question

INTERACTION: Final = "fill-in"
_GAP: Final = re.compile(r"\{([a-z0-9-]+)\}")


def grade(question: Question, posted: Sequence[str]) -> Graded:
    """Grade one value for each gap, in their order; raises `NotAnAnswer` where one is empty."""
    if not any(value.strip() for value in posted):
        raise NotAnAnswer(question.id, MISSING)
    if len(posted) != len(question.blanks):
        raise NotAnAnswer(question.id, UNKNOWN)
    if not all(value.strip() for value in posted):
        raise NotAnAnswer(question.id, N_("A gap is still empty. Please fill in every one."))
    filled = [judge(question.id, blank, value) for blank, value in zip(question.blanks, posted, strict=True)]
    closed = [one.closed for one in filled if one.closed is not None]
    return Graded(
        question_id=question.id,
        correct=all(one.part.right for one in filled),
        response=SEPARATOR.join(closed) if len(closed) == len(filled) else None,
        parts=tuple(one.part for one in filled),
        solution=tuple(solved(blank) for blank in question.blanks),
    )


def pieces_of(html: str, question: Question) -> Iterator[str | Blank]:
    """Yield the text around the gaps and the gaps themselves, in order; a text alone may hold half an element."""
    blanks = {blank.id: blank for blank in question.blanks}
    for index, piece in enumerate(_GAP.split(html)):
        if index % 2:
            yield blanks.get(piece, f"{{{piece}}}")
        elif piece:
            yield piece
