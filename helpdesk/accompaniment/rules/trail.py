"""The trail of an accompaniment: one row for each deed. Whatever changes one leaves a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.accompaniment.models import Accompaniment, AccompanimentStep, AccompanimentTrail
from helpdesk.accompaniment.stages import Deed


def leave(session: Session, of: Accompaniment, what: Deed, *, by: UUID | None) -> None:
    """Write down what was done with a whole accompaniment."""
    session.add(AccompanimentTrail(accompaniment_id=of.id, at=clock.now(), by_person_id=by, what=what))
    session.flush()  # one by one: the trail keeps the order in which things happened


def leave_on(
    session: Session,
    step: AccompanimentStep,
    what: Deed,
    *,
    by: UUID | None,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Write down what was done with a step; `before` are the former words of what changed."""
    session.add(
        AccompanimentTrail(
            accompaniment_id=step.accompaniment_id,
            step_id=step.id,
            at=clock.now(),
            by_person_id=by,
            what=what,
            version=step.version,
            before=dict(before or {}),
        )
    )
    session.flush()
