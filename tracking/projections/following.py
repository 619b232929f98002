"""What follows from deeds, written in the transaction of the record: from one that is new, or for somebody anew.

Rows follow from the log alone, never from the event, so that whatever wrote the statement has the same consequences.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from classcode.db import Base
from tracking import vocabulary
from tracking.log.keys import key_of
from tracking.log.models import StatementActivity
from tracking.models import MergedActor, Statement
from tracking.projections import learners, locks, reading, things
from tracking.projections.learners import Row
from tracking.projections.models import LessonDone, MeetingCount, Opinion, Presence, QuestionCount
from tracking.projections.reading import Learner
from tracking.projections.said import Said, around
from tracking.projections.writing import OF_LEARNER, complete, keep, rows_of
from tracking.standing import MOVING, Deed
from tracking.vocabulary import Kind, Verb

OF_LEARNER_VERBS: Final = tuple(sorted(MOVING | {Verb.ABSENT, Verb.RATED}))
"""The verbs from which a row of the learner herself may follow."""
OF_TICKET: Final = frozenset({Verb.ASKED, Verb.RESPONDED, Verb.RESOLVED})
OF_MEETING: Final = frozenset({Verb.PROPOSED, Verb.ATTENDED})


def follow_things(session: Session, deed: Deed) -> None:
    """Write what a deed that is in the log changes of the question or the meeting that it speaks of."""
    if deed.verb in OF_TICKET and deed.object_kind == Kind.QUESTION:
        ticket(session, deed.path)
    elif deed.verb in OF_MEETING and deed.object_kind == Kind.MEETING:
        meeting(session, deed.path)


def follow_own(session: Session, deed: Deed) -> None:
    """Write what a deed that is in the log changes of its actor's own rows beside her milestones."""
    one = (deed.verb, deed.object_kind)
    if one == (Verb.COMPLETED, Kind.LESSON):
        _again(session, deed.actor, deed.path, LessonDone)
    elif one in ((Verb.ATTENDED, Kind.MEETING), (Verb.ABSENT, Kind.MEETING)):
        _again(session, deed.actor, deed.path, Presence)
    elif one in learners.OPINIONS:
        _again(session, deed.actor, deed.path, Opinion, object_kind=deed.object_kind)


def unfollow(session: Session, deed: Deed) -> None:
    """Follow anew what had followed from a statement that was voided just now."""
    anew(session, deed.actor)
    follow_things(session, deed)


def place(session: Session, place_id: UUID) -> None:
    """Follow anew what was said of meetings at a place that turned out to lie in another commune."""
    there = key_of(vocabulary.place(place_id).iri(session.info["iri_base"]))
    said = select(Statement.actor, Statement.object_path).join(
        StatementActivity, StatementActivity.seq == Statement.seq
    )
    verbs = (Verb.PROPOSED, Verb.ATTENDED, Verb.ABSENT)
    told = (StatementActivity.activity_key == there, Statement.verb.in_(verbs))
    rows = session.execute(said.where(*told, Statement.object_kind == Kind.MEETING).distinct()).all()
    for actor, path in sorted(rows):
        _again(session, actor, path, Presence)
    for path in sorted({path for _, path in rows}):
        meeting(session, path)


_OF: Final[Mapping[type[Base], tuple[Verb, ...]]] = {
    LessonDone: (Verb.COMPLETED,),
    Presence: (Verb.ATTENDED, Verb.ABSENT),
    Opinion: (Verb.RATED, Verb.ANSWERED),
}
"""What each row of a learner and a thing follows from."""


def _again(session: Session, actor: UUID, path: str, table: type[Base], *, object_kind: str = "") -> None:
    """Follow again all that the learner did with one thing."""
    whose = reading.learner(session, actor, writing=True)
    said = reading.said(
        session,
        Statement.actor.in_(whose.actors),
        Statement.verb.in_(_OF[table]),
        Statement.object_path == path,
    )
    rows = learners.of_actor(said, _regions(session, said), session.info["iri_base"])
    name = table.__tablename__
    columns = rows_of(table).c
    of: ColumnElement[str] = columns["meeting" if table is Presence else "path"]
    wanted = complete(session, whose, {name: rows[name]})[name]
    keep(
        session,
        table,
        (columns.actor == whose.actor, of == learners.opinion_path(path, object_kind)),
        wanted,
    )


def anew(session: Session, actor: UUID) -> int:
    """Follow anew everything that one person did herself; return how many rows were not as they follow."""
    whose = reading.learner(session, actor, writing=True)
    said = reading.said(session, Statement.actor.in_(whose.actors), Statement.verb.in_(OF_LEARNER_VERBS))
    rows = learners.of_actor(said, _regions(session, said), session.info["iri_base"])
    complete(session, whose, rows)
    return sum(
        keep(session, table, (rows_of(table).c.actor.in_(whose.actors),), rows[name])
        for name, table in OF_LEARNER.items()
    )


def _regions(session: Session, said: Collection[Said]) -> dict[UUID, str]:
    places = {around(one.body).place for one in said if one.verb in (Verb.ATTENDED, Verb.ABSENT)}
    return reading.regions_of(session, [place for place in places if place])


def ticket(session: Session, path: str) -> int:
    """Follow anew what was said of one question to the desk."""
    of: ColumnElement[bool] = Statement.object_path == path
    asked = session.scalars(
        select(Statement.actor).where(of, Statement.verb == Verb.ASKED).order_by(Statement.seq).limit(1)
    ).first()
    if asked is None:
        return keep(session, QuestionCount, (QuestionCount.path == path,), [])
    whose = reading.learner(session, asked, writing=True)
    said = reading.said(session, of, Statement.verb.in_(OF_TICKET), voided=True)
    mine = (QuestionCount.path == path,)
    row = things.of_ticket(
        [one for one in said if one.object_kind == Kind.QUESTION], _kept(session, QuestionCount, path)
    )
    return keep(session, QuestionCount, mine, [_asked_by(session, whose, row)] if row else [])


def _kept(session: Session, table: type[Base], path: str) -> Row | None:
    made = rows_of(table)
    rows = session.execute(select(made).where(made.c.path == path)).mappings()
    return next(({**row} for row in rows), None)


def _asked_by(session: Session, whose: Learner, row: Row) -> Row:
    """Say whose the question counts as, and who of one person answered it."""
    complete(session, whose, {QuestionCount.__tablename__: [row]})
    others = {row["answered_by"], row["resolved_by"]} - {None}
    kept = reading.kept_actors(session, others) if others else {}
    for name in ("answered_by", "resolved_by"):
        row[name] = kept.get(row[name], row[name])
    return row


def meeting(session: Session, path: str) -> int:
    """Follow anew what was said of one meeting."""
    locks.writing(session, path)
    of = (Statement.object_path == path, Statement.verb.in_(OF_MEETING))
    said = reading.said(session, *of, Statement.object_kind == Kind.MEETING, voided=True)
    mine = (MeetingCount.path == path,)
    places = {around(one.body).place for one in said}
    regions = reading.regions_of(session, [place for place in places if place])
    row = things.of_meeting(said, regions, _kept(session, MeetingCount, path))
    if row and row["led_by"]:
        row["led_by"] = reading.kept_actors(session, [row["led_by"]]).get(row["led_by"], row["led_by"])
    return keep(session, MeetingCount, mine, [row] if row else [])


def meetings_of(session: Session, seqs: Collection[int]) -> list[str]:
    """Return the meetings of which a row may have to be followed anew when these statements go."""
    theirs = (Statement.seq.in_(seqs), Statement.verb.in_(OF_MEETING), Statement.object_kind == Kind.MEETING)
    return list(session.scalars(select(Statement.object_path).where(*theirs).distinct()))


def is_merged(actor: UUID) -> ColumnElement[bool]:
    """Return the condition that an actor is one person with another."""
    return (
        select(MergedActor.actor).where(or_(MergedActor.actor == actor, MergedActor.kept == actor)).exists()
    )
