"""Families asked on two connections: the figures of one, of one moment, with every error told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from threading import Barrier
from typing import Final

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from classcode import clock, db
from tests.make import Make
from tests.tracking.indicators.told import NOW, SLUG, SPRING, Story
from tests.tracking.projections.history import PEOPLE, WHAT, Telling
from tracking.indicators.filters import GROUPS, Filter
from tracking.indicators.query import FAMILIES, figures, people, room_to_work, together
from tracking.indicators.query.measured import Measured
from tracking.indicators.query.scope import Scope
from tracking.indicators.tally import Cell
from tracking.models import Milestone

FEW: Final = together.MANY
PATIENCE: Final = 60
"""Seconds for which one family waits for the other."""
FILTERS: Final = (
    Filter(period=SPRING),
    Filter(period=SPRING, region="FR-BRE"),
    Filter(period=SPRING, module=SLUG),
    Filter(period=SPRING, gender="f"),
)


@pytest.fixture(autouse=True)
def however_few(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ask on two connections also where there are hardly any rows."""
    monkeypatch.setattr(together, "MANY", -1)
    yield
    db.forget_connections()


def measure(*families: together.Family) -> dict[str, Measured]:
    with db.reading(still=True) as session:
        return together.measure(session, Scope(FILTERS[0], NOW), families, room_to_work)


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(4))
def test_two_connections_tell_the_figures_of_one(make: Make, seed: int) -> None:
    chance = Random(seed)
    telling = Telling(make)
    telling.tell(
        [
            (chance.choice(WHAT), chance.randrange(PEOPLE), chance.randrange(3), chance.randrange(101))
            for _ in range(40)
        ]
    )
    make.session.commit()
    with clock.at(NOW):
        for asked in FILTERS:
            for by in ((), GROUPS):
                with db.reading() as one, db.reading(still=True) as two:
                    assert figures(one, asked, by) == figures(two, asked, by)


@pytest.mark.postgres
def test_two_families_are_asked_at_the_same_time() -> None:
    both = Barrier(2, timeout=PATIENCE)
    asked: set[int] = set()

    def family(name: str) -> together.Family:
        def waits(session: Session, _scope: Scope) -> Mapping[str, Measured]:
            both.wait()  # breaks where nobody else comes
            asked.add(session.scalar(select(func.pg_backend_pid())) or 0)
            return {name: Measured(Cell(1))}

        return waits

    assert list(measure(family("first"), family("then"))) == ["first", "then"]
    assert len(asked) == 2


@pytest.mark.postgres
def test_what_is_committed_between_two_families_is_not_half_seen(story: Story) -> None:
    story.joins(story.person())
    new = story.person()
    story.session.commit()
    begun, told = Barrier(2, timeout=PATIENCE), Barrier(2, timeout=PATIENCE)

    def counted(session: Session, scope: Scope) -> float | None:
        return people.measure(session, scope)["registered"].cell("", None).value

    def meanwhile(session: Session, scope: Scope) -> Mapping[str, Measured]:
        begun.wait()
        story.joins(new)
        story.session.commit()
        told.wait()
        return {"one": Measured(Cell(counted(session, scope)))}

    def after(session: Session, scope: Scope) -> Mapping[str, Measured]:
        begun.wait()
        told.wait()
        return {"other": Measured(Cell(counted(session, scope)))}

    found = measure(meanwhile, after)
    assert found["one"].nothing == found["other"].nothing == Cell(1)
    with db.reading() as session:
        assert counted(session, Scope(FILTERS[0], NOW)) == 2


@pytest.mark.postgres
@pytest.mark.parametrize("failing", ["first", "second"])
def test_an_error_on_either_connection_reaches_who_asked(failing: str) -> None:
    both = Barrier(2, timeout=PATIENCE)
    with db.reading(still=True) as session:

        def family(of: Session, _scope: Scope) -> Mapping[str, Measured]:
            both.wait()
            if (of is session) == (failing == "first"):
                raise LookupError(failing)
            return {}

        with pytest.raises(LookupError, match=failing):
            together.measure(session, Scope(FILTERS[0], NOW), [family, family, *FAMILIES], room_to_work)


@pytest.mark.postgres
def test_few_milestones_are_asked_on_one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MANY", FEW)
    asked: set[int] = set()

    def family(session: Session, _scope: Scope) -> Mapping[str, Measured]:
        asked.add(session.scalar(select(func.pg_backend_pid())) or 0)
        return {}

    def another(session: Session, scope: Scope) -> Mapping[str, Measured]:
        return family(session, scope)

    measure(family, another)
    assert len(asked) == 1


def test_without_a_second_connection_every_family_is_asked(story: Story) -> None:
    story.joins(story.person())
    story.session.commit()
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Milestone))
        found = together.measure(session, Scope(FILTERS[0], NOW), tuple(FAMILIES), room_to_work)
    assert found["registered"].cell("", None).value == 1
