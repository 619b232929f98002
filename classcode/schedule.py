"""All work for later in one table: which function handles each topic, and what comes round by the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from classcode import clock, db, mail, queues, tidy
from classcode.config import Config
from helpdesk.jobs import send_bundles
from modules.jobs import record_completion
from tracking.forwarding import forwarder
from tracking.rules import COMPLETION, FORWARD

DESK_BUNDLES = "desk-bundles"


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that comes round: its topic, and every how many minutes."""

    topic: str
    every_minutes: int


PERIODIC = (Periodic(DESK_BUNDLES, 5), Periodic(tidy.TOPIC, 60))


def handlers(config: Config) -> Mapping[str, Callable[[str], None]]:
    """Return the function of each topic for this configuration."""
    return {
        mail.TOPIC: mail.deliverer(config),
        FORWARD: forwarder(config),
        COMPLETION: record_completion,
        DESK_BUNDLES: send_bundles,
        tidy.TOPIC: tidy.tidy,
    }


def write_due_rounds() -> None:
    """Write the job of each round that has come; its subject is the round, so two schedulers write one row."""
    now = clock.now()
    with db.transaction() as session:
        for periodic in PERIODIC:
            queues.enqueue_once(session, periodic.topic, _round(now, periodic.every_minutes))


def _round(now: datetime, minutes: int) -> str:
    start = datetime(now.year, now.month, now.day, tzinfo=UTC)
    passed = (now - start) // timedelta(minutes=minutes)
    return (start + passed * timedelta(minutes=minutes)).isoformat()
