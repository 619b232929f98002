"""Studies worth a look in the small demonstration: one that waits, one that got data, one that has ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from classcode import clock
from tracking.research import queries
from tracking.research.models import ResearchFile
from tracking.research.rules import studies
from tracking.research.rules.files import LASTS
from tracking.research.rules.studies import Told
from tracking.research.states import FileState, Problem

REPORT: Final[dict[str, Any]] = {
    "shown": 1204,
    "left_out_at_most": 13,
    "groups": 41,
    "smallest_group": 11,
    "median_group": 24,
    "groups_with_one_furthest_milestone": 2,
    "columns": [{"name": "place", "step": "region"}, {"name": "registered", "step": "term"}],
}


def studied(session: Session, *, lead: UUID, officer: UUID) -> dict[str, str]:
    """Let a lead have asked for three studies, with files as jobs leave them, though none runs."""
    ids = {}
    for name in ("waiting_study", "study", "ended_study"):
        study_id = _asked(session, name, lead)
        if name != "waiting_study":
            studies.decide(session, study_id, agrees=True, reason="Convention signée.", by=officer)
        ids[name] = str(study_id)
    studies.end(session, UUID(ids["ended_study"]))
    made = {"state": FileState.MADE, "sha2": "0" * 64, "size": 400_000, "report": REPORT}
    left = {"state": FileState.FAILED, "problem": Problem.LEFT}
    kinds: tuple[dict[str, Any], ...] = ({}, {**made, "name": "classcode-research-study.zip"}, left)
    now = clock.now()
    rows = [
        ResearchFile(
            study_id=UUID(ids["study"]),
            person_id=lead,
            ordered_at=now - timedelta(hours=number),
            expires_at=now + LASTS,
            **kind,
        )
        for number, kind in enumerate(kinds)
    ]
    session.add_all(rows)
    session.flush()
    return ids | {"study_file": str(rows[1].id)}


def _asked(session: Session, name: str, lead: UUID) -> UUID:
    today = queries.today()
    told = Told(
        title=f"Apprendre à rythme libre ({name.partition('_')[0]})",
        responsible="Dr Ana Petit, Université de Rennes",
        purpose="Comprendre quand et pourquoi les personnes reprennent un module laissé de côté.",
        agreement="Convention 12, 3 mai 2026",
        starts_on=today - timedelta(days=365),
        ends_on=today,
        closes_on=today + timedelta(days=200),
        variables=["region", "registered", "milestones", "weeks", "statements"],
        k=11,
        may_leave_out=5,
    )
    return studies.ask(session, told, by=lead, small_count=11).id
