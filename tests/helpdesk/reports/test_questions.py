"""How long a question took, and what became of its promise, whatever policies were made meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.reports.figures import End, Spell
from helpdesk.reports.questions import Facts, Policies, Policy, Promise, Question, measured
from helpdesk.tickets.promise import Clock
from helpdesk.tickets.states import OPEN, State

MONDAY = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
THREE_DAYS = Policies([], 3 * DAY)
SOMEBODY = UUID(int=1)


def asked(state: State = State.ACCEPTED, **changed: object) -> Facts:
    """Return a question of Monday morning in Bretagne."""
    plain: dict[str, object] = {
        "learner": SOMEBODY,
        "holder": None,
        "region": "FR-BRE",
        "language": "fr",
        "source": "web",
        "state": state,
        "opened_at": MONDAY,
        "first_answered_at": None,
        "ended_at": None,
        "clock": Clock(since=MONDAY),
    }
    return Facts(**(plain | changed))  # type: ignore[arg-type]


def seen(facts: Facts, at: datetime, policies: Policies = THREE_DAYS) -> Question:
    return measured([facts], policies, at)[0]


def test_an_answer_took_as_long_as_the_learner_waited_nights_included() -> None:
    answered = asked(State.WAITING_LEARNER, first_answered_at=MONDAY + 2 * DAY)
    assert seen(answered, MONDAY + 9 * DAY).first == Spell(48, End.CAME)


def test_what_still_waits_has_waited_until_now() -> None:
    assert seen(asked(), MONDAY + DAY).first == Spell(24, End.WAITING)


@pytest.mark.parametrize("state", [State.CANCELLED, State.RESOLVED, State.CLOSED])
def test_what_ended_without_an_answer_waited_until_its_end(state: State) -> None:
    assert seen(asked(state, ended_at=MONDAY + DAY), MONDAY + 9 * DAY).first == Spell(24, End.WITHOUT)


def test_what_the_learner_took_to_write_back_is_no_time_of_the_desk() -> None:
    settled = asked(State.RESOLVED, ended_at=MONDAY + 9 * DAY, clock=Clock(timedelta(hours=5)))
    assert seen(settled, MONDAY + 20 * DAY).settled == Spell(5, End.CAME)


def test_a_clock_that_runs_counts_until_now() -> None:
    running = asked(clock=Clock(timedelta(hours=5), since=MONDAY + DAY))
    assert seen(running, MONDAY + 2 * DAY).settled == Spell(29, End.WAITING)


@pytest.mark.parametrize(
    ("facts", "promise"),
    [
        (asked(first_answered_at=MONDAY + 3 * DAY), Promise.KEPT),
        (asked(first_answered_at=MONDAY + 3.01 * DAY), Promise.MISSED),
        (asked(opened_at=MONDAY + 3 * DAY), Promise.NOT_DUE),
        (asked(), Promise.MISSED),
        (asked(State.CANCELLED, ended_at=MONDAY + DAY), Promise.LIFTED),
        (asked(State.CANCELLED, ended_at=MONDAY + 4 * DAY), Promise.MISSED),
    ],
)
def test_a_promise_is_kept_missed_not_due_or_lifted(facts: Facts, promise: Promise) -> None:
    assert seen(facts, MONDAY + 5 * DAY).promise == promise


def test_a_region_s_own_promise_goes_before_the_one_for_all() -> None:
    policies = Policies(
        [Policy("FR-BRE", MONDAY - 9 * DAY, 5 * DAY), Policy(None, MONDAY - DAY, DAY)], 3 * DAY
    )
    assert policies.at("FR-BRE", MONDAY) == 5 * DAY
    assert policies.at("FR-OCC", MONDAY) == DAY
    assert policies.at("FR-OCC", MONDAY - 2 * DAY) == 3 * DAY


def test_a_later_policy_brings_a_promise_nearer_and_never_puts_it_off() -> None:
    policies = Policies(
        [Policy("FR-BRE", MONDAY + DAY, 2 * DAY), Policy("FR-BRE", MONDAY + 1.5 * DAY, 9 * DAY)], 3 * DAY
    )
    assert policies.first_due("FR-BRE", MONDAY, MONDAY) == MONDAY + 3 * DAY
    assert policies.first_due("FR-BRE", MONDAY, MONDAY + 2 * DAY) == MONDAY + 2 * DAY


@given(st.sampled_from(State), st.integers(0, 500), st.integers(0, 500), st.booleans())
def test_every_question_has_one_end_of_each_kind(state: State, age: int, answered: int, was: bool) -> None:
    opened, now = MONDAY, MONDAY + timedelta(hours=age)
    facts = asked(
        state,
        learner=uuid4(),
        first_answered_at=opened + timedelta(hours=min(answered, age)) if was else None,
        ended_at=None if state in OPEN else now,
    )
    found = seen(facts, now)
    assert (found.first.end is End.CAME) == was
    assert (found.settled.end is End.WAITING) == (state in OPEN)
    assert 0 <= found.first.hours <= age
