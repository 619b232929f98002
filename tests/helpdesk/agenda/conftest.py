"""Open meetings for the tests of the agenda."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from classcode import clock
from classcode.territory.models import Place
from helpdesk.meetings.models import Meeting, MeetingState

Meet = Callable[..., Meeting]


def evening(days: int) -> datetime:
    """Return half past five in the afternoon, UTC, some days ahead."""
    return (clock.now() + timedelta(days=days)).replace(hour=17, minute=30, second=0, microsecond=0)


@pytest.fixture
def meet(session: Session) -> Meet:
    """Make a meeting of two hours in a place: open, fixed, in some days, unless told otherwise."""

    def made(place: Place, days: int = 3, **told: Any) -> Meeting:
        starts = evening(days)
        plain = {
            "module": "creative-programming",
            "language": "fr",
            "region_code": place.commune.region_code,
            "zone": place.commune.zone,
            "capacity": 10,
            "listed": True,
            "state": MeetingState.FIXED,
            "created_at": clock.now() - timedelta(days=1),
            "fixed_at": clock.now() - timedelta(hours=5),
        }
        meeting = Meeting(
            id=uuid4(),
            place_id=place.id,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            cancel_by=starts - timedelta(days=1),
            **(plain | told),
        )
        session.add(meeting)
        session.commit()
        return meeting

    return made
