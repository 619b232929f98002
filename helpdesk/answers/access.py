"""Who may see a public answer before it is public, and what she may do with it. Refusals read as unknown (404)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import NotFound
from classcode.people.models import Role
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.models import Ticket
from helpdesk.ratings.rules import SETTLED
from helpdesk.tickets import access as tickets
from helpdesk.tickets.access import Who

GOING: Final = frozenset({Stage.PROPOSED, Stage.SENT_BACK, Stage.PUBLISHED})
"""What can still be stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A public answer as one person, or somebody without an account, may see it.

    `second` tells whether anybody but its writer may decide on it.
    """

    answer: PublicAnswer
    reader: UUID | None = None
    public: bool = False
    asker: bool = False
    helper: bool = False
    writer: bool = False
    lead: bool = False
    second: bool = True

    @property
    def readable(self) -> bool:
        """Whether she may read it now: what is to be changed or was taken back is for its writer and its leads."""
        answer = self.answer
        if answer.stage == Stage.WITHDRAWN:
            return self.writer
        concerned = (self.asker or self.helper) and answer.stage != Stage.SENT_BACK
        return self.public or self.lead or self.writer or concerned

    @property
    def may_object(self) -> bool:
        """Whether another wrote it of a question that she asked, or answered, and it can still be stopped."""
        return (self.asker or self.helper) and not self.writer and self.answer.stage in GOING

    @property
    def may_withdraw(self) -> bool:
        """Whether she told it as a learner and may take it back."""
        return self.writer and self.answer.by_learner and self.answer.stage in GOING

    @property
    def may_rewrite(self) -> bool:
        """Whether she wrote it and it is not settled."""
        return self.writer and self.answer.stage in {Stage.PROPOSED, Stage.SENT_BACK}

    @property
    def may_decide(self) -> bool:
        """Whether she may publish it or send it back: what a lead wrote is decided by another, where there is one."""
        return self.lead and self.answer.stage == Stage.PROPOSED and (self.alone or not self.writer)

    @property
    def alone(self) -> bool:
        """Whether she wrote it herself and nobody else is there to read it first."""
        return self.writer and not self.second

    @property
    def may_hide(self) -> bool:
        """Whether she may take it out of sight."""
        return self.lead and self.answer.stage == Stage.PUBLISHED

    @property
    def may_thank(self) -> bool:
        """Whether she may say that it helped her: with an account, and neither its writer nor who decided on it."""
        decided = {self.answer.written_by_id, self.answer.decided_by_id}
        return self.public and self.reader is not None and self.reader not in decided


def answer(session: Session, visitor: Who | None, answer_id: UUID, *, acting: bool = False) -> Seen:
    """Return an answer as this reader may see it; raise `NotFound`. With `acting` its row is locked."""
    wanted = select(PublicAnswer).where(PublicAnswer.id == answer_id)
    found = session.scalar(wanted.with_for_update() if acting else wanted)
    if found is None:
        raise NotFound
    seen = seen_by(session, visitor, found)
    if not seen.readable:
        raise NotFound
    return seen


def seen_by(session: Session, visitor: Who | None, found: PublicAnswer) -> Seen:
    """Return what somebody may do with an answer, be it readable to her or not."""
    public = is_public(found)
    if visitor is None:
        return Seen(answer=found, public=public)
    ticket = session.get(Ticket, found.ticket_id) if found.ticket_id else None
    desk = bool(visitor.roles & set(tickets.DESK_ROLES))
    return Seen(
        answer=found,
        reader=visitor.id,
        public=public,
        asker=ticket is not None and ticket.learner_id == visitor.id,
        helper=desk and found.by_learner and ticket is not None and ticket.facilitator_id == visitor.id,
        writer=found.written_by_id == visitor.id and (found.by_learner or desk),
        lead=leads(session, visitor, found.region_code),
        second=found.written_by_id != visitor.id
        or tickets.leads_besides(session, found.region_code, visitor.id),
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


def own_source(session: Session, visitor: Who, ticket_id: UUID, *, acting: bool = False) -> Ticket:
    """Return a question of somebody's own of which she may tell what helped: settled, or told of and not decided yet.

    With `acting` its row is locked, so that she and whoever answered her follow each other.
    """
    seen = tickets.ticket(session, visitor, ticket_id, acting=acting)
    if not seen.learner or not (seen.ticket.state in SETTLED or _waits(session, visitor, ticket_id)):
        raise NotFound
    return seen.ticket


def _waits(session: Session, visitor: Who, ticket_id: UUID) -> bool:
    hers = (PublicAnswer.ticket_id == ticket_id, PublicAnswer.written_by_id == visitor.id)
    waiting = PublicAnswer.stage.in_((Stage.PROPOSED, Stage.SENT_BACK))
    return session.scalar(select(PublicAnswer.id).where(*hers, waiting)) is not None
