"""Files of figures worth a look in the small demonstration: one being made, one ready, one that could not be made."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from classcode import clock
from tracking.indicators.exports.models import ExportOrder, OrderState
from tracking.indicators.exports.rules import LASTS
from tracking.indicators.tokens import rules as tokens


def ordered(session: Session, *, lead: UUID) -> dict[str, str]:
    """Let a lead have ordered three files, without jobs so that they stay as they are, and hold a token."""
    ready = uuid4()
    standing = (
        {"fmt": "pdf", "state": OrderState.WAITING, "progress": 40},
        {
            "id": ready,
            "fmt": "ods",
            "state": OrderState.MADE,
            "progress": 100,
            "sha2": "0" * 64,
            "size": 30_000,
        },
        {"fmt": "xlsx", "state": OrderState.FAILED, "every": True},
    )
    now = clock.now()
    always = {"person_id": lead, "asked": "period=fr:2026-2027", "every": False, "language": "fr"}
    always |= {"name": "classcode-indicators.ods", "asked_at": now, "expires_at": now + LASTS}
    session.add_all(ExportOrder(**(always | one)) for one in standing)
    tokens.make(session, lead, "Tableau de bord du réseau", tokens.DAYS[1])
    return {"ordered_file": str(ready)}
