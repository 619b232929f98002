"""Paths to the desk: somebody's own, those of a lead's regions, and who must be told that applications wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from classcode import clock
from classcode.people.models import Person, Role, RoleGrant
from classcode.territory.models import Region
from helpdesk.growth.models import FacilitatorPath
from helpdesk.growth.steps import PathState
from helpdesk.models import DeskMail
from helpdesk.tickets.queries.alerts import Keeper, keepers_of_queues

KIND: Final = "people"
"""The kind of the mail that reminds a lead, in `DeskMail`."""
REMIND_AFTER: Final = timedelta(days=7)
"""An application that nobody decides is brought to mind once a week; a new one on its day. A choice of ours."""
LATELY: Final = timedelta(days=183)
"""How long those who were refused or stepped back stay in the lead's list."""


@dataclass(frozen=True, slots=True)
class Line:
    """One path in the lead's list, with names in place of ids."""

    path: FacilitatorPath
    name: str | None
    region: Region | None
    mentor: str | None


def going_of(session: Session, person_id: UUID, *, acting: bool = False) -> FacilitatorPath | None:
    """Return the way that somebody is on, read anew and held until the transaction ends when `acting`."""
    mine = (FacilitatorPath.person_id == person_id, FacilitatorPath.ended_at.is_(None))
    wanted = select(FacilitatorPath).where(*mine)
    if acting:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalar(wanted)


def newcomers_of(session: Session, mentor_id: UUID) -> list[str | None]:
    """Return the names of those at whose side somebody is for a first meeting that is still to come."""
    mine = (FacilitatorPath.mentor_id == mentor_id, FacilitatorPath.state == PathState.APPROVED)
    named = select(Person.name).join(FacilitatorPath, FacilitatorPath.person_id == Person.id)
    return list(session.scalars(named.where(*mine).order_by(FacilitatorPath.decided_at)))


def latest_of(session: Session, person_id: UUID) -> FacilitatorPath | None:
    """Return the way that somebody is on, or else the last one she was on."""
    mine = select(FacilitatorPath).where(FacilitatorPath.person_id == person_id)
    order = (FacilitatorPath.ended_at.is_not(None), FacilitatorPath.ended_at.desc())
    return session.scalar(mine.order_by(*order).limit(1))


def served_before(session: Session, person_id: UUID) -> bool:
    """Tell whether somebody was of the desk and stepped back: the shorter way is open to her."""
    mine = (FacilitatorPath.person_id == person_id, FacilitatorPath.state == PathState.STEPPED_BACK)
    return session.scalar(select(FacilitatorPath.id).where(*mine).limit(1)) is not None


def lines(session: Session, led: ColumnElement[bool], visitor_id: UUID) -> list[Line]:
    """Return the paths that somebody leads, her own aside, those of half a year; who waits longest comes first."""
    mentor, since = aliased(Person), clock.now() - LATELY
    wanted = (
        select(FacilitatorPath, Person.name, Region, mentor.name)
        .join(Person, Person.id == FacilitatorPath.person_id)
        .outerjoin(Region, Region.code == FacilitatorPath.region_code)
        .outerjoin(mentor, mentor.id == FacilitatorPath.mentor_id)
        .where(led, FacilitatorPath.person_id != visitor_id, FacilitatorPath.state != PathState.INVITED)
        .where(or_(FacilitatorPath.ended_at.is_(None), FacilitatorPath.ended_at > since))
        .order_by(FacilitatorPath.applied_at, FacilitatorPath.id)
    )
    return [Line(*row) for row in session.execute(wanted)]


def invited_in(session: Session, led: ColumnElement[bool]) -> int:
    """Return how many people were invited and have not answered; who they are is nobody's business yet."""
    waiting = (FacilitatorPath.state == PathState.INVITED, led)
    return session.scalar(select(func.count()).select_from(FacilitatorPath).where(*waiting)) or 0


def mentors_for(session: Session, path: FacilitatorPath) -> list[tuple[UUID, str | None]]:
    """Return who may be at somebody's side: facilitators of the region who are not at their own beginning, by name."""
    beginning = select(FacilitatorPath.person_id).where(FacilitatorPath.state == PathState.APPROVED)
    of_region = or_(RoleGrant.region_code == path.region_code, RoleGrant.region_code.is_(None))
    rows = session.execute(
        select(Person.id, Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.FACILITATOR, of_region, Person.disabled_at.is_(None))
        .where(Person.id != path.person_id, Person.id.not_in(beginning))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [(who, name) for who, name in rows]


def reminders_due(session: Session) -> Mapping[UUID, int]:
    """Return who must be told that applications wait, with how many: a new one, or the same ones after a week."""
    told = dict(
        session.execute(
            select(DeskMail.person_id, func.max(DeskMail.written_at))
            .where(DeskMail.kind == KIND)
            .group_by(DeskMail.person_id)
        ).all()
    )
    waiting = waiting_for(session, keepers_of_queues(session))
    return {who: len(since) for who, since in waiting.items() if _is_due(told.get(who), since)}


def _is_due(told: datetime | None, since: list[datetime]) -> bool:
    return told is None or max(since) > told or told <= clock.now() - REMIND_AFTER


def waiting_for(session: Session, keepers: Iterable[Keeper]) -> dict[UUID, list[datetime]]:
    """Return, for each lead or who stands in, when each application that waits for her was made."""
    everybody, found = list(keepers), dict[UUID, list[datetime]]()
    rows = session.execute(
        select(FacilitatorPath.region_code, FacilitatorPath.applied_at, FacilitatorPath.person_id).where(
            FacilitatorPath.state == PathState.APPLIED
        )
    )
    for region, applied_at, applicant in rows:
        for who in _deciders(everybody, region) - {applicant}:
            found.setdefault(who, []).append(applied_at or clock.now())
    return found


def _deciders(keepers: list[Keeper], region: str | None) -> set[UUID]:
    """Return the region's leads; without any, administrators; without any, all leads."""
    leads = [one for one in keepers if one.role == Role.LEAD]
    for some in (
        [one for one in leads if one.region_code in {None, region}],
        [one for one in keepers if one.role == Role.ADMINISTRATOR],
        leads,
    ):
        if some:
            return {one.person_id for one in some}
    return set()
