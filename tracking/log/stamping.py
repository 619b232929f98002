"""The instant of storing, written into bytes that are ready: statements are completed before anybody is kept waiting.

An entry is completed with `UNSTAMPED` in place of the instant, and stamped once its writer holds the log, here or by
PostgreSQL itself. What the record sets stands at the end of the bytes, so the last such place is the statement's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from tracking.log.writing import Entry
from tracking.statements import timestamp

UNSTAMPED: Final = datetime(1, 2, 3, 4, 5, 6, 789_000, tzinfo=UTC)
"""An instant that nobody lives at, written with as many characters as any other."""
_TEXT: Final = timestamp(UNSTAMPED)
_STORED: Final = f'"stored":"{_TEXT}","authority":'.encode()
_BOTH: Final = f'"timestamp":"{_TEXT}",'.encode()
_TO_VALUE: Final = len('"stored":"')
_BACK_TO_VALUE: Final = len(_TEXT) + len('",')


def places(body: bytes) -> tuple[int, int | None]:
    """Return where the instant goes: as `stored`, and as `timestamp` where the client sent none."""
    stored = body.rindex(_STORED)
    lived = stored - _BACK_TO_VALUE if body.endswith(_BOTH, 0, stored) else None
    return stored + _TO_VALUE, lived


def stamped(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """Return the entries as stored now, to the millisecond."""
    said = timestamp(now).encode()
    return [_stamped(entry, now, said) for entry in entries]


def _stamped(entry: Entry, now: datetime, said: bytes) -> Entry:
    body, (stored, lived) = entry.body, places(entry.body)
    length, at = len(said), entry.timestamp
    if lived is None:
        whole = b"".join((body[:stored], said, body[stored + length :]))
    else:
        whole = b"".join((body[:lived], said, body[lived + length : stored], said, body[stored + length :]))
        at = now
    # Named one by one: `dataclasses.replace` takes ten times as long, while others wait for the log.
    return Entry(
        entry.id, now, at, whole, entry.index, entry.client_id, entry.counted, entry.files, entry.defines
    )
