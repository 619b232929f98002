"""Schools worth a look in the small demonstration: one that Bruno accompanies, with a step at which Ada was."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from helpdesk.accompaniment.models import Accompaniment, AccompanimentStep, StepPresence
from helpdesk.accompaniment.rules import attending
from tracking.declared_figures.models import DeclaredFigure


def schooled(session: Session, *, ada: UUID, bruno: UUID) -> dict[str, str]:
    """Let Ada have been at a step of a school of Bretagne, whose words were reported; return the ids."""
    wanted = (
        select(AccompanimentStep)
        .join(Accompaniment, Accompaniment.id == AccompanimentStep.accompaniment_id)
        .where(Accompaniment.region_code == "FR-BRE", AccompanimentStep.done_on.is_not(None))
        .order_by(AccompanimentStep.done_on, AccompanimentStep.id)
    )
    step = session.scalars(wanted.limit(1)).one()
    session.get_one(Accompaniment, step.accompaniment_id).facilitator_id = bruno
    session.merge(StepPresence(step_id=step.id, person_id=ada, named=False, marked_at=clock.now()))
    attending.report(session, step)
    figure = select(DeclaredFigure.id).where(DeclaredFigure.region_code == "FR-BRE")
    return {
        "accompanied": str(step.accompaniment_id),
        "school_step": str(step.id),
        "declared": str(session.scalars(figure.order_by(DeclaredFigure.dated_on).limit(1)).one()),
    }
