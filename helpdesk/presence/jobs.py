"""What presence leaves behind is swept away."""

from __future__ import annotations

from classcode import db
from helpdesk.presence import rules


def forget_presence(_round: str) -> None:
    """Delete who is no longer there."""
    with db.transaction() as session:
        rules.forget(session)
