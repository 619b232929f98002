"""The jobs of forwarding: wake the recipients that lag, and send one recipient what it lacks.

Sent again, after a crash between the other side's answer and our mark, a statement is known there by its id: every
statement is stored there once. What may pass is tried again after a wait that the recipient's row keeps.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock, db
from classcode.config import Config, ConfigError
from tracking.forwarding import choosing, progress, queries, rules
from tracking.forwarding.choosing import Batch, Wish
from tracking.forwarding.door import Address, Door, NotTaken
from tracking.forwarding.filters import Filter
from tracking.forwarding.handing import Outcome, hand_over, step_over
from tracking.forwarding.models import Outsiders, Recipient, RecipientState
from tracking.forwarding.pseudonyms import Disguise
from tracking.forwarding.rules import ENVIRONMENT, Allowed
from tracking.forwarding.sealing import Seal, Unreadable

log = logging.getLogger(__name__)

SECONDS: Final = 5
"""How long one run goes on: then other work has its turn, and the end of it lies within the job's lease."""
STUBBORN: Final = 3
"""After so many failures in a row, a store that breaks on the same request is asked with single statements."""
REFUSED_IN_A_ROW: Final = 20
"""A request of which so many, and nothing else, were refused speaks of the store rather than of statements: wait."""


@dataclass(frozen=True, slots=True)
class Trip:
    """A recipient as one run meets it."""

    id: UUID
    cursor: int
    attempts: int
    address: Address
    wish: Wish


def wake_lagging() -> None:
    """Write the job of each recipient that lacks statements; costs two reads of one row while there is none."""
    with db.reading() as session:
        named = session.info.get("forwarding") and not queries.has_environment(session)
        lagging = queries.lagging(session)
    if not named and not lagging:
        return
    with db.transaction() as session:
        if named:
            rules.add_environment(session)
            lagging = queries.lagging(session)
        for recipient_id in lagging:
            rules.wake(session, recipient_id)


def forwarder(config: Config) -> Callable[[str], None]:
    """Return the job that sends a recipient what it lacks; its subject is the recipient's id. Raises `ConfigError`."""
    host = urlsplit(config.lrs_endpoint or "").hostname
    if host and host not in config.lrs_hosts:
        raise ConfigError(f"LRS_HOSTS does not list {host}, the host of LRS_ENDPOINT")
    post = _Post(config)

    def forward(recipient_id: str) -> None:
        post.run(UUID(recipient_id))

    return forward


class _Post:
    """Sends statements with what the configuration says of addresses and secrets."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.seal = Seal(config.secret_key)
        self.allowed = Allowed(config.environment == "production", config.lrs_hosts)

    def run(self, recipient_id: UUID) -> None:
        """Send until nothing is left, something fails, or the time is over; then the next run is asked for."""
        ends = time.monotonic() + SECONDS
        self._follow_environment(recipient_id)
        try:
            while self._step(recipient_id):
                if time.monotonic() > ends:
                    with db.transaction() as session:
                        rules.wake(session, recipient_id)
                    return
        except (NotTaken, Unreadable) as failure:
            log.warning("recipient %s: %s", recipient_id, failure)
            with db.transaction() as session:
                progress.note_failure(session, recipient_id, str(failure))

    def _step(self, recipient_id: UUID) -> bool:
        """Send one batch; return whether there may be more. Raises `NotTaken` or `Unreadable`."""
        with db.reading() as session:
            trip = self._trip(session, recipient_id)
            if trip is None:
                return False
            again = choosing.again(session, trip.wish, recipient_id)
            batch = choosing.next_batch(session, trip.wish, trip.cursor)
        door = Door(trip.address)
        for outcome in hand_over(door, again) if again else ():
            with db.transaction() as session:
                progress.note_again(session, recipient_id, outcome)
        if batch.upto == trip.cursor:
            return False
        return _send(door, trip, batch)

    def _follow_environment(self, recipient_id: UUID) -> None:
        """Begin anew at the log's beginning where LRS_ENDPOINT names another store than before."""
        endpoint = self.config.lrs_endpoint
        if endpoint is None:
            return
        with db.reading() as session:
            row = session.get(Recipient, recipient_id)
            changed = row is not None and row.name == ENVIRONMENT and row.endpoint != endpoint
        if changed:
            with db.transaction() as session:
                rules.point_environment(session, endpoint)

    def _trip(self, session: Session, recipient_id: UUID) -> Trip | None:
        """Return what to do for a recipient; None where it is gone, paused, or waits after a failure."""
        row = session.get(Recipient, recipient_id)
        if row is None or row.state != RecipientState.ACTIVE or (row.next_at and row.next_at > clock.now()):
            return None
        address = self._address(row)
        if address is None:
            return None
        disguise = None
        if row.pseudonym_key is not None:
            disguise = Disguise(bytes.fromhex(self.seal.open(row.pseudonym_key)), session.info["iri_base"])
        strangers_out = row.outsiders == Outsiders.LEFT_OUT
        wish = Wish(row.version, Filter.read(row.filters), self.config.files_dir, disguise, strangers_out)
        return Trip(row.id, row.cursor, row.attempts, address, wish)

    def _address(self, row: Recipient) -> Address | None:
        """Return where a recipient is; None for the environment's when its settings were taken away."""
        production = self.allowed.production
        if row.name == ENVIRONMENT:
            config = self.config
            if config.lrs_endpoint is None:
                return None
            key, secret = config.lrs_key or "", config.lrs_secret or ""
            return Address(config.lrs_endpoint, row.version, key, secret, production)
        wrong = self.allowed.why_not(row.endpoint)
        if wrong:
            raise NotTaken(wrong)
        return Address(row.endpoint, row.version, row.key or "", self.seal.open(row.secret or ""), production)


def _send(door: Door, trip: Trip, batch: Batch) -> bool:
    """Hand a batch over and move the cursor with each part of it; return whether to go on at once."""
    cursor = trip.cursor
    tally: Counter[str | None] = Counter()
    for outcome in _outcomes(door, trip, batch):
        with db.transaction() as session:
            if not progress.note(session, trip.id, cursor, outcome):
                return False
        cursor = outcome.last
        tally[outcome.refused] += len(outcome.parcels)
    if not batch.parcels or cursor == batch.parcels[-1].seq:
        with db.transaction() as session:
            progress.advance(session, trip.id, cursor, to=batch.upto)
    if None not in tally and tally.total() >= REFUSED_IN_A_ROW:
        raise NotTaken(str(next(iter(tally))))
    return True


def _outcomes(door: Door, trip: Trip, batch: Batch) -> Iterator[Outcome]:
    if not batch.parcels:
        return iter(())
    hand = step_over if trip.attempts >= STUBBORN else hand_over
    return hand(door, batch.parcels)
