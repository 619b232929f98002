"""A look at the statements behind a figure, for the pages that the tests look at."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from classcode.i18n import LANGUAGES
from tracking.indicators.choices import default_period
from tracking.indicators.explaining.rules import Wanted, begin
from tracking.indicators.filters import Filter


def explained(session: Session, *, officer: UUID) -> dict[str, str]:
    """Let data protection look at who registered this year."""
    session.info.update(answer_days=3)
    period = default_period(clock.now().astimezone(UTC).date())
    wanted = Wanted(
        indicator="registered",
        asked=Filter(period=period),
        reason="Vérifier le chiffre du rapport annuel.",
        told={language: [] for language in LANGUAGES},
    )
    return {"figure_look": str(begin(session, officer, wanted).id)}
