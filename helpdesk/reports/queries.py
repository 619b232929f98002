"""Reading what the reports count: questions of a period, how they changed hands, promises, and who could be asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import Facilitator, Person, Role, RoleGrant
from helpdesk.models import DeskPolicy, Ticket, TicketStep
from helpdesk.reports.questions import SETTLED, Facts, Policies, Policy, measured
from helpdesk.reports.report import CHANGES, EVERYWHERE, Report, report
from helpdesk.reports.report import Facilitator as Offer
from helpdesk.tickets.promise import Clock
from helpdesk.tickets.states import OPEN, State
from tracking.indicators.periods import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader chose: a period in which questions were asked, the regions (None: all), perhaps one language."""

    period: Period
    regions: Collection[str] | None
    language: str | None = None


def read(session: Session, asked: Asked) -> Report:
    """Return the report of a choice at this moment; four queries however many questions there are."""
    wanted = _conditions(asked)
    changes = _changes(session, wanted)
    columns = (
        *(
            Ticket.id,
            Ticket.learner_id,
            Ticket.facilitator_id,
            Ticket.region_code,
            Ticket.language,
            Ticket.source,
        ),
        *(Ticket.state, Ticket.opened_at, Ticket.first_answered_at, Ticket.resolved_at, Ticket.moved_at),
        *(Ticket.clock_used, Ticket.clock_since),
    )
    rows = session.execute(select(*columns).where(*wanted))
    facts = [_facts(row, changes.get(row.id, ())) for row in rows]
    return report(measured(facts, _policies(session), clock.now()), _facilitators(session, asked))


def _conditions(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    wanted = [Ticket.opened_at >= asked.period.starts, Ticket.opened_at < asked.period.ends]
    if asked.regions is not None:
        wanted.append(Ticket.region_code.in_(asked.regions))
    if asked.language:
        wanted.append(Ticket.language == asked.language)
    return tuple(wanted)


def _changes(session: Session, wanted: tuple[ColumnElement[bool], ...]) -> dict[UUID, tuple[str, ...]]:
    steps = select(TicketStep.ticket_id, TicketStep.what).where(TicketStep.what.in_(CHANGES))
    found: dict[UUID, tuple[str, ...]] = {}
    for ticket_id, what in session.execute(
        steps.join(Ticket, Ticket.id == TicketStep.ticket_id).where(*wanted)
    ):
        found[ticket_id] = (*found.get(ticket_id, ()), what)
    return found


def _facts(row: Any, changes: tuple[str, ...]) -> Facts:
    state = State(row.state)
    ended = row.resolved_at if state in SETTLED else row.moved_at
    return Facts(
        learner=row.learner_id,
        holder=row.facilitator_id,
        region=row.region_code,
        language=row.language,
        source=row.source,
        state=state,
        opened_at=row.opened_at,
        first_answered_at=row.first_answered_at,
        ended_at=None if state in OPEN else ended,
        clock=Clock(timedelta(microseconds=row.clock_used), row.clock_since),
        changes=changes,
    )


def _policies(session: Session) -> Policies:
    known = session.execute(select(DeskPolicy.region_code, DeskPolicy.since, DeskPolicy.answer_days))
    made = [Policy(region, since, timedelta(days=days)) for region, since, days in known]
    return Policies(made, timedelta(days=session.info["answer_days"]))


def _facilitators(session: Session, asked: Asked) -> list[Offer]:
    """Return who could be asked in that period for these regions and this language, if her role still stands."""
    rows = session.execute(
        select(Facilitator.person_id, Facilitator.languages, RoleGrant.region_code)
        .join(Person, Person.id == Facilitator.person_id)
        .join(RoleGrant, RoleGrant.person_id == Facilitator.person_id)
        .where(RoleGrant.role == Role.FACILITATOR, Person.disabled_at.is_(None))
        .where(Facilitator.since < asked.period.ends)
    )
    regions: dict[UUID, set[str]] = {}
    languages: dict[UUID, frozenset[str]] = {}
    for person_id, spoken, region in rows:
        regions.setdefault(person_id, set()).add(region or EVERYWHERE)
        languages[person_id] = frozenset(spoken)
    offers = [Offer(who, frozenset(held), languages[who]) for who, held in regions.items()]
    return [one for one in offers if _could(one, asked)]


def _could(one: Offer, asked: Asked) -> bool:
    covers = asked.regions is None or EVERYWHERE in one.regions or bool(one.regions & set(asked.regions))
    return covers and (asked.language is None or asked.language in one.languages)
