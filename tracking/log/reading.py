"""Finding statements in the log: by id, by a query in pages, or all of them upwards from a number.

Pages are cut by the log's number, so the thousandth costs what the first does. A query walks the index of its most
telling filter in the order of the log and looks the others up; bodies are handed on as they were stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from tracking.log.horizon import settled_up_to
from tracking.log.keys import key_of
from tracking.log.models import StatementActivity, StatementAgent, StatementFile, StatementTarget
from tracking.log.references import any_references
from tracking.models import Statement

MOST: Final = 100
"""How many statements a page holds at most, and when nothing is said."""
MOST_NAMED: Final = 5_000
"""How many values one question names: PostgreSQL's protocol counts to 65,535, and a request may bring more."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for (xAPI 1.0.3, Communication 2.1.3).

    `agent` is an identifier as `tracking.xapi.index.ifi` gives it. `after` is the number of the last statement of the
    page before; `client_id` limits to one client's own statements.
    """

    agent: str | None = None
    related_agents: bool = False
    verb: str | None = None
    activity: str | None = None
    related_activities: bool = False
    registration: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = MOST
    ascending: bool = False
    after: int | None = None
    client_id: UUID | None = None

    @property
    def filtered(self) -> bool:
        """Whether a filter is set that also matches through references."""
        return any((self.agent, self.verb, self.activity, self.registration))


@dataclass(frozen=True, slots=True)
class Found:
    """One statement of an answer: its number in the log, its bytes, and when they were stored."""

    seq: int
    body: bytes
    stored: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """A page of statements; `more` is the number after which the next page begins, None on the last one."""

    found: Sequence[Found]
    more: int | None


def find(session: Session, query: Query) -> Page:
    """Return one page of the statements that match, the newest first unless `ascending`."""
    limit = min(query.limit or MOST, MOST)
    bound = settled_up_to(session) if query.ascending else None
    wanted = _matches(query, bound).limit(limit + 1)
    if query.filtered and any_references(session):
        both = union(
            wanted.subquery().select(), _through_references(query, bound).limit(limit + 1).subquery().select()
        )
        numbers = both.subquery()
        wanted = select(numbers.c.seq).order_by(_in_order(query, numbers.c.seq)).limit(limit + 1)
    chosen = wanted.subquery()
    rows = session.execute(
        select(Statement.seq, Statement.body, Statement.stored)
        .join(chosen, chosen.c.seq == Statement.seq)
        .order_by(_in_order(query, Statement.seq))
    ).all()
    found = [Found(*row) for row in rows[:limit]]
    return Page(found, found[-1].seq if len(rows) > limit else None)


def _in_order(query: Query, seq: Any) -> Any:
    return seq.asc() if query.ascending else seq.desc()


def _matches(query: Query, bound: int | None) -> Select[Any]:
    """Choose the numbers of the statements that match by themselves."""
    lead, joins = _links(query)
    order = lead if lead is not None else Statement.seq
    chosen = select(order.label("seq")).select_from(Statement if lead is None else lead.class_)
    if lead is not None:
        chosen = chosen.join(Statement, Statement.seq == lead)
    for link in joins:
        chosen = chosen.join(link.class_, link == order)
    conditions = [*_link_conditions(query), *_own_conditions(query)]
    return chosen.where(*conditions, *_window(query, order, Statement, bound)).order_by(
        _in_order(query, order)
    )


def _links(query: Query) -> tuple[InstrumentedAttribute[int] | None, list[InstrumentedAttribute[int]]]:
    """Return the number of the link table to walk, and those to look up."""
    links: list[InstrumentedAttribute[int]] = []
    if query.agent is not None:
        links.append(StatementAgent.seq)
    if query.activity is not None:
        links.append(StatementActivity.seq)
    return (links[0], links[1:]) if links else (None, [])


def _link_conditions(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.agent is not None:
        conditions.append(StatementAgent.agent_key == key_of(query.agent))
        if not query.related_agents:
            conditions.append(StatementAgent.narrow.is_(True))
    if query.activity is not None:
        conditions.append(StatementActivity.activity_key == key_of(query.activity))
        if not query.related_activities:
            conditions.append(StatementActivity.narrow.is_(True))
    return conditions


def _own_conditions(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.verb is not None:
        conditions.append(Statement.verb_key == key_of(query.verb))
    if query.registration is not None:
        conditions.append(Statement.registration == query.registration)
    return conditions


def _window(query: Query, seq: Any, statement: Any, bound: int | None) -> list[ColumnElement[bool]]:
    """Limit by time, page, authority and settledness; these look at the statement itself, never at its target."""
    conditions: list[ColumnElement[bool]] = [statement.voided.is_(False)]
    if query.since is not None:
        conditions.append(statement.stored > query.since)
    if query.until is not None:
        conditions.append(statement.stored <= query.until)
    if query.client_id is not None:
        conditions.append(statement.client_id == query.client_id)
    if query.after is not None:
        conditions.append(seq > query.after if query.ascending else seq < query.after)
    if bound is not None:
        conditions.append(seq <= bound)
    return conditions


def _through_references(query: Query, bound: int | None) -> Select[Any]:
    """Choose the numbers of the statements that refer to a match; the match may have been voided."""
    referring = aliased(Statement)
    seq = StatementTarget.seq
    chosen = (
        select(seq.label("seq"))
        .distinct()
        .join(referring, referring.seq == seq)
        .join(Statement, Statement.seq == StatementTarget.of)
    )
    for link in (StatementAgent, StatementActivity):
        wanted = query.agent if link is StatementAgent else query.activity
        if wanted is not None:
            chosen = chosen.join(link, link.seq == StatementTarget.of)
    conditions = [*_link_conditions(query), *_own_conditions(query)]
    return chosen.where(*conditions, *_window(query, seq, referring, bound)).order_by(_in_order(query, seq))


def by_id(session: Session, identity: UUID, *, voided: bool, client_id: UUID | None = None) -> Found | None:
    """Return one statement by its id, from those voided or from those not."""
    wanted = [Statement.id == identity, Statement.voided.is_(voided)]
    if client_id is not None:
        wanted.append(Statement.client_id == client_id)
    row = session.execute(
        select(Statement.seq, Statement.body, Statement.stored).where(*wanted)
    ).one_or_none()
    return Found(*row) if row else None


def bodies(session: Session, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """Return the bytes of those statements that are there."""
    found: dict[UUID, bytes] = {}
    for some in in_slices(ids):
        rows = session.execute(select(Statement.id, Statement.body).where(Statement.id.in_(some)))
        found.update((row.id, row.body) for row in rows)
    return found


def in_slices(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield so many of the values at a time as one question to the database may name."""
    for start in range(0, len(values), MOST_NAMED):
        yield values[start : start + MOST_NAMED]


def files_of(session: Session, seqs: Sequence[int]) -> dict[str, str]:
    """Return the SHA-2 and type of every file attached to these statements."""
    wanted = select(StatementFile.sha2, StatementFile.content_type).where(StatementFile.seq.in_(seqs))
    return {row.sha2: row.content_type for row in session.execute(wanted)}


@dataclass(frozen=True, slots=True)
class Logged:
    """One statement as who reads the whole log upwards meets it."""

    seq: int
    id: UUID
    stored: datetime
    body: bytes
    client_id: UUID | None
    voided: bool


def settled(session: Session, after: int, limit: int) -> list[Logged]:
    """Return the next statements above a number, upwards; none that is committed later will ever lie below the last."""
    bound = settled_up_to(session)
    return logged_where(session, Statement.seq > after, Statement.seq <= bound, limit=limit)


def logged_where(
    session: Session, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[Logged]:
    """Return the statements under these conditions, upwards; those not settled yet among them."""
    wanted = select(
        Statement.seq,
        Statement.id,
        Statement.stored,
        Statement.body,
        Statement.client_id,
        Statement.voided,
    )
    rows = session.execute(wanted.where(*conditions).order_by(Statement.seq).limit(limit))
    return [Logged(*row) for row in rows]
