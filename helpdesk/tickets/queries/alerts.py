"""Who must be told that questions stand in the lead's queue, and whose queue that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classcode.people.models import Person, Role, RoleGrant
from helpdesk.models import DeskMail, Ticket
from helpdesk.tickets.states import OPEN, State

UNHELD = (Ticket.facilitator_id.is_(None), Ticket.state.in_(OPEN - {State.WAITING_LEARNER}))


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who keeps the queue of a region (None: of all): a lead, or an administrator in her place."""

    person_id: UUID
    role: str
    region_code: str | None
    reads: frozenset[str]


def alerts_due(session: Session) -> dict[UUID, int]:
    """Return who has not been told since a question fell to her queue, with how many stand there."""
    keepers = keepers_of_queues(session)
    told = dict(
        session.execute(
            select(DeskMail.person_id, func.max(DeskMail.written_at))
            .where(DeskMail.kind == "alert")
            .group_by(DeskMail.person_id)
        ).all()
    )
    counts: dict[UUID, int] = {}
    fresh: set[UUID] = set()
    for region, language, moved_at in session.execute(
        select(Ticket.region_code, Ticket.language, Ticket.moved_at).where(*UNHELD)
    ):
        for who in keepers_for(keepers, region, language):
            counts[who] = counts.get(who, 0) + 1
            if who not in told or moved_at > told[who]:
                fresh.add(who)
    return {who: count for who, count in counts.items() if who in fresh}


def keepers_of_queues(session: Session) -> list[Keeper]:
    """Return all leads and administrators who can sign in, with the languages that they read."""
    rows = session.execute(
        select(RoleGrant.person_id, RoleGrant.role, RoleGrant.region_code, Person)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role.in_((Role.LEAD, Role.ADMINISTRATOR)), Person.disabled_at.is_(None))
        .order_by(RoleGrant.person_id)
    )
    return [
        Keeper(person_id, role, region, frozenset((person.language, *person.answer_languages)))
        for person_id, role, region, person in rows
    ]


def keepers_for(keepers: Iterable[Keeper], region: str, language: str) -> set[UUID]:
    """Return who keeps the queue in which a question of this region and language stands.

    The region's leads who read the language, else leads of elsewhere who do, else the region's leads, else
    administrators: each of them can open it (`access.led_by`). Nobody only where nobody has any of these roles.
    """
    everybody = list(keepers)
    leads = [one for one in everybody if one.role == Role.LEAD]
    near = [one for one in leads if one.region_code in {None, region}]
    for some in (
        [one for one in near if language in one.reads],
        [one for one in leads if language in one.reads],
        near,
        [one for one in everybody if one.role == Role.ADMINISTRATOR],
    ):
        if some:
            return {one.person_id for one in some}
    return {one.person_id for one in leads}
