"""Whatever happened, in whatever order it was told: what is kept is what a rebuilding makes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings

from tests.make import Make
from tests.tracking.projections.history import HISTORIES, Act, Telling
from tracking.log import names

LIVES: Sequence[Sequence[Act]] = (
    [("ask", 0, 0, 5), ("respond", 1, 0, 9), ("resolve", 1, 0, 11), ("erase", 1, 0, 0)],
    [
        ("propose", 1, 0, 1),
        ("attend", 2, 0, 30),
        ("attend", 3, 0, 31),
        ("erase", 2, 0, 0),
        ("erase", 1, 0, 0),
    ],
    [("lead", 1, 0, 30), ("merge", 2, 0, 1), ("attend", 2, 0, 29), ("void", 0, 0, 0)],
    [("ask", 0, 0, 5), ("merge", 1, 0, 0), ("fact", 0, 0, 2), ("ask", 0, 1, 7), ("respond", 1, 1, 8)],
    [("answer", 1, 1, 1), ("answer", 2, 1, 30), ("merge", 1, 0, 2), ("answer", 2, 1, 60), ("fact", 2, 1, 3)],
    [("unit", 0, 0, 50), ("unit", 0, 0, 20), ("unit", 0, 0, 30)],
    [("answer", 0, 0, 1), ("answer", 0, 1, 30), ("answer", 0, 0, 60), ("answer", 0, 1, 90)],
    [("fact", 0, 0, 0), ("fact", 0, 0, 41), *(("answer", 0, 1, hours) for hours in (1, 30, 60, 90))],
    [("attend", 0, 1, 9), ("answer", 0, 1, 20), ("answer", 1, 1, 9), ("attend", 1, 1, 20)],
    [("attend", 1, 0, 9), ("fact", 1, 0, 50), ("fact", 1, 0, 52), ("erase", 1, 0, 0), ("join", 1, 0, 0)],
)


def lived(make: Make, history: Sequence[Act]) -> None:
    """Tell a history; what is kept then is what rebuilding makes, also out of nothing while nobody was erased."""
    telling = Telling(make)
    telling.tell(history)
    kept = telling.kept()
    assert telling.rebuilt() == {}
    assert telling.kept() == kept
    if not telling.erased:
        telling.empty()
        telling.rebuilt()
        assert telling.kept() == kept
    make.session.rollback()
    names.forget()


@pytest.mark.parametrize("history", LIVES)
def test_what_is_kept_after_a_life_is_what_rebuilding_makes(history: Sequence[Act], make: Make) -> None:
    lived(make, history)


# Each history ends by a rollback, so one database serves them all.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(history=HISTORIES)
def test_what_is_kept_after_any_history_is_what_rebuilding_makes(history: list[Act], make: Make) -> None:
    lived(make, history)
