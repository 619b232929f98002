"""The suggestions that stand open, as the round looks at them again; plain values, two queries."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.gathering.holding import Standing
from helpdesk.gathering.models import MeetingSuggestion, SuggestedPerson
from helpdesk.gathering.reasons import dates_read
from helpdesk.gathering.states import SuggestionState


def standing(session: Session) -> list[Standing]:
    """Return every open suggestion, the oldest first: it keeps its place and its dates before the others."""
    is_open = MeetingSuggestion.state == SuggestionState.OPEN
    here = select(SuggestedPerson.suggestion_id, SuggestedPerson.person_id)
    people: dict[UUID, list[UUID]] = defaultdict(list)
    for suggestion_id, person_id in session.execute(
        here.join(MeetingSuggestion, MeetingSuggestion.id == SuggestedPerson.suggestion_id).where(is_open)
    ):
        people[suggestion_id].append(person_id)
    rows = session.execute(
        select(
            MeetingSuggestion.id,
            MeetingSuggestion.module,
            MeetingSuggestion.week,
            MeetingSuggestion.theme,
            MeetingSuggestion.language,
            MeetingSuggestion.place_id,
            MeetingSuggestion.facilitator_id,
            MeetingSuggestion.dates,
        )
        .where(is_open)
        .order_by(MeetingSuggestion.made_at, MeetingSuggestion.id)
    )
    return [
        Standing(id_, module, week, theme, language, place, leads, dates_read(dates), sorted(people[id_]))
        for id_, module, week, theme, language, place, leads, dates in rows
    ]
