"""Who is at a point of a module where people could meet, and who is to be left alone. Columns, no objects.

One row for each person and module: the last week with a meeting that she finished or asks about, and what she asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, union, union_all
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Person
from classcode.territory.distance import Point
from classcode.territory.models import Commune
from helpdesk.gathering.finding.values import Row
from helpdesk.gathering.models import GatheringChoice
from helpdesk.gathering.queries.left_alone import LeftAlone, left_alone
from helpdesk.gathering.weeks import Weeks, meetings_before, week_of
from helpdesk.models import Ticket
from helpdesk.tickets.states import OPEN, Theme
from tracking.models import MergedActor, Pseudonym, Statement
from tracking.vocabulary import Kind, Verb, unit

FRESH: Final = timedelta(days=90)
"""How long somebody who finished a week stands at that point; whoever went no further in a season has stopped."""

Spot = tuple[Point, str]
"""Where somebody lives: the point of her commune, and its region."""


class Learners(NamedTuple):
    """Rows for `Crowd.of_rows`, and what their spots are."""

    rows: list[Row]
    spots: dict[str, Spot]


@dataclass(slots=True)
class _At:
    """Where one person stands in one module so far."""

    spot: str
    languages: frozenset[str]
    since: datetime
    week: int = 0
    theme: str | None = None
    held_by: UUID | None = None


def learners(session: Session, weeks: Weeks) -> Learners:
    """Return everybody who could be gathered; six queries."""
    alone = left_alone(session)
    found: dict[tuple[UUID, str], _At] = {}
    for person_id, module, week, at in _finished(session, weeks):
        before = found.get((person_id, module))
        if before is None or week > before.week:
            found[person_id, module] = at
            at.week = week
    for asked in _asked(session):
        _note(found, asked, weeks)
    spots = _spots(session)
    return Learners(list(_rows(found, weeks, alone, spots)), spots)


def _rows(
    found: Mapping[tuple[UUID, str], _At], weeks: Weeks, alone: LeftAlone, spots: Mapping[str, Spot]
) -> Iterator[Row]:
    tongues: dict[frozenset[str], str] = {}
    for (person_id, module), at in found.items():
        if alone.altogether(person_id, module) or at.spot not in spots:
            continue
        week, theme = alone.left_of(person_id, module, (at.week, at.theme))
        if week and alone.meetings(person_id, module) >= meetings_before(weeks, module, week):
            week = 0
        if week or theme:
            languages = tongues.setdefault(at.languages, " ".join(sorted(at.languages)))
            yield Row(person_id, at.spot, module, week, theme, languages, at.since.timestamp(), at.held_by)


def _finished(session: Session, weeks: Weeks) -> Iterator[tuple[UUID, str, int, _At]]:
    """Yield who finished a week with a meeting lately; one query."""
    each = [
        _finishers(module, week.number, week.required)
        for module, some in sorted(weeks.items())
        for week in some
        if week.required
    ]
    if not each:
        return
    finished = union_all(*each).subquery()
    rows = session.execute(
        select(
            Person.id,
            Person.commune_code,
            Person.answer_languages,
            Person.language,
            finished.c.module,
            finished.c.week,
            finished.c.since,
        )
        .join(Pseudonym, Pseudonym.actor == finished.c.actor)
        .join(Person, Person.id == Pseudonym.person_id)
        .where(Person.commune_code.is_not(None), *_wants())
    )
    for person_id, spot, answers, language, module, week, since in rows:
        yield person_id, module, week, _At(spot, frozenset(answers or (language,)), since)


def _finishers(module: str, week: int, required: tuple[str, ...]) -> Select[UUID, str, int, datetime]:
    """Return who completed every one of these units, the last of them lately; two accounts made one are one person."""
    paths = [unit(module, one).path for one in required]
    actor = func.coalesce(MergedActor.kept, Statement.actor)
    return (
        select(
            actor.label("actor"),
            literal(module).label("module"),
            literal(week).label("week"),
            func.max(Statement.timestamp, type_=Statement.timestamp.type).label("since"),
        )
        .outerjoin(MergedActor, MergedActor.actor == Statement.actor)
        .where(Statement.object_path.in_(paths), Statement.verb == Verb.COMPLETED)
        .where(Statement.object_kind == Kind.LESSON, Statement.voided.is_(False))
        .group_by(actor)
        .having(func.count(Statement.object_path.distinct()) == len(paths))
        .having(func.max(Statement.timestamp, type_=Statement.timestamp.type) > clock.now() - FRESH)
    )


def _wants() -> tuple[ColumnElement[bool], ...]:
    """Return the condition on people that they can sign in, and did not ask to be left out."""
    return Person.disabled_at.is_(None), Person.id.not_in(select(GatheringChoice.person_id))


def _asked(session: Session) -> Iterable[Any]:
    """Return the open questions of people who show their name, oldest first; one query."""
    lives = func.coalesce(Ticket.commune_code, Person.commune_code)
    return session.execute(
        select(
            Ticket.learner_id,
            Ticket.module,
            Ticket.unit,
            Ticket.theme,
            Ticket.language,
            Ticket.facilitator_id,
            Ticket.opened_at,
            Person.answer_languages,
            lives.label("spot"),
        )
        .join(Person, Person.id == Ticket.learner_id)
        .where(Ticket.state.in_(OPEN), Ticket.unnamed.is_(False), lives.is_not(None), *_wants())
        .order_by(Ticket.opened_at, Ticket.id)
    )


def _note(found: dict[tuple[UUID, str], _At], asked: Any, weeks: Weeks) -> None:
    """Note an open question; of several in a module the oldest with a theme says what it is about."""
    here = asked.learner_id, asked.module
    if here not in found:
        spoken = frozenset((asked.language, *(asked.answer_languages or ())))
        found[here] = _At(asked.spot, spoken, asked.opened_at)
    at = found[here]
    at.languages |= {asked.language}
    at.held_by = at.held_by or asked.facilitator_id
    if asked.theme not in (None, Theme.OTHER):
        at.theme = at.theme or asked.theme
    at.week = at.week or week_of(weeks, asked.module, asked.unit)


def _spots(session: Session) -> dict[str, Spot]:
    """Return the communes in which anybody lives or asked from; one query."""
    lived_in = union(
        select(Person.commune_code).where(Person.commune_code.is_not(None)),
        select(Ticket.commune_code).where(Ticket.commune_code.is_not(None), Ticket.state.in_(OPEN)),
    )
    rows = session.execute(
        select(Commune.code, Commune.lat, Commune.lon, Commune.landmass, Commune.region_code).where(
            Commune.code.in_(lived_in)
        )
    )
    return {code: (Point(lat, lon, land), region) for code, lat, lon, land, region in rows}
