"""All statements behind the figure of a look, as a file: for the page and for the command, once who may was decided."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from classcode import db
from tracking.indicators.explaining import listing, queries, rules
from tracking.record.models import RecordSearch


def file_lines(search_id: UUID) -> Iterator[str]:
    """Yield the file a thousand lines at a time; before each its people are covered, in a transaction of its own."""
    yield listing.head()
    with db.reading() as session:
        sought = rules.sought_by(session.get_one(RecordSearch, search_id))
        for lines in queries.batches(session, sought):
            with db.transaction() as noting:
                rules.cover(noting, search_id, lines)
            yield listing.lines(lines)
