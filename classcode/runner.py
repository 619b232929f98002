"""The worker's loop: rounds by the clock, then the sweep; it watches over an RQ worker, or drains the rows itself."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

from sqlalchemy.exc import OperationalError

from classcode import queues, schedule

log = logging.getLogger(__name__)

PAUSE: Final = 0.5
"""Seconds between two looks at the rows."""
ROUNDS_EVERY: Final = 20.0
"""Seconds between two looks at the clock for periodic work."""
LOOK_EVERY: Final = 2.0
"""Seconds between two looks for statements to forward: they leave a few seconds after they were written."""


class Stopping:
    """Turns a signal into a flag that the loop reads between two pieces of work."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """Ask the loop to end after what it is doing."""
        self.asked = True


class _Every:
    """Does something at most once in so many seconds; what fails is due again at the next pass."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._seconds = seconds
        self._act = act
        self._last = float("-inf")

    def come(self) -> None:
        """Do it if it is time."""
        if time.monotonic() - self._last > self._seconds:
            self._act()
            self._last = time.monotonic()


def run(stopping: Stopping, *, on_redis: bool) -> None:
    """Work until asked to stop. A database that is away is waited for; rows keep what is to be done."""
    child: subprocess.Popen[bytes] | None = None
    rounds = _Every(ROUNDS_EVERY, schedule.write_due_rounds)
    look = _Every(LOOK_EVERY, schedule.look_around)
    try:
        while not stopping.asked:
            try:
                rounds.come()
                look.come()
                if on_redis:
                    child = _living(child)
                    queues.sweep()
                    busy = 0
                else:
                    busy = queues.drain()
            except OperationalError as error:
                log.error("the database is away: %s", type(error.orig).__name__)
                busy = 0
            if not busy:
                time.sleep(PAUSE)
    finally:
        if child and child.poll() is None:
            child.terminate()
            child.wait()


def _living(child: subprocess.Popen[bytes] | None) -> subprocess.Popen[bytes]:
    """Return the RQ worker's process, started again when it ended (as it does when Redis goes away)."""
    if child is None or child.poll() is not None:
        if child is not None:
            log.warning("the RQ worker ended with %s; starting it again", child.returncode)
            time.sleep(PAUSE)
        child = subprocess.Popen([sys.executable, "-m", "classcode", "rq-worker"], env=os.environ)
    return child
