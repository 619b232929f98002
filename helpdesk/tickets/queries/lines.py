"""Lines of questions: one row for each question of a list, cut into pages by the last line that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from classcode import clock
from classcode.db import UtcDateTime
from classcode.people.models import Person
from classcode.territory.models import Region
from helpdesk.models import Source, Ticket
from helpdesk.tickets.naming import learner_called
from helpdesk.tickets.states import RUNNING, State

PAGE: Final = 20
"""Lines of one list on a page; the rest is behind "Show more"."""

_Learner, _Holder, _Joined = aliased(Person), aliased(Person), aliased(Ticket)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ticket in a list. `key` is the instant that orders the list; `learner` is a pseudonym when unnamed."""

    id: UUID
    subject: str
    module: str
    unit: str | None
    state: State
    language: str
    region: Region
    learner: str | None
    holder: str | None
    holder_id: UUID | None
    opened_at: datetime
    promised_by: datetime
    offered_until: datetime | None
    late: bool
    unnamed: bool
    lent: bool
    joined: bool
    source: Source
    key: datetime

    @property
    def cursor(self) -> str:
        """Return what the next page starts after; UTC is written `Z`, since a plus sign is a blank in an address."""
        return f"{self.key.isoformat().removesuffix('+00:00')}Z~{self.id}"

    @property
    def running(self) -> bool:
        """Whether the learner waits for the desk."""
        return self.state in RUNNING


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list: at most `PAGE` lines, and what the next page starts after (None: this is the last)."""

    lines: tuple[Line, ...] = ()
    more: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list: which tickets, and the instant by which they are ordered, the earliest first unless `newest_first`."""

    condition: ColumnElement[bool]
    by: SQLColumnExpression[datetime]
    newest_first: bool = False


def read_lists(session: Session, wanted: Mapping[str, Wanted]) -> dict[str, Listed]:
    """Read the first page of several lists in one query."""
    if not wanted:
        return {}
    parts = [_ids(name, one).subquery() for name, one in wanted.items()]
    found = union_all(*(select(part) for part in parts)).subquery()
    rows = session.execute(_rows(found)).all()
    return {name: _listed(one, [row for row in rows if row.part == name]) for name, one in wanted.items()}


def read_list(session: Session, wanted: Wanted, after: str | None = None) -> Listed:
    """Read one page of a list, from after a cursor on; a cursor that nobody gave reads as none."""
    start = cursor_of(after)
    part = _ids("", wanted, start).subquery()
    return _listed(wanted, session.execute(_rows(part)).all())


def cursor_of(text: str | None) -> tuple[datetime, UUID] | None:
    """Return the instant and id of a cursor, or None for anything else."""
    at, _, ticket_id = (text or "").partition("~")
    try:
        instant = datetime.fromisoformat(at)
        return (instant, UUID(ticket_id)) if instant.tzinfo else None
    except ValueError:
        return None


def _ids(
    name: str, wanted: Wanted, start: tuple[datetime, UUID] | None = None
) -> Select[str, UUID, datetime]:
    key = wanted.by
    chosen: Select[str, UUID, datetime] = select(
        literal(name).label("part"), Ticket.id, key.label("key")
    ).where(wanted.condition)
    if start is not None:
        at, ticket_id = literal(start[0], UtcDateTime()), start[1]
        beyond = key < at if wanted.newest_first else key > at
        chosen = chosen.where(or_(beyond, and_(key == at, Ticket.id > ticket_id)))
    return chosen.order_by(key.desc() if wanted.newest_first else key, Ticket.id).limit(PAGE + 1)


def _rows(found: Any) -> Select[Any]:
    # Asked once for all lines: asked for each, SQLite reads the whole table where few questions were ever joined.
    targets = select(_Joined.merged_into_id).where(_Joined.merged_into_id.is_not(None))
    return (
        select(
            found.c.part,
            found.c.key,
            Ticket,
            Region,
            _Learner.name.label("learner"),
            _Holder.name.label("holder"),
            Ticket.id.in_(targets).label("joined"),
        )
        .select_from(found)
        .join(Ticket, Ticket.id == found.c.id)
        .join(Region, Region.code == Ticket.region_code)
        .join(_Learner, _Learner.id == Ticket.learner_id)
        .outerjoin(_Holder, _Holder.id == Ticket.facilitator_id)
    )


def _listed(wanted: Wanted, rows: Sequence[Any]) -> Listed:
    now = clock.now()
    lines = sorted((_line(row, now) for row in rows), key=lambda one: str(one.id))
    lines.sort(key=lambda one: one.key, reverse=wanted.newest_first)
    shown = tuple(lines[:PAGE])
    return Listed(shown, shown[-1].cursor if len(lines) > PAGE else None)


def _line(row: Any, now: datetime) -> Line:
    ticket: Ticket = row.Ticket
    state = State(ticket.state)
    return Line(
        id=ticket.id,
        subject=ticket.subject,
        module=ticket.module,
        unit=ticket.unit,
        state=state,
        language=ticket.language,
        region=row.Region,
        learner=learner_called(ticket.id, row.learner, unnamed=ticket.unnamed),
        holder=row.holder,
        holder_id=ticket.facilitator_id,
        opened_at=ticket.opened_at,
        promised_by=ticket.promised_by,
        offered_until=ticket.offered_until,
        late=state in RUNNING and ticket.promised_by < now,
        unnamed=ticket.unnamed,
        lent=ticket.lent_by_id is not None,
        joined=row.joined,
        source=Source(ticket.source),
        key=row.key,
    )
