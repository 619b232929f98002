"""What the desk promises, and its clock: when an answer is due, when a question should be settled. Pure arithmetic.

The answer's promise runs from the moment somebody began to wait. The clock of the resolution target adds up the time
during which the desk had the question: it stands still while the learner is waited for. A promise that was told is
never put off: a changed policy can only bring it nearer. The target, told to nobody, follows the policy both ways.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Targets:
    """What the desk promises in one region: days to an answer, days to settle a question (of its own time)."""

    answer: timedelta
    resolution: timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """Time that the desk has used, and since when it runs; paused without `since`."""

    used: timedelta = timedelta()
    since: datetime | None = None

    def started(self, at: datetime) -> Clock:
        """Return the clock running from `at`; one that runs keeps running."""
        return self if self.since else replace(self, since=at)

    def paused(self, at: datetime) -> Clock:
        """Return the clock standing still, with what had passed by `at` added."""
        return Clock(self.used_by(at))

    def used_by(self, at: datetime) -> timedelta:
        """Return the desk's time until `at`; a clock set back does not take any away."""
        return self.used + (max(timedelta(), at - self.since) if self.since else timedelta())

    def due(self, target: timedelta) -> datetime | None:
        """Return when the target is reached if nothing stops the clock again, or None while it stands still."""
        return self.since + max(timedelta(), target - self.used) if self.since else None


def nearer(told: datetime, since: datetime, answer: timedelta) -> datetime:
    """Return the promise after a change of policy: never later than what was told."""
    return min(told, since + answer)
