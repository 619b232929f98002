"""Brings statements into an installation's log without HTTP, through the same checking and writing as a request.

`python -m benchmarks.record.bulk FIRST COUNT`, with the installation's environment.
"""

from __future__ import annotations

import sys
from typing import Final

import orjson
from sqlalchemy import select

from benchmarks.record import bodies
from classcode import db
from classcode.config import load
from classcode.start import bind_database
from tracking.log.horizon import hold
from tracking.lrs.clients.models import LrsClient
from tracking.lrs.clients.queries import as_sender
from tracking.lrs.statements import rules
from tracking.xapi.versions import Version

BATCH: Final = 500


def main(first: int, count: int) -> None:
    """Write `count` statements from number `first` on, as the first client of the installation would."""
    bind_database(load())
    with db.reading() as session:
        client = as_sender(session, session.scalars(select(LrsClient).limit(1)).one())
    for start in range(first, first + count, BATCH):
        statements = orjson.loads(bodies.batch(start, min(BATCH, first + count - start)))
        rules.check(Version.V1, statements, {})
        entries = rules.fill_in(client, Version.V1, statements, {})
        with db.transaction() as session:
            hold(session)
            rules.store(session, client, entries)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
