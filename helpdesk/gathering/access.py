"""Who may see a suggestion and act on it: facilitators and leads of its region, and whom it names. Others find nothing.

Somebody who is among its people finds it neither: it is about her.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from classcode.errors import NotFound
from classcode.people.models import Role
from classcode.territory.models import Place
from helpdesk.gathering.models import MeetingSuggestion, SuggestedPerson
from helpdesk.pairing import EVERYWHERE
from helpdesk.tickets.access import Who

WHOLE = (
    joinedload(MeetingSuggestion.place).joinedload(Place.commune),
    joinedload(MeetingSuggestion.place).selectinload(Place.rooms),
    selectinload(MeetingSuggestion.people),
)


def suggestion(session: Session, who: Who, suggestion_id: UUID) -> MeetingSuggestion:
    """Return a suggestion, whatever became of it; raise `NotFound` for one that is not hers and for an unknown one."""
    wanted = select(MeetingSuggestion).options(*WHOLE).where(MeetingSuggestion.id == suggestion_id, hers(who))
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def hers(who: Who) -> ColumnElement[bool]:
    """Return the condition on suggestions that this person may see."""
    mine = select(SuggestedPerson.suggestion_id).where(SuggestedPerson.person_id == who.id)
    named = MeetingSuggestion.facilitator_id == who.id if Role.FACILITATOR in who.roles else false()
    held = [who.regions.get(role, frozenset()) for role in (Role.FACILITATOR, Role.LEAD)]
    regions = frozenset().union(*held)
    near = true() if EVERYWHERE in regions else MeetingSuggestion.region_code.in_(regions)
    return and_(or_(named, near), MeetingSuggestion.id.not_in(mine))


def leads_it(who: Who, one: MeetingSuggestion) -> bool:
    """Tell whether she would lead the meeting herself: a facilitator of the region, or whom it names."""
    return who.may(Role.FACILITATOR, one.region_code) or (
        one.facilitator_id == who.id and Role.FACILITATOR in who.roles
    )
