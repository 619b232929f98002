"""Saved views worth a look in the small demonstration: one that comes by mail, one of a region that is not hers."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from tracking.indicators.views import rules
from tracking.indicators.views.rules import Wish


def viewed(session: Session, *, lead: UUID) -> dict[str, str]:
    """Let a lead of Brittany keep two views, and hold a mail with a link that stops it."""
    hers = rules.save(session, lead, Wish("Formation en Bretagne", "map", "region=FR-BRE&figure=trained"))
    other = rules.save(session, lead, Wish("Ma région d’avant", "figures", "region=FR-OCC"))
    rules.mail_monthly(session, lead, hers, wanted=True)
    mail_id = rules.order(session, hers, "2026-01")
    assert mail_id is not None
    rules.close(session, mail_id, "a-link-that-stops")
    return {"view": str(hers), "lost_view": str(other), "stop": "a-link-that-stops"}
