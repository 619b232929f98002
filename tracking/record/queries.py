"""Reading statements for people: one's own, those a search finds, who looked, and mailboxes that came from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from classcode.people.models import Person
from tracking.log.identities import own_account
from tracking.log.keys import key_of
from tracking.log.models import StatementActivity, StatementAgent, XapiAgent
from tracking.lrs.clients.models import LrsClient
from tracking.models import Pseudonym, Statement
from tracking.projections.reading import person_of
from tracking.record import covering
from tracking.record.figures import LookedFigure, figure_of, is_of_figure
from tracking.record.models import RecordCover, RecordLook, RecordSearch

ON_A_PAGE: Final = 20
LOOKS_SHOWN: Final = 50
Found = Select[int, UUID, bytes, bool, str | None]


@dataclass(frozen=True, slots=True)
class Read:
    """One statement as stored; `sender` names the tool that sent it, None is ourselves."""

    seq: int
    id: UUID
    body: bytes
    voided: bool
    sender: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Statements, the newest first; `before` is where the next page begins, None on the last."""

    lines: Sequence[Read]
    before: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """One line of access as the person concerned reads it; `statement_id` is empty for a search."""

    by: str | None
    at: datetime
    reason: str
    named: bool
    statement_id: UUID | None
    figure: LookedFigure | None = None
    """The figure behind which her statements were looked up, with those of others."""


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """How many actors with a mailbox one tool sent, and in how many statements."""

    sender: str | None
    actors: int
    statements: int


def identifier_of(session: Session, person_id: UUID) -> str | None:
    """Return how the record names a person, None before her first statement."""
    actor = session.scalar(select(Pseudonym.actor).where(Pseudonym.person_id == person_id))
    return own_account(actor, session.info["iri_base"]) if actor else None


def identifiers_of(session: Session, person_id: UUID) -> list[str]:
    """Return every name that the record has for a person, the present one first: two for who had two accounts."""
    actor = session.scalar(select(Pseudonym.actor).where(Pseudonym.person_id == person_id))
    iri_base: str = session.info["iri_base"]
    return [own_account(one, iri_base) for one in person_of(session, actor)[1]] if actor else []


def _found() -> Found:
    return (
        select(Statement.seq, Statement.id, Statement.body, Statement.voided, LrsClient.name)
        .outerjoin(LrsClient, LrsClient.id == Statement.client_id)
        .order_by(Statement.seq.desc())
    )


def _page(session: Session, wanted: Found) -> Page:
    rows = [Read(*row) for row in session.execute(wanted.limit(ON_A_PAGE + 1))]
    lines = rows[:ON_A_PAGE]
    return Page(lines, lines[-1].seq if len(rows) > ON_A_PAGE else None)


def _of_actors(keys: Sequence[int]) -> ColumnElement[bool]:
    """Choose the statements whose actor or object one of these is; mentions in the context are not hers."""
    of_her = (StatementAgent.agent_key.in_(keys), StatementAgent.narrow)
    return Statement.seq.in_(select(StatementAgent.seq).where(*of_her))


def own_page(session: Session, identifiers: Sequence[str], before: int | None) -> Page:
    """Return a page of somebody's own statements, those taken back as well, under all the names that she has."""
    keys = [key_of(one) for one in identifiers]
    if len(keys) > 1:
        every = _found().where(_of_actors(keys))
        return _page(session, every if before is None else every.where(Statement.seq < before))
    # Joined, and in the order of the link's own index: a page costs the same whatever the log holds of others.
    wanted = (
        _found()
        .join(StatementAgent, StatementAgent.seq == Statement.seq)
        .where(StatementAgent.agent_key.in_(keys), StatementAgent.narrow)
        .order_by(None)
        .order_by(StatementAgent.seq.desc())
    )
    return _page(session, wanted if before is None else wanted.where(StatementAgent.seq < before))


def own_statement(session: Session, identifiers: Sequence[str], statement_id: UUID) -> Read | None:
    """Return one of somebody's own statements; None for anybody else's and for none."""
    wanted = _found().where(_of_actors([key_of(one) for one in identifiers]), Statement.id == statement_id)
    row = session.execute(wanted).one_or_none()
    return Read(*row) if row else None


def found_page(session: Session, search: RecordSearch, before: int | None) -> Page:
    """Return a page of what a search finds."""
    wanted = _found().where(*_conditions(session, search))
    return _page(session, wanted if before is None else wanted.where(Statement.seq < before))


def found_statement(session: Session, search: RecordSearch, statement_id: UUID) -> Read | None:
    """Return one statement that a search finds; None for one that it does not."""
    wanted = _found().where(*_conditions(session, search), Statement.id == statement_id)
    row = session.execute(wanted).one_or_none()
    return Read(*row) if row else None


def _conditions(session: Session, search: RecordSearch) -> list[ColumnElement[bool]]:
    asked = search.criteria
    conditions: list[ColumnElement[bool]] = []
    if search.named:
        conditions.append(_of_actors(named_in(session, search.id)))
    if asked.get("verb"):
        conditions.append(Statement.verb_key == key_of(asked["verb"]))
    if asked.get("object"):
        about = StatementActivity.activity_key == key_of(asked["object"])
        conditions.append(Statement.seq.in_(select(StatementActivity.seq).where(about)))
    if asked.get("since"):
        conditions.append(Statement.stored >= datetime.fromisoformat(asked["since"]))
    if asked.get("until"):
        conditions.append(Statement.stored < datetime.fromisoformat(asked["until"]))
    return conditions


def named_in(session: Session, search_id: UUID) -> list[int]:
    """Return the keys of the actors that a search named."""
    mine = (RecordLook.search_id == search_id, RecordLook.named)
    return list(session.scalars(select(RecordLook.actor_key).where(*mine)))


def looks_at(session: Session, identifier: str) -> list[Look]:
    """Return who looked at somebody's statements, the latest first."""
    looks = [*_single_looks(session, key_of(identifier)), *_covering_looks(session, key_of(identifier))]
    return sorted(looks, key=lambda look: look.at, reverse=True)[:LOOKS_SHOWN]


def _covering_looks(session: Session, key: int) -> list[Look]:
    """Return the looks at many people that covered this one."""
    rows = session.execute(
        select(Person.name, RecordSearch.at, RecordSearch.reason, RecordSearch.criteria, RecordCover.keys)
        .join(RecordSearch, RecordSearch.id == RecordCover.search_id)
        .outerjoin(Person, Person.id == RecordSearch.who)
        .where(RecordCover.bucket == covering.bucket_of(key))
        .order_by(RecordSearch.at.desc())
    )
    return [
        Look(row.name, row.at, row.reason, False, None, figure_of(row.criteria))
        for row in rows
        if key in covering.read(row.keys)
    ]


def _single_looks(session: Session, key: int) -> list[Look]:
    rows = session.execute(
        select(Person.name, RecordLook.at, RecordSearch.reason, RecordLook.named, RecordLook.statement_id)
        .join(RecordSearch, RecordSearch.id == RecordLook.search_id)
        .outerjoin(Person, Person.id == RecordSearch.who)
        .where(RecordLook.actor_key == key)
        .order_by(RecordLook.at.desc(), RecordLook.id)
        .limit(LOOKS_SHOWN)
    )
    return [Look(*row) for row in rows]


def searches_by(
    session: Session, person_id: UUID, since: datetime, *, of_figures: bool = False
) -> list[RecordSearch]:
    """Return the searches that somebody may still read, the latest first: those of the record, or those of figures."""
    mine = (RecordSearch.who == person_id, RecordSearch.at > since)
    found = session.scalars(select(RecordSearch).where(*mine).order_by(RecordSearch.at.desc()))
    return [one for one in found if is_of_figure(one.criteria) == of_figures]


def mailboxes(session: Session) -> list[Mailboxes]:
    """Count the actors that came with a mailbox, by the tool that sent them."""
    rows = session.execute(
        select(
            LrsClient.name,
            func.count(StatementAgent.agent_key.distinct()),
            func.count(StatementAgent.seq.distinct()),
        )
        .select_from(XapiAgent)
        .join(StatementAgent, StatementAgent.agent_key == XapiAgent.key)
        .join(Statement, Statement.seq == StatementAgent.seq)
        .outerjoin(LrsClient, LrsClient.id == Statement.client_id)
        .where(XapiAgent.mailbox)
        .group_by(Statement.client_id, LrsClient.name)
        .order_by(LrsClient.name)
    )
    return [Mailboxes(*row) for row in rows]
