"""In the demonstration enough people agree to research for a study of the whole programme."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracking.models import Pseudonym
from tracking.research.consent import consenting


def test_most_agree_to_research_and_some_do_not(session: Session) -> None:
    people = session.scalar(select(func.count()).select_from(Pseudonym)) or 0
    assert people / 2 < len(consenting(session)) < people
