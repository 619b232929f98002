"""Public answers as pages list them: what everybody reads, and what the team has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Role
from helpdesk.answers.access import leads
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.models import Ticket
from helpdesk.tickets.access import Who

MOST = 500
"""Answers that a page or the index of suggestions looks at, the latest first."""


def public(session: Session, language: str) -> Sequence[PublicAnswer]:
    """Return what everybody may read in a language, the latest first."""
    return session.scalars(
        _visible()
        .where(PublicAnswer.language == language)
        .order_by(PublicAnswer.visible_from.desc())
        .limit(MOST)
    ).all()


def elsewhere(session: Session, language: str) -> dict[str, int]:
    """Return how many answers everybody may read in each other language."""
    counted = _visible().where(PublicAnswer.language != language).group_by(PublicAnswer.language)
    rows = session.execute(counted.with_only_columns(PublicAnswer.language, func.count()))
    return {row[0]: row[1] for row in rows}


def _visible() -> Select[PublicAnswer]:
    return select(PublicAnswer).where(
        PublicAnswer.stage == Stage.PUBLISHED, PublicAnswer.visible_from <= clock.now()
    )


def revision(session: Session, language: str) -> str:
    """Return a word that changes whenever what everybody may read in a language changes."""
    changed = func.max(PublicAnswer.changed_at), func.max(PublicAnswer.visible_from), func.count()
    row = session.execute(
        _visible().where(PublicAnswer.language == language).with_only_columns(*changed)
    ).one()
    return " ".join(map(str, row))


def of_ticket(session: Session, ticket_id: UUID) -> PublicAnswer | None:
    """Return the public answer that was written from a question."""
    return session.scalar(select(PublicAnswer).where(PublicAnswer.ticket_id == ticket_id))


def of_learner(session: Session, person_id: UUID) -> Sequence[PublicAnswer]:
    """Return what came, or may come, of somebody's own questions: she may stop each, before it is public and after."""
    hers = select(PublicAnswer).join(Ticket, Ticket.id == PublicAnswer.ticket_id)
    told = (Ticket.learner_id == person_id, PublicAnswer.stage.in_((Stage.PUBLISHED, Stage.OBJECTED)))
    return session.scalars(hers.where(*told).order_by(PublicAnswer.changed_at.desc())).all()


def to_look_at(session: Session, visitor: Who) -> list[PublicAnswer]:
    """Return what somebody of the desk has to look at: what she leads and is proposed or reported, what she wrote."""
    reported = PublicAnswer.reported_at.is_not(None) & (PublicAnswer.stage == Stage.PUBLISHED)
    hers = (PublicAnswer.written_by_id == visitor.id) & PublicAnswer.stage.in_(
        (Stage.PROPOSED, Stage.SENT_BACK)
    )
    waiting = or_(reported, hers, PublicAnswer.stage == Stage.PROPOSED)
    found = session.scalars(select(PublicAnswer).where(waiting).order_by(PublicAnswer.changed_at).limit(MOST))
    led = {Role.LEAD, Role.ADMINISTRATOR} & {Role(role) for role in visitor.roles}
    mine: dict[str, bool] = {}
    return [
        one
        for one in found
        if one.written_by_id == visitor.id
        or (led and mine.setdefault(one.region_code, leads(session, visitor, one.region_code)))
    ]
