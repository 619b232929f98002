"""From when on something is worth an alert, all in one place; the reasons are in docs/alerts.md. Pure.

Each has a stricter value to open and a milder one to last, so that an alert does not come and go with every day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

SURE: Final = 4
SURE_LASTS: Final = 3
"""Times k: the people that a middle wait or a turnout rests on, for an alert to open, and to last."""
SURE_SHARE: Final = 8
SURE_SHARE_LASTS: Final = 6
"""The same for a share of those who did a unit or answered a question: there are many, and one is always the worst."""

TEAM_LATELY: Final = timedelta(days=90)
"""People who asked or joined in a region for so long call for a facilitator there."""
TEAM_LASTS: Final = timedelta(days=180)
"""So long without anybody new ends the call."""

WAITS_LATELY: Final = timedelta(weeks=4)
WAITS_BEFORE: Final = timedelta(weeks=12)
WAITS_TIMES: Final = 1.5
WAITS_TIMES_LASTS: Final = 1.25
WAITS_HOURS: Final = 6.0
WAITS_HOURS_LASTS: Final = 3.0
"""Hours by which the middle wait is longer: from one hour to two is no reason to call anybody."""

MEETINGS_LATELY: Final = timedelta(weeks=8)
MEETINGS_LEAST: Final = 4
"""Meetings held in each of the two spans: fewer are weather."""
CAME_SHARE: Final = 0.6
CAME_SHARE_LASTS: Final = 0.8
"""Of those who came to a meeting before, so many come now."""
NO_SHOW_POINTS: Final = 0.15
NO_SHOW_POINTS_LASTS: Final = 0.08
"""By so much the share of those expected who stayed away without a word has risen."""
NO_SHOW_LEAST: Final = 0.25
"""A share of no-shows below this is no reason, however little it was before."""

STOPS_AFTER: Final = timedelta(days=30)
"""Who did a unit so long ago and nothing after it has stopped there."""
STOPS_LATELY: Final = timedelta(days=365)
STOPS_SHARE: Final = 0.25
STOPS_SHARE_LASTS: Final = 0.18

FAILED_LATELY: Final = timedelta(days=180)
FAILED_SHARE: Final = 0.4
FAILED_SHARE_LASTS: Final = 0.3
