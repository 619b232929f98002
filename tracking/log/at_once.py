"""The short way into the log on PostgreSQL: a request's statements in one exchange that is its own transaction.

It is taken by statements of which nothing has to be looked up besides: no reference, no file, no activity that this
process has not written before. The server stamps them as stored, after it holds the log, into the place that
their bytes keep free for it. Where an id is taken, or somebody waits for a statement, nothing is written, and
`tracking.log.writing` goes the long way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, exc

from classcode import clock
from tracking.log import postgres as wire
from tracking.log.horizon import HOLD
from tracking.log.keys import key_of
from tracking.log.names import Pending, remember
from tracking.log.stamping import places
from tracking.log.writing import Entry, links
from tracking.xapi.index import is_mailbox

_NAMES: Final = "id, timestamp, verb_key, registration, client_id, body, stored_at, lived_at"
_TYPES: Final = ("uuid", "timestamptz", "bigint", "uuid", "uuid", "bytea", "bigint", "bigint")
_ARRAYS: Final = ", ".join(f"(SELECT %s::{kind}[])" for kind in _TYPES)
_NUMBERS: Final = "(SELECT %s::bigint[])"
_LINKED: Final = (
    f"FROM unnest({_NUMBERS}, {_NUMBERS}, {_NUMBERS}) AS link (place, key, narrow) JOIN ready USING (place)"
)
_APPEND: Final = f"""
    WITH held AS MATERIALIZED ({HOLD}),
    stamp AS MATERIALIZED (SELECT date_trunc('milliseconds', clock_timestamp()) AS now FROM held),
    given AS MATERIALIZED (
        SELECT now, given.*,
            convert_to(to_char(now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'UTF8') AS said
        FROM stamp, unnest({_ARRAYS}) WITH ORDINALITY AS given ({_NAMES}, place)
    ),
    ready AS MATERIALIZED (
        SELECT nextval('statement_seq_seq') AS seq, * FROM given WHERE NOT EXISTS (
            SELECT FROM given one JOIN statement_target waiting ON waiting.target = one.id AND waiting.of IS NULL
        )
    ),
    new AS (
        INSERT INTO statement (seq, id, stored, timestamp, verb_key, registration, client_id, body, voided)
        SELECT seq, id, now, CASE WHEN lived_at > 0 THEN now ELSE timestamp END, verb_key, registration, client_id,
            CASE WHEN lived_at > 0
            THEN overlay(overlay(body PLACING said FROM stored_at::int) PLACING said FROM lived_at::int)
            ELSE overlay(body PLACING said FROM stored_at::int) END,
            false
        FROM ready ORDER BY id RETURNING id
    ),
    agents AS (INSERT INTO statement_agent (agent_key, seq, narrow) SELECT key, seq, narrow > 0 {_LINKED}),
    activities AS (INSERT INTO statement_activity (activity_key, seq, narrow) SELECT key, seq, narrow > 0 {_LINKED})
    , people AS (
        INSERT INTO xapi_agent (key, ifi, names, mailbox) SELECT key, ifi, '[]'::json, mailbox > 0
        FROM unnest({_NUMBERS}, (SELECT %s::text[]), {_NUMBERS}) AS person (key, ifi, mailbox) ORDER BY key
        ON CONFLICT (key) DO NOTHING
    )
    SELECT count(*) FROM new
"""


def is_short(entries: Sequence[Entry], lacking: Pending) -> bool:
    """Tell whether entries can go the short way: with actors that are new, but nothing new that is said of any."""
    if lacking.activities or any(names for _, names in lacking.agents.values()):
        return False
    # Whoever lives at another instant, as the demonstration's year does, stamps by that clock.
    if clock.is_told():
        return False
    return all(entry.index.target is None and not entry.files and not entry.counted for entry in entries)


def append(connection: Connection, entries: Sequence[Entry], lacking: Pending) -> bool:
    """Write entries that are not stamped yet; return False when they have to go the long way, and nothing was written.

    The connection commits by itself (`classcode.db.at_once`).
    """
    try:
        values = (*_values(entries), *_people(lacking))
        written = connection.exec_driver_sql(_APPEND, values).scalar()
    except exc.IntegrityError:
        return False
    remember(lacking)
    return written == len(entries)


def _people(lacking: Pending) -> tuple[Any, ...]:
    """Pack the actors that this process has not written yet."""
    told = sorted((key, identifier) for key, (identifier, _) in lacking.agents.items())
    return (
        wire.numbers([key for key, _ in told]),
        wire.words([identifier for _, identifier in told]),
        wire.numbers([is_mailbox(identifier) for _, identifier in told]),
    )


def _values(entries: Sequence[Entry]) -> tuple[Any, ...]:
    free = [places(entry.body) for entry in entries]
    return (
        wire.identities([entry.id for entry in entries]),
        wire.instants([entry.timestamp for entry in entries]),
        wire.numbers([key_of(entry.index.verb) for entry in entries]),
        wire.identities([entry.index.registration for entry in entries]),
        wire.identities([entry.client_id for entry in entries]),
        wire.bodies([entry.body for entry in entries]),
        # The server counts from one, and takes zero as "nowhere".
        wire.numbers([stored + 1 for stored, _ in free]),
        wire.numbers([0 if lived is None else lived + 1 for _, lived in free]),
        *links([entry.index.agents for entry in entries]),
        *links([entry.index.activities for entry in entries]),
    )
