"""A region as its lead reads it: its team, its promise, its links, and whom the desk would ask now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.i18n import LANGUAGES
from classcode.people.models import Facilitator, Person, Role, RoleGrant
from classcode.territory.models import ELSEWHERE, Commune, Region
from helpdesk import pairing
from helpdesk.models import DeskPolicy, Ticket, WaterLink
from helpdesk.pairing import Against, Candidate, Needs, Weighed
from helpdesk.slots import Closed, Slot, next_slot
from helpdesk.tickets.promise import Targets, nearer
from helpdesk.tickets.queries.alerts import UNHELD
from helpdesk.tickets.queries.candidates import everybody, links
from helpdesk.tickets.queries.days_off import absences_from, holidays_of
from helpdesk.tickets.queries.policy import targets_of
from helpdesk.tickets.rules.moving import clock_columns, clock_of
from helpdesk.tickets.states import OPEN, RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One facilitator of the region: how full she is, whether she is away and until when, her next slot."""

    id: UUID
    name: str | None
    languages: tuple[str, ...]
    load: int
    capacity: int
    away: Closed | None
    next: Slot | None
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Now:
    """Whom the desk would ask now for a question in one language; nobody, and then what stands against most."""

    language: str
    name: str | None
    until: datetime | None
    against: tuple[tuple[Against, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a promise would change: open questions concerned, told answers that come nearer, targets that move."""

    open: int
    sooner: int
    targets: int


@dataclass(frozen=True, slots=True)
class Promise:
    """What holds in a region, in days, and since when; `own` when the region has a promise of its own."""

    answer_days: int
    resolve_days: int
    own: bool
    since: datetime | None


def promise_of(session: Session, region_code: str | None) -> Promise:
    """Return what the desk promises in a region, or (None) wherever none was set."""
    latest = select(DeskPolicy).order_by(DeskPolicy.since.desc(), DeskPolicy.id).limit(1)
    mine = session.scalar(latest.where(DeskPolicy.region_code.is_not_distinct_from(region_code)))
    told = targets_of(session, region_code or "")
    return Promise(told.answer.days, told.resolution.days, mine is not None, mine.since if mine else None)


def consequence_of(
    session: Session, region_code: str | None, answer_days: int, resolve_days: int
) -> Consequence:
    """Count what a new promise would move, as `rules.promising` would; nothing is written."""
    wanted = select(Ticket).where(Ticket.state.in_(OPEN))
    if region_code:
        wanted = wanted.where(Ticket.region_code == region_code)
    else:
        own = select(DeskPolicy.region_code).where(DeskPolicy.region_code.is_not(None))
        wanted = wanted.where(Ticket.region_code.not_in(own))
    targets = Targets(timedelta(days=answer_days), timedelta(days=resolve_days))
    moves = [_moves(ticket, targets) for ticket in session.scalars(wanted)]
    return Consequence(len(moves), sum(sooner for sooner, _ in moves), sum(target for _, target in moves))


def _moves(ticket: Ticket, targets: Targets) -> tuple[bool, bool]:
    told = ticket.promised_by
    sooner = ticket.state in RUNNING and nearer(told, ticket.promise_since, targets.answer) != told
    return sooner, clock_columns(clock_of(ticket), targets)["resolve_by"] != ticket.resolve_by


def links_of(session: Session, codes: Iterable[str] | None) -> list[WaterLink]:
    """Return the links that touch some regions, or (None) all of them."""
    wanted = select(WaterLink).order_by(WaterLink.region_a, WaterLink.region_b)
    if codes is not None:
        mine = list(codes)
        wanted = wanted.where(or_(WaterLink.region_a.in_(mine), WaterLink.region_b.in_(mine)))
    return list(session.scalars(wanted))


def waiting_in(session: Session, region_code: str) -> int:
    """Return how many questions of a region nobody holds."""
    unheld = select(func.count()).select_from(Ticket).where(*UNHELD, Ticket.region_code == region_code)
    return session.scalar(unheld) or 0


def team_of(session: Session, region_code: str, candidates: Iterable[Candidate]) -> list[Member]:
    """Return the facilitators of a region by name; the queries are as many however many there are."""
    now = clock.now()
    known = {one.id: one for one in candidates}
    held = or_(RoleGrant.region_code == region_code, RoleGrant.region_code.is_(None))
    of_region = select(RoleGrant.person_id).where(RoleGrant.role == Role.FACILITATOR, held)
    rows = session.execute(
        select(Facilitator, Person, Commune)
        .join(Person, Person.id == Facilitator.person_id)
        .outerjoin(Commune, Commune.code == Person.commune_code)
        .where(Facilitator.person_id.in_(of_region), Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()
    away = absences_from(session, (now - timedelta(days=1)).date())
    return [
        _member(row.Person, row.Facilitator, row.Commune, known[row.Person.id], away.get(row.Person.id, []))
        for row in rows
        if row.Person.id in known
    ]


def _member(
    person: Person, offer: Facilitator, commune: Commune | None, known: Candidate, away: list[Closed]
) -> Member:
    now = clock.now()
    today = clock.local(now, person.time_zone).date()
    closed = (*away, *holidays_of(offer, commune, today))
    return Member(
        id=person.id,
        name=person.name,
        languages=tuple(sorted(offer.languages)),
        load=known.load,
        capacity=known.capacity,
        away=next((one for one in sorted(away, key=lambda one: one.first) if one.last >= today), None),
        next=next_slot(offer.slots, person.time_zone, now, closed=closed),
        asked_at=known.asked_at,
    )


def asked_now(session: Session, region_code: str, candidates: list[Candidate]) -> list[Now]:
    """Return, for each language, whom the desk would ask for a question of the region that came at this moment."""
    now, over_water = clock.now(), links(session)
    promised = now + targets_of(session, region_code).answer
    chosen = [
        pairing.weigh(_any_question(code, region_code, now, promised), candidates, over_water)
        for code in LANGUAGES
    ]
    best = [pairing.best(weighed) for weighed in chosen]
    who = {found.chosen.candidate.id for found in best if found}
    names = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(who))).all())
    return [
        Now(code, names.get(found.chosen.candidate.id), found.chosen.candidate.answers_by)
        if found
        else Now(code, None, None, _against(weighed))
        for code, weighed, found in zip(LANGUAGES, chosen, best, strict=True)
    ]


def _any_question(language: str, region_code: str, now: datetime, promised: datetime) -> Needs:
    region = None if region_code == ELSEWHERE else region_code
    return Needs(key=uuid4(), languages=(language,), module="", at=now, promised_by=promised, region=region)


def _against(weighed: Iterable[Weighed]) -> tuple[tuple[Against, int], ...]:
    counts: dict[Against, int] = {}
    for one in weighed:
        for word in one.against:
            counts[word] = counts.get(word, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: -pair[1]))


def candidates_now(session: Session) -> list[Candidate]:
    """Return every facilitator as the desk sees her now."""
    return everybody(session)


def regions_named(session: Session) -> dict[str, Region]:
    """Return all regions by code."""
    return {region.code: region for region in session.scalars(select(Region))}
