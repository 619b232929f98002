"""The clock's arithmetic, beside a reference that is slow and plain: it looks at every second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.tickets.promise import Clock, nearer

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

turns = st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=12)
"""Seconds until the clock is told to run (True) or to stand still (False), again and again."""


def moments(told: list[tuple[int, bool]]) -> list[tuple[datetime, bool]]:
    at, found = START, [(START, True)]
    for seconds, runs in told:
        at += seconds * SECOND
        found.append((at, runs))
    return found


def kept(told: list[tuple[datetime, bool]]) -> Clock:
    clock = Clock()
    for at, runs in told:
        clock = clock.started(at) if runs else clock.paused(at)
    return clock


def counted(told: list[tuple[datetime, bool]], until: datetime) -> timedelta:
    """Return how long the clock ran, second by second."""
    seconds = 0
    for (begins, runs), (ends, _) in pairwise([*told, (until, False)]):
        at = begins
        while runs and at < ends:
            seconds, at = seconds + 1, at + SECOND
    return seconds * SECOND


@given(told=turns, later=st.integers(0, 400))
def test_the_clock_counts_what_looking_at_every_second_counts(
    told: list[tuple[int, bool]], later: int
) -> None:
    marks = moments(told)
    until = marks[-1][0] + later * SECOND
    assert kept(marks).used_by(until) == counted(marks, until)


@given(told=turns, target=st.integers(1, 2000))
def test_a_running_clock_is_due_when_the_target_will_have_passed(
    told: list[tuple[int, bool]], target: int
) -> None:
    clock = kept(moments(told))
    due = clock.due(target * SECOND)
    if due is None:
        assert clock.since is None
    else:
        assert clock.used_by(due) == max(target * SECOND, clock.used)


def test_a_clock_that_stands_still_is_never_due() -> None:
    assert Clock().started(START).paused(START + SECOND).due(timedelta(days=1)) is None


def test_starting_a_running_clock_changes_nothing() -> None:
    running = Clock().started(START)
    assert running.started(START + SECOND) == running


def test_a_machine_whose_time_was_set_back_takes_nothing_away() -> None:
    assert Clock(SECOND, START).used_by(START - timedelta(hours=1)) == SECOND


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_promise_comes_nearer_or_stays(told: int, now: int) -> None:
    promised = START + timedelta(days=told)
    assert nearer(promised, START, timedelta(days=now)) == START + timedelta(days=min(told, now))
