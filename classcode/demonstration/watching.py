"""The alerts of the last weeks of the year, opened and closed by the real rules as the daily round would have."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from classcode import clock
from classcode.demonstration.stage import Stage
from modules.outlines import outline
from tracking.indicators.alerts.rules.looking import look

WEEKS: Final = (3, 2, 1, 0)
"""Before the year's end, a look each."""


def watch(stage: Stage, small_count: int) -> None:
    """Look at the year as it was in its last weeks; `small_count` is the k under which no count is shown."""
    courses = [outline(module) for module in (stage.course, stage.front_door)]
    for weeks in WEEKS:
        with clock.at(stage.end - timedelta(weeks=weeks)):
            look(stage.session, courses, small_count)
