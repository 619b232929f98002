"""Writing what a round found: what holds stays the same row, what holds no more lapses, what is new is added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from classcode import clock, db
from helpdesk.gathering import reasons
from helpdesk.gathering.finding.values import Suggestion
from helpdesk.gathering.holding import Kept
from helpdesk.gathering.models import MeetingSuggestion, SuggestedPerson
from helpdesk.gathering.states import SuggestionState
from tracking.models import Installation

FORGOTTEN: Final = timedelta(days=90)
"""How long a closed suggestion is kept: longer than anything that looks back at one."""
_AT_ONCE: Final = 500
"""Values of one statement: under the limit of every database that we serve."""
_OPEN: Final = MeetingSuggestion.state == SuggestionState.OPEN


def one_round_at_a_time(session: Session) -> None:
    """Wait until no other round writes: two at once would suggest the same people twice."""
    session.execute(select(Installation.id).with_for_update())


def lapse(session: Session, ids: Sequence[UUID]) -> None:
    """Close suggestions that hold no more; one that was taken up meanwhile stays what it is."""
    for some in _cut(ids):
        values = {"state": SuggestionState.LAPSED, "closed_at": clock.now()}
        session.execute(
            update(MeetingSuggestion).where(MeetingSuggestion.id.in_(some), _OPEN).values(**values)
        )


def refresh(session: Session, kept: Sequence[Kept]) -> None:
    """Bring rows up to date that still hold: who left the point leaves, and dates that passed give way."""
    for one in kept:
        if list(one.dates) != one.one.dates:
            mine = (MeetingSuggestion.id == one.one.id, _OPEN)
            session.execute(
                update(MeetingSuggestion).where(*mine).values(dates=reasons.dates_kept(one.dates))
            )
        gone = set(one.one.people) - set(one.people)
        if gone:
            here = SuggestedPerson.suggestion_id == one.one.id
            session.execute(delete(SuggestedPerson).where(here, SuggestedPerson.person_id.in_(gone)))


def add(session: Session, found: Iterable[Suggestion]) -> int:
    """Add suggestions whose people are in no open one of the module by now; return how many were added."""
    busy = _in_open_ones(session)
    now, rows, people = clock.now(), [], []
    for one in found:
        if not any((person.id, one.module) in busy for person in one.people):
            row = _row(one, now)
            rows.append(row)
            people += [
                {"suggestion_id": row["id"], "person_id": person.id, "km": person.km, "theme": person.theme}
                for person in one.people
            ]
    if rows:
        session.execute(insert(MeetingSuggestion), rows)
        session.execute(insert(SuggestedPerson), people)
    return len(rows)


def _row(one: Suggestion, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "region_code": one.region,
        "module": one.module,
        "week": one.week,
        "theme": one.theme,
        "language": one.language,
        "place_id": one.place,
        "facilitator_id": one.facilitator.id if one.facilitator else None,
        "dates": reasons.dates_kept(one.dates.chosen),
        "reasons": reasons.kept(one),
        "state": SuggestionState.OPEN,
        "made_at": now,
    }


def _in_open_ones(session: Session) -> set[tuple[UUID, str]]:
    rows = session.execute(
        select(SuggestedPerson.person_id, MeetingSuggestion.module)
        .join(MeetingSuggestion, MeetingSuggestion.id == SuggestedPerson.suggestion_id)
        .where(_OPEN)
    )
    return {(person_id, module) for person_id, module in rows}


def forget(session: Session) -> int:
    """Delete suggestions that were closed long ago; return how many."""
    old = (~_OPEN, MeetingSuggestion.closed_at < clock.now() - FORGOTTEN)
    return db.changed(session.execute(delete(MeetingSuggestion).where(*old)))


def _cut(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
