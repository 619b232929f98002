"""Each open question is in exactly one class, and whatever nobody has in sight is called so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.coverage.classes import Open, Sight, Why, World, classified
from helpdesk.tickets.states import OPEN, State

NOON = datetime(2026, 11, 10, 11, 0, tzinfo=UTC)
BRUNO, DENISE, GONE = UUID(int=1), UUID(int=2), UUID(int=3)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BRITTANY = ("FR-BRE", "fr")


def world(**changed: object) -> World:
    """Return Tuesday noon: Bruno facilitates, Denise keeps the queue and was told a minute ago."""
    plain: dict[str, object] = {
        "now": NOON,
        "present": frozenset({BRUNO, DENISE}),
        "away_since": {},
        "told": {DENISE: NOON - timedelta(minutes=1)},
        "keepers": {BRITTANY: frozenset({DENISE})},
    }
    return World(**(plain | changed))  # type: ignore[arg-type]


def asked(state: State, holder: UUID | None = BRUNO, **changed: object) -> Open:
    """Return a question of two hours ago, promised for tomorrow."""
    plain: dict[str, object] = {
        "id": UUID(int=9),
        "state": state,
        "region": "FR-BRE",
        "language": "fr",
        "holder": holder,
        "opened_at": NOON - 2 * HOUR,
        "promised_by": NOON + DAY,
        "moved_at": NOON - 2 * HOUR,
        "offered_until": NOON + HOUR if state is State.PROPOSED else None,
    }
    return Open(**(plain | changed))  # type: ignore[arg-type]


def sight(one: Open, **changed: object) -> tuple[Sight, Why | None]:
    [found] = classified([one], world(**changed))
    return found.sight, found.why


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (asked(State.PROPOSED), Sight.PROPOSED),
        (asked(State.ACCEPTED), Sight.HELD),
        (asked(State.WAITING_FACILITATOR), Sight.HELD),
        (asked(State.REOPENED), Sight.HELD),
        (asked(State.ACCEPTED, promised_by=NOON - HOUR), Sight.LATE),
        (asked(State.WAITING_LEARNER), Sight.WAITING_LEARNER),
        (asked(State.WAITING_LEARNER, GONE), Sight.WAITING_LEARNER),
        (asked(State.NEW, None), Sight.QUEUE),
        (asked(State.ACCEPTED, None), Sight.QUEUE),
    ],
)
def test_what_somebody_has_in_sight_is_in_its_class(one: Open, expected: Sight) -> None:
    assert sight(one) == (expected, None)


def test_a_question_of_somebody_who_is_gone_is_unseen() -> None:
    assert sight(asked(State.ACCEPTED, GONE)) == (Sight.UNSEEN, Why.HOLDER_GONE)
    assert sight(asked(State.PROPOSED, GONE)) == (Sight.UNSEEN, Why.HOLDER_GONE)


def test_a_question_of_somebody_who_went_away_is_unseen_until_it_is_handed_over() -> None:
    one = asked(State.ACCEPTED)
    assert sight(one, away_since={BRUNO: NOON - HOUR}) == (Sight.UNSEEN, Why.HOLDER_AWAY)
    assert sight(one, away_since={BRUNO: NOON - timedelta(minutes=5)}) == (Sight.HELD, None)


def test_what_she_took_while_she_was_away_is_hers() -> None:
    assert sight(asked(State.ACCEPTED), away_since={BRUNO: NOON - 5 * HOUR}) == (Sight.HELD, None)


def test_silence_that_is_not_passed_on_is_unseen_after_a_quarter_of_an_hour() -> None:
    just, long = (asked(State.PROPOSED, offered_until=NOON - timedelta(minutes=m)) for m in (14, 16))
    assert sight(just) == (Sight.PROPOSED, None)
    assert sight(long) == (Sight.UNSEEN, Why.LAPSED)


def test_where_nobody_keeps_the_queue_a_question_without_holder_is_unseen() -> None:
    assert sight(asked(State.NEW, None), keepers={}) == (Sight.UNSEEN, Why.NO_KEEPER)
    late = asked(State.ACCEPTED, promised_by=NOON - HOUR)
    assert sight(late, keepers={}) == (Sight.UNSEEN, Why.NO_KEEPER)


def test_keepers_have_an_hour_and_a_quarter_to_be_told() -> None:
    one = asked(State.NEW, None)
    assert sight(one, told={}) == (Sight.UNSEEN, Why.NOT_TOLD)
    assert sight(one, told={DENISE: NOON - 3 * HOUR}) == (Sight.UNSEEN, Why.NOT_TOLD)
    fresh = replace(one, moved_at=NOON - HOUR)
    assert sight(fresh, told={}) == (Sight.QUEUE, None)


def test_one_keeper_who_was_told_is_enough_and_is_named() -> None:
    two = world(keepers={BRITTANY: frozenset({DENISE, GONE})})
    [found] = classified([asked(State.NEW, None)], two)
    assert (found.sight, found.by) == (Sight.QUEUE, {DENISE})


INSTANTS = st.integers(-3000, 3000).map(lambda minutes: NOON + timedelta(minutes=minutes))
QUESTIONS = st.builds(
    Open,
    id=st.uuids(),
    state=st.sampled_from(sorted(OPEN)),
    region=st.sampled_from(["FR-BRE", "FR-OCC"]),
    language=st.just("fr"),
    holder=st.sampled_from([None, BRUNO, DENISE, GONE]),
    opened_at=INSTANTS,
    promised_by=INSTANTS,
    moved_at=INSTANTS,
    offered_until=st.none() | INSTANTS,
)


@given(st.lists(QUESTIONS, max_size=20))
def test_every_question_is_found_once_and_is_unseen_only_with_a_reason(questions: list[Open]) -> None:
    found = classified(questions, world())
    assert [one.question for one in found] == questions
    assert all((one.sight is Sight.UNSEEN) == (one.why is not None) for one in found)
    seen = (Sight.PROPOSED, Sight.HELD, Sight.LATE, Sight.QUEUE)
    assert all(one.by for one in found if one.sight in seen)


@given(QUESTIONS)
def test_where_nobody_is_there_and_nobody_keeps_a_queue_only_the_learner_is_waited_for(one: Open) -> None:
    found = sight(one, present=frozenset(), keepers={})[0]
    assert found == (Sight.WAITING_LEARNER if one.state is State.WAITING_LEARNER else Sight.UNSEEN)
