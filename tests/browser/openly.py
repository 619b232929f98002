"""An open answer of Ada's that waits for a facilitator, among the pages that the tests look at."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from modules.assessing.models import OpenAnswer
from modules.models import ActivityAttempt


def answered_openly(session: Session, *, ada: UUID) -> dict[str, str]:
    """Let Ada have answered a question in her own words; its author has taken the question away since."""
    of_hers = select(ActivityAttempt).where(ActivityAttempt.person_id == ada).order_by(ActivityAttempt.at)
    attempt = session.scalars(of_hers.limit(1)).one()
    attempt.answers = {
        **attempt.answers,
        "gone": ["Ils dansent l’algorithme dans la cour.\n\nPuis ils l’écrivent."],
    }
    waiting = OpenAnswer(
        attempt_id=attempt.id,
        person_id=ada,
        module=attempt.module,
        unit=attempt.unit,
        activity=attempt.activity,
        question="gone",
        asked_at=attempt.at,
    )
    session.add(waiting)
    session.flush()
    return {"open_answer": str(waiting.id)}
