"""Milestones and active days, kept beside the log: what `standing` computes, written with each deed.

The way of most statements: one question to the database tells that nothing new follows.
"""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracking.models import ActiveDay, Milestone, Statement
from tracking.projections import following, locks, reading
from tracking.projections.learners import Rows, rows_of
from tracking.projections.writing import OF_LEARNER, add, complete
from tracking.standing import ENGAGING, MOVING, Deed, Standing, moves


def follow(session: Session, deed: Deed) -> None:
    """Write what this deed, already in the log, reaches; one that comes late has the whole log followed anew.

    An attendance is typed in after the meeting: by then the learner may have done what comes later in time.
    """
    if not moves(deed.verb, deed.object_kind) or _is_done(session, deed):
        return
    locks.writing(session, str(deed.actor))
    if locks.are_needed(session) and _is_done(session, deed):
        return  # what was committed while this one waited had the whole log followed anew
    standing = _kept(session, deed.actor)
    before = Standing(dict(standing.reached), set(standing.days))
    standing.follow(deed)
    standing.reached = {one: at for one, at in standing.reached.items() if one not in before.reached}
    standing.days -= before.days
    if standing.reached or standing.days:
        _add(session, deed.actor, rows_of(standing))


def _add(session: Session, actor: UUID, rows: Rows) -> None:
    complete(session, reading.learner(session, actor), rows)
    for name, new in rows.items():
        add(session, OF_LEARNER[name], new)


def rebuild(session: Session, actor: UUID) -> None:
    """Forget what followed from one actor's statements and follow the log again, as after a voiding."""
    following.anew(session, actor)


def _is_done(session: Session, deed: Deed) -> bool:
    """Tell whether nothing is left to write: nothing new follows, or all was followed anew."""
    late, active, merged = _before(session, deed)
    if late or merged:
        following.anew(session, deed.actor)
        return True
    # The first such deed of this day in this module reached all that this one could.
    return active and deed.verb in ENGAGING


def _before(session: Session, deed: Deed) -> tuple[bool, bool, bool]:
    """Tell whether something later is in the log, this day was active in this module, she has two actors; one query."""
    later = select(Statement.seq).where(
        Statement.actor == deed.actor,
        Statement.verb.in_(MOVING),
        Statement.timestamp > deed.at,
        Statement.voided.is_(False),
    )
    today = select(ActiveDay.day).where(
        ActiveDay.actor == deed.actor,
        ActiveDay.module == (deed.module or ""),
        ActiveDay.day == deed.at.astimezone(UTC).date(),
    )
    merged = following.is_merged(deed.actor)
    late, active, two = session.execute(select(later.exists(), today.exists(), merged)).one()
    return late, active, two


def _kept(session: Session, actor: UUID) -> Standing:
    reached = session.execute(
        select(Milestone.kind, Milestone.module, Milestone.at).where(Milestone.actor == actor)
    )
    days = session.execute(select(ActiveDay.module, ActiveDay.day).where(ActiveDay.actor == actor))
    return Standing(
        {(kind, module): at for kind, module, at in reached}, {(module, day) for module, day in days}
    )
