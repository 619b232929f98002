"""What the record is told of public answers: one that a learner shared, and whom any of them helped; never a word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from helpdesk.answers.models import PublicAnswer
from tracking import vocabulary
from tracking.statements import Event
from tracking.vocabulary import Thing, Verb


def shared(answer: PublicAnswer, by: UUID, at: datetime) -> Event:
    """What a learner told of what helped her was published: once, so that the answer's own id is the act's."""
    return Event(
        act_id=answer.id,
        person_id=by,
        verb=Verb.SHARED,
        object=vocabulary.public_answer(answer.id),
        at=at,
        module=answer.module,
        grouping=_grouping(answer),
        language=answer.language,
    )


def found_helpful(answer: PublicAnswer, by: UUID, act_id: UUID, at: datetime) -> Event:
    """A reader said that an answer helped her; who wrote it is not named."""
    return Event(
        act_id=act_id,
        person_id=by,
        verb=Verb.FOUND_HELPFUL,
        object=vocabulary.public_answer(answer.id),
        at=at,
        module=answer.module,
        grouping=_grouping(answer),
        language=answer.language,
    )


def _grouping(answer: PublicAnswer) -> tuple[Thing, ...]:
    module = vocabulary.module(answer.module)
    return (vocabulary.unit(answer.module, answer.unit), module) if answer.unit else (module,)
