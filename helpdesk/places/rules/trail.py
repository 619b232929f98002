"""The trail of a place: one row per step. Whatever changes a place leaves one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Place
from helpdesk.places.models import PlaceStep
from helpdesk.places.steps import Step


def leave(
    session: Session,
    place: Place,
    what: Step,
    *,
    by: UUID | None,
    before: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """Write down a step now; `before` are the former words of what changed."""
    session.add(
        PlaceStep(
            place_id=place.id,
            at=clock.now(),
            by_person_id=by,
            what=what,
            version=place.version,
            before=dict(before or {}),
            note=note,
        )
    )
    session.flush()  # one by one: the trail keeps the order in which things happened


def moved(session: Session, place: Place, what: Step, *, by: UUID | None, before: Mapping[str, Any]) -> None:
    """Count a change of a place's words, so that whoever changes it at the same time is told, and write it down."""
    place.version += 1
    place.changed_at = clock.now()
    leave(session, place, what, by=by, before=before)
