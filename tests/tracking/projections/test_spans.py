"""Who a learner was, as spans that a database can join: at every instant, and for every day, just what she had said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tracking.projections.profiles import History, Values
from tracking.projections.reading import Learner
from tracking.projections.slices import spans

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
MOMENTS = st.integers(-30, 30).map(lambda hours: MIDNIGHT + timedelta(hours=12 * hours))
NEAR = st.sampled_from([timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1)])
FACTS = st.lists(
    st.tuples(st.sampled_from(["region", "gender"]), MOMENTS, st.sampled_from(["a", "b", None])),
    max_size=5,
    unique_by=lambda fact: fact[:2],
)


def learner(facts: list[tuple[str, datetime, str | None]]) -> Learner:
    return Learner(UUID(int=1), (UUID(int=1),), 7, History.of(facts))


@given(facts=FACTS, moment=MOMENTS, near=NEAR)
def test_at_every_instant_one_span_says_what_she_had_declared(
    facts: list[tuple[str, datetime, str | None]], moment: datetime, near: timedelta
) -> None:
    whose, at = learner(facts), moment + near
    said: list[Values] = [values for since, through, values in whose.spans() if since <= at <= through]
    assert said == [History.of(facts).at(at)]


def test_for_every_day_one_row_says_who_she_was_at_its_end(session: Session) -> None:
    facts: list[tuple[str, datetime, str | None]] = [
        ("region", MIDNIGHT, "FR-BRE"),
        ("region", MIDNIGHT + timedelta(hours=30), "FR-OCC"),
        ("region", MIDNIGHT + timedelta(hours=40), "BE-BRU"),
        ("region", MIDNIGHT + timedelta(days=4), "FR-BRE"),
    ]
    whose = learner(facts)
    rows = list(spans(session, [whose]))
    numbers = {values: row["profile_id"] for (*_, values), row in zip(whose.spans(), rows, strict=True)}
    for day in (MIDNIGHT.date() + timedelta(days=number) for number in range(-2, 7)):
        found = [row["profile_id"] for row in rows if row["first_day"] <= day <= row["last_day"]]
        assert found == [numbers[whose.at(datetime.combine(day, time.max, UTC))]]
    assert (rows[0]["first_day"], rows[-1]["last_day"]) == (date.min, date.max)


def test_who_said_something_once_was_so_from_the_beginning(session: Session) -> None:
    once = [("region", MIDNIGHT, "FR-BRE"), ("gender", MIDNIGHT + timedelta(days=9), "f")]
    assert len(list(spans(session, [learner([*once])]))) == 1
