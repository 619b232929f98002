"""What may be told of satisfaction: enough people, about more than one facilitator, in spans that never overlap."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.ratings.disclosing import Given, Month, Span, may_be_told, spans

K = 5
BRUNO, FANNY = UUID(int=1001), UUID(int=1002)


def opinions(*stars: int, of: UUID | None = None) -> tuple[Given, ...]:
    """Return opinions of as many people, about two facilitators in turn, or about one."""
    held = (BRUNO, FANNY)
    return tuple(
        Given(one, UUID(int=at), of or held[at % 2], f"Words {at}") for at, one in enumerate(stars, 1)
    )


def month(number: int, given: tuple[Given, ...], asked: int | None = None) -> Month:
    return Month(date(2026, number, 1), asked or len(given), given)


def told(*months: Month) -> list[Span]:
    return list(spans("FR-BRE", months, K))


def test_a_mean_comes_with_how_many_answered_of_how_many() -> None:
    [span] = told(month(3, opinions(5, 4, 4, 3, 4), asked=10))
    assert (span.mean, span.given, span.asked, span.response_rate) == (4.0, 5, 10, 0.5)


def test_under_k_people_nothing_is_told() -> None:
    assert told(month(3, opinions(5, 5, 5, 5))) == []


def test_one_person_who_answers_often_is_one_person() -> None:
    often = tuple(Given(5, UUID(int=1), holder) for holder in (BRUNO, FANNY) * 6)
    assert told(month(3, often)) == []


def test_about_one_facilitator_alone_nothing_is_told() -> None:
    assert told(month(3, opinions(5, 4, 4, 3, 4, 5, 5, of=BRUNO))) == []


@pytest.mark.parametrize(("others", "shown"), [(2, False), (3, True)])
def test_nor_where_one_facilitator_has_more_than_three_quarters(others: int, shown: bool) -> None:
    held = [BRUNO] * 9 + [FANNY] * others
    given = [Given(4, UUID(int=at), holder) for at, holder in enumerate(held)]
    assert may_be_told(given, K) is shown


def test_months_are_put_together_until_there_are_enough() -> None:
    [span] = told(
        month(3, opinions(5, 4)), month(4, ()), month(5, opinions(1, 2, 3, 4, 5)), month(6, opinions(1))
    )
    assert (span.first.month, span.last.month, span.given) == (3, 5, 7)


def test_comments_are_for_those_who_did_not_hold_the_question() -> None:
    [span] = told(month(3, opinions(5, 4, 4, 3, 4)))
    assert len(span.comments) == 5
    assert sorted(span.comments_for(BRUNO)) == ["Words 1", "Words 3", "Words 5"]


GIVEN = st.builds(
    Given,
    st.integers(1, 5),
    st.integers(1, 12).map(lambda n: UUID(int=n)),
    st.sampled_from([BRUNO, FANNY, UUID(int=1003), None]),
)
MONTHS = st.lists(st.lists(GIVEN, max_size=9).map(tuple), max_size=12)


def numbered(months: list[tuple[Given, ...]]) -> list[Month]:
    return [month(number, given) for number, given in enumerate(months, 1)]


@given(MONTHS)
def test_spans_follow_each_other_and_each_may_be_told(months: list[tuple[Given, ...]]) -> None:
    found = told(*numbered(months))
    for span in found:
        inside = [
            one
            for at, some in enumerate(months, 1)
            for one in some
            if span.first.month <= at <= span.last.month
        ]
        assert may_be_told(inside, K) and len(inside) == span.given
    assert all(one.last < following.first for one, following in pairwise(found))


@given(MONTHS, st.lists(GIVEN, max_size=9).map(tuple))
def test_what_was_told_stays_when_later_months_come(
    months: list[tuple[Given, ...]], later: tuple[Given, ...]
) -> None:
    before = told(*numbered(months[:11]))
    after = told(*numbered([*months[:11], later]))
    assert after[: len(before)] == before
