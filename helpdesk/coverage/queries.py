"""Reading all open questions and who there is: five statements however many there are; names come with a sixth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.mail import OutgoingMail
from classcode.people.models import Person, Role, RoleGrant
from classcode.queues import Job, JobState
from helpdesk.coverage.classes import Coverage, Open, Sight, Why, World, classified
from helpdesk.coverage.metrics import Backlog
from helpdesk.models import Absence, DeskMail, Ticket
from helpdesk.tickets.queries.alerts import keepers_for, keepers_of_queues
from helpdesk.tickets.states import OPEN, State

_DESK = (Role.FACILITATOR, Role.LEAD, Role.ADMINISTRATOR)
_A_DAY = timedelta(days=1)


def coverage(session: Session, regions: Iterable[str] | None = None) -> Coverage:
    """Classify every open question of these regions (None: all) at this moment."""
    now = clock.now()
    questions = _open(session, regions)
    return Coverage(now, classified(questions, _world(session, questions, now)))


def _open(session: Session, regions: Iterable[str] | None) -> list[Open]:
    wanted = select(
        *(Ticket.id, Ticket.state, Ticket.region_code, Ticket.language, Ticket.facilitator_id),
        *(Ticket.opened_at, Ticket.promised_by, Ticket.moved_at, Ticket.offered_until),
    ).where(Ticket.state.in_(OPEN))
    if regions is not None:
        wanted = wanted.where(Ticket.region_code.in_(list(regions)))
    return [Open(row[0], State(row[1]), *row[2:]) for row in session.execute(wanted)]


def _world(session: Session, questions: Sequence[Open], now: datetime) -> World:
    kept = keepers_of_queues(session)
    queues = {(one.region, one.language) for one in questions}
    return World(
        now=now,
        present=_present(session),
        away_since=_away_since(session, now),
        told=_told(session),
        keepers={queue: frozenset(keepers_for(kept, *queue)) for queue in queues},
    )


def _present(session: Session) -> frozenset[UUID]:
    """Return who has a desk and can sign in."""
    able = select(RoleGrant.person_id).join(Person, Person.id == RoleGrant.person_id)
    return frozenset(session.scalars(able.where(RoleGrant.role.in_(_DESK), Person.disabled_at.is_(None))))


def _away_since(session: Session, now: datetime) -> dict[UUID, datetime]:
    """Return when those who are absent now went away: midnight of their place, or when they said so that day."""
    today = now.date()
    near = (
        Absence.starts_on <= today + _A_DAY,
        Absence.ends_on >= today - _A_DAY,
        Absence.ended_at.is_(None),
    )
    rows = session.execute(
        select(
            Absence.facilitator_id, Absence.starts_on, Absence.ends_on, Absence.declared_at, Person.time_zone
        )
        .join(Person, Person.id == Absence.facilitator_id)
        .where(*near)
    )
    return {row.facilitator_id: _began(row) for row in rows if _is_away(row, now)}


def _is_away(row: Any, now: datetime) -> bool:
    return bool(row.starts_on <= clock.local(now, row.time_zone).date() <= row.ends_on)


def _began(row: Any) -> datetime:
    midnight = datetime.combine(row.starts_on, time(), ZoneInfo(row.time_zone)).astimezone(UTC)
    declared: datetime = row.declared_at
    return max(midnight, declared)


def _told(session: Session) -> dict[UUID, datetime]:
    last = select(DeskMail.person_id, func.max(DeskMail.written_at)).where(DeskMail.kind == "alert")
    return dict(session.execute(last.group_by(DeskMail.person_id)).all())


def left_behind(session: Session) -> list[UUID]:
    """Return the questions whose holder cannot see them any more: her account or role ended, or she is away."""
    lost = {Why.HOLDER_GONE, Why.HOLDER_AWAY}
    return [one.question.id for one in coverage(session).of(Sight.UNSEEN) if one.why in lost]


def names_of(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names that these people chose; who chose none is left out."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(people))))
    return {who: name for who, name in rows if name}


def backlog(session: Session) -> Backlog:
    """Count jobs and mails in three statements; done jobs are not counted."""
    now = clock.now()
    open_jobs = Job.state.in_((JobState.WAITING, JobState.DEAD))
    counted = session.execute(select(Job.state, func.count()).where(open_jobs).group_by(Job.state))
    jobs = dict.fromkeys(map(str, (JobState.WAITING, JobState.DEAD)), 0) | dict(counted.all())
    oldest = session.scalar(
        select(func.min(Job.due_at)).where(Job.state == JobState.WAITING, Job.due_at <= now)
    )
    unsent, refused = OutgoingMail.sent_at.is_(None), OutgoingMail.refusal.is_not(None)
    mails = session.execute(
        select(
            func.count().filter(unsent, ~refused),
            func.count().filter(refused),
        ).where(or_(unsent, refused))
    ).one()
    return Backlog(jobs, (now - oldest).total_seconds() if oldest else 0.0, mails[0], mails[1])


def states(session: Session) -> dict[State, int]:
    """Count all questions by state, zeros included."""
    counted = session.execute(select(Ticket.state, func.count()).group_by(Ticket.state))
    known = {State(state): count for state, count in counted}
    return {state: known.get(state, 0) for state in State}
