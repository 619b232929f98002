"""Who may read studies, ask for them, decide on them, and end them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from classcode.auth.visitors import EVERYWHERE, Visitor
from classcode.errors import NotFound
from classcode.people.models import Role
from tracking.research.models import ResearchStudy
from tracking.research.states import StudyState


def may_ask(who: Visitor) -> bool:
    """Tell whether somebody may ask for studies: a lead of all regions, since a study is of the whole programme."""
    return EVERYWHERE in who.regions.get(Role.LEAD, frozenset())


def may_decide(who: Visitor, study: ResearchStudy) -> bool:
    """Tell whether somebody may agree to a study or refuse it: data protection, and never who asked."""
    waits = study.state == StudyState.ASKED
    return waits and Role.DATA_PROTECTION in who.roles and study.asked_by_id != who.id


def may_end(who: Visitor, study: ResearchStudy) -> bool:
    """Tell whether somebody may end a study: data protection any, a lead her own."""
    lasts = study.state in (StudyState.ASKED, StudyState.AGREED)
    return lasts and (Role.DATA_PROTECTION in who.roles or study.asked_by_id == who.id)


def may_read_report(who: Visitor, study: ResearchStudy) -> bool:
    """Tell whether somebody may read how many people a file holds: data protection, and who asked for the study."""
    return Role.DATA_PROTECTION in who.roles or study.asked_by_id == who.id


def access_study(session: Session, study_id: UUID) -> ResearchStudy:
    """Return a study; raise `NotFound` where there is none."""
    study = session.get(ResearchStudy, study_id)
    if study is None:
        raise NotFound
    return study


def access_ending(session: Session, who: Visitor, study_id: UUID) -> ResearchStudy:
    """Return a study to who may end it, or could before it ended; `NotFound` else."""
    study = access_study(session, study_id)
    if Role.DATA_PROTECTION not in who.roles and study.asked_by_id != who.id:
        raise NotFound
    return study
