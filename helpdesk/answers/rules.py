"""Writing a public answer, publishing it or sending it back, stopping it, reporting and hiding it, and whom it helped.

Of what a learner tells, the record learns that it was shared, from its publication until it is stopped or hidden.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.errors import Invalid, NotFound
from classcode.i18n import LANGUAGES, N_
from helpdesk.answers import events, mails
from helpdesk.answers.access import Seen
from helpdesk.answers.models import AnswerHelped, PublicAnswer, Stage
from helpdesk.models import Ticket
from tracking import rules as record
from tracking import vocabulary
from tracking.models import Statement
from tracking.vocabulary import Verb

QUESTION: Final = 200
ANSWER: Final = 5000
REASON: Final = 500
"""Characters of each."""
WAITS: Final = timedelta(days=7)
"""How long whoever it concerns may object before anybody reads it."""


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
            by_learner=by == ticket.learner_id,
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
    """Let everybody read it in a week, and tell the learner whose question it was, who may stop it.

    Effects: a mail; where she wrote it herself, a statement.
    """
    if not seen.may_decide:
        raise NotFound
    seen.answer.decided_by_id, seen.answer.visible_from = by, clock.now() + WAITS
    _stage(session, seen.answer, Stage.PUBLISHED)
    mails.tell_asker(session, seen.answer)
    if seen.answer.by_learner and seen.answer.written_by_id:
        record.record(session, events.shared(seen.answer, seen.answer.written_by_id, clock.now()))


def send_back(session: Session, seen: Seen, reason: str, *, by: UUID) -> None:
    """Ask who wrote it for a change, with a reason; raise `Invalid` without one. A learner has no list of what waits
    for her: she gets a mail."""
    if not seen.may_decide:
        raise NotFound
    seen.answer.reason, seen.answer.decided_by_id = _checked("reason", reason, REASON), by
    _stage(session, seen.answer, Stage.SENT_BACK)
    mails.sent_back(session, seen.answer)


def object_to(session: Session, seen: Seen) -> None:
    """Stop it as the learner whose question it came from, or as who had answered her; twice changes nothing."""
    if (seen.asker or seen.helper) and not seen.writer and seen.answer.stage == Stage.OBJECTED:
        return
    if not seen.may_object:
        raise NotFound
    _unshare(session, seen.answer, seen.reader)
    _stage(session, seen.answer, Stage.OBJECTED)


def withdraw(session: Session, seen: Seen) -> None:
    """Take back what she told as a learner, before it is public or after; twice changes nothing."""
    if seen.writer and seen.answer.stage == Stage.WITHDRAWN:
        return
    if not seen.may_withdraw:
        raise NotFound
    _unshare(session, seen.answer, seen.reader)
    _stage(session, seen.answer, Stage.WITHDRAWN)


def _unshare(session: Session, found: PublicAnswer, by: UUID | None) -> None:
    """Void that it was shared, if it was."""
    if found.by_learner and by is not None:
        _void(session, found, Verb.SHARED, by=by)


def _void(session: Session, found: PublicAnswer, verb: Verb, *, by: UUID, of: UUID | None = None) -> None:
    """Void what the record holds of an answer under a verb, of one person alone with `of`."""
    said = (Statement.object_path == vocabulary.public_answer(found.id).path, Statement.verb == verb)
    standing = select(Statement.id).where(*said, Statement.voided.is_(False))
    if of is not None:
        standing = standing.where(Statement.actor == record.actor_of(session, of))
    for statement_id in session.scalars(standing).all():
        record.void(session, statement_id, by)


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
    _unshare(session, seen.answer, by)
    _stage(session, seen.answer, Stage.HIDDEN)


def keep(session: Session, seen: Seen) -> None:
    """Leave a reported answer where it is, as a lead who looked at it."""
    if not seen.may_hide:
        raise NotFound
    seen.answer.reported_at = None
    session.flush()


def say_helped(session: Session, seen: Seen, *, act_id: UUID) -> None:
    """Keep that it helped this reader, once; saying it again changes nothing. Effects: a row, a statement."""
    if not seen.may_thank or seen.reader is None:
        raise NotFound
    now = clock.now()
    values = {"answer_id": seen.answer.id, "person_id": seen.reader, "helped_at": now}
    if db.insert_once(session, AnswerHelped, values):
        record.record(session, events.found_helpful(seen.answer, seen.reader, act_id, now))


def unsay_helped(session: Session, seen: Seen) -> None:
    """Take back that it helped this reader, where she said so; the statement is voided."""
    if seen.reader is None:
        raise NotFound
    hers = (AnswerHelped.answer_id == seen.answer.id, AnswerHelped.person_id == seen.reader)
    if db.changed(session.execute(delete(AnswerHelped).where(*hers))):
        _void(session, seen.answer, Verb.FOUND_HELPFUL, by=seen.reader, of=seen.reader)
