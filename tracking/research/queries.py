"""Reading studies and their files for pages and jobs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from classcode import clock
from tracking.indicators.periods import ZONE
from tracking.research.models import ResearchFile, ResearchStudy
from tracking.research.states import FileState, StudyState


def today() -> date:
    """Return the day by which studies begin and end: that of Paris."""
    return clock.now().astimezone(ZONE).date()


def is_open(study: ResearchStudy) -> bool:
    """Tell whether something may be exported for a study today; its last day is the last one."""
    return study.state == StudyState.AGREED and study.closes_on >= today()


def studies(session: Session) -> list[ResearchStudy]:
    """Return all studies, the latest first."""
    latest = select(ResearchStudy).order_by(ResearchStudy.asked_at.desc(), ResearchStudy.id)
    return list(session.scalars(latest))


def open_studies(session: Session) -> list[ResearchStudy]:
    """Return the studies that get data today, by title; learners read them before they decide."""
    agreed = (ResearchStudy.state == StudyState.AGREED, ResearchStudy.closes_on >= today())
    by_title = select(ResearchStudy).where(*agreed).order_by(ResearchStudy.title, ResearchStudy.id)
    return list(session.scalars(by_title))


def files_of(session: Session, study_id: UUID) -> list[ResearchFile]:
    """Return the files of a study that have not expired, the latest first."""
    here = (ResearchFile.study_id == study_id, ResearchFile.expires_at > clock.now())
    latest = select(ResearchFile).where(*here).order_by(ResearchFile.ordered_at.desc(), ResearchFile.id)
    return list(session.scalars(latest))


def waiting(session: Session, file_id: UUID) -> ResearchFile | None:
    """Return a file that is still to be made, with its study; None where it is made, gone or expired."""
    row = session.get(ResearchFile, file_id)
    still = row is not None and row.state == FileState.WAITING and row.expires_at > clock.now()
    if row is None or not still:
        return None
    session.refresh(row, ["study"])
    return row


def named(session: Session, hashes: Collection[str]) -> Iterable[str]:
    """Return which of some files a row names."""
    wanted = select(ResearchFile.sha2).where(ResearchFile.sha2.in_(hashes)).distinct()
    return [one for one in session.scalars(wanted) if one is not None]
