"""The transition table: every state can be reached and left, and what is not in it is refused."""

from __future__ import annotations

from itertools import product

import pytest

from helpdesk.tickets.states import OPEN, TRANSITIONS, Move, NotNow, State, after


def test_every_state_is_reached_and_none_is_a_dead_end() -> None:
    assert set(TRANSITIONS.values()) == set(State)
    assert {state for state, _ in TRANSITIONS} == set(State)


def test_every_open_question_can_be_settled_and_a_settled_one_opened_again() -> None:
    assert all(after(state, Move.RESOLVE) is State.RESOLVED for state in OPEN)
    assert after(State.RESOLVED, Move.REOPEN) in OPEN


@pytest.mark.parametrize("pair", [pair for pair in product(State, Move) if pair not in TRANSITIONS])
def test_a_move_outside_the_table_is_refused(pair: tuple[State, Move]) -> None:
    with pytest.raises(NotNow):
        after(*pair)
