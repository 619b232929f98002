"""A suggestion written by hand, for tests in which no round need pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.territory.models import Place
from helpdesk.gathering.models import MeetingSuggestion, SuggestedPerson
from helpdesk.gathering.reasons import dates_kept
from helpdesk.slots import Slot

MODULE = "creative-programming"


def suggested(
    session: Session,
    place: Place,
    people: Sequence[Person],
    *,
    facilitator_id: UUID | None = None,
    **changed: object,
) -> MeetingSuggestion:
    """Write an open suggestion of Bretagne with three dates, in one, two and three weeks."""
    first = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=8)
    dates = [
        Slot(at, at + timedelta(hours=2)) for at in (first + timedelta(days=7 * week) for week in range(3))
    ]
    points = {"distance": 25, "module": 15, "theme": 0, "room": 20, "region": 10, "continuity": 0}
    led = {"points": points, "km": 1.0, "load": 0, "capacity": 3, "held": 0} if facilitator_id else None
    values: dict[str, Any] = {
        "id": uuid4(),
        "region_code": "FR-BRE",
        "module": MODULE,
        "week": 1,
        "language": "fr",
        "place_id": place.id,
        "facilitator_id": facilitator_id,
        "dates": dates_kept(dates),
        "reasons": {
            "place": {"km": 6.0, "seats": 12, "others": []},
            "facilitator": led,
            "not_chosen": {"full": 1},
            "dates": {"left_out": {"closed": 1}},
        },
        "made_at": clock.now(),
    }
    one = MeetingSuggestion(**(values | changed))
    one.people = [SuggestedPerson(person_id=person.id, km=3.0 + at) for at, person in enumerate(people)]
    session.add(one)
    session.flush()
    return one
