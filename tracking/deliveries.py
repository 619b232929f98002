"""What an administrator sees of work for later: what waits per topic, since when, and what was given up and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from classcode.errors import NotFound
from classcode.i18n import N_
from classcode.queues import Job, JobState, dead_jobs

WORDS: Final = {
    "forward": N_("Statements to the external record store"),
    "mail": N_("Mails"),
    "completion": N_("Modules to look at again"),
    "desk-bundles": N_("Bundles for facilitators"),
}
"""Topics in words; another one shows under its own name."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: how much waits, how much of it failed before, since when the oldest is due, how much is dead."""

    name: str
    waiting: int
    failing: int
    oldest: datetime | None
    dead: int
    last_error: str | None


def topics(session: Session) -> list[Topic]:
    """Return every topic that has work waiting or given up."""
    waits = Job.state == JobState.WAITING
    failed = (waits, Job.last_error.is_not(None))
    rows = session.execute(
        select(
            Job.topic,
            func.count(case((waits, 1))).label("waiting"),
            func.count(case((failed[0] & failed[1], 1))).label("failing"),
            func.min(case((waits, Job.due_at))).label("oldest"),
            func.count(case((Job.state == JobState.DEAD, 1))).label("dead"),
            func.max(Job.last_error).label("last_error"),
        )
        .where(Job.state.in_((JobState.WAITING, JobState.DEAD)))
        .group_by(Job.topic)
        .order_by(Job.topic)
    )
    return [Topic(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class GivenUp:
    """One job that nobody tries any more."""

    id: UUID
    topic: str
    subject: str
    attempts: int
    since: datetime
    last_error: str | None


def dead(session: Session) -> list[GivenUp]:
    """Return what was given up, the oldest first."""
    return [
        GivenUp(job.id, job.topic, job.subject, job.attempts, job.due_at, job.last_error)
        for job in dead_jobs(session)
    ]


def given_up(session: Session, job_id: UUID) -> Job:
    """Return a job that was given up; raises `NotFound` for any other."""
    job = session.get(Job, job_id)
    if job is None or job.state != JobState.DEAD:
        raise NotFound
    return job
