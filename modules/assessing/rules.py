"""What happens to an open answer that a facilitator reads: it waits, a newer one takes its place, it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth.visitors import Visitor
from classcode.errors import Invalid
from classcode.i18n import N_
from modules.activities.open_answer import all_levels
from modules.assessing.models import OpenAnswer
from modules.catalog import Question, QuestionKind
from modules.catalog.definitions import Reader
from modules.models import ActivityAttempt

LEVEL: Final = "level-"
"""How the names of the fields of levels begin; the criterion's id follows."""
LONGEST: Final = 2_000
"""Characters of what a reader says of an answer."""


def wait_for_readers(session: Session, attempt: ActivityAttempt, questions: Sequence[Question]) -> None:
    """Let the open answers of a new attempt wait; older ones of hers that nobody has read wait no more."""
    for question in questions:
        if not is_read_by_others(question) or question.id not in attempt.answers:
            continue
        older = (
            OpenAnswer.person_id == attempt.person_id,
            OpenAnswer.module == attempt.module,
            OpenAnswer.activity == attempt.activity,
            OpenAnswer.question == question.id,
        )
        session.execute(delete(OpenAnswer).where(*older, OpenAnswer.read_at.is_(None)))
        session.add(
            OpenAnswer(
                attempt_id=attempt.id,
                person_id=attempt.person_id,
                module=attempt.module,
                unit=attempt.unit,
                activity=attempt.activity,
                question=question.id,
                asked_at=attempt.at,
            )
        )


def is_read_by_others(question: Question) -> bool:
    """Tell whether a facilitator assesses the answers to this question."""
    return question.kind is QuestionKind.OPEN and question.reader is Reader.FACILITATOR


def read(
    session: Session,
    who: Visitor,
    answer: OpenAnswer,
    question: Question,
    *,
    levels: Mapping[str, str],
    words: str,
) -> None:
    """Keep the levels and a sentence, for the learner to see; raise `Invalid` for a missing level or no sentence.

    Reading again replaces what was said; `access.answer` has held the row. `telling` writes to her of it later.
    """
    for criterion in question.rubric:
        if criterion.id not in levels:
            raise Invalid(f"{LEVEL}{criterion.id}", N_("Please choose a level here."))
    chosen = all_levels(question, [f"{criterion}={level}" for criterion, level in levels.items()])
    said = words.strip()
    if not said:
        raise Invalid("words", N_("Please write a sentence to the learner."))
    if len(said) > LONGEST:
        raise Invalid("words", N_("This text is too long. Please stay below 2,000 characters."))
    attempt = session.get_one(ActivityAttempt, answer.attempt_id, with_for_update=True)
    now = clock.now()
    told = {"levels": dict(chosen), "words": said, "at": now.isoformat()}
    attempt.readings = {**(attempt.readings or {}), question.id: told}
    answer.read_at, answer.reader_id = now, who.id
