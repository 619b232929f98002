"""All work for later in one table: which function handles each topic, and what comes round by the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from classcode import clock, db, mail, queues, tidy
from classcode.config import Config
from helpdesk.jobs import send_bundles
from modules.jobs import record_completion
from tracking.forwarding.jobs import forwarder, wake_lagging
from tracking.forwarding.rules import FORWARD
from tracking.log import files
from tracking.rules import COMPLETION

DESK_BUNDLES = "desk-bundles"


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that comes round: its topic, and every how many minutes."""

    topic: str
    every_minutes: int


ATTACHED_FILES = "attached-files"
PERIODIC = (Periodic(DESK_BUNDLES, 5), Periodic(tidy.TOPIC, 60), Periodic(ATTACHED_FILES, 24 * 60))


def handlers(config: Config) -> Mapping[str, Callable[[str], None]]:
    """Return the function of each topic for this configuration."""
    return {
        mail.TOPIC: mail.deliverer(config),
        FORWARD: forwarder(config),
        COMPLETION: record_completion,
        DESK_BUNDLES: send_bundles,
        tidy.TOPIC: tidy.tidy,
        ATTACHED_FILES: files.sweeper(config.files_dir),
    }


def write_due_rounds() -> None:
    """Write the job of each round that has come; its subject is the round, so two schedulers write one row."""
    now = clock.now()
    with db.transaction() as session:
        for periodic in PERIODIC:
            queues.enqueue_once(session, periodic.topic, _round(now, periodic.every_minutes))


def look_around() -> None:
    """Wake work that no row of its own announces: recipients of statements that lack some. Cheap, every few seconds."""
    wake_lagging()


def _round(now: datetime, minutes: int) -> str:
    start = datetime(now.year, now.month, now.day, tzinfo=UTC)
    passed = (now - start) // timedelta(minutes=minutes)
    return (start + passed * timedelta(minutes=minutes)).isoformat()
