"""Writing the record: `record` an event, `void` a statement, keep a learner's `fact`. The caller's transaction holds.

The act and its statement stand or fall together; nothing leaves before the commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock, db, queues
from tracking import milestones, statements
from tracking.log.horizon import hold
from tracking.log.writing import Counted, Entry, write
from tracking.models import LearnerFact, Pseudonym, Statement
from tracking.projections import declaring, following
from tracking.projections.models import ThingFact
from tracking.projections.profiles import DIMENSIONS
from tracking.standing import Deed
from tracking.statements import Event, Frame
from tracking.vocabulary import Kind, Verb
from tracking.xapi.index import index

NEVER: Final = (datetime.min.replace(tzinfo=UTC), None)
COMPLETION: Final = "completion"
"""The topic of "look again whether this module is complete": its subject is `person:module`."""

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

    Effects: a log row, from which forwarding reads by cursor; milestones; a completion job where the module's rule may
    now be met.
    """
    frame = _frame(session, event.person_id, event.instructor_id)
    counted = Counted(
        frame.actor,
        event.verb.value,
        event.object.path,
        event.object.kind.value,
        event.module,
        event.result.minutes if event.result else None,
    )
    identity = statements.statement_id(event)
    if _write(session, statements.build(event, frame), (frame.stored, event.at), counted):
        deed = Deed(frame.actor, event.verb, event.object.kind, event.module, event.at, event.object.path)
        follow(session, [deed], event.person_id)
    return identity


def _write(
    session: Session, statement: dict[str, Any], when: tuple[datetime, datetime], counted: Counted
) -> bool:
    """Append a statement of ours, stored and lived when it says, to the log; tell whether it was new."""
    stored, at = when
    entry = Entry(
        id=UUID(statement["id"]),
        stored=stored,
        timestamp=at,
        body=statements.write(statement),
        index=index(statement),
        counted=counted,
    )
    return bool(write(session, [entry]))


def _frame(session: Session, person_id: UUID, instructor_id: UUID | None) -> Frame:
    hold(session)
    return Frame(
        actor=actor_of(session, person_id),
        instructor=actor_of(session, instructor_id) if instructor_id else None,
        iri_base=session.info["iri_base"],
        stored=clock.now_to_the_millisecond(),
    )


def follow(session: Session, deeds: Sequence[Deed], person_id: UUID | None) -> None:
    """Write what follows from one actor's deeds that were just recorded: projections, and looks at modules' rules."""
    if len(deeds) == 1:
        milestones.follow(session, deeds[0])
        following.follow_own(session, deeds[0])
    else:
        following.anew(session, deeds[0].actor)
    for deed in deeds:
        following.follow_things(session, deed)
        whole_module = deed.verb == Verb.COMPLETED and deed.object_kind == Kind.COURSE
        if person_id and deed.module and deed.verb in _COUNTS_FOR_COMPLETION and not whole_module:
            queues.enqueue(session, COMPLETION, f"{person_id}:{deed.module}")


def void(session: Session, statement_id: UUID, by_person_id: UUID) -> None:
    """Void a statement (undo, correction): it stays in the log, marked, and what had followed is followed anew."""
    mine = (Statement.id == statement_id, Statement.voided.is_(False), Statement.verb != Verb.VOIDED)
    voided = session.scalars(select(Statement).where(*mine, Statement.client_id.is_(None))).one_or_none()
    if voided is None or voided.actor is None:
        return
    frame = _frame(session, by_person_id, None)
    # Its id follows from the target's, so that of two who undo the same act at once one finds it done.
    voiding = uuid5(statements.NAMESPACE, f"voided:{statement_id}")
    statement = statements.build_voiding(statement_id, voiding, frame.stored, frame)
    path = f"statements/{statement_id}"
    counted = Counted(frame.actor, Verb.VOIDED, path, "statement-ref", voided.module)
    if _write(session, statement, (frame.stored, frame.stored), counted):
        session.refresh(voided)


def note_fact(
    session: Session, person_id: UUID, kind: str, value: str | None, since: datetime | None = None
) -> None:
    """Keep what a learner declared from now on; the same value again writes nothing."""
    note_facts(session, person_id, {kind: value}, since)


def note_facts(
    session: Session, person_id: UUID, told: Mapping[str, str | None], since: datetime | None = None
) -> None:
    """Keep several answers of one person as `note_fact` does, and say of all that she did who she was then."""
    actor, now = actor_of(session, person_id), since or clock.now()
    known = _declared(session, actor, told)
    changed = {kind: value for kind, value in told.items() if known.get(kind, NEVER)[1] != value}
    for kind, value in changed.items():
        fact = LearnerFact(actor=actor, kind=kind, since=now, value=value)
        # What she said at the same instant gives way.
        session.add(fact) if known.get(kind, NEVER)[0] < now else session.merge(fact)
    if not changed.keys().isdisjoint(DIMENSIONS):
        session.flush()
        declaring.reprofile(session, actor)


def _declared(session: Session, actor: UUID, kinds: Iterable[str]) -> dict[str, tuple[datetime, str | None]]:
    """Return since when what was declared last of each kind holds, and what."""
    mine = (LearnerFact.actor == actor, LearnerFact.kind.in_(kinds))
    rows = session.execute(select(LearnerFact.kind, LearnerFact.since, LearnerFact.value).where(*mine))
    latest: dict[str, tuple[datetime, str | None]] = {}
    for kind, since, value in rows:
        latest[kind] = max(latest.get(kind, NEVER), (since, value), key=lambda dated: dated[0])
    return latest


def note_thing(
    session: Session, path: str, kind: str, value: str | None, since: datetime | None = None
) -> None:
    """Keep what is declared of a thing of the record (`ThingFact`) from now on; the same again writes nothing."""
    latest = session.scalar(
        select(ThingFact.value)
        .where(ThingFact.path == path, ThingFact.kind == kind)
        .order_by(ThingFact.since.desc())
        .limit(1)
    )
    if latest != value:
        session.merge(ThingFact(path=path, kind=kind, since=since or clock.now(), value=value))
