"""Who of the invented learners agrees to research: three of four, so that a study can be tried out."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from classcode import clock
from classcode.demonstration.stage import Stage
from tracking.models import Pseudonym
from tracking.research.rules.choosing import choose

REFUSES: Final = 4
"""One of so many does not agree."""
BEFORE: Final = timedelta(days=30)
"""How long before the year's end they are asked."""


def agree(stage: Stage) -> None:
    """Let them agree; who does follows from her pseudonym, so that every build gives the same answers."""
    pairs = select(Pseudonym.person_id, Pseudonym.actor).order_by(Pseudonym.actor)
    with clock.at(stage.end - BEFORE):
        for person_id, actor in stage.session.execute(pairs).all():
            if actor.int % REFUSES:
                choose(stage.session, person_id, agrees=True)
