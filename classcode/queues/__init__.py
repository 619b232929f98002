"""Work for later. The row is the job, RQ is its alarm clock, a sweep is the safety net; rq is named only in `alarm`.

A rule writes a `Job` with `enqueue`; after the commit the job's id is sent to Redis, where there is one. A worker
claims the row by a conditional UPDATE with a lease, runs the handler of its topic, and marks it after the effect.
While the handler works the lease is renewed, so that long work is done once. Killing Redis or a worker at any moment
leaves a row that the next sweep finds.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, UniqueConstraint, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from classcode import clock, db
from classcode.db import PLAIN, Base
from classcode.queues import lease

if TYPE_CHECKING:
    from classcode.queues.alarm import Alarm

log = logging.getLogger(__name__)

QUEUE: Final = "classcode"
LEASE: Final = timedelta(seconds=60)
"""How long a claimed job is left alone; a killed worker's job is visible again after it."""
TRIES: Final = 12
"""With doubling waits from 15 s to 6 h, twelve tries span about a day and a half."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class GaveUp(Exception):
    """A handler met a failure that no later try can mend; the job is dead at once and shown to administrators."""


class Job(Base):
    """Something to do later, once: a topic (which handler) and a subject (the id it re-reads)."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("topic", "subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=PLAIN)
    topic: Mapped[str] = mapped_column(info=PLAIN)
    subject: Mapped[str] = mapped_column(info=PLAIN)
    state: Mapped[str] = mapped_column(default=JobState.WAITING, info=PLAIN)
    due_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
    leased_until: Mapped[datetime | None] = mapped_column(info=PLAIN)
    woken_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    attempts: Mapped[int] = mapped_column(default=0, info=PLAIN)
    generation: Mapped[int] = mapped_column(default=1, info=PLAIN)
    last_error: Mapped[str | None] = mapped_column(info=PLAIN)


Handler = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bindings:
    """What this process knows of jobs: the handler of each topic, and Redis where there is one."""

    handlers: Mapping[str, Handler]
    alarm: Alarm | None


_bound: dict[str, Bindings] = {}
REST: Final = 10.0
"""Seconds for which a Redis that did not answer is not asked again, so that pages stay quick without it."""
_rest = {"until": 0.0}


def bind(handlers: Mapping[str, Handler], redis_url: str | None) -> None:
    """Tell this process which function handles each topic, and where Redis is."""
    _bound["jobs"] = Bindings(handlers, _alarm(redis_url) if redis_url else None)


def _alarm(redis_url: str) -> Alarm:
    from classcode.queues.alarm import Alarm

    return Alarm(redis_url, QUEUE, lease.LONGEST)


def enqueue(session: Session, topic: str, subject: str, due: datetime | None = None) -> None:
    """Write the job of this topic and subject, or wake the one that is there; it runs from `due` on, once committed."""
    when = due or clock.now()
    values = {"id": uuid4(), "topic": topic, "subject": subject, "due_at": when}
    if not db.insert_once(session, Job, values):
        session.execute(
            update(Job)
            .where(Job.topic == topic, Job.subject == subject)
            .values(
                state=JobState.WAITING, due_at=when, attempts=0, generation=Job.generation + 1, woken_at=None
            )
        )
    db.after_commit(session, lambda: _wake_subject(topic, subject))


def enqueue_once(session: Session, topic: str, subject: str) -> None:
    """Write the job of this topic and subject unless it was ever written: a round of periodic work runs once."""
    values = {"id": uuid4(), "topic": topic, "subject": subject, "due_at": clock.now()}
    if db.insert_once(session, Job, values):
        db.after_commit(session, lambda: _wake_subject(topic, subject))


def _wake_subject(topic: str, subject: str) -> None:
    if "jobs" not in _bound or _bound["jobs"].alarm is None:
        return
    with db.transaction() as session:
        found = session.scalar(
            select(Job.id).where(Job.topic == topic, Job.subject == subject, Job.due_at <= clock.now())
        )
        if found:
            _wake(session, found)


def _wake(session: Session, job_id: UUID) -> None:
    """Send the id to Redis. While Redis is away nothing is lost: the sweep comes back to the row."""
    alarm = _bound["jobs"].alarm
    assert alarm is not None
    if time.monotonic() < _rest["until"]:
        return
    if not alarm.wake(run, str(job_id)):
        _rest["until"] = time.monotonic() + REST
        return
    session.execute(update(Job).where(Job.id == job_id).values(woken_at=clock.now()))


@dataclass(slots=True)
class Claim:
    """A job that is ours until `until`: that instant is also how we know, when we mark it, that it still is.

    `until` moves on while the handler works.
    """

    id: UUID
    topic: str
    subject: str
    generation: int
    until: datetime

    @property
    def mine(self) -> tuple[ColumnElement[bool], ...]:
        """The condition under which this claim may still mark the row: nobody took it after a lease that ran out."""
        return Job.id == self.id, Job.leased_until == self.until


def run(job_id: str) -> bool:
    """Claim one job, run its handler, and mark it; return False when somebody else has it or it is done."""
    claim = _claim(UUID(job_id))
    if claim is None:
        return False
    try:
        with lease.kept(partial(_renew, claim, claim.until), f"{claim.topic} {claim.subject}"):
            _bound["jobs"].handlers[claim.topic](claim.subject)
    except GaveUp as error:
        _mark_failed(claim, str(error), final=True)
    except Exception as error:  # an edge: it logs, and the row is there to come back to
        log.exception("job %s (%s %s) failed", claim.id, claim.topic, claim.subject)
        _mark_failed(claim, f"{type(error).__name__}: {error}", final=False)
    else:
        _mark_done(claim)
    return True


def _claim(job_id: UUID) -> Claim | None:
    now = clock.now()
    until = now + LEASE
    free = or_(Job.leased_until.is_(None), Job.leased_until < now)
    with db.transaction() as session:
        claimed = session.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == JobState.WAITING, Job.due_at <= now, free)
            .values(leased_until=until, attempts=Job.attempts + 1)
            .returning(Job.topic, Job.subject, Job.generation)
        ).one_or_none()
    return Claim(job_id, *claimed, until=until) if claimed else None


def _renew(claim: Claim, claimed: datetime, passed: timedelta) -> bool:
    """Make a lease end later by what passed since the claim; return False where the job is somebody else's by now."""
    until = claimed + passed
    with db.transaction() as session:
        renewed = session.execute(update(Job).where(*claim.mine).values(leased_until=until))
    if db.changed(renewed) != 1:
        return False
    claim.until = until
    return True


def _mark_done(claim: Claim) -> None:
    """Mark as done, unless the job was asked for again while it ran: then it waits, and the next sweep sends it."""
    done = {"state": JobState.DONE, "leased_until": None, "last_error": None}
    with db.transaction() as session:
        session.execute(update(Job).where(*claim.mine, Job.generation == claim.generation).values(done))
        session.execute(update(Job).where(*claim.mine).values(leased_until=None, woken_at=None))


def _mark_failed(claim: Claim, error: str, *, final: bool) -> None:
    with db.transaction() as session:
        job = session.scalar(select(Job).where(*claim.mine))
        if job is None:
            return
        job.leased_until = None
        job.last_error = error[:500]
        if final or job.attempts >= TRIES:
            job.state = JobState.DEAD
        else:
            job.due_at = clock.now() + timedelta(seconds=min(15 * 2 ** (job.attempts - 1), 6 * 3600))
            job.woken_at = None


def due_jobs(session: Session, limit: int = 100) -> list[UUID]:
    """Return the ids of jobs that may run now and that nobody holds, oldest first."""
    now = clock.now()
    return list(
        session.scalars(
            select(Job.id)
            .where(Job.state == JobState.WAITING, Job.due_at <= now)
            .where(or_(Job.leased_until.is_(None), Job.leased_until < now))
            .order_by(Job.due_at)
            .limit(limit)
        )
    )


def drain(limit: int = 100) -> int:
    """Run what is due in this process, as the embedded runner does; return how many jobs were claimed."""
    with db.reading() as session:
        ids = due_jobs(session, limit)
    return sum(run(str(job_id)) for job_id in ids)


def sweep(patience: timedelta = timedelta(seconds=30)) -> int:
    """Send due jobs again that were never sent, or were sent longer than `patience` ago and are still waiting."""
    late = clock.now() - patience
    with db.transaction() as session:
        for job_id in (ids := [i for i in due_jobs(session) if _is_left_behind(session, i, late)]):
            _wake(session, job_id)
    return len(ids)


def _is_left_behind(session: Session, job_id: UUID, late: datetime) -> bool:
    woken = session.scalar(select(Job.woken_at).where(Job.id == job_id))
    return woken is None or woken < late


def work(*, burst: bool = False) -> None:
    """Be an RQ worker on our one queue until told to stop (with `burst`, until the queue is empty)."""
    alarm = _bound["jobs"].alarm
    assert alarm is not None, "a worker on Redis needs REDIS_URL"
    alarm.work(burst=burst)


def dead_jobs(session: Session) -> list[Job]:
    """Return what was given up, for the administrators' page."""
    return list(session.scalars(select(Job).where(Job.state == JobState.DEAD).order_by(Job.due_at)))
