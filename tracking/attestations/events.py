"""What the record is told of attestations: identifiers, minutes and closed words; pure, no session."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tracking import vocabulary
from tracking.attestations.deserving import Deserved
from tracking.statements import Event, Result
from tracking.vocabulary import Verb


def earned(attestation_id: UUID, due: Deserved, at: datetime) -> Event:
    """Somebody earned an attestation."""
    return Event(
        act_id=attestation_id,
        person_id=due.person_id,
        verb=Verb.EARNED,
        object=vocabulary.certificate(attestation_id),
        at=at,
        result=Result(extensions={"minutes-in-person": due.minutes, "role": due.role}),
        module=due.occasion.module,
        grouping=(due.occasion.of, vocabulary.module(due.occasion.module)),
        instructor_id=due.occasion.led_by_id if due.occasion.led_by_id != due.person_id else None,
        language=due.occasion.language,
    )
