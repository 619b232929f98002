"""Making projections anew from statements, dated facts, and what is kept of the erased; equal to those followed.

A slice of the learners at a time, each in a transaction of its own. What follows from the columns of the log alone the
database finds and compares by itself (`deriving`, `settling`); what stands in texts, and what several people said of
one thing, goes through the same pure functions and the same writer as when following. On PostgreSQL whoever writes for
a learner of the slice meanwhile waits for its end, and the slice for whoever began before it, so that the site may run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from classcode.db import Base
from tracking.models import ActiveDay, Milestone, Statement
from tracking.projections import deriving, learners, locks, reading, things
from tracking.projections.following import OF_MEETING, OF_TICKET
from tracking.projections.learners import Row
from tracking.projections.models import LessonDone, MeetingCount, Opinion, Presence, QuestionCount
from tracking.projections.said import Said
from tracking.projections.settling import settle
from tracking.projections.slices import Crowd, Slice, crowd, spans
from tracking.projections.staged import DAY, LEARNER, LESSON, MILESTONE, put_rows, stage
from tracking.projections.writing import complete_all, keep, rows_of
from tracking.vocabulary import Kind

AT_ONCE: Final = 500
"""How many questions or meetings are asked about at once."""
FOUND: Final[Mapping[type[Base], Table]] = {Milestone: MILESTONE, ActiveDay: DAY, LessonDone: LESSON}
"""The tables whose rows the database finds by itself."""
READ: Final[tuple[type[Base], ...]] = (Presence, Opinion)
"""Those for which the texts of statements are read."""

T = TypeVar("T")


def rebuild_learners(session: Session, of: Slice) -> Counter[str]:
    """Make the rows of a slice of learners those that follow; return by table how many were not."""
    locks.rebuilding(session, *of.buckets)
    found: Counter[str] = Counter()
    with stage(session):
        people = crowd(session, of, deriving.derive(session, of))
        put_rows(session, LEARNER, spans(session, people.learners.values()))
        for table, rows in FOUND.items():
            found[table.__tablename__] = settle(session, of, table, rows)
    found += _from_texts(session, of, people)
    found[QuestionCount.__tablename__] = _questions(session, of, people)
    return +found


def _from_texts(session: Session, of: Slice, people: Crowd) -> Counter[str]:
    """Rebuild presences and opinions."""
    regions, iri_base = reading.regions_of(session), session.info["iri_base"]
    rows = {actor: learners.of_texts(said, regions, iri_base) for actor, said in people.said.items()}
    wanted = {table: [row for some in rows.values() for row in some[table.__tablename__]] for table in READ}
    complete_all(session, [(people.learners[actor], some) for actor, some in rows.items()])
    return Counter({
        table.__tablename__: keep(session, table, (of.holds(rows_of(table).c.actor),), some)
        for table, some in wanted.items()
    })  # fmt: skip


def _questions(session: Session, of: Slice, people: Crowd) -> int:
    """Rebuild the questions that people of a slice asked."""
    locks.rebuilding(session, locks.OF_QUESTIONS, locks.OF_QUESTIONS)
    kept = _kept(session, of.holds(rows_of(QuestionCount).c.actor), QuestionCount)
    wanted: list[Row] = []
    for paths in _some(people.asked):
        said = _by_path(session, paths, OF_TICKET, Kind.QUESTION)
        made = [things.of_ticket(said[path], kept.get(path)) for path in paths]
        wanted += _counted(session, [row for row in made if row], people)
    return keep(session, QuestionCount, (of.holds(rows_of(QuestionCount).c.actor),), wanted)


def _counted(session: Session, rows: Sequence[Row], people: Crowd) -> list[Row]:
    """Say whose each question counts as; leave out what somebody of another slice asked."""
    named = {row[name] for row in rows for name in ("actor", "answered_by", "resolved_by")} - {None}
    kept = reading.kept_actors(session, named)
    for row in rows:
        for name in ("actor", "answered_by", "resolved_by"):
            row[name] = kept.get(row[name], row[name])
    mine = [row for row in rows if row["actor"] in people.learners]
    name = QuestionCount.__tablename__
    complete_all(session, [(people.learners[row["actor"]], {name: [row]}) for row in mine])
    return mine


def meetings(session: Session) -> list[Sequence[str]]:
    """Return the paths of all meetings of which anything is told or kept, some at a time."""
    told = select(Statement.object_path).where(
        Statement.verb.in_(OF_MEETING), Statement.object_kind == Kind.MEETING
    )
    paths = {*session.scalars(told.distinct()), *session.scalars(select(MeetingCount.path))}
    return list(_some(sorted(paths)))


def rebuild_meetings(session: Session, paths: Sequence[str]) -> Counter[str]:
    """Make the rows of these meetings those that follow; return how many were not."""
    locks.rebuilding(session, locks.OF_MEETINGS, locks.OF_MEETINGS)
    of = rows_of(MeetingCount).c.path.in_(paths)
    kept = _kept(session, of, MeetingCount)
    said = _by_path(session, paths, OF_MEETING, Kind.MEETING)
    regions = reading.regions_of(session)
    made = [things.of_meeting(said[path], regions, kept.get(path)) for path in paths]
    rows = [row for row in made if row]
    one_person = reading.kept_actors(session, {row["led_by"] for row in rows} - {None})
    for row in rows:
        row["led_by"] = one_person.get(row["led_by"], row["led_by"])
    return +Counter({MeetingCount.__tablename__: keep(session, MeetingCount, (of,), rows)})


def _by_path(
    session: Session, paths: Sequence[str], verbs: Iterable[str], kind: Kind
) -> Mapping[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    of = (Statement.object_path.in_(paths), Statement.verb.in_(verbs), Statement.object_kind == kind)
    for one in reading.said(session, *of, voided=True):
        found[one.path].append(one)
    return found


def _kept(session: Session, of: ColumnElement[bool], table: type[Base]) -> dict[str, Row]:
    rows = session.execute(select(rows_of(table)).where(of)).mappings()
    return {row["path"]: {**row} for row in rows}


def _some(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
