"""Going round over many things: one that trips is logged and stops no other. What a round does is in each `jobs`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import InterfaceError, OperationalError

log = logging.getLogger(__name__)


@contextmanager
def going_on(what: str, *which: object, past: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Log what trips, with its trace, and go on with the next; what is `past`, moved on meanwhile, is left in peace.

    `what` says in the log what was left undone, with a `%s` for each of `which`. A database that is away is raised:
    then the whole round waits and is tried again, rather than tripping once for each thing.
    """
    try:
        yield
    except past:
        pass
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("left undone: " + what, *which)  # noqa: G003 - both parts are ours
