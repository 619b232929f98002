"""Writing a public answer, publishing it or sending it back, objecting to it, reporting and hiding it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.errors import Invalid, NotFound
from classcode.i18n import LANGUAGES, N_
from helpdesk.answers import mails
from helpdesk.answers.access import Seen
from helpdesk.answers.models import PublicAnswer, Stage
from helpdesk.models import Ticket

QUESTION: Final = 200
ANSWER: Final = 5000
REASON: Final = 500
"""Characters of each."""
WAITS: Final = timedelta(days=7)
"""How long the learner whose question it was may object before anybody reads it."""


def write(
    session: Session, ticket: Ticket, question: str, text: str, *, by: UUID, language: str
) -> PublicAnswer:
    """Propose question and answer to the leads; writing again changes what is not published yet. Raise `Invalid`."""
    asked, told = _checked("question", question, QUESTION), _checked("answer", text, ANSWER)
    if language not in LANGUAGES:
        raise Invalid("language", N_("Please choose one of the languages."))
    found = session.scalar(select(PublicAnswer).where(PublicAnswer.ticket_id == ticket.id).with_for_update())
    if found is not None and (
        found.stage not in {Stage.PROPOSED, Stage.SENT_BACK} or found.written_by_id != by
    ):
        raise Invalid("question", N_("A public answer was written from this question already."))
    if found is None:
        found = PublicAnswer(
            id=uuid4(),
            ticket_id=ticket.id,
            region_code=ticket.region_code,
            module=ticket.module,
            unit=ticket.unit,
            written_by_id=by,
        )
        session.add(found)
    found.question, found.answer, found.language = " ".join(asked.split()), told, language
    found.reason = None
    _stage(session, found, Stage.PROPOSED)
    return found


def _checked(field: str, text: str, longest: int) -> str:
    kept = text.replace("\r\n", "\n").strip()
    if not kept:
        raise Invalid(field, N_("Please write a few words."))
    if len(kept) > longest:
        raise Invalid(field, N_("Please write at most %(n)s characters."), n=longest)
    return kept


def _stage(session: Session, found: PublicAnswer, stage: Stage) -> None:
    found.stage, found.changed_at = stage, clock.now()
    session.flush()


def publish(session: Session, seen: Seen, *, by: UUID) -> None:
    """Let everybody read it in a week, and tell the learner whose question it was, who may object. Effects: a mail."""
    if not seen.may_decide:
        raise NotFound
    seen.answer.decided_by_id, seen.answer.visible_from = by, clock.now() + WAITS
    _stage(session, seen.answer, Stage.PUBLISHED)
    mails.tell_asker(session, seen.answer)


def send_back(session: Session, seen: Seen, reason: str, *, by: UUID) -> None:
    """Ask who wrote it for a change, with a reason; raise `Invalid` without one."""
    if not seen.may_decide:
        raise NotFound
    seen.answer.reason, seen.answer.decided_by_id = _checked("reason", reason, REASON), by
    _stage(session, seen.answer, Stage.SENT_BACK)


def object_to(session: Session, seen: Seen) -> None:
    """Stop it as the learner whose question it came from; objecting twice changes nothing."""
    if seen.asker and seen.answer.stage == Stage.OBJECTED:
        return
    if not seen.may_object:
        raise NotFound
    _stage(session, seen.answer, Stage.OBJECTED)


def report(session: Session, seen: Seen) -> None:
    """Report it to the leads; reporting it twice changes nothing."""
    if seen.answer.reported_at is None:
        seen.answer.reported_at = clock.now()
        session.flush()


def hide(session: Session, seen: Seen, *, by: UUID) -> None:
    """Take it out of everybody's sight, as a lead."""
    if not seen.may_hide:
        raise NotFound
    seen.answer.decided_by_id = by
    _stage(session, seen.answer, Stage.HIDDEN)


def keep(session: Session, seen: Seen) -> None:
    """Leave a reported answer where it is, as a lead who looked at it."""
    if not seen.may_hide:
        raise NotFound
    seen.answer.reported_at = None
    session.flush()
