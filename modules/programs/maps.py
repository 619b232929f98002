"""Reads the map of a robot's world, drawn with signs, and says what is wrong with one."""

from __future__ import annotations

from enum import StrEnum

from modules.programs.robot import GOAL, ITEM, SIDE, SIGNS, STARTS


class Misdrawn(StrEnum):
    """What can be wrong with a map."""

    RAGGED = "ragged"
    TOO_LARGE = "too-large"
    SIGN = "sign"
    START = "start"
    GOALS = "goals"
    AIMLESS = "aimless"


def rows_of(text: str) -> tuple[str, ...]:
    """Return the rows of a map as its author drew it."""
    return tuple(line.strip() for line in text.strip("\n").split("\n"))


def misdrawn(rows: tuple[str, ...]) -> Misdrawn | None:
    """Return what is wrong with a map, or None."""
    cells = "".join(rows)
    if len({len(row) for row in rows}) != 1 or not cells:
        return Misdrawn.RAGGED
    if max(len(rows), len(rows[0])) > SIDE:
        return Misdrawn.TOO_LARGE
    if not SIGNS.issuperset(cells):
        return Misdrawn.SIGN
    if sum(sign in STARTS for sign in cells) != 1:
        return Misdrawn.START
    if cells.count(GOAL) > 1:
        return Misdrawn.GOALS
    return None if GOAL in cells or ITEM in cells else Misdrawn.AIMLESS
