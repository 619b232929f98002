"""The journal: one JSON line on standard error for what must be accounted for; structlog is named only here.

Log-ins, refusals and exports with UTC time, who and what (ASVS 5.0 section 16); never a password, a token, an
address, or anything that somebody wrote.
"""

from __future__ import annotations

import logging
import sys
from uuid import UUID

import structlog


def set_up(level: int = logging.INFO) -> None:
    """Write the journal and the libraries' warnings as JSON lines."""
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        # Asked for each line: standard error may be replaced while the process runs.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
    )


def note(event: str, who: UUID | None = None, **facts: str | int | bool | None) -> None:
    """Write one line: what happened, the person's id where known, and a few plain facts."""
    structlog.get_logger().info(event, who=str(who) if who else None, **facts)
