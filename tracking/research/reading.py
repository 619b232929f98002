"""Reading what a study may see: who consents and what is known of her, then her rows table by table.

People come in the order of their pseudonyms and their rows in the order of what they say, so that no order tells more
than the rows do. Only statements under our own authority are read, and none that was voided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from classcode.territory.schools.models import School
from tracking.indicators.periods import midnight
from tracking.models import ActiveDay, LearnerFact, Milestone, Statement
from tracking.projections.models import LessonDone, Presence, QuestionCount
from tracking.projections.profiles import DIMENSIONS, History
from tracking.research import consent
from tracking.research.models import ResearchStudy
from tracking.research.names import Names
from tracking.research.statements import KINDS, VERBS, Said, Study, closed_response
from tracking.research.variables import Who
from tracking.research.weeks import monday, week, week_of
from tracking.standing import Reached
from tracking.vocabulary import Kind, Verb, extension_iri

AT_ONCE: Final = 200
"""How many people one question to the database is about."""
_HOUR: Final = 60
Cells = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody in an export: her pseudonym, the actor under which her rows are kept, and all her actors."""

    name: str
    actor: UUID
    actors: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a study's data, from the first instant to the one after the last."""

    starts: datetime
    ends: datetime

    @classmethod
    def of(cls, study: ResearchStudy) -> Span:
        """Return the span of a study."""
        return cls(midnight(study.starts_on), midnight(study.ends_on + timedelta(days=1)))

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that an instant lies within."""
        condition: ColumnElement[bool] = (column >= self.starts) & (column < self.ends)
        return condition


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of one export come from."""

    session: Session
    span: Span
    study: Study


def people(session: Session, study: ResearchStudy, names: Names) -> dict[Learner, Who]:
    """Return everybody who consents and registered before the data end, with what is known of her then."""
    ends = Span.of(study).ends
    agreed = consent.consenting(session)
    registered = _registered(session, ends)
    learners = [Learner(names.learner(one), one, agreed[one]) for one in agreed.keys() & registered.keys()]
    networks = _networks(session)
    known: dict[Learner, Who] = {}
    for some in _chunks(sorted(learners, key=lambda one: one.name)):
        histories = _histories(session, some)
        for one in some:
            declared = dict(zip(DIMENSIONS, histories[one.actor].at(ends), strict=True))
            declared["network"] = networks.get(declared["school"] or "")
            known[one] = Who(declared, registered[one.actor])
    return known


def _registered(session: Session, ends: datetime) -> dict[UUID, datetime]:
    first = (Milestone.kind == Reached.REGISTERED, Milestone.module == "", Milestone.at < ends)
    return dict(session.execute(select(Milestone.actor, Milestone.at).where(*first)).all())


def _networks(session: Session) -> dict[str, str]:
    return {str(one): network for one, network in session.execute(select(School.id, School.network))}


def _histories(session: Session, some: Sequence[Learner]) -> Mapping[UUID, History]:
    whose = {actor: one.actor for one in some for actor in one.actors}
    facts: dict[UUID, list[tuple[str, datetime, str | None]]] = {one.actor: [] for one in some}
    columns = (LearnerFact.actor, LearnerFact.kind, LearnerFact.since, LearnerFact.value)
    for actor, kind, since, value in session.execute(select(*columns).where(LearnerFact.actor.in_(whose))):
        facts[whose[actor]].append((kind, since, value))
    return {actor: History.of(some) for actor, some in facts.items()}


def _chunks(learners: Iterable[Learner]) -> Iterator[list[Learner]]:
    rest = iter(learners)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def rows(source: Source, table: str, learners: Sequence[Learner]) -> Iterator[Cells]:
    """Return the rows of one table of the codebook, in the order of its columns."""
    for some in _chunks(learners):
        named = {one.actor: one.name for one in some}
        found = _READERS[table](source, some, named)
        yield from sorted(found, key=lambda row: [str(cell) for cell in row])


Named = Mapping[UUID, str]


def _milestones(of: Source, _some: Sequence[Learner], named: Named) -> Iterator[Cells]:
    """Every milestone but the registration, which the table of learners tells as coarsely as it must be."""
    wanted = select(Milestone.actor, Milestone.kind, Milestone.module, Milestone.at).where(
        Milestone.actor.in_(named), Milestone.kind != Reached.REGISTERED, of.span.holds(Milestone.at)
    )
    for actor, kind, module, at in of.session.execute(wanted):
        yield named[actor], kind, module or "*", week_of(at)


def _units(of: Source, _some: Sequence[Learner], named: Named) -> Iterator[Cells]:
    columns = (LessonDone.actor, LessonDone.module, LessonDone.path, LessonDone.at, LessonDone.minutes)
    wanted = select(*columns).where(LessonDone.actor.in_(named), of.span.holds(LessonDone.at))
    for actor, module, path, at, minutes in of.session.execute(wanted):
        yield named[actor], module, _below(path, module), week_of(at), minutes


def _weeks(of: Source, _some: Sequence[Learner], named: Named) -> Iterator[Cells]:
    last = (of.span.ends - timedelta(days=1)).date()
    wanted = select(ActiveDay.actor, ActiveDay.module, ActiveDay.day).where(
        ActiveDay.actor.in_(named), ActiveDay.day.between(of.span.starts.date(), last)
    )
    days: dict[tuple[str, str, str], int] = {}
    for actor, module, day in of.session.execute(wanted):
        key = (named[actor], module, week(monday(day)))
        days[key] = days.get(key, 0) + 1
    for key, many in days.items():
        yield *key, many


def _meetings(of: Source, _some: Sequence[Learner], named: Named) -> Iterator[Cells]:
    wanted = select(Presence).where(Presence.actor.in_(named), of.span.holds(Presence.at))
    for one in of.session.scalars(wanted):
        meeting = of.study.names.thing(UUID(one.meeting.rpartition("/")[2]))
        yield named[one.actor], str(meeting), one.module, week_of(one.at), one.status, one.minutes


def _questions(of: Source, _some: Sequence[Learner], named: Named) -> Iterator[Cells]:
    wanted = select(QuestionCount).where(
        QuestionCount.actor.in_(named), of.span.holds(QuestionCount.asked_at)
    )
    for one in of.session.scalars(wanted):
        name = str(of.study.names.thing(UUID(one.path.rpartition("/")[2])))
        answered = one.answered_at is not None and one.answered_at < of.span.ends
        waited = -(-one.waited // _HOUR) if answered and one.waited is not None else None
        resolved = one.resolved_at is not None and one.resolved_at < of.span.ends
        yield name, named[one.actor], one.module, week_of(one.asked_at), answered, waited, resolved


def _answers(of: Source, some: Sequence[Learner], named: Named) -> Iterator[Cells]:
    graded = Statement.verb.in_((Verb.ANSWERED, Verb.PASSED, Verb.FAILED))
    attempt = extension_iri("attempt", of.study.iri_base)
    kinds = (Kind.INTERACTION, Kind.ABILITY, Kind.ASSESSMENT)
    for row in _log(of, some, graded, Statement.object_kind.in_(kinds)):
        statement = orjson.loads(row.body)
        result = statement.get("result", {})
        yield (
            str(of.study.names.thing(UUID(statement["id"]))),
            named[row.actor],
            row.module,
            _below(row.path, row.module),
            week_of(row.at),
            result.get("extensions", {}).get(attempt),
            result.get("success"),
            result.get("score", {}).get("scaled"),
            closed_response(statement),
        )


def statements(source: Source, learners: Sequence[Learner]) -> Iterator[bytes]:
    """Return the statements as lines of JSON, each learner's in the order of weeks and then of what they say."""
    wanted = (Statement.verb.in_(VERBS), Statement.object_kind.in_(KINDS))
    for some in _chunks(learners):
        found = (
            (row, source.study.of(orjson.loads(row.body), row.actor, Said(row.verb, row.at)))
            for row in _log(source, some, *wanted)
        )
        lines = [
            (one["actor"]["account"]["name"], one["timestamp"], one["id"], orjson.dumps(one))
            for _, one in found
        ]
        yield from (line + b"\n" for *_, line in sorted(lines))


@dataclass(frozen=True, slots=True)
class _Logged:
    """One row of the log, under the kept actor of who lived it."""

    actor: UUID
    verb: str
    path: str
    module: str
    at: datetime
    body: bytes


def _log(of: Source, some: Sequence[Learner], *wanted: ColumnElement[bool]) -> Iterator[_Logged]:
    whose = {actor: one.actor for one in some for actor in one.actors}
    own = (Statement.actor.in_(whose), Statement.client_id.is_(None), Statement.voided.is_(False))
    columns = (
        Statement.actor,
        Statement.verb,
        Statement.object_path,
        Statement.module,
        Statement.timestamp,
        Statement.body,
    )
    found = select(*columns).where(*own, *wanted, of.span.holds(Statement.timestamp))
    for actor, verb, path, module, at, body in of.session.execute(found):
        yield _Logged(whose[actor], verb, path, module or "", at, body)


def _below(path: str, module: str) -> str:
    """Return what stands in a path after its module."""
    return path.removeprefix(f"modules/{module}/")


Reader = Callable[[Source, Sequence[Learner], Named], Iterator[Cells]]
_READERS: Final[Mapping[str, Reader]] = {
    "milestones": _milestones,
    "units": _units,
    "weeks": _weeks,
    "answers": _answers,
    "meetings": _meetings,
    "questions": _questions,
}
