"""Milestones and active days, kept beside the log: what `standing` computes, written, and rebuilt when asked."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from classcode import db
from tracking.models import ActiveDay, Milestone, Statement
from tracking.standing import ENGAGING, MOVING, Deed, Standing, moves


def follow(session: Session, deed: Deed) -> None:
    """Write what this deed, already in the log, reaches; one that comes late has the whole log followed anew.

    An attendance is typed in after the meeting: by then the learner may have done what comes later in time.
    """
    if not moves(deed.verb, deed.object_kind):
        return
    late, active = _before(session, deed)
    if late:
        rebuild(session, deed.actor)
        return
    if active and deed.verb in ENGAGING:
        return  # the first such deed of this day in this module reached all that this one could
    standing = _kept(session, deed.actor)
    before = Standing(dict(standing.reached), set(standing.days))
    standing.follow(deed)
    for kind, module in standing.reached.keys() - before.reached.keys():
        db.insert_once(session, Milestone, _milestone(deed.actor, kind, module, standing))
    for module, day in standing.days - before.days:
        db.insert_once(session, ActiveDay, {"actor": deed.actor, "module": module, "day": day})


def rebuild(session: Session, actor: UUID) -> None:
    """Forget what followed from one actor's statements and follow the log again, as after a voiding."""
    standing = Standing()
    for deed in _deeds(session, actor):
        standing.follow(deed)
    session.execute(delete(Milestone).where(Milestone.actor == actor))
    session.execute(delete(ActiveDay).where(ActiveDay.actor == actor))
    if standing.reached:
        rows = [_milestone(actor, kind, module, standing) for kind, module in standing.reached]
        session.execute(insert(Milestone), rows)
    if standing.days:
        days = [{"actor": actor, "module": module, "day": day} for module, day in standing.days]
        session.execute(insert(ActiveDay), days)


def _before(session: Session, deed: Deed) -> tuple[bool, bool]:
    """Tell whether something later is in the log, and whether this day was active in this module; one query."""
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
    late, active = session.execute(select(later.exists(), today.exists())).one()
    return late, active


def _kept(session: Session, actor: UUID) -> Standing:
    reached = session.execute(
        select(Milestone.kind, Milestone.module, Milestone.at).where(Milestone.actor == actor)
    )
    days = session.execute(select(ActiveDay.module, ActiveDay.day).where(ActiveDay.actor == actor))
    return Standing(
        {(kind, module): at for kind, module, at in reached}, {(module, day) for module, day in days}
    )


def _milestone(actor: UUID, kind: str, module: str, standing: Standing) -> dict[str, object]:
    return {"actor": actor, "kind": str(kind), "module": module, "at": standing.reached[kind, module]}


def _deeds(session: Session, actor: UUID) -> list[Deed]:
    rows = session.execute(
        select(Statement.actor, Statement.verb, Statement.object_kind, Statement.module, Statement.timestamp)
        .where(Statement.actor == actor, Statement.verb.in_(MOVING), Statement.voided.is_(False))
        .order_by(Statement.timestamp, Statement.seq)
    )
    return [Deed(*row) for row in rows]
