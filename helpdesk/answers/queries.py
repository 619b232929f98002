"""Public answers as pages list them: what everybody reads, and what the team has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Role
from helpdesk.answers.access import leads, seen_by
from helpdesk.answers.models import AnswerHelped, PublicAnswer, Stage
from helpdesk.models import Ticket
from helpdesk.ratings.rules import SETTLED
from helpdesk.tickets.access import Seen as SeenTicket
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
    """Return what came, or may come, of somebody's own questions, and all that she told herself: she may stop each."""
    hers = select(PublicAnswer).outerjoin(Ticket, Ticket.id == PublicAnswer.ticket_id)
    told = (Ticket.learner_id == person_id) & PublicAnswer.stage.in_((Stage.PUBLISHED, Stage.OBJECTED))
    by_her = PublicAnswer.by_learner & (PublicAnswer.written_by_id == person_id)
    return session.scalars(hers.where(or_(told, by_her)).order_by(PublicAnswer.changed_at.desc())).all()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """How many people an answer helped, and whether the reader is one of them."""

    people: int
    mine: bool


def helped(session: Session, answer_id: UUID, reader: UUID | None) -> Helped:
    """Return whom an answer helped: how many, and whether this reader; nobody else is ever named."""
    mine = func.count().filter(AnswerHelped.person_id == reader)
    counted = select(func.count(), mine).where(AnswerHelped.answer_id == answer_id)
    people, hers = session.execute(counted).one()
    return Helped(people=people, mine=bool(hers))


@dataclass(frozen=True, slots=True, kw_only=True)
class FromThread:
    """What the page of a question says of its public answer: the answer, if any, and what this reader may do."""

    answer: PublicAnswer | None
    readable: bool = False
    may_tell: bool = False


def from_thread(session: Session, seen: SeenTicket, visitor: Who) -> FromThread:
    """Return what became public, or may, of a settled question, as its learner or its team sees it."""
    found = of_ticket(session, seen.ticket.id)
    if found is None:
        return FromThread(answer=None, may_tell=seen.learner and seen.ticket.state in SETTLED)
    return FromThread(answer=found, readable=seen_by(session, visitor, found).readable)
