"""The transition table: every state can be reached, open ones left; what is not in it is refused; docs show it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from helpdesk.tickets.states import (
    HERS,
    MOVED_BY,
    OPEN,
    TRANSITIONS,
    UNMERGED,
    Move,
    NotNow,
    State,
    after,
    drawing,
)

ENDS = {State.CLOSED, State.CANCELLED}
DOCS = Path(__file__).parents[3] / "docs" / "desk.md"


def test_every_state_is_reached() -> None:
    assert set(TRANSITIONS.values()) == set(State)


def test_only_what_is_closed_or_withdrawn_is_left_no_more() -> None:
    assert {state for state, _ in TRANSITIONS} | {State.MERGED} == set(State) - ENDS


def test_every_open_question_can_be_settled_and_a_settled_one_opened_again() -> None:
    assert all(after(state, Move.RESOLVE) is State.RESOLVED for state in OPEN)
    assert after(State.RESOLVED, Move.REOPEN) in OPEN


def test_undoing_a_merge_leads_back_to_what_it_was() -> None:
    assert all(after(State.MERGED, Move.UNMERGE, state) is state for state in OPEN)


@pytest.mark.parametrize("before", [*sorted(set(State) - UNMERGED), None, "nonsense"])
def test_undoing_a_merge_leads_nowhere_else(before: str | None) -> None:
    with pytest.raises(NotNow):
        after(State.MERGED, Move.UNMERGE, before)


def test_whoever_holds_a_question_may_answer_it_in_every_open_state() -> None:
    assert all(after(state, Move.ANSWER) is State.WAITING_LEARNER for state in HERS | {State.WAITING_LEARNER})


def test_every_move_leaves_its_line_on_the_trail() -> None:
    assert set(MOVED_BY) == set(Move) and len(set(MOVED_BY.values())) == len(Move)


@pytest.mark.parametrize("pair", [pair for pair in product(State, Move) if pair not in TRANSITIONS])
def test_a_move_outside_the_table_is_refused(pair: tuple[State, Move]) -> None:
    with pytest.raises(NotNow):
        after(*pair)


def test_the_documentation_draws_the_table() -> None:
    assert drawing() in DOCS.read_text(encoding="utf-8")
