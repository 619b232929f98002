"""Reading how forwarding stands: which recipients lag, how far each is, and what each refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.queues import Job, JobState
from tracking.forwarding.models import Poisoned, PoisonState, Recipient, RecipientState
from tracking.forwarding.rules import ENVIRONMENT, FORWARD
from tracking.models import Statement

SHOWN: Final = 20
"""How many refused statements of a recipient are listed."""


def has_environment(session: Session) -> bool:
    """Tell whether the environment's recipient has its row."""
    return bool(session.scalar(select(exists().where(Recipient.name == ENVIRONMENT))))


def newest(session: Session) -> int:
    """Return the number of the newest statement, 0 in an empty log."""
    return session.scalar(select(func.max(Statement.seq))) or 0


def lagging(session: Session) -> list[UUID]:
    """Return the recipients that lack something now and whose job does not wait already."""
    again = exists().where(Poisoned.recipient_id == Recipient.id, Poisoned.state == PoisonState.AGAIN)
    due = or_(Recipient.next_at.is_(None), Recipient.next_at <= clock.now())
    lacks = or_(Recipient.cursor < newest(session), again)
    found = select(Recipient.id).where(Recipient.state == RecipientState.ACTIVE, due, lacks)
    if not session.info.get("forwarding"):
        found = found.where(Recipient.name != ENVIRONMENT)
    ids = session.scalars(found.order_by(Recipient.name)).all()
    waiting = select(Job.subject).where(Job.topic == FORWARD, Job.state == JobState.WAITING)
    waits = set(session.scalars(waiting)) if ids else set()
    return [one for one in ids if str(one) not in waits]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One statement that a recipient refused for good."""

    seq: int
    statement_id: UUID
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a recipient is: `behind` counts numbers of the log, which is statements or a few more; `oldest` is when
    the first of them was stored, and `minutes` how long ago; `refusals` are the first few of `refused`.
    """

    recipient: Recipient
    behind: int
    oldest: datetime | None
    minutes: int
    refused: int
    left_out: int
    refusals: Sequence[Refusal]

    @property
    def paused(self) -> bool:
        """Whether an administrator stopped it."""
        return self.recipient.state == RecipientState.PAUSED


def standings(session: Session) -> list[Standing]:
    """Return how every recipient stands, by name; the environment's only while its settings are there."""
    found = session.scalars(select(Recipient).order_by(Recipient.name)).all()
    on = session.info.get("forwarding")
    last = newest(session)
    return [_standing(session, one, last) for one in found if on or one.name != ENVIRONMENT]


def _standing(session: Session, one: Recipient, last: int) -> Standing:
    first = select(Statement.stored).where(Statement.seq > one.cursor).order_by(Statement.seq).limit(1)
    oldest = session.scalar(first)
    minutes = int((clock.now() - oldest).total_seconds() // 60) if oldest else 0
    mine = (
        select(Poisoned.state, func.count().label("number"))
        .where(Poisoned.recipient_id == one.id)
        .group_by(Poisoned.state)
    )
    counted = {str(row.state): int(row.number) for row in session.execute(mine)}
    refused = counted.get(PoisonState.REFUSED, 0)
    refusals = _refusals(session, one.id) if refused else []
    left_out = counted.get(PoisonState.LEFT_OUT, 0)
    behind = last - one.cursor if oldest else 0
    return Standing(one, behind, oldest, max(minutes, 0), refused, left_out, refusals)


def _refusals(session: Session, recipient_id: UUID) -> list[Refusal]:
    mine = (Poisoned.recipient_id == recipient_id, Poisoned.state == PoisonState.REFUSED)
    rows = session.execute(
        select(Poisoned.seq, Statement.id, Poisoned.reason, Poisoned.at)
        .join(Statement, Statement.seq == Poisoned.seq)
        .where(*mine)
        .order_by(Poisoned.seq)
        .limit(SHOWN)
    )
    return [Refusal(*row) for row in rows]
