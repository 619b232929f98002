"""What the record is told of public answers: one that a learner shared, and whom any of them helped; never a word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from helpdesk.answers.models import PublicAnswer
from helpdesk.events import done
from tracking import vocabulary
from tracking.statements import Event
from tracking.vocabulary import Verb


def shared(answer: PublicAnswer, by: UUID, at: datetime) -> Event:
    """What a learner told of what helped her was published: once, so that the answer's own id is the act's."""
    thing = vocabulary.public_answer(answer.id)
    return done(Verb.SHARED, thing, answer, by=by, act_id=answer.id, at=at)


def found_helpful(answer: PublicAnswer, by: UUID, act_id: UUID, at: datetime) -> Event:
    """A reader said that an answer helped her; who wrote it is not named."""
    thing = vocabulary.public_answer(answer.id)
    return done(Verb.FOUND_HELPFUL, thing, answer, by=by, act_id=act_id, at=at)
