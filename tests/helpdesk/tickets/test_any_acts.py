"""Whatever anybody does in whatever order, the desk holds together: owners, words, ways, clocks, record, sight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from classcode import clock
from classcode.auth import Visitor
from classcode.errors import Refused
from classcode.people.models import Person, Role
from helpdesk.models import Absence, Message, Ticket, TicketStep
from helpdesk.tickets import access
from helpdesk.tickets.rules import away, holding, merging, naming, promising, talking
from helpdesk.tickets.rules.asking import open_ticket
from helpdesk.tickets.states import (
    HERS,
    MOVED_BY,
    OPEN,
    RUNNING,
    TRANSITIONS,
    UNMERGED,
    Move,
    PassOnReason,
    State,
    What,
)
from tests.conftest import INFO
from tests.helpdesk.tickets.conftest import question
from tests.helpdesk.tickets.test_access import visitor
from tests.make import TUESDAYS, Make
from tracking import vocabulary
from tracking.models import Statement

START = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
REASONS = sorted(PassOnReason)
pytestmark = pytest.mark.slow


@dataclass
class World:
    """A desk, its people, and what was said in it."""

    session: Session
    people: list[Person]
    lead: Person
    now: datetime = START
    said: Counter[str] = field(default_factory=Counter)
    visitors: dict[UUID, Visitor] = field(default_factory=dict)

    def visitor(self, who: Person) -> Visitor:
        """Return somebody as her requests show her; nobody's roles change here."""
        if who.id not in self.visitors:
            self.visitors[who.id] = visitor(self.session, who)
        return self.visitors[who.id]

    def tickets(self) -> list[Ticket]:
        return list(self.session.scalars(select(Ticket).order_by(Ticket.opened_at, Ticket.id)))

    def seen(self, who: Person, ticket: Ticket) -> access.Seen:
        """Reach a ticket as the pages do: through what she may see."""
        return access.ticket(self.session, self.visitor(who), ticket.id, acting=True)

    def say(self, text: str) -> str:
        self.said[text] += 1
        return text


Acting = Callable[[World, Person, Ticket, int], None]


def _ask(world: World, who: Person, _ticket: Ticket | None, number: int) -> None:
    text = f"Question {number} of {uuid4().hex}"
    open_ticket(world.session, who.id, question(text=text, unnamed=number % 3 == 0), act_id=uuid4())
    world.say(text)


def _say(world: World, who: Person, ticket: Ticket, number: int) -> None:
    text = f"Words {number} of {uuid4().hex}"
    seen = world.seen(who, ticket)
    talking.say(world.session, seen.ticket, text, by=who.id, act_id=uuid4())
    world.say(text)


def _note(world: World, who: Person, ticket: Ticket, number: int) -> None:
    seen = world.seen(who, ticket)
    if seen.holder or seen.lead:
        talking.note(world.session, ticket, world.say(f"Note {uuid4().hex}"), by=who.id)


def _lift(world: World, who: Person, ticket: Ticket, number: int) -> None:
    if world.seen(who, ticket).may_lift:
        naming.lift(world.session, ticket, "Somebody asked for it in writing", by=who.id)


def _take(world: World, who: Person, ticket: Ticket, number: int) -> None:
    holding.take(world.session, access.takeable(world.session, world.visitor(who), ticket.id), by=who.id)


def _assign(world: World, who: Person, ticket: Ticket, number: int) -> None:
    if world.seen(who, ticket).may_assign:
        holding.assign(world.session, ticket, world.people[number % len(world.people)].id, by=who.id)


def _pass_on(world: World, who: Person, ticket: Ticket, number: int) -> None:
    if world.seen(who, ticket).holder:
        holding.pass_on(world.session, ticket, REASONS[number % len(REASONS)], by=who.id)


def _accept(world: World, who: Person, ticket: Ticket, number: int) -> None:
    if world.seen(who, ticket).holder:
        holding.accept(world.session, ticket, by=who.id)


def _resolve(world: World, who: Person, ticket: Ticket, number: int) -> None:
    talking.resolve(world.session, world.seen(who, ticket).ticket, by=who.id, act_id=uuid4())


def _cancel(world: World, who: Person, ticket: Ticket, number: int) -> None:
    talking.cancel(world.session, world.seen(who, ticket).ticket, by=who.id)


def _merge(world: World, who: Person, ticket: Ticket, number: int) -> None:
    others = [one for one in world.tickets() if one.learner_id == ticket.learner_id]
    source, target = merging.both(world.session, ticket.id, others[number % len(others)].id)
    if world.seen(who, source).may_join and world.seen(who, target).may_join:
        merging.merge(world.session, source, target, by=who.id)


def _unmerge(world: World, who: Person, ticket: Ticket, number: int) -> None:
    seen = world.seen(who, ticket)
    if seen.holder or seen.lead:
        merging.unmerge(world.session, ticket, by=who.id)


def _split(world: World, who: Person, ticket: Ticket, number: int) -> None:
    if world.seen(who, ticket).may_join:
        mine = (
            select(Message.id).where(Message.ticket_id == ticket.id).order_by(Message.written_at, Message.id)
        )
        last = list(world.session.scalars(mine))[-1 - number % 2 :]
        merging.split(world.session, ticket, last, by=who.id, act_id=uuid4())


def _unsplit(world: World, who: Person, ticket: Ticket, number: int) -> None:
    if world.seen(who, ticket).may_join:
        merging.unsplit(world.session, ticket, by=who.id)


def _go_away(world: World, who: Person, _ticket: Ticket, number: int) -> None:
    today = world.now.date()
    away.declare(world.session, who.id, today, today + timedelta(days=number % 5))


def _come_back(world: World, who: Person, _ticket: Ticket, number: int) -> None:
    wanted = select(Absence).where(Absence.facilitator_id == who.id, Absence.ended_at.is_(None))
    for absence in world.session.scalars(wanted).all():
        away.end(world.session, absence.id, by=who.id)


def _policy(world: World, who: Person, _ticket: Ticket, number: int) -> None:
    promising.change(world.session, "FR-BRE", 1 + number % 9, 14, by=world.lead.id)


def _desk(world: World, _who: Person, _ticket: Ticket, number: int) -> None:
    """Do what a round of the desk does, in the same session."""
    for ticket in world.tickets():
        holding.lapse(world.session, ticket)
        if ticket.facilitator_id is None and ticket.state in HERS | {State.NEW}:
            holding.pair(world.session, ticket)
        if ticket.state == State.RESOLVED and number % 4 == 0:
            talking.close(world.session, ticket)


ACTS: dict[str, Acting] = {
    "ask": _ask, "say": _say, "note": _note, "lift": _lift, "take": _take, "assign": _assign,
    "pass on": _pass_on, "accept": _accept, "resolve": _resolve, "cancel": _cancel, "merge": _merge,
    "unmerge": _unmerge, "split": _split, "unsplit": _unsplit, "go away": _go_away, "come back": _come_back,
    "policy": _policy, "desk": _desk,
}  # fmt: skip
OFTEN = [
    "say",
    "say",
    "say",
    "say",
    "accept",
    "desk",
    "merge",
    "split",
    "unsplit",
    "unmerge",
    "merge",
    "split",
]
"""What happens often besides the rest: the ways that lead deep."""

acts = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, *OFTEN]),
        st.sampled_from(["learner", "learner", "holder", "holder", "lead", *range(6)]),
        st.integers(0, 20),
        st.integers(0, 20),
        st.sampled_from([1, 1, 1, 60, 6 * 60, 26 * 60, 4 * 24 * 60]),
    ),
    min_size=25,
    max_size=45,
)


BEGINNING = [("ask", 0, 0, 1, 1), ("ask", 0, 0, 2, 1), ("ask", 1, 0, 3, 1)]


@pytest.fixture
def people(make: Make, session: Session) -> tuple[list[UUID], UUID]:
    """Two who learn, three who facilitate, one of them elsewhere, and who leads."""
    everybody = [
        make.person("ada", commune="FR-35238"),
        make.person("eve", commune="FR-35288"),
        make.facilitator("bruno", region="FR-BRE", commune="FR-35238"),
        make.facilitator("fanny", region="FR-BRE", commune="FR-29019", slots=TUESDAYS),
        make.facilitator("chloe", region="FR-OCC", commune="FR-31555"),
    ]
    lead = make.lead("denis", "FR-BRE")
    session.commit()
    return [person.id for person in everybody], lead.id


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    derandomize=True,
)
@given(acts=acts)
def test_whatever_is_done_the_desk_holds_together(
    engine: Engine, people: tuple[list[UUID], UUID], acts: list[tuple[str, str | int, int, int, int]]
) -> None:
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as session:
        ids, lead = people
        world = World(session, [session.get_one(Person, one) for one in ids], session.get_one(Person, lead))
        for name, who, which, number, minutes in [*BEGINNING, *acts]:
            world.now += timedelta(minutes=minutes)
            with clock.at(world.now):
                _do(world, ACTS[name], who, which, number)
                _check(world)
        session.rollback()


def _do(world: World, act: Acting, who: str | int, which: int, number: int) -> None:
    """Let somebody try something; what a rule refuses leaves nothing behind."""
    tickets = world.tickets()
    ticket: Any = tickets[which % len(tickets)] if tickets else None
    said = Counter(world.said)
    try:
        with world.session.begin_nested():
            if act in {_merge, _unmerge, _split, _unsplit} and number % 2:
                who = "lead"
            act(world, _who(world, ticket, who), ticket, number)
    except Refused:
        world.said = said
        world.session.expire_all()


def _who(world: World, ticket: Ticket | None, who: str | int) -> Person:
    """Return who acts: somebody whose part it is, or anybody."""
    if isinstance(who, int):
        return [*world.people, world.lead][who]
    if who == "lead" or ticket is None:
        return world.lead
    person_id = ticket.learner_id if who == "learner" else ticket.facilitator_id
    return world.session.get_one(Person, person_id) if person_id else world.lead


def _check(world: World) -> None:
    world.session.expire_all()
    kept = Counter(message.text for message in world.session.scalars(select(Message)))
    assert kept == world.said, "no word is lost, and none is doubled"
    for ticket in world.tickets():
        steps = list(
            world.session.scalars(
                select(TicketStep).where(TicketStep.ticket_id == ticket.id).order_by(TicketStep.id)
            )
        )
        _has_one_owner(ticket)
        _came_by_the_table(ticket, steps)
        _clock_is_what_the_trail_gives(ticket, steps)
        _record_says_the_same(world.session, ticket, steps)
        _is_seen_by_those_who_may(world, ticket)
        assert merging.root_of(world.session, ticket).state != State.MERGED


def _has_one_owner(ticket: Ticket) -> None:
    if ticket.state == State.NEW:
        assert ticket.facilitator_id is None
    if ticket.state in HERS - {State.REOPENED}:
        assert ticket.facilitator_id is not None
    assert (ticket.state == State.PROPOSED) <= (ticket.offered_until is not None)
    assert ticket.facilitator_id != ticket.learner_id
    assert (ticket.merged_into_id is not None) == (ticket.state == State.MERGED)


def _came_by_the_table(ticket: Ticket, steps: list[TicketStep]) -> None:
    moves = {what: move for move, what in MOVED_BY.items()}
    moved = [step for step in steps if "state" in step.detail]
    for step in moved:
        before, after, move = State(step.detail["from"]), State(step.detail["state"]), moves[What(step.what)]
        if move is Move.UNMERGE:
            assert before == State.MERGED and after in UNMERGED
        else:
            assert TRANSITIONS[before, move] == after
    assert all(one.detail["state"] == after.detail["from"] for one, after in pairwise(moved))
    assert not moved or moved[-1].detail["state"] == ticket.state


def _clock_is_what_the_trail_gives(ticket: Ticket, steps: list[TicketStep]) -> None:
    if any(step.what == What.SPLIT_OFF for step in steps):
        return  # it inherits the time of the question it was part of
    used, since = timedelta(), ticket.opened_at
    running = True
    for step in (step for step in steps if "state" in step.detail):
        used += step.at - since if running else timedelta()
        since, running = step.at, step.detail["state"] in RUNNING
    now = clock.now()
    used += now - since if running else timedelta()
    kept = timedelta(microseconds=ticket.clock_used)
    kept += now - ticket.clock_since if ticket.clock_since else timedelta()
    assert kept == used and (ticket.clock_since is not None) == running == (ticket.state in RUNNING)
    assert (ticket.resolve_by is None) == (not running)


def _record_says_the_same(session: Session, ticket: Ticket, steps: list[TicketStep]) -> None:
    mine = (Statement.object_path == vocabulary.ticket(ticket.id).path, Statement.voided.is_(False))
    verbs = Counter(session.scalars(select(Statement.verb).where(*mine)))
    counted = Counter(step.what for step in steps)
    taken_back = counted[What.SPLIT_OFF] and ticket.state == State.MERGED
    assert verbs["asked"] == 1 or (taken_back and verbs["asked"] == 0) or counted[What.MERGED]
    assert (verbs["responded"], verbs["resolved"]) == (counted[What.ANSWERED], counted[What.RESOLVED])


def _is_seen_by_those_who_may(world: World, ticket: Ticket) -> None:
    for person in [*world.people, world.lead]:
        who = world.visitor(person)
        try:
            seen = access.ticket(world.session, who, ticket.id)
        except Refused:
            seen = None
        unheld = ticket.facilitator_id is None and ticket.state in OPEN
        may = (
            person.id in {ticket.learner_id, ticket.facilitator_id}
            or person.id == world.lead.id
            or (unheld and who.may(Role.FACILITATOR, ticket.region_code))
        )
        assert (seen is not None) == may
        if seen and ticket.unnamed and person.id not in {ticket.learner_id, world.lead.id}:
            assert not seen.names_learner
