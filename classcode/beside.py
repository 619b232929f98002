"""A second session that reads the same moment as a first one: PostgreSQL then answers two questions at a time.

Only what takes long and is asked in several questions gains by it. Each process has one second connection
at most, which is never waited for: nobody who holds a connection waits for another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from sqlalchemy import Connection, exc, text
from sqlalchemy.orm import Session

from classcode import db

_SNAPSHOT: Final = text("SELECT pg_export_snapshot() WHERE pg_current_xact_id_if_assigned() IS NULL")
"""The name under which others see what this transaction sees; none where it has written what they may not."""


@contextmanager
def beside(session: Session) -> Iterator[Session | None]:
    """Open a second session for this block; None where there is none to be had at this moment.

    There is one beside a session of PostgreSQL that holds still (`db.reading`), while this process has no other.
    """
    with ExitStack() as open_:
        connection = _free(open_) if holds_still(session) else None
        snapshot: str | None = session.execute(_SNAPSHOT).scalar() if connection else None
        if connection is None or snapshot is None:
            yield None
            return
        connection = connection.execution_options(reading=True, **db.STILL)
        # Takes no parameters; the name is the server's own.
        connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
        yield open_.enter_context(Session(connection, info=dict(db.bound_info())))


def holds_still(session: Session) -> bool:
    """Tell whether a session sees one moment of a PostgreSQL until its end."""
    return bool(session.connection().get_execution_options().get("still"))


def _free(open_: ExitStack) -> Connection | None:
    """Take the second connection of this process; None where it is elsewhere, or the server has none left."""
    seconds = db.apart("beside", pool_size=1, max_overflow=0, pool_timeout=0)
    try:
        return open_.enter_context(seconds.connect())
    except (exc.TimeoutError, exc.OperationalError):
        return None
