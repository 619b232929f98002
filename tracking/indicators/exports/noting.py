"""The line of the log that each export leaves: who took which figures out, when, and how narrowed."""

from __future__ import annotations

import logging
from uuid import UUID

from classcode import clock
from tracking.indicators.filters import DIMENSIONS, NOT_DECLARED, Filter

log = logging.getLogger(__name__)


def note(asked: Filter, fmt: str, who: UUID) -> None:
    """Log who took which figures out, and when (UTC)."""
    chosen = ((name, value) for name, value in asked.chosen() if name != "region" and name in DIMENSIONS)
    narrowed = " ".join(f"{name}={value or NOT_DECLARED}" for name, value in chosen)
    log.info(
        "indicators exported at %s by %s: %s, %s/%s, region %s, module %s, %s",
        clock.now().isoformat(timespec="seconds"),
        who,
        fmt,
        asked.period.first,
        asked.period.last,
        asked.region or "all",
        asked.module or "all",
        narrowed or "everybody",
    )


def note_file(order_id: UUID, who: UUID) -> None:
    """Log who fetched an ordered file, and when (UTC)."""
    log.info(
        "indicators fetched at %s by %s: order %s",
        clock.now().isoformat(timespec="seconds"),
        who,
        order_id,
    )
