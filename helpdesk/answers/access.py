"""Who may see a public answer before it is public, and what she may do with it. Refusals read as unknown (404)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from classcode.people.models import Role
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.models import Ticket
from helpdesk.tickets import access as tickets
from helpdesk.tickets.access import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A public answer as one person, or somebody without an account, may see it."""

    answer: PublicAnswer
    public: bool = False
    asker: bool = False
    writer: bool = False
    lead: bool = False

    @property
    def may_object(self) -> bool:
        """Whether it came from her question and can still be stopped."""
        return self.asker and self.answer.stage in {Stage.PROPOSED, Stage.SENT_BACK, Stage.PUBLISHED}

    @property
    def may_rewrite(self) -> bool:
        """Whether she wrote it and it is not settled."""
        return self.writer and self.answer.stage in {Stage.PROPOSED, Stage.SENT_BACK}

    @property
    def may_decide(self) -> bool:
        """Whether she may publish it or send it back."""
        return self.lead and self.answer.stage == Stage.PROPOSED

    @property
    def may_hide(self) -> bool:
        """Whether she may take it out of sight."""
        return self.lead and self.answer.stage == Stage.PUBLISHED


def answer(session: Session, visitor: Who | None, answer_id: UUID, *, acting: bool = False) -> Seen:
    """Return an answer as this reader may see it; raise `NotFound`. With `acting` its row is locked."""
    wanted = select(PublicAnswer).where(PublicAnswer.id == answer_id)
    found = session.scalar(wanted.with_for_update() if acting else wanted)
    if found is None:
        raise NotFound
    seen = _seen(session, visitor, found)
    if not (seen.public or seen.lead or seen.writer or (seen.asker and found.stage != Stage.SENT_BACK)):
        raise NotFound
    return seen


def _seen(session: Session, visitor: Who | None, found: PublicAnswer) -> Seen:
    public = is_public(found)
    if visitor is None:
        return Seen(answer=found, public=public)
    ticket = session.get(Ticket, found.ticket_id) if found.ticket_id else None
    return Seen(
        answer=found,
        public=public,
        asker=ticket is not None and ticket.learner_id == visitor.id,
        writer=found.written_by_id == visitor.id and bool(visitor.roles & set(tickets.DESK_ROLES)),
        lead=leads(session, visitor, found.region_code),
    )


def leads(session: Session, visitor: Who, region_code: str) -> bool:
    """Tell whether somebody leads a region, or stands in for its lead where it has none."""
    stands_in = bool(visitor.roles & {Role.LEAD, Role.ADMINISTRATOR})
    return visitor.may(Role.LEAD, region_code) or (stands_in and not tickets.has_lead(session, region_code))


def is_public(found: PublicAnswer) -> bool:
    """Tell whether everybody may read it now."""
    return (
        found.stage == Stage.PUBLISHED
        and found.visible_from is not None
        and found.visible_from <= clock.now()
    )


def source(session: Session, visitor: Who, ticket_id: UUID, *, acting: bool = False) -> Ticket:
    """Return a question from which this person may write a public answer: hers to answer or to lead, and settled.

    With `acting` its row is locked, so that two who write at once follow each other.
    """
    seen = tickets.ticket(session, visitor, ticket_id, acting=acting)
    if not (seen.holder or seen.lead) or seen.ticket.resolved_at is None:
        raise NotFound
    return seen.ticket
