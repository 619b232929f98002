"""The same questions put to DuckDB, which reads one Parquet row for each statement, its columns extracted beforehand.

Who a learner was stands in each of her rows, days and months as well: more than a log offers. It counts distinct people
by region and month as the product does; it names nobody's key, discloses nothing, and lays out no table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import duckdb

from tracking.indicators.filters import Filter
from tracking.indicators.periods import ZONE

THREADS: Final = 2
SETS: Final = "GROUP BY GROUPING SETS ((what), (what, region), (what, month))"
ENGAGING: Final = "verb IN ('answered', 'passed', 'failed') AND kind <> 'survey'"

PEOPLE: Final = """
WITH mine AS (SELECT * FROM log WHERE {who}),
firsts AS (
    SELECT actor, any_value(region) AS region,
        min(moment) FILTER (verb = 'registered') AS registered,
        min(moment) FILTER (verb = 'initialized') AS started,
        min(moment) FILTER ({engaging}) AS engaged,
        min(moment) FILTER (verb = 'attended') AS met,
        min(moment) FILTER (verb = 'completed' AND kind = 'course') AS trained
    FROM mine GROUP BY actor
),
days AS (SELECT actor, day, min(moment) AS moment FROM mine WHERE {engaging} GROUP BY actor, day),
third AS (
    SELECT actor, moment FROM days QUALIFY row_number() OVER (PARTITION BY actor ORDER BY day) = 3
),
reached AS (
    SELECT firsts.*, CASE WHEN trained IS NULL OR trained >= $ends THEN met END AS initiated,
        least(third.moment, greatest(CASE WHEN met IS NOT NULL THEN engaged END, met)) AS participating
    FROM firsts LEFT JOIN third USING (actor)
),
each AS (
    UNPIVOT (SELECT actor, region, registered, started, engaged, participating, initiated, trained FROM reached)
    ON registered, started, engaged, participating, initiated, trained INTO NAME what VALUE moment
)
SELECT what, region, month, count(*) FROM (SELECT *, strftime(moment, '%Y-%m') AS month FROM each)
WHERE moment >= $starts AND moment < $ends {sets}
"""
ENROLMENTS: Final = """
WITH firsts AS (
    SELECT 'enrolments' AS what, actor, module, min(moment) AS moment, arg_min(month, moment) AS month,
        any_value(region) AS region
    FROM log WHERE verb = 'registered' AND {who} GROUP BY actor, module
)
SELECT what, region, month, count(*), count(DISTINCT actor) FROM firsts
WHERE moment >= $starts AND moment < $ends {sets}
"""
ACTIVE: Final = """
WITH active AS (SELECT DISTINCT actor, day, region FROM log WHERE {engaging} AND {who}),
spans AS (SELECT unnest($lasts) AS last),
kinds AS (SELECT unnest([7, 30]) AS span)
SELECT 'active-' || span || '-days' AS what, region, CAST(last AS VARCHAR), count(DISTINCT actor)
FROM active, spans, kinds WHERE day BETWEEN last - (span - 1)::INTEGER AND last
GROUP BY GROUPING SETS ((span, last), (span, last, region))
"""
HOURS: Final = """
WITH done AS (
    SELECT 'hours-online' AS what, actor, path, min(moment) AS moment, max(minutes) AS minutes,
        arg_min(month, moment) AS month, any_value(region) AS region
    FROM log WHERE verb = 'completed' AND kind = 'lesson' AND {who} GROUP BY actor, path
)
SELECT what, region, month, sum(minutes) / 60.0, count(DISTINCT actor) FROM done
WHERE moment >= $starts AND moment < $ends {sets}
"""
THERE: Final = """
WITH seats AS (
    SELECT verb AS what, actor, path, max(moment) AS moment, max(minutes) AS minutes, max(month) AS month,
        any_value(region) AS region
    FROM log WHERE verb IN ('attended', 'absent') AND {who} GROUP BY verb, actor, path
),
said AS (
    SELECT actor, replace(path, '/feedback', '') AS path, arg_max(points, moment) AS points
    FROM log WHERE kind = 'survey' AND {who} GROUP BY actor, path
)
SELECT what, region, month, count(*), count(DISTINCT actor), sum(seats.minutes) / 60.0,
    count(points), count(*) FILTER (points >= 4)
FROM seats LEFT JOIN said USING (actor, path) WHERE moment >= $starts AND moment < $ends {sets}
"""
MEETINGS: Final = """
WITH held AS (
    SELECT 'meetings-held' AS what, path, min(moment) AS moment, min(month) AS month, any_value(place_region) AS region
    FROM log WHERE verb = 'attended' AND kind = 'meeting' GROUP BY path
)
SELECT what, region, month, count(*) FROM held WHERE moment >= $starts AND moment < $ends AND {where} {sets}
"""
DESK: Final = """
WITH asked AS (SELECT * FROM log WHERE verb = 'asked' AND kind = 'question' AND {who}),
answered AS (SELECT path, arg_min(minutes, moment) AS waited FROM log WHERE verb = 'responded' GROUP BY path),
settled AS (SELECT path, min(moment) AS settled FROM log WHERE verb = 'resolved' GROUP BY path),
whole AS (
    SELECT 'questions' AS what, asked.*, waited, settled
    FROM asked LEFT JOIN answered USING (path) LEFT JOIN settled USING (path)
)
SELECT what, region, month, count(*), count(DISTINCT actor), median(waited) / 60, count(settled),
    median(date_diff('minute', moment, settled)) / 60, count(*) FILTER (waited <= 4320)
FROM whole WHERE moment >= $starts AND moment < $ends {sets}
"""
HELPERS: Final = """
SELECT 'helpers' AS what, NULL AS region, month, count(DISTINCT actor) FROM log
WHERE verb = 'responded' AND moment >= $starts AND moment < $ends GROUP BY GROUPING SETS ((), (month))
"""
LOG: Final = "CREATE OR REPLACE VIEW log AS SELECT * FROM read_parquet('{parquet}')"
PROJECTIONS: Final = {
    "milestone": """
        WITH scoped AS (
            SELECT *, unnest([module, '']) AS scope FROM log WHERE module IS NOT NULL
        ),
        firsts AS (
            SELECT actor, scope, any_value(region) AS region,
                min(moment) FILTER (verb = 'registered') AS registered,
                min(moment) FILTER (verb = 'initialized') AS started,
                min(moment) FILTER ({engaging}) AS engaged,
                min(moment) FILTER (verb = 'attended') AS met,
                min(moment) FILTER (verb = 'completed' AND kind = 'course') AS trained
            FROM scoped GROUP BY actor, scope
        ),
        days AS (
            SELECT actor, scope, day, min(moment) AS moment FROM scoped WHERE {engaging} GROUP BY actor, scope, day
        ),
        third AS (
            SELECT actor, scope, moment FROM days
            QUALIFY row_number() OVER (PARTITION BY actor, scope ORDER BY day) = 3
        ),
        reached AS (
            SELECT firsts.*, met AS initiated,
                least(third.moment, greatest(CASE WHEN met IS NOT NULL THEN engaged END, met)) AS participating
            FROM firsts LEFT JOIN third USING (actor, scope)
        )
        UNPIVOT reached ON registered, started, engaged, met, participating, initiated, trained
        INTO NAME what VALUE moment
    """,
    "active_day": "SELECT DISTINCT actor, module, day, region FROM log WHERE {engaging}",
    "lesson_done": """
        SELECT actor, path, any_value(module) AS module, min(moment) AS moment, max(minutes) AS minutes,
            any_value(region) AS region
        FROM log WHERE verb = 'completed' AND kind = 'lesson' GROUP BY actor, path
    """,
    "presence": """
        SELECT actor, path, arg_max(verb, moment) AS status, max(moment) AS moment, max(minutes) AS minutes,
            any_value(region) AS region
        FROM log WHERE verb IN ('attended', 'absent') GROUP BY actor, path
    """,
    "opinion": """
        SELECT actor, path, arg_max(points, moment) AS points, max(moment) AS moment, any_value(region) AS region
        FROM log WHERE kind = 'survey' GROUP BY actor, path
    """,
    "question_count": """
        SELECT path, any_value(actor) FILTER (verb = 'asked') AS actor,
            min(moment) FILTER (verb = 'asked') AS asked,
            arg_min(minutes, moment) FILTER (verb = 'responded') AS waited,
            min(moment) FILTER (verb = 'resolved') AS settled
        FROM log WHERE kind = 'question' GROUP BY path
    """,
    "meeting_count": """
        SELECT path, min(moment) AS held, any_value(place_region) AS region
        FROM log WHERE verb = 'attended' AND kind = 'meeting' GROUP BY path
    """,
}
"""What `indicators rebuild` makes, as tables of its own; without keys, and who a learner was as her rows say it."""
ALL: Final = (PEOPLE, ENROLMENTS, ACTIVE, HOURS, THERE, MEETINGS, DESK, HELPERS)
_MORE: Final = {
    "enrolments": {},
    "hours-online": {},
    "attended": {4: "met", 5: "hours-in-person"},
    "absent": {},
    "questions": {6: "resolved"},
}
"""Of the lines of each kind: what further columns tell."""


@dataclass
class Yardstick:
    """A connection that reads one Parquet file."""

    connection: duckdb.DuckDBPyConnection

    @classmethod
    def on(cls, parquet: Path) -> Yardstick:
        """Open one with two threads."""
        connection = duckdb.connect(str(parquet.with_suffix(".duckdb")))
        connection.execute(f"SET threads={THREADS}")
        connection.execute(LOG.format(parquet=parquet))
        return cls(connection)

    def rebuild(self) -> int:
        """Write the rows that projections are, into tables on disk; return how many."""
        for name, question in PROJECTIONS.items():
            self.connection.execute(
                f"CREATE OR REPLACE TABLE {name} AS " + question.format(engaging=ENGAGING)
            )
        self.connection.execute("CHECKPOINT")
        counts = (self.connection.execute(f"FROM {name} SELECT count(*)").fetchone() for name in PROJECTIONS)
        return sum(int(count[0]) for count in counts if count)

    def answer(self, asked: Filter, now: datetime) -> Mapping[str, float]:
        """Ask everything of one filter; return the totals."""
        found: dict[str, float] = {}
        who = " AND ".join(f"{name} = '{value}'" for name, value in asked.chosen()) or "true"
        where = f"region = '{asked.region}'" if asked.region else "true"
        for question in (one for one in ALL if one is not MEETINGS or _of_places(asked)):
            sql = question.format(who=who, where=where, sets=SETS, engaging=ENGAGING)
            for row in self.connection.execute(sql, _given(asked, now, sql)).fetchall():
                _note(found, row, _lasts(asked, now)[-1])
        return found


def _of_places(asked: Filter) -> bool:
    """Tell whether meetings can be told of a filter: here by region alone."""
    return {name for name, _value in asked.chosen()} <= {"region"}


def _given(asked: Filter, now: datetime, sql: str) -> dict[str, Any]:
    starts, ends = (
        at.astimezone(UTC).replace(tzinfo=None) for at in (asked.period.starts, asked.period.ends)
    )
    given = {"starts": starts, "ends": ends, "lasts": _lasts(asked, now)}
    return {name: value for name, value in given.items() if f"${name}" in sql}


def _lasts(asked: Filter, now: datetime) -> list[date]:
    """Return the last day of each month of the period that has begun, today at the latest."""
    today = now.astimezone(ZONE).date()
    return [
        min((month.ends - timedelta(seconds=1)).astimezone(ZONE).date(), today)
        for month in asked.period.months(now)
    ]


def _note(found: dict[str, float], row: tuple[Any, ...], last: date) -> None:
    what, region, month = row[:3]
    if region is not None or (month is not None and month != str(last)):
        return
    if month is not None and not what.startswith("active"):
        return
    # A region that was not declared makes a second line without one; the total is the larger.
    found[what] = max(found.get(what, 0), row[3])
    for column, name in _MORE.get(what, {}).items():
        found[name] = max(found.get(name, 0), row[column])
