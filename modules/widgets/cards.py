"""Binary cards: how many dots each carries, where they stand, and the signs of a number made with them."""

from __future__ import annotations

from typing import Final, NamedTuple

CARDS: Final = range(3, 9)
"""Cards on the table: eight make a byte."""
WIDTH: Final = 64
HEIGHT: Final = 88


class Dot(NamedTuple):
    """A dot's centre on its card."""

    x: float
    y: float


class Card(NamedTuple):
    """A card: its number of dots, where they stand, and how wide each is."""

    value: int
    dots: tuple[Dot, ...]
    radius: float


def cards(count: int) -> tuple[Card, ...]:
    """Return the cards from left to right, each with twice the dots of the one to its right."""
    return tuple(_card(place) for place in reversed(range(count)))


def _card(place: int) -> Card:
    """Lay 2 ** place dots out in as many columns as rows, or half as many."""
    columns, rows = 2 ** (place // 2), 2 ** (place - place // 2)
    step = min((WIDTH - 12) / columns, (HEIGHT - 12) / rows)
    left, top = (WIDTH - step * (columns - 1)) / 2, (HEIGHT - step * (rows - 1)) / 2
    dots = tuple(
        Dot(round(left + step * column, 1), round(top + step * row, 1))
        for row in range(rows)
        for column in range(columns)
    )
    return Card(2**place, dots, round(min(step * 0.36, 7), 1))


def signs(number: int, count: int) -> str:
    """Return the number in base two, as long as there are cards."""
    return format(number, f"0{count}b")
