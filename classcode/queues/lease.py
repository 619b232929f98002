"""Keeping a claimed job ours while its handler works, by renewing its lease from beside. Knows no table."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)

RENEWED_EVERY: Final = timedelta(seconds=20)
"""A lease of 60 s is renewed twice before it would end."""
LONGEST: Final = timedelta(hours=1)
"""Work that takes longer hangs: its lease is renewed no more, and a worker of RQ ends it."""

Renew = Callable[[timedelta], bool]
"""Make the lease last as much longer as passed since the claim; return False where the job is another's by now."""


@contextmanager
def kept(renew: Renew, what: str) -> Iterator[None]:
    """Keep a lease while this block works; a process that is killed renews nothing. `what` names it in the journal."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(renew, what, over), name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(renew: Renew, what: str, over: threading.Event) -> None:
    began = time.monotonic()
    while not over.wait(RENEWED_EVERY.total_seconds()):
        # Counted on from the claim, not asked of the clock: `clock.at` tells each thread another time.
        passed = timedelta(seconds=time.monotonic() - began)
        if passed > LONGEST:
            log.error("%s works since %s and is left to others", what, passed)
            return
        try:
            if not renew(passed):
                return
        except OperationalError as error:
            log.warning("the lease of %s was not renewed: %s", what, type(error.orig).__name__)
