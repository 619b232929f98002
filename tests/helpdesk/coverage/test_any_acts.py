"""Whatever anybody does, and whoever loses her desk meanwhile: after a round of the desk no open question is unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from classcode import clock
from classcode.people.models import CountedTry, Person, Role, RoleGrant
from classcode.people.rules.profile import grant
from helpdesk.coverage import queries
from helpdesk.coverage.classes import Sight
from helpdesk.jobs import go_round
from helpdesk.models import Absence, DeskMail, DeskPolicy, Ticket
from helpdesk.tickets.rules import away
from tests.conftest import INFO
from tests.helpdesk.tickets.test_any_acts import ACTS, BEGINNING, Acting, World, _do, people

__all__ = ["people"]
pytestmark = pytest.mark.slow
REGIONS = {"bruno": "FR-BRE", "fanny": "FR-BRE", "chloe": "FR-OCC"}
Losing = Callable[[Session, Person], object]


def _close_account(session: Session, who: Person) -> None:
    session.execute(update(Person).where(Person.id == who.id).values(disabled_at=clock.now()))


def _open_account(session: Session, who: Person) -> None:
    session.execute(update(Person).where(Person.id == who.id).values(disabled_at=None))


def _take_role(session: Session, who: Person) -> None:
    session.execute(
        delete(RoleGrant).where(RoleGrant.person_id == who.id, RoleGrant.role == Role.FACILITATOR)
    )


def _give_role(session: Session, who: Person) -> None:
    if (who.name or "").lower() in REGIONS:
        grant(session, who.id, Role.FACILITATOR, REGIONS[(who.name or "").lower()])


def _go_away_tomorrow(session: Session, who: Person) -> None:
    tomorrow = clock.now().date() + timedelta(days=1)
    away.declare(session, who.id, tomorrow, tomorrow + timedelta(days=2))


LOSSES: dict[str, Losing] = {
    "close account": _close_account,
    "open account": _open_account,
    "take role": _take_role,
    "give role": _give_role,
    "away tomorrow": _go_away_tomorrow,
}
OFTEN = ["ask", "say", "accept", "accept", "accept", "close account", "take role"]
"""What happens often besides the rest."""
steps = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, *LOSSES, *LOSSES, *OFTEN]),
        st.sampled_from(["learner", "holder", "holder", "holder", "lead", *range(6)]),
        st.integers(0, 20),
        st.integers(0, 20),
        st.sampled_from([1, 1, 30, 60, 6 * 60, 26 * 60, 4 * 24 * 60]),
    ),
    min_size=15,
    max_size=30,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
)
@given(steps=steps)
def test_after_a_round_nothing_is_unseen(
    engine: Engine, people: tuple[list[UUID], UUID], steps: list[tuple[str, str | int, int, int, int]]
) -> None:
    with Session(engine, expire_on_commit=False, info=dict(INFO)) as session:
        world = _fresh(session, people)
        for name, who, which, number, minutes in [*BEGINNING, *steps]:
            world.now += timedelta(minutes=minutes)
            with clock.at(world.now):
                _live(world, name, who, which, number)
                session.commit()
                go_round("a round")
                session.expire_all()
                world.visitors.clear()
                _is_seen(session)
                session.rollback()


def _fresh(session: Session, people: tuple[list[UUID], UUID]) -> World:
    """Forget what an earlier example did, and give everybody back what she had."""
    for table in (Ticket, Absence, DeskMail, DeskPolicy, CountedTry):
        session.execute(delete(table))
    ids, lead = people
    world = World(session, [session.get_one(Person, one) for one in ids], session.get_one(Person, lead))
    for person in [*world.people, world.lead]:
        _open_account(session, person)
        _give_role(session, person)
    session.commit()
    return world


def _live(world: World, name: str, who: str | int, which: int, number: int) -> None:
    if name in ACTS:
        _do(world, ACTS[name], who, which, number)
        return
    losing: Losing = LOSSES[name]

    def act(world: World, someone: Person, _ticket: Ticket, _number: int) -> None:
        if someone.id != world.lead.id:
            losing(world.session, someone)

    acting: Acting = act
    _do(world, acting, who, which, number)


def _is_seen(session: Session) -> None:
    found = queries.coverage(session)
    unseen = [(one.why, one.question.state) for one in found.of(Sight.UNSEEN)]
    assert unseen == []
    still_open = session.scalars(select(Ticket.id).where(Ticket.closed_at.is_(None))).all()
    assert {one.question.id for one in found.found} <= set(still_open)
