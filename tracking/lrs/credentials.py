"""Who sends a request: HTTP Basic (Communication 4.0), hashed slowly once and then remembered by this process.

A secret's slow hash takes about 50 ms, so a process remembers the header that it found right, as a fast digest under
a random key of its own: a memory dump gives no header back. What it remembers is read again from the client's row
after `FRESH`, without hashing: a revoked key opens nothing in any process after that time. Expiry is looked at with
each request. Wrong tries are counted as rows, as at log-in, before the next slow hash is spent.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from classcode import clock, db, journal
from classcode.people.passwords import is_right
from classcode.people.rules import limits
from tracking.lrs.clients import rules
from tracking.lrs.clients.models import LrsClient
from tracking.lrs.clients.queries import Standing, as_sender, client_by_key, standing
from tracking.lrs.errors import Unauthorized
from tracking.lrs.scopes import Client

CLAUSE: Final = "Communication 4.0"
FRESH: Final = timedelta(seconds=5)
REMEMBERED: Final = 1_000
"""Headers that a process remembers; the oldest goes first, and costs a slow hash when it comes back."""
# Counted for key and address together: whoever knows a key, which every statement's authority names, cannot lock its
# holder out.
WRONG_SECRET: Final = limits.Limit("lrs-key", 10, 5)
WRONG_NETWORK: Final = limits.Limit("lrs-network", 100, 5)


@dataclass(frozen=True, slots=True)
class Basic:
    """The two halves of a Basic header."""

    key: str
    secret: str


@dataclass(frozen=True, slots=True)
class _Known:
    client: Client
    expires_at: datetime | None
    read_at: datetime


class Keyring:
    """The right credentials that this process has seen, each for a few seconds between two looks at its row."""

    def __init__(self) -> None:
        self._pepper = secrets.token_bytes(32)
        self._known: dict[bytes, _Known] = {}
        # One slow hash at a time: a burst from one new client hashes once, and a flood leaves the other core free.
        self._hashing = threading.Lock()

    def client(self, header: str | None, address: str) -> Client:
        """Return the client of an Authorization header; raise `Unauthorized`, or `TooMany` after many wrong ones."""
        if header is None:
            raise Unauthorized(clause=CLAUSE)
        digest = hmac.digest(self._pepper, header.encode(errors="surrogateescape"), "sha256")
        now = clock.now()
        known = self._known.get(digest)
        if known is None:
            with self._hashing:
                known = self._known.get(digest) or self._verified(digest, read_basic(header), address)
        elif not timedelta() <= now - known.read_at < FRESH:
            known = self._read_again(digest, known.client.id)
        if known.expires_at is not None and known.expires_at <= now:
            raise Unauthorized(clause=CLAUSE)
        return known.client

    def _verified(self, digest: bytes, basic: Basic, address: str) -> _Known:
        with db.reading() as session:
            limits.check(session, WRONG_NETWORK, address)
            limits.check(session, WRONG_SECRET, f"{basic.key} {address}")
            row = client_by_key(session, basic.key)
        holds = row is not None and standing(row, clock.now()) is Standing.VALID
        # Outside any transaction: 50 ms. Where the key opens nothing the same time is spent (ASVS 6.3.8).
        if not is_right(row.secret_hash if row and holds else None, basic.secret):
            _count_wrong(row, address)
            raise Unauthorized(clause=CLAUSE)
        assert row is not None
        while len(self._known) >= REMEMBERED:
            self._known.pop(next(iter(self._known)), None)
        return self._read_again(digest, row.id)

    def _read_again(self, digest: bytes, client_id: UUID) -> _Known:
        with db.reading() as session:
            row = session.get(LrsClient, client_id)
            if row is None or standing(row, clock.now()) is not Standing.VALID:
                self._known.pop(digest, None)
                raise Unauthorized(clause=CLAUSE)
            known = _Known(as_sender(session, row), row.expires_at, clock.now())
        if rules.is_use_due(row):
            with db.transaction() as session:
                rules.note_use(session, row)
        self._known[digest] = known
        return known


def read_basic(header: str) -> Basic:
    """Split a Basic header into key and secret; anything else is answered like a wrong secret (RFC 7617)."""
    scheme, _, encoded = header.partition(" ")
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        decoded = ""
    key, colon, secret = decoded.partition(":")
    if scheme.lower() != "basic" or not colon or not key or "\0" in decoded:
        raise Unauthorized(clause=CLAUSE)
    return Basic(key, secret)


def _count_wrong(row: LrsClient | None, address: str) -> None:
    with db.transaction() as session:
        limits.count(session, WRONG_NETWORK, address)
        if row is not None:
            limits.count(session, WRONG_SECRET, f"{row.key} {address}")
    journal.note("lrs-wrong-credentials", client=str(row.id) if row else None)
