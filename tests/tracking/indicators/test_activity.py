"""Who was active at the end of each month, against the days looked through one by one."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

import pytest

from tests.tracking.indicators.rows import Rows, Someone, values
from tests.tracking.indicators.told import NOW, SPRING
from tracking.indicators.filters import Filter
from tracking.indicators.periods import ZONE, Period
from tracking.indicators.query.scope import Scope

SPANS: Final = {"active-7-days": 7, "active-30-days": 30}
FEBRUARY: Final = Period("dates", date(2026, 2, 1), date(2026, 4, 15))
PERIODS: Final = {
    "spring": (SPRING, NOW),
    "from February, whose thirty days begin in January": (FEBRUARY, NOW),
    "until the first of March, whose thirty days touch three months": (
        Period("dates", date(2026, 1, 1), date(2026, 6, 30)),
        datetime(2026, 3, 1, 12, tzinfo=UTC),
    ),
    "a few days": (Period("dates", date(2026, 3, 10), date(2026, 3, 12)), NOW),
}
Day = tuple[Someone, str, date]


def lived(rows: Rows, chance: Random) -> list[Day]:
    """Write the days of some people, each of whom moves once, in one module or the other."""
    found: set[tuple[int, int, str, date]] = set()
    people = [[rows.someone(region=region) for region in ("FR-BRE", "FR-OCC")] for _ in range(6)]
    for _ in range(60):
        who, day = chance.randrange(len(people)), date(2026, 1, 1) + timedelta(days=chance.randrange(185))
        found.add((who, int(day.month > who), chance.choice(("creative-programming", "robots")), day))
    days = []
    for who, where, module, day in sorted(found):
        then = Someone(people[who][0].actor, people[who][0].key, *_profile(people[who][where]))
        rows.is_active(then, day, module)
        days.append((then, module, day))
    return days


def _profile(one: Someone) -> tuple[int, dict[str, str | None]]:
    return one.profile_id, dict(one.profile)


def active(days: list[Day], last: date, span: int, axis: str) -> dict[str | None, float]:
    """Count by one dimension who was active in the days through the last one; by "" all together."""
    found: dict[str | None, set[object]] = defaultdict(set)
    for who, module, day in days:
        if last - timedelta(days=span) < day <= last:
            value = {"region": who.profile.get("region"), "module": module}.get(axis)
            found[value].add(who.actor)
    return {value: len(some) for value, some in found.items()}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("seed", range(3))
def test_who_was_active_is_who_the_days_tell(rows: Rows, period: str, seed: int) -> None:
    days = lived(rows, Random(seed))
    asked, now = PERIODS[period]
    found = rows.figures(period=asked, now=now, by=("module",))
    ends = Scope(Filter(period=asked), now).last_days()
    lasts = [(end - timedelta(seconds=1)).astimezone(ZONE).date() for end in ends]
    for id_, span in SPANS.items():
        figure = found[id_]
        assert (figure.total.value or 0) == active(days, lasts[-1], span, "").get(None, 0)
        told = [active(days, last, span, "").get(None, 0) for last in lasts]
        assert [value or 0 for value in values(figure, "month").values()] == told
        for axis in ("region", "module"):
            known = {value: count for value, count in values(figure, axis).items() if count}
            assert known == active(days, lasts[-1], span, axis)
