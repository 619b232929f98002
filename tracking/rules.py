"""Writing the record: `record` an event, `void` a statement, keep a learner's `fact`. The caller's transaction holds.

The act and its statement stand or fall together; nothing leaves before the commit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classcode import clock, db, queues
from tracking import milestones, statements
from tracking.models import LearnerFact, Pseudonym, Statement
from tracking.standing import Deed
from tracking.statements import Event, Frame
from tracking.vocabulary import Kind, Verb

COMPLETION: Final = "completion"
"""The topic of "look again whether this module is complete": its subject is `person:module`."""
FORWARD: Final = "forward"
"""The topic of "send this statement to the external LRS": its subject is the statement's id."""

_COUNTS_FOR_COMPLETION: Final = frozenset({Verb.COMPLETED, Verb.PASSED, Verb.ATTENDED})


def actor_of(session: Session, person_id: UUID) -> UUID:
    """Return the person's pseudonym in the record, made at her first statement."""
    found = session.get(Pseudonym, person_id)
    if found is None:
        db.insert_once(session, Pseudonym, {"person_id": person_id, "actor": uuid4()})
        found = session.get_one(Pseudonym, person_id)
    # The session forgets what nobody holds; held, the next statement of this transaction asks no query for it.
    session.info.setdefault("pseudonyms", {})[person_id] = found
    return found.actor


def record(session: Session, event: Event) -> UUID:
    """Write the statement of an event with what follows from it; a repeat changes nothing. Return the statement's id.

    Effects: a log row, milestones, a completion job where the module's rule may now be met, a forwarding job where an
    external LRS is configured.
    """
    frame = _frame(session, event.person_id, event.instructor_id)
    payload = statements.build(event, frame)
    identity = statements.statement_id(event)
    row = {
        "id": identity,
        "stored": frame.stored,
        "timestamp": event.at,
        "actor": frame.actor,
        "verb": event.verb.value,
        "object_path": event.object.path,
        "object_kind": event.object.kind.value,
        "module": event.module,
        "minutes": event.result.minutes if event.result else None,
        "payload": statements.write(payload),
        "voided": False,
    }
    if db.insert_once(session, Statement, row):
        _follow(session, event, frame.actor)
        _forward(session, identity)
    return identity


def _frame(session: Session, person_id: UUID, instructor_id: UUID | None) -> Frame:
    return Frame(
        actor=actor_of(session, person_id),
        instructor=actor_of(session, instructor_id) if instructor_id else None,
        iri_base=session.info["iri_base"],
        stored=clock.now(),
    )


def _follow(session: Session, event: Event, actor: UUID) -> None:
    deed = Deed(actor, event.verb, event.object.kind, event.module, event.at)
    milestones.follow(session, deed)
    whole_module = event.verb is Verb.COMPLETED and event.object.kind is Kind.COURSE
    if event.module and event.verb in _COUNTS_FOR_COMPLETION and not whole_module:
        queues.enqueue(session, COMPLETION, f"{event.person_id}:{event.module}")


def _forward(session: Session, identity: UUID) -> None:
    if session.info.get("forwarding"):
        queues.enqueue(session, FORWARD, str(identity))


def void(session: Session, statement_id: UUID, by_person_id: UUID) -> None:
    """Void a statement (undo, correction): it stays in the log, marked, and its milestones are followed anew."""
    # Conditional, so that of two who undo the same act at once one finds it done.
    mine = (Statement.id == statement_id, Statement.voided.is_(False), Statement.verb != Verb.VOIDED)
    if db.changed(session.execute(update(Statement).where(*mine).values(voided=True))) == 0:
        return
    voided = session.scalars(select(Statement).where(Statement.id == statement_id)).one()
    voiding = uuid5(statements.NAMESPACE, f"voided:{statement_id}")
    frame = _frame(session, by_person_id, None)
    session.add(_voiding_row(voided, voiding, frame))
    session.flush()
    milestones.rebuild(session, voided.actor)
    _forward(session, voiding)


def _voiding_row(voided: Statement, voiding: UUID, frame: Frame) -> Statement:
    payload = statements.build_voiding(voided.id, voiding, frame.stored, frame)
    return Statement(
        id=voiding,
        stored=frame.stored,
        timestamp=frame.stored,
        actor=frame.actor,
        verb=Verb.VOIDED,
        object_path=f"statements/{voided.id}",
        object_kind="statement-ref",
        module=voided.module,
        payload=statements.write(payload),
        voided=False,
    )


def note_fact(
    session: Session, person_id: UUID, kind: str, value: str | None, since: datetime | None = None
) -> None:
    """Keep what a learner declared from now on; the same value again writes nothing."""
    actor = actor_of(session, person_id)
    latest = session.scalar(
        select(LearnerFact)
        .where(LearnerFact.actor == actor, LearnerFact.kind == kind)
        .order_by(LearnerFact.since.desc())
        .limit(1)
    )
    if (latest.value if latest else None) != value:
        session.merge(LearnerFact(actor=actor, kind=kind, since=since or clock.now(), value=value))
