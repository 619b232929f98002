"""Acts that are recorded while everything is rebuilt, on PostgreSQL, where both write at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from time import monotonic
from typing import Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Uuid, case, delete, literal, select, text, update
from sqlalchemy.orm import Session

from classcode import db
from tests.make import Make
from tests.tracking.projections.history import Telling
from tracking import vocabulary
from tracking.models import ActiveDay, Milestone
from tracking.projections import jobs, rebuilding, slices
from tracking.projections.models import QuestionCount
from tracking.projections.slices import Crowd, Slice
from tracking.rules import actor_of
from tracking.vocabulary import Verb

pytestmark = pytest.mark.postgres
EVERYBODY: Final = Slice(UUID(int=0), UUID(int=(1 << 128) - 1))
WAITING: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
PATIENCE: Final = 60


@pytest.fixture
def telling(make: Make) -> Telling:
    """Four people, of whom one answered something, and of whom no row is kept."""
    told = Telling(make)
    told.tell([("join", 0, 0, 1), ("answer", 0, 0, 2)])
    told.empty()
    make.session.commit()
    return told


def _waits(act: Future[None]) -> bool:
    """Tell whether an act waits for a lock; it is looked at until it does, or is done."""
    until = monotonic() + PATIENCE
    while monotonic() < until and not act.done():
        with db.reading() as session:
            if session.scalar(WAITING):
                return True
    return False


def _begin(act: Callable[[], None], pool: ThreadPoolExecutor) -> Future[None]:
    begun = pool.submit(act)
    assert _waits(begun)
    return begun


def _reached() -> set[tuple[str, str]]:
    with db.reading() as session:
        return {(kind, module) for kind, module in session.execute(select(Milestone.kind, Milestone.module))}


def _tell(telling: Telling) -> None:
    """Let the same person open the module and answer on another day."""
    with db.transaction() as session:
        telling.session = session
        telling.tell([("open", 0, 0, 5), ("answer", 0, 0, 50)])


def test_who_acts_while_her_slice_is_rebuilt_waits_and_is_not_lost(telling: Telling) -> None:
    with ThreadPoolExecutor(1) as pool:
        with db.transaction() as session:
            rebuilding.rebuild_learners(session, EVERYBODY)
            act = _begin(lambda: _tell(telling), pool)
        act.result()
    assert {("registered", ""), ("engaged", ""), ("started", "")} <= _reached()
    assert jobs.rebuild(check=True) == {}


def test_a_slice_waits_for_who_began_before_it_and_does_not_lose_her(telling: Telling) -> None:
    def rebuild() -> None:
        jobs.rebuild()

    with ThreadPoolExecutor(1) as pool:
        with db.transaction() as session:
            telling.session = session
            telling.tell([("open", 0, 0, 5)])
            slice_of_hers = _begin(rebuild, pool)
        slice_of_hers.result()
    assert {("registered", ""), ("engaged", ""), ("started", "")} <= _reached()
    assert jobs.rebuild(check=True) == {}


def test_slices_side_by_side_make_what_one_makes(telling: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.rebuild()
    telling.tell([("answer", who, 0, 9 + who) for who in range(4)])
    telling.session.execute(delete(ActiveDay))
    telling.session.commit()
    monkeypatch.setattr(slices, "AT_ONCE", 1)
    assert jobs.rebuild() == {"active_day": 4}
    assert jobs.rebuild(check=True) == {}


def test_questions_that_stand_under_each_others_askers_all_find_back(
    telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in telling.people * 5:
        telling.event(person, Verb.ASKED, vocabulary.ticket(uuid4()), 1, module="front-door")
    telling.session.commit()
    jobs.rebuild()
    first, second, third, fourth = sorted(actor_of(telling.session, person) for person in telling.people)
    turned = {first: third, second: fourth, third: first, fourth: second}
    moved = case(*((QuestionCount.actor == one, literal(other, Uuid())) for one, other in turned.items()))
    telling.session.execute(update(QuestionCount).values(actor=moved))
    telling.session.commit()
    _let_both_come_to_the_questions(monkeypatch)

    def rebuild(of: Slice) -> None:
        with db.transaction() as session:
            rebuilding.rebuild_learners(session, of)

    cut = third.bytes[0] << 120  # between two buckets, but where the second and the third share one
    halves = (Slice(EVERYBODY.first, UUID(int=cut - 1)), Slice(UUID(int=cut), EVERYBODY.last))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(rebuild, halves))
    monkeypatch.undo()
    assert jobs.rebuild(check=True) == {}


def _let_both_come_to_the_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two slices wait for each other before their questions, where their locks let them."""
    both, questions = Barrier(2), rebuilding._questions

    def meet(session: Session, of: Slice, people: Crowd) -> int:
        with suppress(BrokenBarrierError):
            both.wait(2)
        return questions(session, of, people)

    monkeypatch.setattr(rebuilding, "_questions", meet)
