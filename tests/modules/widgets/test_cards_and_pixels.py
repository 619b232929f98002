"""Cards double their dots, numbers have one writing, and a row of squares comes back from its numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.widgets import cards, pixels


@pytest.mark.parametrize("count", cards.CARDS)
def test_each_card_carries_twice_the_dots_of_its_neighbour(count: int) -> None:
    made = cards.cards(count)
    assert [card.value for card in made] == [2**place for place in reversed(range(count))]
    assert all(len(set(card.dots)) == card.value for card in made)


@pytest.mark.parametrize("count", cards.CARDS)
def test_dots_lie_on_their_card_and_not_on_each_other(count: int) -> None:
    for card in cards.cards(count):
        for dot in card.dots:
            assert card.radius <= dot.x <= cards.WIDTH - card.radius
            assert card.radius <= dot.y <= cards.HEIGHT - card.radius
        first, *others = card.dots
        assert all((first.x - d.x) ** 2 + (first.y - d.y) ** 2 >= (2 * card.radius) ** 2 for d in others)


@given(st.integers(3, 8).flatmap(lambda count: st.tuples(st.just(count), st.integers(0, 2**count - 1))))
def test_the_signs_of_a_number_are_the_cards_that_make_it(given_: tuple[int, int]) -> None:
    count, number = given_
    up = zip(cards.cards(count), cards.signs(number, count), strict=True)
    assert sum(card.value for card, sign in up if sign == "1") == number


@given(st.text(alphabet=".#", min_size=2, max_size=16))
def test_a_row_comes_back_from_its_numbers(row: str) -> None:
    assert pixels.row_of(pixels.code(row)) == row
    assert sum(pixels.code(row)) == len(row)


def test_numbers_begin_with_white() -> None:
    assert pixels.code("########") == (0, 8)
    assert pixels.code("...#....") == (3, 1, 4)
